import type { ListType, TypeSchema, ValueKind } from "../apimachinery/type-schema.ts";
import { definition, type JsonSchema, referenceOf, resolve } from "./schema.ts";

/** The schema of a built-in kind, as patches, server-side apply and decoding read it, by its OpenAPI name. */
export function typeSchema(name: string): TypeSchema {
  const known = roots.get(name);
  if (known !== undefined) return known;
  const root = new SchemaNode({ $ref: `#/definitions/${name}` });
  definition(name);
  roots.set(name, root);
  return root;
}

const roots = new Map<string, TypeSchema>();

/** Types whose JSON form the schema does not tell. */
const specialKinds: Readonly<Record<string, ValueKind>> = {
  "io.k8s.apimachinery.pkg.api.resource.Quantity": "quantity",
  "io.k8s.apimachinery.pkg.util.intstr.IntOrString": "int-or-string",
  "io.k8s.apimachinery.pkg.apis.meta.v1.Time": "time",
  "io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime": "micro-time",
  "io.k8s.apimachinery.pkg.apis.meta.v1.Duration": "duration",
};

/** Fields that identify a list item although authors may leave them out. */
const identifyingDefaults: Readonly<Record<string, unknown>> = {
  "io.k8s.api.core.v1.ContainerPort.protocol": "TCP",
  "io.k8s.api.core.v1.ServicePort.protocol": "TCP",
};

/** Optional fields that Go keeps as plain structs, not behind pointers: they are there even if nobody set them. */
const plainStructs: ReadonlySet<string> = new Set([
  "metadata", "spec", "status", "template", "strategy", "updateStrategy", "resources", "loadBalancer", "daemonEndpoints", "kubeletEndpoint", "nodeInfo", "state",
  "lastState", "jobTemplate",
]);

const none: readonly string[] = Object.freeze([]);

/** One node of the tree of types. Nodes below are made when they are first asked for. */
class SchemaNode implements TypeSchema {
  readonly kind: ValueKind;
  readonly goType: string;
  readonly required: readonly string[];
  readonly patchMergeKey: string | undefined;
  readonly patchStrategies: readonly string[];
  readonly listType: ListType;
  readonly listMapKeys: readonly string[];
  readonly atomic: boolean;
  readonly alwaysPresent: boolean;
  readonly defaultValue: unknown;
  readonly preservesUnknownFields: boolean;
  readonly isGoStruct = true;
  readonly #type: JsonSchema;
  readonly #typeName: string | undefined;
  readonly #properties = new Map<string, TypeSchema | undefined>();
  #items: TypeSchema | undefined;

  constructor(field: JsonSchema, place: Place = nowhere) {
    this.#type = resolve(field);
    this.#typeName = referenceOf(field);
    this.kind = kindOf(this.#type, this.#typeName);
    this.goType = goTypeOf(field);
    this.required = this.#type.required ?? none;
    this.patchMergeKey = field["x-kubernetes-patch-merge-key"];
    this.patchStrategies = field["x-kubernetes-patch-strategy"]?.split(",") ?? none;
    this.listType = listTypeOf(field);
    this.listMapKeys = field["x-kubernetes-list-map-keys"] ?? (this.listType === "map" && this.patchMergeKey !== undefined ? [this.patchMergeKey] : none);
    this.atomic = this.kind === "any" || (field["x-kubernetes-map-type"] ?? this.#type["x-kubernetes-map-type"]) === "atomic";
    this.alwaysPresent = place.alwaysPresent;
    this.defaultValue = place.defaultValue;
    this.preservesUnknownFields = this.kind === "any";
  }

  property(name: string): TypeSchema | undefined {
    const known = this.#properties.get(name);
    if (known !== undefined) return known;
    const schema = this.#schemaOf(name);
    if (schema === undefined) return undefined;
    const key = this.kind === "map" ? mapValue : name;
    const node = this.#properties.get(key) ?? new SchemaNode(schema, this.#placeOf(name, schema));
    this.#properties.set(key, node);
    return node;
  }

  get items(): TypeSchema | undefined {
    if (this.#items === undefined && this.#type.items !== undefined) this.#items = new SchemaNode(this.#type.items);
    return this.#items;
  }

  #placeOf(name: string, schema: JsonSchema): Place {
    if (this.kind !== "object") return nowhere;
    const isStruct = resolve(schema).properties !== undefined;
    return {
      alwaysPresent: (isStruct && plainStructs.has(name)) || (this.required.includes(name) && (isStruct || schema.type === "array" || schema.type === "object")),
      defaultValue: identifyingDefaults[`${this.#typeName}.${name}`],
    };
  }

  #schemaOf(name: string): JsonSchema | undefined {
    const { properties, additionalProperties } = this.#type;
    return properties !== undefined && Object.hasOwn(properties, name) ? properties[name] : additionalProperties;
  }
}

/** What a field has from the object that it is in. */
interface Place {
  readonly alwaysPresent: boolean;
  readonly defaultValue: unknown;
}

const nowhere: Place = { alwaysPresent: false, defaultValue: undefined };

/** All values of a map have one type, so they share one node. */
const mapValue = "*";

function kindOf(type: JsonSchema, name: string | undefined): ValueKind {
  const special = name === undefined ? undefined : specialKinds[name];
  if (special !== undefined) return special;
  switch (type.type) {
    case "array":
      return "list";
    case "object":
      if (type.properties !== undefined) return "object";
      return type.additionalProperties === undefined ? "any" : "map";
    case "string":
      return type.format === "byte" ? "bytes" : "string";
    case undefined:
      return type.properties === undefined ? "any" : "object";
    default:
      return type.type;
  }
}

/** A list without a list type takes it from its patch strategy, as Kubernetes does for types older than list types. */
function listTypeOf(field: JsonSchema): ListType {
  const stated = field["x-kubernetes-list-type"];
  if (stated !== undefined) return stated;
  if (field["x-kubernetes-patch-strategy"]?.split(",").includes("merge") !== true) return "atomic";
  return field["x-kubernetes-patch-merge-key"] === undefined ? "set" : "map";
}

function goTypeOf(field: JsonSchema): string {
  const name = referenceOf(field);
  if (name !== undefined) return name.split(".").slice(-2).join(".");
  switch (field.type) {
    case "array":
      return `[]${field.items === undefined ? "interface {}" : goTypeOf(field.items)}`;
    case "object":
      return `map[string]${field.additionalProperties === undefined ? "interface {}" : goTypeOf(field.additionalProperties)}`;
    case "integer":
      return field.format ?? "int64";
    case "number":
      return "float64";
    case "boolean":
      return "bool";
    default:
      return field.format === "byte" ? "[]uint8" : "string";
  }
}
