import { controllerOf, groupOf } from "../../apimachinery/owner-references.ts";
import { ageColumn, column, nameColumn } from "../columns.ts";
import { defineResource } from "../define-resource.ts";
import type { ControllerRevision } from "../generated/apps/v1.ts";

export type { ControllerRevision } from "../generated/apps/v1.ts";

/** What a StatefulSet or DaemonSet looked like once, so that it can go back. */
export const ControllerRevisions = defineResource<ControllerRevision>({
  group: "apps",
  version: "v1",
  kind: "ControllerRevision",
  plural: "controllerrevisions",
  scope: "Namespaced",

  validate({ data, revision }, errors) {
    if (data === undefined) errors.required("data", "data is mandatory");
    errors.nonNegative("revision", revision);
  },
  validateUpdate: ({ data }, { data: before }, errors) => errors.immutable("data", data, before),

  columns: [nameColumn, column("Controller", "string", controllerText), column("Revision", "integer", ({ revision }) => revision), ageColumn],
});

function controllerText(revision: ControllerRevision): string {
  const owner = controllerOf(revision);
  if (owner === undefined) return "<none>";
  const group = groupOf(owner.apiVersion);
  return `${owner.kind.toLowerCase()}${group === "" ? "" : `.${group}`}/${owner.name}`;
}
