import type { Draft, KubernetesList, KubernetesObject } from "../apimachinery/object.ts";
import type { Status } from "../apimachinery/status.ts";
import type { Cause, PatchType, StreamHandle, WatchEvent } from "../apimachinery/wire.ts";
import type { Resource } from "../api/resource.ts";

export interface ListOptions {
  /** Undefined means all namespaces (or a cluster-scoped resource). */
  readonly namespace?: string;
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
  readonly limit?: number;
  readonly continue?: string;
  readonly resourceVersion?: string;
  readonly resourceVersionMatch?: "Exact" | "NotOlderThan";
}

export interface WriteOptions {
  readonly fieldManager?: string;
  readonly dryRun?: boolean;
  readonly fieldValidation?: "Strict" | "Warn" | "Ignore";
  readonly force?: boolean;
}

export interface DeleteOptions {
  readonly gracePeriodSeconds?: number;
  readonly propagationPolicy?: "Background" | "Foreground" | "Orphan";
  readonly preconditions?: { readonly uid?: string; readonly resourceVersion?: string };
  readonly dryRun?: boolean;
}

export interface WatchOptions extends ListOptions {
  readonly allowWatchBookmarks?: boolean;
  readonly sendInitialEvents?: boolean;
  readonly timeoutSeconds?: number;
}

export interface Watcher<T> {
  events(batch: readonly WatchEvent<T>[]): void;
  /** The watch is over: in order, refused by the server (ApiError) or cut off (ConnectionError). */
  closed(error?: Error): void;
}

/** Which object: its name, and its namespace unless it lives in none. */
export interface ObjectReference {
  readonly name: string;
  readonly namespace?: string;
}

/**
 * A typed client of the API server. Every call rejects with `ApiError` when the server refuses and with
 * `ConnectionError` when there is no answer. Objects are frozen; send changed copies.
 */
export interface Client {
  get<T extends KubernetesObject>(resource: Resource<T>, reference: ObjectReference): Promise<T>;
  list<T extends KubernetesObject>(resource: Resource<T>, options?: ListOptions): Promise<KubernetesList<T>>;
  watch<T extends KubernetesObject>(resource: Resource<T>, options: WatchOptions, watcher: Watcher<T>): StreamHandle;
  create<T extends KubernetesObject>(resource: Resource<T>, draft: Draft<T>, options?: WriteOptions): Promise<T>;
  update<T extends KubernetesObject>(resource: Resource<T>, object: T, options?: WriteOptions): Promise<T>;
  updateStatus<T extends KubernetesObject>(resource: Resource<T>, object: T, options?: WriteOptions): Promise<T>;
  patch<T extends KubernetesObject>(resource: Resource<T>, reference: ObjectReference, patch: Patch, options?: WriteOptions): Promise<T>;
  delete<T extends KubernetesObject>(resource: Resource<T>, reference: ObjectReference, options?: DeleteOptions): Promise<T | Status>;
  /** Deletes all objects of a namespace that the selectors match. */
  deleteCollection(resource: Resource, list: ListOptions, options?: DeleteOptions): Promise<void>;
  /** PUT to a subresource of an object: namespaces/finalize, deployments/scale. */
  updateSubresource(resource: Resource, reference: ObjectReference, subresource: string, body: unknown): Promise<unknown>;
  /** POST to a subresource of an object: pods/binding, pods/eviction, serviceaccounts/token. */
  createSubresource(resource: Resource, reference: ObjectReference, subresource: string, body: unknown): Promise<unknown>;
  /** The same client, writing down why it writes. */
  because(cause: Cause): Client;
}

export interface Patch {
  readonly type: PatchType;
  readonly body: unknown;
  /** "status", "scale", "ephemeralcontainers"; the object itself when missing. */
  readonly subresource?: string;
}
