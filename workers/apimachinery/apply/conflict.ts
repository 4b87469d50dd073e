import { goQuote } from "../go-quote.ts";
import type { ManagedFieldsEntry } from "../object.ts";
import { ApiError } from "../status.ts";
import { type FieldSet, visitPaths } from "./field-set.ts";
import { formatPath } from "./path-element.ts";

/** What an applier wants to change although somebody else owns it. */
export interface Conflict {
  readonly entry: ManagedFieldsEntry;
  readonly fields: FieldSet;
}

interface Line {
  readonly manager: string;
  readonly path: string;
}

/** The 409 that tells the applier whose fields it would take. */
export function applyConflict(conflicts: readonly Conflict[]): ApiError {
  const lines = conflicts.flatMap(linesOf).sort((a, b) => (a.manager < b.manager ? -1 : a.manager > b.manager ? 1 : 0));
  return new ApiError({
    kind: "Status",
    apiVersion: "v1",
    metadata: {},
    status: "Failure",
    message: message(lines),
    reason: "Conflict",
    details: { causes: lines.map(({ manager, path }) => ({ reason: "FieldManagerConflict", message: `conflict with ${manager}`, field: path })) },
    code: 409,
  });
}

function linesOf({ entry, fields }: Conflict): readonly Line[] {
  const manager = describeManager(entry);
  const lines: Line[] = [];
  visitPaths(fields, (path) => lines.push({ manager, path: formatPath(path) }));
  return lines;
}

function message(lines: readonly Line[]): string {
  const [only] = lines;
  if (lines.length === 1 && only !== undefined) return `Apply failed with 1 conflict: conflict with ${only.manager}: ${only.path}`;
  const managers = [...new Set(lines.map(({ manager }) => manager))];
  const groups = managers.flatMap((manager) => [`conflicts with ${manager}:`, ...lines.filter((line) => line.manager === manager).map(({ path }) => `- ${path}`)]);
  return `Apply failed with ${lines.length} conflicts: ${groups.join("\n")}`;
}

function describeManager({ manager = "", operation, apiVersion, subresource = "" }: ManagedFieldsEntry): string {
  const through = subresource === "" ? goQuote(manager) : `${goQuote(manager)} with subresource ${goQuote(subresource)}`;
  return operation === "Update" ? `${through} using ${apiVersion}` : through;
}
