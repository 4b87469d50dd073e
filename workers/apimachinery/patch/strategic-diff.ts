import { deepEqual } from "../../base/deep-equal.ts";
import { isJsonObject, type JsonObject } from "../json-value.ts";
import type { TypeSchema } from "../type-schema.ts";
import { elementsAreObjects, identityOf, sortLike } from "./element-order.ts";
import { PatchError } from "./patch-error.ts";
import { deleteFromPrimitiveList, directive, listStrategy, objectStrategy, retainKeysDirective, setElementOrder } from "./strategic-directives.ts";

/** Which half of a difference is wanted, and whether it states the order of list items. */
export interface DiffOptions {
  readonly deletions: boolean;
  readonly changes: boolean;
  readonly order: boolean;
}

type List = readonly unknown[];
type Fields = Record<string, unknown>;

interface Context {
  readonly schema: TypeSchema;
  readonly options: DiffOptions;
}

/** The strategic patch that turns `original` into `modified`, or one half of it. */
export function diffObjects(original: JsonObject, modified: JsonObject, context: Context, retain = false): JsonObject {
  const patch: Fields = {};
  for (const key of Object.keys(modified)) diffField(patch, key, [original, modified], context);
  if (context.options.deletions) for (const key of Object.keys(original)) if (!Object.hasOwn(modified, key)) patch[key] = null;
  if (retain) addRetainKeys(patch, original, modified);
  return patch;
}

function diffField(patch: Fields, key: string, [original, modified]: readonly [JsonObject, JsonObject], context: Context): void {
  const { changes } = context.options;
  const after = modified[key];
  const before = original[key];
  if (!Object.hasOwn(original, key)) {
    if (changes) patch[key] = after;
  } else if (key === directive) {
    if (typeof before !== "string" || typeof after !== "string") throw new PatchError(500, `invalid value for special key: ${directive}`);
    if (before !== after) patch[key] = after;
  } else if (isJsonObject(before) && isJsonObject(after)) {
    diffObjectField(patch, key, [before, after], context);
  } else if (Array.isArray(before) && Array.isArray(after)) {
    diffListField(patch, key, [before, after], context);
  } else if (changes && !deepEqual(before, after)) {
    patch[key] = after;
  }
}

function diffObjectField(patch: Fields, key: string, [before, after]: readonly [JsonObject, JsonObject], { schema, options }: Context): void {
  const field = known(() => objectStrategy(schema, key), before, after);
  if (field === undefined) return;
  if (field.strategy === "replace") {
    if (options.changes) patch[key] = after;
    return;
  }
  const inner = diffObjects(before, after, { schema: field.below, options }, field.retainKeys);
  if (Object.keys(inner).length > 0) patch[key] = inner;
}

function diffListField(patch: Fields, key: string, [before, after]: readonly [List, List], { schema, options }: Context): void {
  const field = known(() => listStrategy(schema, key), before, after);
  if (field === undefined) return;
  if (field.strategy !== "merge") {
    if (options.changes && !deepEqual(before, after)) patch[key] = after;
    return;
  }
  const context = { schema: field.below, options };
  const { items, deletions, order } = diffLists(before, after, context, field);
  if (items.length > 0) patch[key] = items;
  if (deletions.length > 0) patch[`${deleteFromPrimitiveList}/${key}`] = deletions;
  if (order.length > 0) patch[`${setElementOrder}/${key}`] = order;
}

/** A field that the schema does not have is an error only when it differs. */
function known<T>(look: () => T, before: unknown, after: unknown): T | undefined {
  try {
    return look();
  } catch (error) {
    if (error instanceof PatchError && deepEqual(before, after)) return undefined;
    throw error;
  }
}

interface ListDifference {
  readonly items: List;
  readonly deletions: List;
  readonly order: List;
}

const noDifference: ListDifference = { items: [], deletions: [], order: [] };

interface MergeField {
  readonly mergeKey: string | undefined;
  readonly retainKeys: boolean;
}

function diffLists(before: List, after: List, context: Context, { mergeKey, retainKeys }: MergeField): ListDifference {
  const { options, schema } = context;
  if (before.length === 0) return options.changes ? { ...noDifference, items: after } : noDifference;
  if (!elementsAreObjects(before, after)) return diffScalars(before, after, options);
  if (mergeKey === undefined) throw new PatchError(500, `cannot merge lists without merge key for ${schema.goType}`);

  const items: JsonObject[] = [];
  const deleted: JsonObject[] = [];
  for (const [old, next] of pairUp(before, after, (item) => identityOf(item, mergeKey))) {
    if (next === undefined) deleted.push({ [directive]: "delete", [mergeKey]: identityOf(old, mergeKey) });
    else if (old !== undefined) items.push(...changedItem(old as JsonObject, next as JsonObject, mergeKey, { context, retainKeys }));
    else if (options.changes) items.push(next as JsonObject);
  }
  const patch = [...sortLike(items, after, mergeKey), ...(options.deletions ? deleted : [])];
  return { items: patch, deletions: [], order: statesOrder(patch, [before, after], mergeKey, options) ? orderOf(after, mergeKey) : [] };
}

function changedItem(old: JsonObject, next: JsonObject, mergeKey: string, { context, retainKeys }: { readonly context: Context; readonly retainKeys: boolean }) {
  const change = diffObjects(old, next, context, retainKeys);
  return Object.keys(change).length === 0 ? [] : [{ ...change, [mergeKey]: next[mergeKey] }];
}

const orderOf = (list: List, mergeKey: string): List => list.map((item) => ({ [mergeKey]: identityOf(item, mergeKey) }));

function statesOrder(patch: List, [before, after]: readonly [List, List], mergeKey: string, { order, changes, deletions }: DiffOptions): boolean {
  if (!order) return false;
  if (patch.length > 0) return changes || deletions;
  const same = before.length === after.length && before.every((item, index) => identityOf(item, mergeKey) === identityOf(after[index], mergeKey));
  return changes && !same;
}

/** Kubernetes sorts the old list before it looks for a change of order, so a list that is not sorted always states its order. */
function diffScalars(before: List, after: List, { deletions, changes, order }: DiffOptions): ListDifference {
  const added: unknown[] = [];
  const removed = new Set<unknown>();
  for (const [old, next] of pairUp(before, after, (item) => item)) {
    if (old === undefined && changes) added.push(next);
    if (next === undefined && deletions) removed.add(old);
  }
  const reordered = changes && !deepEqual(sorted(before, (item) => item), after);
  const ordered = order && (removed.size > 0 || reordered);
  return { items: sortLike(added, after, undefined), deletions: [...removed], order: ordered ? after : [] };
}

/** Items with the same identity side by side, in the order of their identities as text; undefined where one is missing. */
function pairUp(before: List, after: List, identity: (item: unknown) => unknown): readonly (readonly [unknown, unknown])[] {
  const left = sorted(before, identity);
  const right = sorted(after, identity);
  const pairs: (readonly [unknown, unknown])[] = [];
  for (let l = 0, r = 0; l < left.length || r < right.length; ) {
    const order = l >= left.length ? 1 : r >= right.length ? -1 : compareText(identity(left[l]), identity(right[r]));
    pairs.push([order <= 0 ? left[l++] : undefined, order >= 0 ? right[r++] : undefined]);
  }
  return pairs;
}

const sorted = (list: List, identity: (item: unknown) => unknown): List => list.toSorted((a, b) => compareText(identity(a), identity(b)));

function compareText(a: unknown, b: unknown): number {
  const left = String(a);
  const right = String(b);
  return left < right ? -1 : left > right ? 1 : 0;
}

function addRetainKeys(patch: Fields, original: JsonObject, modified: JsonObject): void {
  const dropped = Object.keys(original).some((key) => original[key] !== null && !Object.hasOwn(modified, key));
  const kept = Object.keys(modified).filter((key) => modified[key] !== null);
  if (kept.length > 0 && (Object.keys(patch).length > 0 || dropped)) patch[retainKeysDirective] = kept.sort();
}
