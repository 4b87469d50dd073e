import { isJsonObject, type JsonObject } from "../json-value.ts";
import type { TypeSchema } from "../type-schema.ts";

/**
 * How a value takes part in server-side apply: as a leaf with one owner, as an object or map whose fields have owners
 * each, or as a list whose items have.
 */
export type Structure = "leaf" | "object" | "list";

/** The structure that a type gives to its values; what no schema describes is taken as it looks. */
export function structureOf(schema: TypeSchema, value: unknown): Structure {
  switch (schema.kind) {
    case "object":
    case "map":
      return schema.atomic || (value !== undefined && !isJsonObject(value)) ? "leaf" : "object";
    case "list":
      return schema.listType === "atomic" || (value !== undefined && !Array.isArray(value)) ? "leaf" : "list";
    case "any":
      return !schema.atomic && isJsonObject(value) ? "object" : "leaf";
    default:
      return "leaf";
  }
}

/** The schema of a field; what lies below an undescribed value is undescribed too. */
export const fieldSchemaOf = (schema: TypeSchema, name: string): TypeSchema | undefined => schema.property(name) ?? (schema.kind === "any" ? schema : undefined);

export function isEmptyValue(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0;
  return isJsonObject(value) && isEmptyObject(value);
}

export function isEmptyObject(object: JsonObject): boolean {
  for (const key in object) if (object[key] !== undefined) return false;
  return true;
}

/** Fields of metadata that nobody owns: the server sets them, or they name the object. */
export const unownedMetadata: ReadonlySet<string> = new Set([
  "name", "namespace", "creationTimestamp", "selfLink", "uid", "clusterName", "generation", "managedFields", "resourceVersion",
]);

/** Fields of an object that nobody owns. */
export const unownedFields: ReadonlySet<string> = new Set(["apiVersion", "kind"]);
