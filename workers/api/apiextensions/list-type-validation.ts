import type { FieldErrors } from "../field-errors.ts";
import type { JSONSchemaProps } from "../generated/apiextensions/v1.ts";

type Schema = JSONSchemaProps;

const listType = "x-kubernetes-list-type";
const mapType = "x-kubernetes-map-type";
const mapKeys = "x-kubernetes-list-map-keys";

const itemOf = ({ items }: Schema) => (items === undefined || Array.isArray(items) ? undefined : (items as Schema));

function requireType(schema: Schema, type: string, because: string, errors: FieldErrors): void {
  const rule = `must be ${type} if ${because} is specified`;
  if (schema.type === undefined || schema.type === "") errors.required("type", rule);
  else errors.invalid("type", schema.type, rule);
}

/** The rules for whether a map is merged or replaced. */
export function validateMapType(schema: Schema, errors: FieldErrors): void {
  const type = schema[mapType];
  if (type === undefined) return;
  if (schema.type !== "object") requireType(schema, "object", mapType, errors);
  errors.oneOf(mapType, type, ["atomic", "granular"]);
}

/** The rules for whether a list is replaced, or merged as a set or by keys. */
export function validateListType(schema: Schema, errors: FieldErrors): void {
  const type = schema[listType];
  const item = itemOf(schema);
  if (type === undefined) return;
  if (schema.type !== "array") requireType(schema, "array", listType, errors);
  else if (type === "set" && item !== undefined) validateSetItem(item, errors);
  errors.oneOf(listType, type, ["atomic", "set", "map"]);
  if ((type === "set" || type === "map") && item?.nullable === true) errors.forbidden("items.nullable", `cannot be nullable when ${listType} is ${type}`);
}

function validateSetItem(item: Schema, errors: FieldErrors): void {
  const rule = `must be atomic as item of a list with ${listType}=set`;
  if (item.type === "array" && (item[listType] ?? "atomic") !== "atomic") errors.invalid(`items.${listType}`, item[listType], rule);
  if (item.type === "object" && item[mapType] !== "atomic") errors.invalid(`items.${mapType}`, item[mapType] ?? null, rule);
}

/** The rules for the keys by which items of a list are told apart. */
export function validateListMap(schema: Schema, errors: FieldErrors): void {
  const keys = schema[mapKeys] ?? [];
  const type = schema[listType];
  if (keys.length > 0 && type !== "map") {
    const rule = `must be map if ${mapKeys} is non-empty`;
    if (type === undefined) errors.required(listType, rule);
    else errors.invalid(listType, type, rule);
  }
  if (type !== "map") return;
  if (keys.length === 0) errors.required(mapKeys, `must not be empty if ${listType} is map`);
  const item = itemOf(schema);
  if (schema.items === undefined) errors.required("items", `must have a schema if ${listType} is map`);
  else if (item === undefined) errors.invalid("items", schema.items, `must only have a single schema if ${listType} is map`);
  else if (item.type !== "object") errors.invalid("items.type", item.type ?? "", `must be object if parent array's ${listType} is map`);
  else validateKeys(keys, item, errors);
}

function validateKeys(keys: readonly string[], item: Schema, errors: FieldErrors): void {
  for (const [index, key] of keys.entries()) {
    const property = item.properties?.[key];
    const place = `items.properties[${key}]`;
    if (property === undefined) errors.invalid(mapKeys, keys, "entries must all be names of item properties");
    else if (property.type === "array" || property.type === "object") errors.invalid(`${place}.type`, item.type, `must be a scalar type if parent array's ${listType} is map`);
    if (keys.indexOf(key) !== index) errors.invalid(mapKeys, keys, "must not contain duplicate entries");
    if (property === undefined) continue;
    if (property.default === undefined && item.required?.includes(key) !== true) {
      errors.required(`${place}.default`, `this property is in ${mapKeys}, so it must have a default or be a required property`);
    }
    if (property.nullable === true) errors.forbidden(`${place}.nullable`, `this property is in ${mapKeys}, so it cannot be nullable`);
  }
}
