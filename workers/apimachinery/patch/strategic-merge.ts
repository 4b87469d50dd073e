import { deepEqual } from "../../base/deep-equal.ts";
import { goKind, goPrint, isJsonObject, type JsonObject, without } from "../json-value.ts";
import type { TypeSchema } from "../type-schema.ts";
import { checkOrder, elementsAreObjects, identityOf, orderElements } from "./element-order.ts";
import { PatchError } from "./patch-error.ts";
import {
  badFormat, deleteFromPrimitiveList, directive, type FieldStrategy, listStrategy, noMergeKey, objectStrategy, parallelField, retainKeysDirective,
  setElementOrder, unknownDirective, withoutDirectives, withoutNulls,
} from "./strategic-directives.ts";

/** Is a patch applied to an object, or are two patches made into one, which has to keep its directives? */
export type MergeMode = "apply" | "combine";

type List = readonly unknown[];
type Fields = Record<string, unknown>;

/** Merges a strategic patch into an object. What does not change is shared with the original. */
export function mergeObject(original: JsonObject, patch: JsonObject, schema: TypeSchema, mode: MergeMode): JsonObject {
  if (Object.hasOwn(patch, directive)) return applyDirective(patch);
  const retained = mode === "apply" ? retainKeys(original, patch) : combineParallel(original, patch, retainKeysDirective);
  const result: Fields = { ...retained };
  const done = mergeOrderedLists(result, patch, schema, mode);
  for (const key of Object.keys(patch)) {
    if (key === retainKeysDirective || done.has(key)) continue;
    mergeField(result, key, patch[key], { schema, mode });
  }
  return result;
}

function applyDirective(patch: JsonObject): JsonObject {
  if (patch[directive] === "replace") return without(patch, directive);
  if (patch[directive] === "delete") return {};
  throw unknownDirective(goPrint(patch[directive]), goPrint(patch));
}

/** With `$retainKeys`, every field that it does not list goes. */
function retainKeys(original: JsonObject, patch: JsonObject): JsonObject {
  const list = patch[retainKeysDirective];
  if (list === undefined) return original;
  if (!Array.isArray(list)) throw badFormat("retainKeys");
  const keep = new Set<unknown>(list);
  for (const key of Object.keys(patch)) {
    if (key === retainKeysDirective || patch[key] === null || isParallelList(key)) continue;
    if (!keep.has(key)) throw badFormat("retainKeys");
  }
  return Object.fromEntries(Object.entries(original).filter(([key]) => keep.has(key)));
}

const isParallelList = (key: string) => key.startsWith(deleteFromPrimitiveList) || key.startsWith(setElementOrder);

/** Two patches that are made into one must agree on a directive. */
function combineParallel(original: JsonObject, patch: JsonObject, key: string): JsonObject {
  if (patch[key] === undefined) return original;
  if (original[key] === undefined) return { ...original, [key]: patch[key] };
  if (deepEqual(original[key], patch[key])) return original;
  if (key.startsWith(setElementOrder)) throw badFormat("setElementOrder list");
  const both = `${goPrint(original[key])} and ${goPrint(patch[key])}`;
  throw new PatchError(500, `${both} are not deep equal: this may happen when calculating the 3-way diff patch`);
}

/** Merges the lists whose order the patch states; returns the keys of the patch that are dealt with. */
function mergeOrderedLists(result: Fields, patch: JsonObject, schema: TypeSchema, mode: MergeMode): ReadonlySet<string> {
  const done = new Set<string>();
  for (const key of Object.keys(patch)) {
    if (!key.startsWith(setElementOrder)) continue;
    done.add(key);
    if (mode === "combine") Object.assign(result, combineParallel(result, patch, key));
    const name = parallelField(key, setElementOrder);
    const order = listOf(patch[key]);
    const field = listStrategy(schema, name);
    const merged = mergeOrderedList(result[name], patch[name], order, { field, mode });
    if (merged === undefined) continue;
    result[name] = merged;
    done.add(name);
  }
  return done;
}

interface ListContext {
  readonly field: FieldStrategy;
  readonly mode: MergeMode;
}

function mergeOrderedList(original: unknown, patch: unknown, order: List, { field, mode }: ListContext): List | undefined {
  const before = original === undefined ? undefined : listOf(original);
  const after = patch === undefined ? undefined : listOf(patch);
  checkOrder(after ?? [], order, field.mergeKey);
  if (before === undefined && after === undefined) return undefined;
  const merged = mergeKnownLists(before, after, { field, mode });
  elementsAreObjects(before ?? [], after ?? []);
  return orderElements(merged, order, before ?? [], field.mergeKey);
}

function mergeKnownLists(before: List | undefined, after: List | undefined, context: ListContext): List {
  if (after === undefined) return before ?? [];
  return before === undefined ? (withoutDirectives(after) as List) : mergeList(before, after, context);
}

function listOf(value: unknown): List {
  if (Array.isArray(value)) return value as List;
  throw new PatchError(500, `expected a []interface {}, but received a ${goKind(value)}`);
}

interface FieldContext {
  readonly schema: TypeSchema;
  readonly mode: MergeMode;
}

function mergeField(result: Fields, key: string, value: unknown, { schema, mode }: FieldContext): void {
  if (key.startsWith(deleteFromPrimitiveList)) {
    if (mode === "combine") result[key] = value;
    else deletePrimitives(result, parallelField(key, deleteFromPrimitiveList), value);
    return;
  }
  if (value === null) {
    delete result[key];
    if (mode === "combine") result[key] = null;
    return;
  }
  const merged = Object.hasOwn(result, key) ? mergeValue(result[key], value, key, { schema, mode }) : freshValue(value, mode);
  if (merged === undefined) delete result[key];
  else result[key] = merged;
}

const freshValue = (value: unknown, mode: MergeMode) => withoutDirectives(mode === "apply" ? withoutNulls(value) : value);

function mergeValue(before: unknown, value: unknown, key: string, { schema, mode }: FieldContext): unknown {
  if (isJsonObject(before) && isJsonObject(value)) {
    const { strategy, below } = objectStrategy(schema, key);
    return strategy === "replace" ? value : mergeObject(before, value, below, mode);
  }
  if (Array.isArray(before) && Array.isArray(value)) {
    const field = listStrategy(schema, key);
    return field.strategy === "merge" ? mergeList(before, value, { field, mode }) : value;
  }
  return freshValue(value, mode);
}

function deletePrimitives(result: Fields, name: string, value: unknown): void {
  const current = result[name];
  if (!Array.isArray(current) || !Array.isArray(value)) return;
  if (current.length === 0 && value.length === 0) return;
  elementsAreObjects(current, value);
  const doomed = new Set<unknown>(value);
  result[name] = current.filter((item) => !doomed.has(item));
}

function mergeList(before: List, patch: List, { field, mode }: ListContext): List {
  if (field.strategy !== "merge") return patch;
  if (before.length === 0 && patch.length === 0) return before;
  if (!elementsAreObjects(before, patch)) return orderElements([...new Set([...before, ...patch])], patch, before, undefined);
  const { mergeKey, below } = field;
  if (mergeKey === undefined) throw new PatchError(500, `cannot merge lists without merge key for ${below.goType}`);
  const { base, items } = applyItemDirectives(before, patch, mergeKey);
  const merged = mergeItems(base, items, mergeKey, (item, change) => mergeObject(item, change, below, mode));
  return orderElements(merged, items, base, mergeKey);
}

/** Items with a directive delete other items, or replace the whole list. */
function applyItemDirectives(before: List, patch: List, mergeKey: string): { readonly base: List; readonly items: List } {
  const items = patch.filter((item) => !isJsonObject(item) || !Object.hasOwn(item, directive));
  const doomed = new Set<unknown>();
  let replaces = false;
  for (const item of patch) {
    if (!isJsonObject(item) || !Object.hasOwn(item, directive)) continue;
    const kind = item[directive];
    if (kind === "delete") doomed.add(identityOf(item, mergeKey));
    else if (kind === "replace") replaces = true;
    else if (kind === "merge") throw new PatchError(500, "merging lists cannot yet be specified in the patch");
    else throw unknownDirective(goPrint(kind), goPrint(item));
  }
  if (replaces) return { base: items, items: [] };
  return { base: doomed.size === 0 ? before : before.filter((item) => !isJsonObject(item) || !doomed.has(item[mergeKey])), items };
}

function mergeItems(base: List, items: List, mergeKey: string, merge: (item: JsonObject, change: JsonObject) => JsonObject): List {
  const merged = [...base];
  for (const change of items) {
    if (!isJsonObject(change)) continue;
    if (!Object.hasOwn(change, mergeKey)) throw noMergeKey(goPrint(change), mergeKey);
    const index = merged.findIndex((item) => isJsonObject(item) && item[mergeKey] === change[mergeKey]);
    const item = merged[index];
    if (isJsonObject(item)) merged[index] = merge(item, change);
    else merged.push(change);
  }
  return merged;
}
