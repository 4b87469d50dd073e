import type { JsonSchema, JsonUnion } from "../../workers/api/schema.ts";

/** Extensions that no package states, by definition: of the type itself and of its fields. */
export interface MergeFacts {
  readonly type?: Partial<JsonSchema>;
  readonly fields: Readonly<Record<string, Partial<JsonSchema>>>;
}

/** A list whose items are told apart by fields; strategic merge patches know only the first of several. */
export const keyedBy = (...keys: readonly [string, ...string[]]): Partial<JsonSchema> => ({
  ...appliedBy(...keys),
  "x-kubernetes-patch-merge-key": keys[0],
  "x-kubernetes-patch-strategy": "merge",
});

/** A keyed list of unions: an item that is patched keeps only the fields which the patch names. */
export const keyedRetaining = (key: string): Partial<JsonSchema> => ({ ...keyedBy(key), "x-kubernetes-patch-strategy": "merge,retainKeys" });

/** A list that server-side apply merges by its keys, and strategic merge patches replace. */
export const appliedBy = (...keys: readonly string[]): Partial<JsonSchema> => ({ "x-kubernetes-list-map-keys": keys, "x-kubernetes-list-type": "map" });

/** A list that strategic merge patches merge by a key, and server-side apply replaces. */
export const patchedBy = (key: string): Partial<JsonSchema> => ({
  "x-kubernetes-list-type": "atomic",
  "x-kubernetes-patch-merge-key": key,
  "x-kubernetes-patch-strategy": "merge",
});

/** A list of distinct scalars. */
export const set: Partial<JsonSchema> = { "x-kubernetes-list-type": "set" };

/** A list of distinct scalars that strategic merge patches add to. */
export const mergedSet: Partial<JsonSchema> = { ...set, "x-kubernetes-patch-strategy": "merge" };

export const atomicList: Partial<JsonSchema> = { "x-kubernetes-list-type": "atomic" };
export const atomicMap: Partial<JsonSchema> = { "x-kubernetes-map-type": "atomic" };

/** Merged field by field, although the type that is referred to is atomic elsewhere. */
export const granularMap: Partial<JsonSchema> = { "x-kubernetes-map-type": "granular" };

/** A union: fields which the patch does not name are dropped. */
export const retainKeys: Partial<JsonSchema> = { "x-kubernetes-patch-strategy": "retainKeys" };

/** Strategic merge patches replace the whole object. */
export const replace: Partial<JsonSchema> = { "x-kubernetes-patch-strategy": "replace" };

/** At most one of the fields is set; the discriminator's value for a field is the field's Go name. */
export function unionOf(fields: readonly string[], discriminator?: string): Partial<JsonSchema> {
  const byField = Object.fromEntries(fields.map((field) => [field, field.charAt(0).toUpperCase() + field.slice(1)]));
  const union: JsonUnion = { ...(discriminator !== undefined && { discriminator }), "fields-to-discriminateBy": byField };
  return { "x-kubernetes-unions": [union] };
}
