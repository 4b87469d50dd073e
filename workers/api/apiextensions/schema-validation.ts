import { isUnset } from "../defaulting.ts";
import type { FieldErrors } from "../field-errors.ts";
import type { JSONSchemaProps, ValidationRule } from "../generated/apiextensions/v1.ts";
import { validateListMap, validateListType, validateMapType } from "./list-type-validation.ts";
import { validateStructural } from "./structural-validation.ts";

const allowedBesideStatus = new Set<keyof JSONSchemaProps>([
  "description", "type", "format", "title", "maximum", "exclusiveMaximum", "minimum", "exclusiveMinimum", "maxLength", "minLength", "pattern", "maxItems",
  "minItems", "uniqueItems", "multipleOf", "required", "items", "properties", "externalDocs", "example", "x-kubernetes-preserve-unknown-fields",
  "x-kubernetes-validations",
]);
const goName = (field: string) =>
  field.startsWith("x-kubernetes-") ? field.slice("x-kubernetes".length).replace(/-(.)/g, (_, letter: string) => letter.toUpperCase()).replace(/^/, "X") : field.charAt(0).toUpperCase() + field.slice(1);

/** The rules for the schema of a kind. What its expressions say is not looked at here, nor whether its defaults obey it. */
export function validateSchema(schema: JSONSchemaProps, errors: FieldErrors, hasStatus: boolean): void {
  if (hasStatus) validateBesideStatus(schema, errors);
  if (schema.nullable === true) errors.forbidden("nullable", "nullable cannot be true at the root");
  validateStructural(schema, errors);
  validateNode(schema, errors, { isRoot: true, inMetadata: false, noDefaults: "" });
}

/** The status is checked with the schema of its own part alone, so the root may say nothing about it. */
function validateBesideStatus(schema: JSONSchemaProps, errors: FieldErrors): void {
  if (schema.type !== undefined && schema.type !== "object") {
    errors.invalid("type", schema.type, 'only "object" is allowed as the type at the root of the schema if the status subresource is enabled');
  }
  const other = (Object.keys(schema) as (keyof JSONSchemaProps)[]).find((field) => schema[field] !== undefined && !allowedBesideStatus.has(field));
  if (other === undefined) return;
  const names = [...allowedBesideStatus].map(goName).join(" ");
  errors.invalid("", schema, `only [${names}] fields are allowed at the root of the schema if the status subresource is enabled`);
}

interface Place {
  readonly isRoot: boolean;
  readonly inMetadata: boolean;
  /** Why nothing here may have a default, if it may not. */
  readonly noDefaults: string;
}

const unsupported = ["id", "additionalItems", "patternProperties", "definitions", "dependencies", "$ref"] as const;
const types = ["array", "boolean", "integer", "number", "object", "string"];
const metaFields = ["metadata", "kind", "apiVersion"];

function validateNode(schema: JSONSchemaProps, errors: FieldErrors, place: Place): void {
  const inner: Place = { ...place, isRoot: false };
  validateWords(schema, errors, place);
  validateNested(schema, errors, inner);
  for (const [property, node] of Object.entries(schema.properties ?? {})) {
    errors.at(`properties[${property}]`, node, validateNode, placeOf(property, schema, place));
  }
  errors.at("not", schema.not, validateNode, inner);
  for (const field of ["allOf", "oneOf", "anyOf"] as const) errors.each(field, schema[field], validateNode, inner);
  if (schema["x-kubernetes-preserve-unknown-fields"] === false) errors.invalid("x-kubernetes-preserve-unknown-fields", false, "must be true or undefined");
  validateMapType(schema, errors);
  validateListType(schema, errors);
  validateListMap(schema, errors);
  errors.each("x-kubernetes-validations", schema["x-kubernetes-validations"], validateExpression);
}

function placeOf(property: string, schema: JSONSchemaProps, place: Place): Place {
  const isMeta = (place.isRoot || schema["x-kubernetes-embedded-resource"] === true) && metaFields.includes(property);
  if (!isMeta) return { ...place, isRoot: false };
  return { isRoot: false, inMetadata: true, noDefaults: place.isRoot ? `in top-level ${property}` : place.noDefaults };
}

function validateWords(schema: JSONSchemaProps, errors: FieldErrors, { noDefaults, inMetadata }: Place): void {
  if (!isUnset(schema.type) && !types.includes(schema.type ?? "")) errors.notSupported("type", schema.type, types);
  if (schema.default !== undefined && noDefaults !== "") errors.forbidden("default", `must not be set ${noDefaults}`);
  for (const word of unsupported) if (schema[word] !== undefined) errors.forbidden(word, `${word} is not supported`);
  if (schema.type === "null") errors.forbidden("type", "type cannot be set to null, use nullable as an alternative");
  if (Array.isArray(schema.items)) errors.forbidden("items", "items must be a schema object and not an array");
  if (inMetadata && schema["x-kubernetes-embedded-resource"] === true) errors.forbidden("x-kubernetes-embedded-resource", "must not be used inside of resource meta");
  if (schema.uniqueItems === true) errors.forbidden("uniqueItems", "uniqueItems cannot be set to true since the runtime complexity becomes quadratic");
}

function validateNested({ items, additionalProperties, properties = {} }: JSONSchemaProps, errors: FieldErrors, inner: Place): void {
  if (additionalProperties !== undefined && additionalProperties !== true && Object.keys(properties).length > 0) {
    errors.forbidden("additionalProperties", "additionalProperties and properties are mutual exclusive");
  }
  if (typeof additionalProperties === "object") {
    const noDefaults = inner.inMetadata ? "inside additionalProperties applying to object metadata" : inner.noDefaults;
    errors.at("additionalProperties", additionalProperties, validateNode, { ...inner, noDefaults });
  }
  if (items !== undefined && !Array.isArray(items)) errors.at("items", items as JSONSchemaProps, validateNode, inner);
}

const reasons = ["FieldValueDuplicate", "FieldValueForbidden", "FieldValueInvalid", "FieldValueRequired"];
const hasLineBreak = (text: string) => /[\n\r]/.test(text);

function validateExpression({ rule = "", message = "", messageExpression = "", reason, fieldPath = "" }: Partial<ValidationRule>, errors: FieldErrors): void {
  if (rule.trim() === "") errors.required("rule", "rule is not specified");
  else if (message !== "" && message.trim() === "") errors.invalid("message", message, "must be non-empty if specified");
  else if (hasLineBreak(message.trim())) errors.invalid("message", message, "must not contain line breaks");
  else if (hasLineBreak(rule.trim()) && message === "") errors.required("message", "message must be specified if rule contains line breaks");
  if (messageExpression !== "" && messageExpression.trim() === "") errors.required("messageExpression", "messageExpression must be non-empty if specified");
  if (reason !== undefined) errors.oneOf("reason", reason, reasons);
  if (fieldPath !== "" && fieldPath.trim() === "") errors.invalid("fieldPath", fieldPath, "must be non-empty if specified");
  if (hasLineBreak(fieldPath)) errors.invalid("fieldPath", fieldPath, "must not contain line breaks");
}
