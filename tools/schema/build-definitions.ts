import type { GroupVersionKind, JsonSchema } from "../../workers/api/schema.ts";
import type { MergeFacts } from "./merge-facts.ts";
import type { FieldFormats, FormatLookup } from "./read-formats.ts";
import type { Model, ModelField, ModelType } from "./read-models.ts";
import { specialTypes } from "./special-types.ts";

export interface Sources {
  readonly models: readonly Model[];
  readonly formats: FormatLookup;
  readonly mergeFacts: Readonly<Record<string, MergeFacts>>;
}

const META = "io.k8s.apimachinery.pkg.apis.meta.v1.";

/** Requests and answers that exist in every group version, because each may be posted or watched there. */
const everywhere = new Set([`${META}DeleteOptions`, `${META}WatchEvent`]);

/** Answers of discovery, which belong to the legacy group only. */
const ofLegacyGroup = new Set(["APIGroup", "APIGroupList", "APIResourceList", "APIVersions", "Status"].map((kind) => META + kind));

/** Joins models, formats and merge facts into OpenAPI v2 definitions, sorted by name. */
export function buildDefinitions(sources: Sources): Readonly<Record<string, JsonSchema>> {
  // The models keep types of older releases; client-node knows only what this release has.
  const models = sources.models.filter(({ name }) => name in specialTypes || sources.formats(name) !== undefined);
  const context = { sources, kinds: models.flatMap(kindOf), typeMeta: typeMetaDescriptions(models) };
  const definitions = models.map((model) => [model.name, toDefinition(model, context)] as const);
  const sorted = Object.fromEntries(definitions.toSorted(([a], [b]) => (a < b ? -1 : 1)));
  assertFactsApply(sorted, sources.mergeFacts);
  return sorted;
}

interface Context {
  readonly sources: Sources;
  readonly kinds: readonly GroupVersionKind[];
  readonly typeMeta: ReadonlyMap<string, string>;
}

/** The kind that a model declares through literal `apiVersion` and `kind` fields. */
function kindOf({ type }: Model): readonly GroupVersionKind[] {
  const apiVersion = literalOf(type, "apiVersion");
  const kind = literalOf(type, "kind");
  if (apiVersion === undefined || kind === undefined) return [];
  const [group, version] = apiVersion.includes("/") ? apiVersion.split("/") : ["", apiVersion];
  return [{ group: group ?? "", kind, version: version ?? "" }];
}

function literalOf(type: ModelType, fieldName: string): string | undefined {
  if (type.is !== "object") return undefined;
  const field = type.fields.find(({ name }) => name === fieldName);
  return field?.type.is === "enumeration" && field.type.values.length === 1 ? field.type.values[0] : undefined;
}

/** Kinds leave their apiVersion and kind undescribed; DeleteOptions has the sentences that hold for all. */
function typeMetaDescriptions(models: readonly Model[]): ReadonlyMap<string, string> {
  const options = models.find(({ name }) => name === `${META}DeleteOptions`)?.type;
  if (options?.is !== "object") throw new Error("DeleteOptions is missing from the models");
  return new Map(options.fields.filter(({ name }) => name === "apiVersion" || name === "kind").map(({ name, description }) => [name, description]));
}

function toDefinition(model: Model, context: Context): JsonSchema {
  const special = specialTypes[model.name];
  if (special !== undefined) return described(model.description || special.description, special.schema);
  if (model.type.is !== "object") throw new Error(`${model.name}: only special types may be other than objects`);

  const own = kindOf(model);
  const isKind = own.length > 0;
  const facts = context.sources.mergeFacts[model.name];
  const formats = context.sources.formats(model.name);
  const required = model.type.fields.filter(({ name, optional }) => !optional && !(isKind && isTypeMeta(name))).map(({ name }) => name);
  const properties = model.type.fields
    .filter(({ name }) => formats === undefined || formats.has(name) || isTypeMeta(name))
    .map((field) => [field.name, { ...toProperty(field, { model, formats, context, isKind }), ...facts?.fields[field.name] }] as const);
  const groupVersionKinds = isKind ? own : kindsOfMachinery(model.name, context.kinds);

  return described(model.description, {
    ...(properties.length > 0 && { properties: sortedByKey(properties) }),
    ...(required.length > 0 && { required: required.toSorted() }),
    type: "object",
    ...(groupVersionKinds.length > 0 && { "x-kubernetes-group-version-kind": groupVersionKinds }),
    ...facts?.type,
  });
}

interface FieldContext {
  readonly model: Model;
  readonly formats: FieldFormats | undefined;
  readonly context: Context;
  readonly isKind: boolean;
}

function toProperty(field: ModelField, { model, formats, context, isKind }: FieldContext): JsonSchema {
  if (isKind && isTypeMeta(field.name)) return described(context.typeMeta.get(field.name) ?? "", { type: "string" });
  return described(field.description, toSchema(field.type, formats?.get(field.name) ?? "", `${model.name}.${field.name}`));
}

function toSchema(type: ModelType, format: string, where: string): JsonSchema {
  switch (type.is) {
    case "string":
      return { ...(format === "byte" && { format }), type: "string" };
    case "boolean":
      return { type: "boolean" };
    case "number":
      return numberSchema(format, where);
    case "enumeration":
      return { enum: type.values, type: "string" };
    case "array":
      return { items: toSchema(type.items, format, where), type: "array" };
    case "map":
      return { additionalProperties: toSchema(type.values, format, where), type: "object" };
    case "reference":
      return { $ref: `#/definitions/${type.to}` };
    case "object":
    case "number-or-string":
      throw new Error(`${where}: a field of type ${type.is} must be a definition of its own`);
  }
}

function numberSchema(format: string, where: string): JsonSchema {
  if (format === "int32" || format === "int64") return { format, type: "integer" };
  if (format === "double") return { format, type: "number" };
  throw new Error(`${where}: a number needs a format, client-node states ${JSON.stringify(format)}`);
}

function kindsOfMachinery(name: string, kinds: readonly GroupVersionKind[]): readonly GroupVersionKind[] {
  const kind = name.slice(META.length);
  if (ofLegacyGroup.has(name)) return [{ group: "", kind, version: "v1" }];
  if (!everywhere.has(name)) return [];
  const groupVersions = new Map(kinds.map(({ group, version }) => [`${group}/${version}`, { group, kind, version }]));
  return [...groupVersions].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value);
}

function assertFactsApply(definitions: Readonly<Record<string, JsonSchema>>, facts: Sources["mergeFacts"]): void {
  for (const [name, { fields }] of Object.entries(facts)) {
    const definition = definitions[name];
    const stray = definition === undefined ? name : Object.keys(fields).find((field) => definition.properties?.[field] === undefined);
    if (stray !== undefined) throw new Error(`a merge fact speaks of ${name} ${stray}, which does not exist`);
  }
}

const isTypeMeta = (fieldName: string) => fieldName === "apiVersion" || fieldName === "kind";

const described = (description: string, schema: JsonSchema): JsonSchema => (description === "" ? schema : { description, ...schema });

const sortedByKey = <T>(entries: readonly (readonly [string, T])[]) => Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));
