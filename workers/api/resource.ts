import type { FieldError } from "../apimachinery/validation.ts";
import type { Draft, KubernetesObject } from "../apimachinery/object.ts";
import type { Milliseconds } from "../base/units.ts";

/** What a column of `kubectl get` needs besides the object. */
export interface ColumnContext {
  /** Virtual now, for ages. */
  readonly now: Milliseconds;
}

/** A column of `kubectl get`, as upstream's printers define it (name, OpenAPI type and format). */
export interface Column<T> {
  readonly name: string;
  readonly type?: "string" | "integer" | "number" | "boolean" | "date";
  readonly format?: "name" | "";
  readonly description?: string;
  /** 0 is always shown; above 0 only with `-o wide`. */
  readonly priority?: number;
  cell(object: T, context: ColumnContext): string | number | boolean;
}

/** Reads one selectable field as text. */
export interface FieldGetter<T> {
  get(object: T): string;
}

/** Where the scale subresource finds its numbers. */
export interface ScaleMapping<T> {
  replicas(object: T): number;
  withReplicas(object: T, replicas: number): T;
  statusReplicas(object: T): number;
  /** The label selector in its string form. */
  selector(object: T): string;
}

export type Subresource = "status" | "scale" | "binding" | "eviction" | "log" | "exec" | "attach" | "portforward" | "proxy" | "ephemeralcontainers" | "resize" | "finalize" | "approval" | "token";

/** How one version of a kind is kept as another one: events of events.k8s.io are events of the core group. */
export interface StorageConversion<T> {
  /** The resource under whose path the objects are stored. */
  readonly group: string;
  readonly version: string;
  readonly resource: string;
  toStored(object: T): KubernetesObject;
  fromStored(stored: KubernetesObject): T;
}

/**
 * One kind of the API: what no schema states about it, beside the schema that was generated for it
 * (`definition`, an OpenAPI name). The API server, kubectl and the editor read everything from here.
 * Functions are methods, so that a list can hold resources of different kinds.
 */
export interface Resource<T extends KubernetesObject = KubernetesObject> {
  /** "" for the core group. */
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly plural: string;
  readonly singular: string;
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  readonly scope: "Namespaced" | "Cluster";
  /** Name in definitions.json, such as io.k8s.api.apps.v1.Deployment. */
  readonly definition: string;
  readonly subresources: readonly Subresource[];
  /** Fills in what the author left out. Shares everything it does not change. */
  defaults(draft: Draft<T>): Draft<T>;
  /** What the server itself sets on create after defaulting, before validation (status reset, generation is generic). */
  prepareForCreate(object: T): T;
  /** What the server itself keeps or resets on update of the main resource (status is restored generically). */
  prepareForUpdate(object: T, previous: T): T;
  validate(object: T): readonly FieldError[];
  /** Rules that only a new object must obey, besides those of `validate`. */
  validateCreate?(object: T): readonly FieldError[];
  /** Rules between two versions: immutable fields above all. `validate` has passed already. */
  validateUpdate(object: T, previous: T): readonly FieldError[];
  validateStatusUpdate(object: T, previous: T): readonly FieldError[];
  /**
   * Rules between two versions for a write of another subresource than the status (`ephemeralcontainers`, `resize`), instead
   * of those of `validateUpdate`. `validate` has passed already. Undefined means that the rules of `validateUpdate` hold.
   */
  validateSubresourceUpdate?(subresource: string, object: T, previous: T): readonly FieldError[] | undefined;
  readonly columns: readonly Column<T>[];
  /** Fields that a field selector may name, besides metadata.name and metadata.namespace. */
  readonly selectableFields: Readonly<Record<string, FieldGetter<T>>>;
  readonly scale?: ScaleMapping<T>;
  /** Does metadata.generation count changes of the spec? */
  readonly hasGeneration: boolean;
  /** What `metadata.name` must be. Default: a DNS-1123 subdomain. */
  validateName(name: string, prefix: boolean): readonly string[];
  /** Propagation when the caller names none: orphan only for a few old kinds. */
  readonly defaultPropagation: "Background" | "Orphan";
  /** Set where the objects are stored as another version, or in another group, than this one shows. */
  readonly storedAs?: StorageConversion<T>;
}

/** The resource of an unknown type, as lists of all resources hold it. */
export type AnyResource = Resource<KubernetesObject>;

/** The object type of a resource: `ObjectOf<typeof Pods>`. */
export type ObjectOf<R> = R extends Resource<infer T> ? T : never;
