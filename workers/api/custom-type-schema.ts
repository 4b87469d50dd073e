import type { ListType, TypeSchema, ValueKind } from "../apimachinery/type-schema.ts";
import { typeSchema } from "./type-schema.ts";

/** The schema of a custom resource (openAPIV3Schema of a CustomResourceDefinition), as far as decoding and server-side apply read it. */
export interface CustomSchema {
  readonly type?: string;
  readonly default?: unknown;
  readonly items?: CustomSchema;
  readonly properties?: Readonly<Record<string, CustomSchema>>;
  readonly additionalProperties?: CustomSchema | boolean;
  readonly required?: readonly string[];
  readonly "x-kubernetes-preserve-unknown-fields"?: boolean;
  readonly "x-kubernetes-embedded-resource"?: boolean;
  readonly "x-kubernetes-list-type"?: ListType;
  readonly "x-kubernetes-list-map-keys"?: readonly string[];
  readonly "x-kubernetes-map-type"?: "atomic" | "granular";
}

/** The schema of the kind that a CustomResourceDefinition defines. */
export const customTypeSchema = (schema: CustomSchema, kind: string): TypeSchema => new CustomNode({ ...schema, type: "object" }, kind, true);

const none: readonly string[] = Object.freeze([]);
const objectMeta = "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta";

class CustomNode implements TypeSchema {
  readonly kind: ValueKind;
  readonly goType: string;
  readonly required: readonly string[];
  readonly patchMergeKey = undefined;
  readonly patchStrategies = none;
  readonly listType: ListType;
  readonly listMapKeys: readonly string[];
  readonly atomic: boolean;
  readonly alwaysPresent = false;
  readonly defaultValue: unknown;
  readonly preservesUnknownFields: boolean;
  readonly isGoStruct = false;
  readonly #schema: CustomSchema;
  readonly #isResource: boolean;
  readonly #properties = new Map<string, TypeSchema>();
  #items: TypeSchema | undefined;

  constructor(schema: CustomSchema, goType: string, isResource = schema["x-kubernetes-embedded-resource"] === true) {
    this.#schema = schema;
    this.#isResource = isResource;
    this.kind = kindOf(schema);
    this.goType = goType;
    this.required = schema.required ?? none;
    this.listType = schema["x-kubernetes-list-type"] ?? "atomic";
    this.listMapKeys = schema["x-kubernetes-list-map-keys"] ?? none;
    this.atomic = schema["x-kubernetes-map-type"] === "atomic" || (this.kind === "any" && !keepsUnknown(schema));
    this.defaultValue = schema.default;
    this.preservesUnknownFields = keepsUnknown(schema);
  }

  property(name: string): TypeSchema | undefined {
    const known = this.#properties.get(name);
    if (known !== undefined) return known;
    const node = this.#makeProperty(name);
    if (node !== undefined) this.#properties.set(name, node);
    return node;
  }

  get items(): TypeSchema | undefined {
    if (this.#items === undefined && this.#schema.items !== undefined) this.#items = new CustomNode(this.#schema.items, this.goType);
    return this.#items;
  }

  /** A resource has its kind, version and metadata whether its schema says so or not. */
  #makeProperty(name: string): TypeSchema | undefined {
    if (this.#isResource && name === "metadata") return typeSchema(objectMeta);
    if (this.#isResource && (name === "apiVersion" || name === "kind")) return new CustomNode({ type: "string" }, "string");
    const schema = this.#schemaOf(name);
    return schema === undefined ? undefined : new CustomNode(schema, name);
  }

  #schemaOf(name: string): CustomSchema | undefined {
    const { properties, additionalProperties } = this.#schema;
    if (properties !== undefined && Object.hasOwn(properties, name)) return properties[name];
    if (typeof additionalProperties === "object") return additionalProperties;
    return additionalProperties === true || this.preservesUnknownFields ? undescribed : undefined;
  }
}

/** What a schema leaves open: objects in it are merged field by field, lists are not. */
const undescribed: CustomSchema = Object.freeze({ "x-kubernetes-preserve-unknown-fields": true });

const keepsUnknown = (schema: CustomSchema) => schema["x-kubernetes-preserve-unknown-fields"] === true;

/** Only the structure matters: what a scalar may be is checked by validation. */
function kindOf(schema: CustomSchema): ValueKind {
  if (schema.type === "array") return "list";
  if (schema.type !== "object") return "any";
  if (schema.additionalProperties !== undefined && schema.additionalProperties !== false && schema.properties === undefined) return "map";
  return "object";
}
