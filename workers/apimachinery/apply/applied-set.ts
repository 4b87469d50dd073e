import { isJsonObject, type JsonObject } from "../json-value.ts";
import type { TypeSchema } from "../type-schema.ts";
import { type FieldSet, leaf, type MaybeFieldSet, nodeOf, union } from "./field-set.ts";
import { fieldElement, itemElement } from "./path-element.ts";
import { fieldSchemaOf, isEmptyObject, structureOf, unownedFields, unownedMetadata } from "./structure.ts";

type Nodes = Record<string, FieldSet>;

/** The paths that whoever applies this object claims. Fields that nobody owns are left out. */
export function appliedSet(object: JsonObject, schema: TypeSchema): MaybeFieldSet {
  const metadataSchema = schema.property("metadata");
  const metadata = object["metadata"];
  const ofMetadata = metadataSchema !== undefined && isJsonObject(metadata) ? fieldsBelow(metadata, metadataSchema, (name) => !unownedMetadata.has(name)) : undefined;
  const below = fieldsBelow(object, schema, (name) => name !== "metadata" && !unownedFields.has(name));
  return union(below, ofMetadata === undefined ? undefined : { "f:metadata": ofMetadata });
}

function fieldsBelow(object: JsonObject, schema: TypeSchema, keep: (name: string) => boolean = () => true): MaybeFieldSet {
  const nodes: Nodes = {};
  for (const name in object) {
    const field = object[name] === undefined || !keep(name) ? undefined : fieldSchemaOf(schema, name);
    if (field === undefined) continue;
    const isNamed = schema.kind === "object";
    const node = valueNode(object[name], field, !isNamed);
    if (node !== undefined) nodes[fieldElement(name)] = node;
  }
  return nodeOf(false, nodes);
}

/** Values of maps and items of lists are owned themselves; a named field that has fields is not. */
function valueNode(value: unknown, schema: TypeSchema, member: boolean): MaybeFieldSet {
  if (value === null) return leaf;
  const structure = structureOf(schema, value);
  if (structure === "leaf") return leaf;
  const below = structure === "object" ? fieldsBelow(value as JsonObject, schema) : itemsBelow(value as readonly unknown[], schema);
  const owned = member || (structure === "object" && isEmptyObject(value as JsonObject));
  return nodeOf(owned, below ?? {});
}

function itemsBelow(list: readonly unknown[], schema: TypeSchema): MaybeFieldSet {
  const nodes: Nodes = {};
  for (const item of list) {
    const element = itemElement(item, schema);
    const node = nodes[element] !== undefined || schema.items === undefined ? leaf : valueNode(item, schema.items, true);
    if (node !== undefined) nodes[element] = node;
  }
  return nodeOf(false, nodes);
}
