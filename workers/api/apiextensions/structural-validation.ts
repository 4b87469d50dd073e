import { required } from "../../apimachinery/validation.ts";
import { deepEqual } from "../../base/deep-equal.ts";
import { isUnset } from "../defaulting.ts";
import type { FieldErrors } from "../field-errors.ts";
import type { JSONSchemaProps } from "../generated/apiextensions/v1.ts";

type Schema = JSONSchemaProps;
type Level = "root" | "item" | "field";

const missingType: Readonly<Record<Level, string>> = {
  root: "must not be empty at the root",
  item: "must not be empty for specified array items",
  field: "must not be empty for specified object fields",
};

/** The rules by which the shape of every value is known without looking at conditions. */
export function validateStructural(schema: Schema, errors: FieldErrors): void {
  validateShape(schema, errors, "root");
  validateConditions(schema, errors, schema);
}

function validateShape(schema: Schema, errors: FieldErrors, level: Level): void {
  const { type, items, properties = {}, additionalProperties } = schema;
  const embedded = schema["x-kubernetes-embedded-resource"] === true;
  if (type === "array" && items === undefined) errors.required("items", "must be specified");
  if (items !== undefined && !Array.isArray(items)) errors.at("items", items as Schema, validateShape, "item");
  for (const [property, node] of Object.entries(properties)) errors.at(`properties[${property}]`, node, validateShape, "field");
  if (additionalProperties !== undefined && level === "root") errors.forbidden("additionalProperties", "must not be used at the root");
  if (typeof additionalProperties === "object") errors.at("additionalProperties", additionalProperties, validateShape, "field");
  if (embedded && additionalProperties !== undefined) errors.forbidden("additionalProperties", "must not be used if x-kubernetes-embedded-resource is set");
  validateExtensions(schema, errors);
  validateType(schema, errors, level);
  validateMetaFields(schema, errors, level);
}

function validateType(schema: Schema, errors: FieldErrors, level: Level): void {
  const { type } = schema;
  const anything = schema["x-kubernetes-int-or-string"] === true || schema["x-kubernetes-preserve-unknown-fields"] === true;
  if (schema["x-kubernetes-embedded-resource"] === true && type !== "object") {
    const rule = "must be object if x-kubernetes-embedded-resource is true";
    if (isUnset(type)) errors.required("type", rule);
    else errors.invalid("type", type, rule);
  } else if (isUnset(type) && !anything) errors.required("type", missingType[level]);
  if (level === "root" && !isUnset(type) && type !== "object") errors.invalid("type", type, "must be object at the root");
}

function validateExtensions(schema: Schema, errors: FieldErrors): void {
  if (schema["x-kubernetes-int-or-string"] !== true) return;
  for (const word of ["x-kubernetes-preserve-unknown-fields", "x-kubernetes-embedded-resource"] as const) {
    if (schema[word] === true) errors.invalid(word, true, "must be false if x-kubernetes-int-or-string is true");
  }
}

/** What every object has is known already; a schema may only narrow its names. */
function validateMetaFields(schema: Schema, errors: FieldErrors, level: Level): void {
  const embedded = schema["x-kubernetes-embedded-resource"] === true;
  const { properties = {} } = schema;
  if (embedded && schema["x-kubernetes-preserve-unknown-fields"] !== true && Object.keys(properties).length === 0) {
    errors.required("properties", "must not be empty if x-kubernetes-embedded-resource is true without x-kubernetes-preserve-unknown-fields");
  }
  if (level !== "root" && !embedded) return;
  for (const field of ["kind", "apiVersion"]) {
    const type = properties[field]?.type;
    if (properties[field] !== undefined && type !== "string") errors.invalid(`properties[${field}].type`, type ?? "", "must be string");
  }
  const { metadata } = properties;
  if (metadata === undefined) return;
  if (metadata.type !== "object") errors.invalid("properties[metadata].type", metadata.type ?? "", "must be object");
  if (level === "root" && !narrowsNames(metadata)) {
    errors.forbidden("properties[metadata]", "must not specify anything other than name and generateName, but metadata is implicitly specified");
  }
}

function narrowsNames({ type: _type, default: _default, properties = {}, ...rest }: Schema): boolean {
  return Object.keys(rest).length === 0 && Object.keys(properties).every((field) => field === "name" || field === "generateName");
}

const junctors = ["allOf", "anyOf", "oneOf"] as const;
const intOrString = [{ type: "integer" }, { type: "string" }];
const forbiddenInConditions = {
  type: "must be empty to be structural",
  additionalProperties: "must be undefined to be structural",
  default: "must be undefined to be structural",
  title: "must be empty to be structural",
  description: "must be empty to be structural",
  nullable: "must be false to be structural",
  "x-kubernetes-preserve-unknown-fields": "must be false to be structural",
  "x-kubernetes-embedded-resource": "must be false to be structural",
  "x-kubernetes-int-or-string": "must be false to be structural",
  "x-kubernetes-list-map-keys": "must be empty to be structural",
  "x-kubernetes-list-type": "must be undefined to be structural",
  "x-kubernetes-map-type": "must be undefined to be structural",
  "x-kubernetes-validations": "must be empty to be structural",
} as const;

/** Conditions only narrow what the shape around them knows. */
function validateConditions(schema: Schema, errors: FieldErrors, shape: Schema | undefined): void {
  if (shape === schema) {
    if (schema.items !== undefined && !Array.isArray(schema.items)) errors.at("items", schema.items as Schema, validateOwn);
    for (const [property, node] of Object.entries(schema.properties ?? {})) errors.at(`properties[${property}]`, node, validateOwn);
    if (typeof schema.additionalProperties === "object") errors.at("additionalProperties", schema.additionalProperties, validateOwn);
  }
  validatePattern(schema.pattern, errors);
  for (const junctor of junctors) {
    const conditions = schema[junctor];
    if (junctor === "anyOf" && deepEqual(conditions, intOrString)) continue;
    errors.each(junctor, conditions, validateCondition, shape);
  }
  errors.at("not", schema.not, validateCondition, shape);
}

function validatePattern(pattern: string | undefined, errors: FieldErrors): void {
  if (isUnset(pattern)) return;
  try {
    void new RegExp(pattern ?? "", "u");
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    errors.invalid("pattern", pattern, `must be a valid regular expression, but isn't: ${error.message}`);
  }
}

const validateOwn = (schema: Schema, errors: FieldErrors) => validateConditions(schema, errors, schema);

/** Where the shape lies that a condition is about. */
const shapePath = (path: string) => path.replace(/\.(?:allOf|anyOf|oneOf)\[\d+\]|\.not(?=\.|$)/g, "");

function validateCondition(condition: Schema, errors: FieldErrors, shape: Schema | undefined): void {
  if (shape === undefined) return errors.add(required(shapePath(errors.path("")), `because it is defined in ${errors.path("")}`));
  for (const [word, rule] of Object.entries(forbiddenInConditions)) {
    const value = condition[word as keyof Schema];
    if (value !== undefined && value !== false && value !== "") errors.forbidden(word, rule);
  }
  if (condition.properties?.metadata !== undefined) errors.forbidden("properties[metadata]", "must not be specified in a nested context");
  for (const [property, node] of Object.entries(condition.properties ?? {})) {
    errors.at(`properties[${property}]`, node, validateCondition, shape.properties?.[property]);
  }
  if (condition.items !== undefined && !Array.isArray(condition.items)) {
    errors.at("items", condition.items as Schema, validateCondition, Array.isArray(shape.items) ? undefined : (shape.items as Schema | undefined));
  }
  validateConditions(condition, errors, shape);
}
