import { isJsonObject, type JsonObject, without } from "../json-value.ts";
import type { TypeSchema } from "../type-schema.ts";
import { appliedSet } from "./applied-set.ts";
import { compareObjects } from "./compare.ts";
import { difference, type MaybeFieldSet } from "./field-set.ts";

/** The annotation in which client-side apply keeps what it applied. */
export const lastAppliedAnnotation = "kubectl.kubernetes.io/last-applied-configuration";

/** Annotations of one object may not be larger than this together. */
const largestAnnotations = 256 * 1024;

/** What client-side apply wrote down, if it did. */
export function lastAppliedOf(object: JsonObject): string | undefined {
  const value = annotationsOf(object)[lastAppliedAnnotation];
  return typeof value === "string" && value !== "" ? value : undefined;
}

/**
 * Fields that client-side apply applied and that still have the value it gave them. A kubectl that moves on to
 * server-side apply may take them over without a conflict.
 */
export function takeoverFields(live: JsonObject, schema: TypeSchema): MaybeFieldSet {
  const applied = readApplied(lastAppliedOf(live), live["apiVersion"]);
  if (applied === undefined) return undefined;
  const { changed, removed } = compareObjects(applied, live, schema);
  return difference(difference(appliedSet(applied, schema), changed), removed);
}

/** The object with the annotation brought up to date with what kubectl applied, if it has one at all. */
export function withLastApplied(object: JsonObject, applied: JsonObject): JsonObject {
  if (lastAppliedOf(object) === undefined) return object;
  const metadata = object["metadata"] as JsonObject;
  const annotations = { ...annotationsOf(object), [lastAppliedAnnotation]: `${sortedJson(bare(applied))}\n` };
  const size = Object.entries(annotations).reduce((total, [key, value]) => total + key.length + String(value).length, 0);
  const kept = size > largestAnnotations ? without<JsonObject>(annotations, lastAppliedAnnotation) : annotations;
  return { ...object, metadata: { ...metadata, annotations: kept } };
}

function annotationsOf(object: JsonObject): JsonObject {
  const metadata = object["metadata"];
  const annotations = isJsonObject(metadata) ? metadata["annotations"] : undefined;
  return isJsonObject(annotations) ? annotations : {};
}

function readApplied(text: string | undefined, apiVersion: unknown): JsonObject | undefined {
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) && value["apiVersion"] === apiVersion ? value : undefined;
  } catch {
    return undefined;
  }
}

/** What was applied, without the record of what was applied before. */
function bare(applied: JsonObject): JsonObject {
  const metadata = applied["metadata"];
  if (!isJsonObject(metadata)) return applied;
  const annotations = without(annotationsOf(applied), lastAppliedAnnotation);
  return { ...applied, metadata: { ...without(metadata, "managedFields"), annotations } };
}

function sortedJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    isJsonObject(inner) ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1))) : inner,
  );
}
