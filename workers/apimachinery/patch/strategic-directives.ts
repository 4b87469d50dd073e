import { isJsonObject, type JsonObject } from "../json-value.ts";
import type { TypeSchema } from "../type-schema.ts";
import { PatchError } from "./patch-error.ts";

/** Keys with which a strategic merge patch says more than values can. */
export const directive = "$patch";
export const retainKeysDirective = "$retainKeys";
export const deleteFromPrimitiveList = "$deleteFromPrimitiveList";
export const setElementOrder = "$setElementOrder";

/** What a schema says about merging one field. */
export interface FieldStrategy {
  readonly strategy: string;
  readonly retainKeys: boolean;
  readonly mergeKey: string | undefined;
  /** The schema of what lies below: the field's own, or that of its items. */
  readonly below: TypeSchema;
}

/** How the object in a field merges. Throws when the type has no such field. */
export function objectStrategy(schema: TypeSchema, name: string): FieldStrategy {
  const field = fieldOf(schema, name);
  return { ...splitStrategies(field.patchStrategies), mergeKey: undefined, below: field };
}

/** How the list in a field merges. Throws when the type has no such field. */
export function listStrategy(schema: TypeSchema, name: string): FieldStrategy {
  const field = fieldOf(schema, name);
  return { ...splitStrategies(field.patchStrategies), mergeKey: field.patchMergeKey, below: field.items ?? field };
}

function fieldOf(schema: TypeSchema, name: string): TypeSchema {
  const field = schema.kind === "any" ? schema : schema.property(name);
  if (field === undefined) throw new PatchError(500, `unable to find api field ${JSON.stringify(name)} in ${schema.goType}`);
  return field;
}

function splitStrategies(strategies: readonly string[]): { readonly strategy: string; readonly retainKeys: boolean } {
  const others = strategies.filter((strategy) => strategy !== "retainKeys");
  return { strategy: others[0] ?? "", retainKeys: others.length < strategies.length };
}

/** The field that a parallel list such as `$setElementOrder/containers` speaks of. */
export function parallelField(key: string, prefix: string): string {
  if (key.startsWith(`${prefix}/`)) return key.slice(prefix.length + 1);
  throw badFormat(prefix === setElementOrder ? "setElementOrder list" : "primitive list");
}

export const badFormat = (of: string) => new PatchError(400, `invalid patch format of ${of}`);

export const noMergeKey = (item: string, key: string) => new PatchError(500, `map: ${item} does not contain declared merge key: ${key}`);

export const unknownDirective = (value: string, item: string) => new PatchError(500, `unknown patch type: ${value} in map: ${item}`);

/** The value without objects that carry a directive: where there is nothing to patch, directives have no meaning. */
export function withoutDirectives(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutDirectives).filter((item) => item !== undefined);
  if (!isJsonObject(value)) return value;
  if (Object.hasOwn(value, directive)) return undefined;
  return mapFields(value, withoutDirectives);
}

/** The value without null fields, which would delete what is not there. */
export function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  return isJsonObject(value) ? mapFields(value, (field) => (field === null ? undefined : withoutNulls(field))) : value;
}

function mapFields(object: JsonObject, change: (value: unknown) => unknown): JsonObject {
  const changed: Record<string, unknown> = {};
  for (const key of Object.keys(object)) {
    const value = change(object[key]);
    if (value !== undefined) changed[key] = value;
  }
  return changed;
}
