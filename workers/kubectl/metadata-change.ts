import type { CommandContext } from "./command.ts";
import type { Flag } from "./flag.ts";
import { KubectlError } from "./kubectl-error.ts";
import { dryRunFlag, dryRunOf } from "./dry-run.ts";
import { throwCollected } from "./errors.ts";
import { allNamespacesFlag, type FoundObject, referenceOf, selectorFlag } from "./found-objects.ts";
import type { KubernetesObject } from "../apimachinery/object.ts";
import { filenameFlags, namesFiles } from "./manifest/read-files.ts";
import { printFlags } from "./printers/print-flags.ts";
import { type KeyChanges, requireObjects } from "./resource-pairs.ts";
import { resultPrinter } from "./result-printer.ts";
import { selectObjects } from "./selected-objects.ts";

/** Flags of `kubectl label` and `kubectl annotate`. */
export const metadataFlags = (verb: string, what: string): readonly Flag[] => [
  ...printFlags,
  ...filenameFlags,
  dryRunFlag,
  selectorFlag,
  allNamespacesFlag,
  { name: "all", type: "boolean", help: "Select all resources of the given types in the namespace." },
  { name: "field-manager", type: "string", default: `kubectl-${verb}`, help: "Name of the manager that the fields are put down to." },
  { name: "field-selector", type: "string", help: "Field selector to filter on, such as key1=value1,key2!=value2." },
  { name: "list", type: "boolean", help: `Show the ${what} of the resource.` },
  { name: "overwrite", type: "boolean", help: `Change ${what} that have a value already.` },
  { name: "resource-version", type: "string", help: "Only if this is the object's current version. For a single resource." },
];

export interface MetadataChange {
  readonly field: "labels" | "annotations";
  /** In messages: `at least one label update is required`. */
  readonly what: string;
  readonly resources: readonly string[];
  readonly changes: KeyChanges;
  /** What is said of an object where so many keys were set and removed. */
  readonly operation: (set: number, removed: number) => string;
}

/** Sets and removes labels or annotations of objects. */
export async function changeMetadata(context: CommandContext, change: MetadataChange): Promise<number> {
  const { arguments: given } = context;
  validate(context, change);
  const { objects, errors } = await selectObjects(context, { path: `kubectl ${change.field === "labels" ? "label" : "annotate"}`, words: change.resources, all: given.flag("all") });
  if (given.text("resource-version") !== "" && objects.length + errors.length !== 1) throw new KubectlError("--resource-version may only be used with a single resource");
  const failures: unknown[] = [...errors];
  for (const found of objects) {
    try {
      if (given.flag("list")) list(context, found, { ...change, single: objects.length === 1 });
      else await changeOne(context, found, change);
    } catch (error) {
      if (!(error instanceof Error) || error.name === "AssertionError") throw error;
      failures.push(error);
    }
  }
  throwCollected(failures);
  return 0;
}

function validate(context: CommandContext, { resources, changes, what }: MetadataChange): void {
  const { arguments: given } = context;
  if (given.flag("list") && given.text("output") !== "") throw new KubectlError("--list and --output may not be specified together");
  for (const selector of ["selector", "field-selector"]) {
    if (given.flag("all") && given.text(selector) !== "") throw new KubectlError(`cannot set --all and --${selector} at the same time`);
  }
  if (!namesFiles(context)) requireObjects(resources);
  if (Object.keys(changes.set).length === 0 && changes.remove.length === 0 && !given.flag("list")) throw new KubectlError(`at least one ${what} update is required`);
}

interface Difference {
  readonly set: Readonly<Record<string, string>>;
  readonly removed: readonly string[];
}

async function changeOne(context: CommandContext, found: FoundObject, { field, changes, operation }: MetadataChange): Promise<void> {
  const { arguments: given, api } = context;
  const before = found.object.metadata[field] ?? {};
  if (!given.flag("overwrite")) refuseOverwriting(field, before, changes);
  const dryRun = dryRunOf(given);
  const missing = changes.remove.filter((key) => !Object.hasOwn(before, key));
  if (field === "labels" && dryRun !== "client") for (const key of missing) context.print(`label "${key}" not found.\n`);

  const difference = { set: Object.fromEntries(Object.entries(changes.set).filter(([key, value]) => before[key] !== value)), removed: changes.remove.filter((key) => Object.hasOwn(before, key)) };
  const after = dryRun === "client" || isEmpty(difference) ? changed(found.object, field, difference) : await api.patch(found.resource, referenceOf(found), { type: "merge", body: patchBody(context, field, difference) }, { fieldManager: given.text("field-manager"), ...(dryRun === "server" && { dryRun: true }) });
  resultPrinter(context)(after, operation(Object.keys(difference.set).length, difference.removed.length));
}

const isEmpty = ({ set, removed }: Difference) => Object.keys(set).length === 0 && removed.length === 0;

function refuseOverwriting(field: MetadataChange["field"], before: Readonly<Record<string, string>>, { set }: KeyChanges): void {
  const taken = Object.entries(set).filter(([key, value]) => Object.hasOwn(before, key) && before[key] !== value);
  if (taken.length === 0) return;
  const values = taken.map(([key]) => `'${key}' already has a value (${before[key] ?? ""})`);
  if (field === "annotations") throw new KubectlError(`--overwrite is false but found the following declared annotation(s): ${values.join("; ")}`);
  const messages = values.map((text) => `${text}, and --overwrite is false`);
  throw new KubectlError(messages.length === 1 ? (messages[0] as string) : `[${messages.join(", ")}]`);
}

function patchBody({ arguments: given }: CommandContext, field: "labels" | "annotations", { set, removed }: Difference) {
  const resourceVersion = given.text("resource-version");
  const keys = { ...set, ...Object.fromEntries(removed.map((key) => [key, null])) };
  return { metadata: { ...(resourceVersion !== "" && { resourceVersion }), [field]: keys } };
}

function changed(object: KubernetesObject, field: "labels" | "annotations", { set, removed }: Difference): KubernetesObject {
  const kept = Object.entries(object.metadata[field] ?? {}).filter(([key]) => !removed.includes(key));
  return { ...object, metadata: { ...object.metadata, [field]: { ...Object.fromEntries(kept), ...set } } };
}

function list({ print }: CommandContext, { object, resource }: FoundObject, { field, single }: { readonly field: "labels" | "annotations"; readonly single: boolean }): void {
  if (!single) print(`Listing ${field} for ${resource.kind}.${resource.group}/${object.metadata.name}:\n`);
  for (const key of Object.keys(object.metadata[field] ?? {}).sort()) print(`${single ? "" : " "}${key}=${object.metadata[field]?.[key] ?? ""}\n`);
}
