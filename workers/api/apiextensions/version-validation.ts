import { dns1035LabelErrors } from "../../apimachinery/names.ts";
import { deepEqual } from "../../base/deep-equal.ts";
import { isUnset, listOrEmpty } from "../defaulting.ts";
import type { FieldErrors } from "../field-errors.ts";
import type { CustomResourceColumnDefinition, CustomResourceDefinitionVersion, CustomResourceSubresources, CustomResourceSubresourceScale, JSONSchemaProps, SelectableField } from "../generated/apiextensions/v1.ts";
import { validateSchema } from "./schema-validation.ts";

type Version = CustomResourceDefinitionVersion;

/** The rules for the versions of a kind: exactly one of them is stored. */
export function validateVersions(versions: readonly Version[], errors: FieldErrors): void {
  for (const [index, { schema }] of versions.entries()) {
    if (schema?.openAPIV3Schema === undefined) errors.required(`versions[${index}].schema.openAPIV3Schema`);
  }
  errors.each("versions", versions, validateVersion);
  for (const part of Object.keys(parts) as (keyof typeof parts)[]) validatePart(part, versions, errors);
  if (new Set(versions.map(({ name }) => name)).size < versions.length) errors.invalid("versions", versions, "must contain unique version names");
  if (versions.filter(({ storage }) => storage).length !== 1) errors.invalid("versions", versions, "must have exactly one version marked as storage version");
}

const longestWarning = 256;

function validateVersion({ name, deprecated, deprecationWarning: warning }: Version, errors: FieldErrors): void {
  const wrong = dns1035LabelErrors(name ?? "");
  if (wrong.length > 0) errors.invalid("name", name ?? "", wrong.join(","));
  if (warning === undefined) return;
  if (deprecated !== true) return errors.invalid("deprecationWarning", warning, "can only be set for deprecated versions");
  if (warning.length > longestWarning) errors.invalid("deprecationWarning", warning, `must be <= ${longestWarning} characters long`);
  if (warning === "") errors.invalid("deprecationWarning", warning, "must not be an empty string");
}

/** What versions may have in common; then errors speak of it as of a part of the definition, by another name. */
const parts = { schema: "validation", subresources: "subresources", additionalPrinterColumns: "additionalPrinterColumns", selectableFields: "selectableFields" } as const;

function validatePart(part: keyof typeof parts, versions: readonly Version[], errors: FieldErrors): void {
  const [first] = versions;
  if (first === undefined) return;
  if (versions.every((version) => deepEqual(version[part], first[part]))) return checkPart(part, parts[part], first, errors);
  errors.each("versions", versions, (version) => checkPart(part, part, version, errors));
}

function checkPart(part: keyof typeof parts, place: string, version: Version, errors: FieldErrors): void {
  const { schema, subresources, additionalPrinterColumns, selectableFields } = version;
  switch (part) {
    case "schema":
      return errors.at(`${place}.openAPIV3Schema`, schema?.openAPIV3Schema, validateSchema, subresources?.status !== undefined);
    case "subresources":
      return errors.at(place, subresources, validateSubresources);
    case "additionalPrinterColumns":
      return errors.each(place, additionalPrinterColumns, validateColumn);
    case "selectableFields":
      return errors.at(place, selectableFields, validateSelectableFields, schema?.openAPIV3Schema);
  }
}

const columnTypes = ["boolean", "date", "integer", "number", "string"];
const columnFormats = ["byte", "date", "date-time", "double", "float", "int32", "int64", "password"];

function validateColumn({ name, type, format, jsonPath }: CustomResourceColumnDefinition, errors: FieldErrors): void {
  if (isUnset(name)) errors.required("name");
  if (isUnset(type)) errors.required("type", `must be one of ${columnTypes.join(",")}`);
  else if (!columnTypes.includes(type)) errors.invalid("type", type, `must be one of ${columnTypes.join(",")}`);
  if (!isUnset(format) && !columnFormats.includes(format ?? "")) errors.invalid("format", format, `must be one of ${columnFormats.join(",")}`);
  if (isUnset(jsonPath)) errors.required("JSONPath");
  else if (!jsonPath.startsWith(".")) errors.invalid("JSONPath", jsonPath, notAPath);
}

const notAPath = "must be a simple json path starting with .";

function validateSubresources({ scale }: CustomResourceSubresources, errors: FieldErrors): void {
  if (scale === undefined) return;
  validateScalePath("specReplicasPath", scale, errors, ".spec.");
  validateScalePath("statusReplicasPath", scale, errors, ".status.");
  const { labelSelectorPath: path = "" } = scale;
  if (path === "") return;
  if (!path.startsWith(".")) errors.invalid("scale.labelSelectorPath", path, notAPath);
  else if (!path.startsWith(".spec.") && !path.startsWith(".status.")) errors.invalid("scale.labelSelectorPath", path, "should be a json path under either .spec or .status");
}

function validateScalePath(field: "specReplicasPath" | "statusReplicasPath", scale: CustomResourceSubresourceScale, errors: FieldErrors, root: string): void {
  const path = scale[field];
  if (isUnset(path)) errors.required(`scale.${field}`);
  else if (!path.startsWith(".")) errors.invalid(`scale.${field}`, path, notAPath);
  else if (!path.startsWith(root)) errors.invalid(`scale.${field}`, path, `should be a json path under ${root.slice(0, -1)}`);
}

const mostFields = 8;
const selectableTypes = ["string", "boolean", "integer"];

function validateSelectableFields(fields: readonly SelectableField[], errors: FieldErrors, schema: JSONSchemaProps | undefined): void {
  const paths = new Set<string>();
  errors.each("", fields, ({ jsonPath }) => {
    if (isUnset(jsonPath)) return errors.required("jsonPath");
    const steps = jsonPath.split(".").slice(1);
    const found = jsonPath.startsWith(".") ? steps.reduce<JSONSchemaProps | undefined>((at, step) => at?.properties?.[step], schema) : undefined;
    if (steps[0] === "metadata") errors.invalid("jsonPath", jsonPath, "must not point to fields in metadata");
    else if (found === undefined) errors.invalid("jsonPath", jsonPath, `is an invalid path: does not refer to a valid field`);
    else if (!selectableTypes.includes(found.type ?? "")) {
      errors.invalid("jsonPath", jsonPath, "must point to a field of type string, boolean or integer. Enum string fields and strings with formats are allowed.");
    }
    if (paths.has(jsonPath)) errors.duplicate("jsonPath", jsonPath);
    paths.add(jsonPath);
  });
  if (listOrEmpty(fields).length > mostFields) errors.tooMany("", fields.length, mostFields);
}
