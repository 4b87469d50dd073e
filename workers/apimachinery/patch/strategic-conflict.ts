import { deepEqual } from "../../base/deep-equal.ts";
import { isJsonObject, type JsonObject } from "../json-value.ts";
import type { TypeSchema } from "../type-schema.ts";
import { elementsAreObjects } from "./element-order.ts";
import { directive, type FieldStrategy, listStrategy, objectStrategy, retainKeysDirective } from "./strategic-directives.ts";

/** Do two strategic patches of the same object set the same field to different values? */
export function patchesConflict(left: JsonObject, right: JsonObject, schema: TypeSchema): boolean {
  return Object.keys(left).some((key) => {
    if (key === directive || key === retainKeysDirective || !Object.hasOwn(right, key)) return false;
    const value = left[key];
    const field = Array.isArray(value) ? listStrategy(schema, key) : isJsonObject(value) ? objectStrategy(schema, key) : undefined;
    return valuesConflict(value, right[key], field);
  });
}

function valuesConflict(left: unknown, right: unknown, field: FieldStrategy | undefined): boolean {
  if (isJsonObject(left) && field !== undefined) {
    if (!isJsonObject(right) || left[directive] !== right[directive]) return true;
    return field.strategy !== "replace" && patchesConflict(left, right, field.below);
  }
  if (Array.isArray(left) && field !== undefined) return !Array.isArray(right) || listsConflict(left, right, field);
  return !deepEqual(left, right);
}

function listsConflict(left: readonly unknown[], right: readonly unknown[], field: FieldStrategy): boolean {
  const objects = elementsAreObjects(left, right);
  if (field.strategy === "merge") return objects && itemsConflict(left as readonly JsonObject[], right as readonly JsonObject[], field);
  if (left.length !== right.length) return true;
  if (!objects) return !deepEqual(left.map(String).sort(), right.map(String).sort());
  return left.some((item, index) => itemConflicts(item as JsonObject, right[index] as JsonObject, field.below));
}

function itemsConflict(left: readonly JsonObject[], right: readonly JsonObject[], { mergeKey = "", below }: FieldStrategy): boolean {
  const others = new Map(right.map((item) => [item[mergeKey], item]));
  return left.some((item) => {
    const other = others.get(item[mergeKey]);
    return other !== undefined && itemConflicts(item, other, below);
  });
}

const itemConflicts = (left: JsonObject, right: JsonObject, below: TypeSchema) =>
  left[directive] !== right[directive] || patchesConflict(left, right, below);
