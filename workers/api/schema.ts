import { assert } from "../base/assert.ts";
import generated from "./generated/definitions.json" with { type: "json" };

/**
 * The schema of every kind, as OpenAPI v2 definitions in Kubernetes' own shape, and lookups into it. Types, strict
 * decoding, patches, `kubectl explain`, the editor and the OpenAPI that we serve all read this one document. Nothing
 * here copies: the same frozen-by-type objects are handed out to everyone.
 */
export interface JsonSchema {
  readonly $ref?: string;
  readonly description?: string;
  readonly type?: "array" | "boolean" | "integer" | "number" | "object" | "string";
  readonly format?: string;
  readonly enum?: readonly string[];
  readonly items?: JsonSchema;
  readonly additionalProperties?: JsonSchema;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly "x-kubernetes-group-version-kind"?: readonly GroupVersionKind[];
  readonly "x-kubernetes-list-map-keys"?: readonly string[];
  readonly "x-kubernetes-list-type"?: "atomic" | "map" | "set";
  readonly "x-kubernetes-map-type"?: "atomic" | "granular";
  readonly "x-kubernetes-patch-merge-key"?: string;
  /** Several strategies are joined by commas: "merge,retainKeys". */
  readonly "x-kubernetes-patch-strategy"?: string;
  readonly "x-kubernetes-unions"?: readonly JsonUnion[];
}

export interface GroupVersionKind {
  /** "" for the core group. */
  readonly group: string;
  readonly kind: string;
  readonly version: string;
}

/** Fields of which at most one is set, named by a discriminator where there is one. */
export interface JsonUnion {
  readonly discriminator?: string;
  readonly "fields-to-discriminateBy": Readonly<Record<string, string>>;
}

export type Definitions = Readonly<Record<string, JsonSchema>>;

/** What definitions and their properties mean, by OpenAPI name. */
export type Descriptions = Readonly<Record<string, { readonly description?: string; readonly properties?: Readonly<Record<string, string>> }>>;

/** All definitions by their OpenAPI name; without descriptions until those have been added. */
export const definitions = generated as unknown as Definitions;

const REFERENCE = "#/definitions/";

const namesByKind = new Map(
  Object.entries(definitions).flatMap(([name, schema]) => (schema["x-kubernetes-group-version-kind"] ?? []).map((kind) => [kindKey(kind), name] as const)),
);

let described = false;

/**
 * Completes the definitions, in place, with their descriptions. Only words for people come with them, so the cluster runs the
 * same before and after. They are added once; a second call changes nothing.
 */
export function addDescriptions(descriptions: Descriptions): void {
  if (described) return;
  described = true;
  for (const [name, { description, properties = {} }] of Object.entries(descriptions)) {
    const schema: Describable = definition(name);
    if (description !== undefined) schema.description = description;
    for (const [field, words] of Object.entries(properties)) describeField(schema, field, words);
  }
}

/** Whether the definitions have their descriptions. What is kept of them for long depends on this. */
export const hasDescriptions = () => described;

/** A schema while its description is being added. */
interface Describable {
  description?: string;
  readonly properties?: Readonly<Record<string, Describable>>;
}

function describeField({ properties = {} }: Describable, field: string, words: string): void {
  const property = Object.hasOwn(properties, field) ? properties[field] : undefined;
  assert(property !== undefined, `a description speaks of a field ${field} that does not exist`);
  property.description = words;
}

/** The definition with an OpenAPI name, such as `io.k8s.api.apps.v1.Deployment`. The name must exist. */
export function definition(name: string): JsonSchema {
  const schema = Object.hasOwn(definitions, name) ? definitions[name] : undefined;
  assert(schema !== undefined, `no definition is named ${name}`);
  return schema;
}

/** The OpenAPI name of a built-in kind; undefined for any other. */
export function definitionName(kind: GroupVersionKind): string | undefined {
  return namesByKind.get(kindKey(kind));
}

/** The definition of a built-in kind; undefined for any other. */
export function definitionOf(kind: GroupVersionKind): JsonSchema | undefined {
  const name = definitionName(kind);
  return name === undefined ? undefined : definitions[name];
}

/** The OpenAPI name that a schema refers to; undefined when it states its type in place. */
export function referenceOf({ $ref }: JsonSchema): string | undefined {
  return $ref?.slice(REFERENCE.length);
}

/** The schema that states the type: itself, or what it refers to. */
export function resolve(schema: JsonSchema): JsonSchema {
  return schema.$ref === undefined ? schema : resolve(definition(schema.$ref.slice(REFERENCE.length)));
}

/**
 * The schema of a field as its owner declares it (description, merge extensions; `resolve` it for its type).
 * A step is a field's name, a map's key or a list's index; the index may be left out, as in `kubectl explain`.
 * Undefined when there is no such field.
 */
export function fieldSchema(schema: JsonSchema, path: readonly (string | number)[]): JsonSchema | undefined {
  let current: JsonSchema | undefined = schema;
  for (const step of path) {
    if (current === undefined) return undefined;
    current = childSchema(current, step);
  }
  return current;
}

/** The schema of one step below a schema: a field, a map's value or a list's item. */
export function childSchema(schema: JsonSchema, step: string | number): JsonSchema | undefined {
  const { items, properties, additionalProperties } = resolve(schema);
  if (items !== undefined) return typeof step === "number" ? items : childSchema(items, step);
  if (typeof step === "number") return undefined;
  if (properties !== undefined && Object.hasOwn(properties, step)) return properties[step];
  return additionalProperties;
}

function kindKey({ group, version, kind }: GroupVersionKind): string {
  return `${group}/${version}/${kind}`;
}
