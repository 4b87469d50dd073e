import type { KubernetesObject } from "../../apimachinery/object.ts";
import type { Milliseconds } from "../../base/units.ts";
import type { AnyResource, Column } from "../../api/resource.ts";
import { partialMetadata } from "./partial-metadata.ts";

/** What a row carries besides its cells. */
export type IncludeObject = "None" | "Metadata" | "Object";

/** The table that `kubectl get` prints (meta/v1 Table). */
export function tableOf(resource: AnyResource, objects: readonly KubernetesObject[], { metadata, include, now, version }: TableOptions) {
  const context = { now };
  return {
    kind: "Table",
    apiVersion: `meta.k8s.io/${version}`,
    metadata,
    columnDefinitions: columnDefinitions(resource),
    rows: objects.map((object) => ({ cells: resource.columns.map((column) => column.cell(object, context)), ...includedObject(object, include, version) })),
  };
}

export interface TableOptions {
  /** The metadata of the list, or the resourceVersion of the one object. */
  readonly metadata: object;
  readonly include: IncludeObject;
  readonly now: Milliseconds;
  readonly version: string;
}

const definitions = new WeakMap<AnyResource, readonly object[]>();

export function columnDefinitions(resource: AnyResource): readonly object[] {
  let columns = definitions.get(resource);
  if (columns === undefined) definitions.set(resource, (columns = Object.freeze(resource.columns.map(columnDefinition))));
  return columns;
}

function columnDefinition({ name, type = "string", format = "", description, priority = 0 }: Column<KubernetesObject>) {
  return { name, type, format, description: description ?? describe(name), priority };
}

/** The two columns that nearly every kind has are described alike everywhere. */
function describe(name: string): string {
  if (name === "Name") return "Name must be unique within a namespace. Is required when creating resources, although some resources may allow a client to request the generation of an appropriate name automatically.";
  return name === "Age" ? "How long ago the object was created." : "";
}

function includedObject(object: KubernetesObject, include: IncludeObject, version: string) {
  if (include === "None") return {};
  return { object: include === "Object" ? object : partialMetadata(object, version) };
}
