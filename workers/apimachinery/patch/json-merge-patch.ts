import { deepEqual } from "../../base/deep-equal.ts";
import { isJsonObject, type JsonObject } from "../json-value.ts";

/** Applies an RFC 7386 merge patch. What the patch does not change is shared with the original. */
export function applyJsonMergePatch(original: unknown, patch: unknown): unknown {
  if (!isJsonObject(patch)) return patch;
  const base = isJsonObject(original) ? original : {};
  let result: Record<string, unknown> | undefined;
  for (const key of Object.keys(patch)) {
    const before = Object.hasOwn(base, key) ? base[key] : undefined;
    const after = patch[key] === null ? undefined : applyJsonMergePatch(before, patch[key]);
    if (after === before || deepEqual(after, before)) continue;
    result ??= { ...base };
    if (after === undefined) delete result[key];
    else result[key] = after;
  }
  return result ?? base;
}

/** The merge patch that turns `original` into `modified`. */
export function createJsonMergePatch(original: JsonObject, modified: JsonObject): JsonObject {
  const patch: Record<string, unknown> = {};
  for (const key of Object.keys(modified)) {
    const difference = valueDifference(original[key], modified[key]);
    if (difference !== undefined) patch[key] = difference;
  }
  for (const key of Object.keys(original)) if (!Object.hasOwn(modified, key)) patch[key] = null;
  return patch;
}

/**
 * The merge patch of a client-side apply to a kind without a strategic schema: additions and changes come from
 * comparing with what is there, deletions from comparing with what was applied before.
 */
export function createThreeWayJsonMergePatch(original: JsonObject, modified: JsonObject, current: JsonObject): JsonObject {
  const changes = keepOrDeleteNulls(createJsonMergePatch(current, modified), false) as JsonObject;
  const deletions = keepOrDeleteNulls(createJsonMergePatch(original, modified), true) as JsonObject;
  return mergePatches(deletions, changes);
}

function valueDifference(before: unknown, after: unknown): unknown {
  if (deepEqual(before, after)) return undefined;
  if (!isJsonObject(before) || !isJsonObject(after)) return after;
  const patch = createJsonMergePatch(before, after);
  return Object.keys(patch).length === 0 ? undefined : patch;
}

/** Keeps only the nulls of a patch, which delete, or everything but the nulls. */
function keepOrDeleteNulls(patch: unknown, keepNulls: boolean): unknown {
  if (!isJsonObject(patch)) return patch;
  const kept: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) {
      if (keepNulls) kept[key] = null;
    } else if (isJsonObject(value)) {
      const inner = keepOrDeleteNulls(value, keepNulls) as JsonObject;
      if (Object.keys(inner).length > 0 || (!keepNulls && Object.keys(value).length === 0)) kept[key] = inner;
    } else if (!keepNulls) {
      kept[key] = value;
    }
  }
  return kept;
}

/** Both patches as one; nulls stay, because they still have to delete. */
function mergePatches(first: JsonObject, second: JsonObject): JsonObject {
  const merged: Record<string, unknown> = { ...first };
  for (const [key, value] of Object.entries(second)) {
    const before = merged[key];
    merged[key] = isJsonObject(before) && isJsonObject(value) ? mergePatches(before, value) : value;
  }
  return merged;
}
