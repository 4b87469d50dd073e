import { deepEqual } from "../../base/deep-equal.ts";
import { isJsonObject, type JsonObject } from "../json-value.ts";
import type { TypeSchema } from "../type-schema.ts";
import { type FieldSet, leaf, type MaybeFieldSet, nodeOf, self } from "./field-set.ts";
import { fieldElement, itemElement } from "./path-element.ts";
import { fieldSchemaOf, isEmptyObject, isEmptyValue, structureOf, unownedFields, unownedMetadata } from "./structure.ts";

/** Which paths differ between two versions of an object. */
export interface Comparison {
  /** Paths that are new or have another value. */
  readonly changed: MaybeFieldSet;
  /** Paths that are gone. */
  readonly removed: MaybeFieldSet;
}

type Nodes = Record<string, FieldSet>;
type Keep = (name: string) => boolean;

const same: Comparison = Object.freeze({ changed: undefined, removed: undefined });
const changedLeaf: Comparison = Object.freeze({ changed: leaf, removed: undefined });
const nothing: JsonObject = Object.freeze({});
const noItems: readonly unknown[] = Object.freeze([]);
const everyField: Keep = () => true;

/** Compares two versions of an object; parts that they share by reference cost nothing. Fields that nobody owns are left out. */
export function compareObjects(before: JsonObject, after: JsonObject, schema: TypeSchema): Comparison {
  const root = compareFields(before, after, schema, (name) => name !== "metadata" && !unownedFields.has(name));
  const metadataSchema = schema.property("metadata");
  if (metadataSchema === undefined || before["metadata"] === after["metadata"]) return root;
  const metadata = compareFields(objectOf(before["metadata"]), objectOf(after["metadata"]), metadataSchema, (name) => !unownedMetadata.has(name));
  return { changed: withMetadata(root.changed, metadata.changed), removed: withMetadata(root.removed, metadata.removed) };
}

const withMetadata = (set: MaybeFieldSet, metadata: MaybeFieldSet): MaybeFieldSet => (metadata === undefined ? set : { "f:metadata": metadata, ...set });

const objectOf = (value: unknown): JsonObject => (isJsonObject(value) ? value : nothing);
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : noItems);

function compareFields(before: JsonObject, after: JsonObject, schema: TypeSchema, keep: Keep = everyField): Comparison {
  const changed: Nodes = {};
  const removed: Nodes = {};
  for (const name in after) {
    if (before[name] !== after[name] && keep(name)) record(changed, removed, fieldElement(name), compareField(before[name], after[name], fieldSchemaOf(schema, name)));
  }
  for (const name in before) {
    if (after[name] === undefined && before[name] !== undefined && keep(name)) {
      record(changed, removed, fieldElement(name), compareField(before[name], undefined, fieldSchemaOf(schema, name)));
    }
  }
  return { changed: nodeOf(false, changed), removed: nodeOf(false, removed) };
}

function record(changed: Nodes, removed: Nodes, element: string, comparison: Comparison): void {
  if (comparison.changed !== undefined) changed[element] = comparison.changed;
  if (comparison.removed !== undefined) removed[element] = comparison.removed;
}

function compareField(before: unknown, after: unknown, schema: TypeSchema | undefined): Comparison {
  if (schema === undefined || (before === undefined && after === undefined)) return same;
  if (schema.alwaysPresent) return compareValues(before ?? emptyOf(schema), after ?? emptyOf(schema), schema);
  if (before === undefined) return { changed: pathsOf(after, schema), removed: undefined };
  if (after === undefined) return { changed: undefined, removed: pathsOf(before, schema) };
  return compareValues(before, after, schema);
}

const emptyOf = ({ kind }: TypeSchema): unknown => (kind === "list" ? noItems : nothing);

function compareValues(before: unknown, after: unknown, schema: TypeSchema): Comparison {
  if (before === after) return same;
  const structure = structureOf(schema, after);
  if (structure === "leaf" || structureOf(schema, before) !== structure || (isEmptyValue(before) && isEmptyValue(after))) {
    return deepEqual(before, after) ? same : changedLeaf;
  }
  return structure === "object" ? compareFields(objectOf(before), objectOf(after), schema) : compareLists(listOf(before), listOf(after), schema);
}

function compareLists(before: readonly unknown[], after: readonly unknown[], schema: TypeSchema): Comparison {
  const old = itemsByElement(before, schema);
  const next = itemsByElement(after, schema);
  const changed: Nodes = {};
  const removed: Nodes = {};
  for (const [element, items] of next) record(changed, removed, element, compareItems(old.get(element) ?? noItems, items, schema));
  for (const [element, items] of old) if (!next.has(element)) record(changed, removed, element, compareItems(items, noItems, schema));
  return { changed: nodeOf(false, changed), removed: nodeOf(false, removed) };
}

function itemsByElement(list: readonly unknown[], schema: TypeSchema): ReadonlyMap<string, readonly unknown[]> {
  const items = new Map<string, readonly unknown[]>();
  for (const item of list) {
    const element = itemElement(item, schema);
    const others = items.get(element);
    items.set(element, others === undefined ? [item] : [...others, item]);
  }
  return items;
}

/** Items that share one key, which old objects may have, are owned together as a leaf. */
function compareItems(before: readonly unknown[], after: readonly unknown[], { items }: TypeSchema): Comparison {
  if (items === undefined) return same;
  if (before.length > 1 && after.length > 1) return deepEqual(before, after) ? same : changedLeaf;
  if (before.length > 1) return { changed: after.length === 0 ? undefined : pathsOf(after[0], items), removed: leaf };
  if (after.length > 1) return { changed: leaf, removed: before.length === 0 ? undefined : pathsOf(before[0], items) };
  return compareField(before[0], after[0], items);
}

/** The path of a value that came or went as a whole, and all paths below it. */
function pathsOf(value: unknown, schema: TypeSchema): FieldSet {
  switch (structureOf(schema, value)) {
    case "leaf":
      return leaf;
    case "object":
      return isEmptyObject(value as JsonObject) ? leaf : fieldPaths(value as JsonObject, schema);
    case "list":
      return isEmptyValue(value) ? leaf : itemPaths(value as readonly unknown[], schema);
  }
}

function fieldPaths(object: JsonObject, schema: TypeSchema): FieldSet {
  const paths: Nodes = { [self]: leaf };
  for (const name in object) {
    const field = object[name] === undefined ? undefined : fieldSchemaOf(schema, name);
    if (field !== undefined) paths[fieldElement(name)] = pathsOf(object[name], field);
  }
  return paths;
}

function itemPaths(list: readonly unknown[], schema: TypeSchema): FieldSet {
  const paths: Nodes = { [self]: leaf };
  for (const item of list) {
    const element = itemElement(item, schema);
    paths[element] = paths[element] !== undefined || schema.items === undefined ? leaf : pathsOf(item, schema.items);
  }
  return paths;
}
