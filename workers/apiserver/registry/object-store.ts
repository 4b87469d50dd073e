import { assert } from "../../base/assert.ts";
import { deepFreeze } from "../../base/freeze.ts";
import type { KubernetesObject } from "../../apimachinery/object.ts";
import { alreadyExists, modified, type ResourceName } from "../../apimachinery/status.ts";
import type { Cause } from "../../apimachinery/wire.ts";
import type { AnyResource } from "../../api/resource.ts";
import type { EtcdClient } from "../../etcd/client.ts";
import type { KeyRange, OperationResult } from "../../etcd/key-value.ts";
import { prefixRange } from "../../etcd/watch-hub.ts";
import { orderedMetadata } from "./metadata.ts";
import { settle } from "./settle.ts";
import { storageKey, storagePrefix } from "./storage-prefix.ts";

/** A page of a listing. */
export interface Page {
  readonly revision: number;
  readonly objects: readonly KubernetesObject[];
}

/**
 * The objects of one resource in etcd. What is stored is the frozen object itself, resourceVersion included,
 * so reading copies nothing. A resource that is stored as another version is converted here, once per object.
 */
export class ObjectStore {
  readonly prefix: string;
  readonly #name: ResourceName;
  readonly #etcd: EtcdClient;
  readonly #ranges = new Map<string, KeyRange>();
  readonly #conversion: AnyResource["storedAs"];
  readonly #converted = new WeakMap<KubernetesObject, KubernetesObject>();

  constructor({ group, plural, storedAs }: AnyResource, etcd: EtcdClient) {
    this.prefix = storagePrefix(storedAs === undefined ? { group, plural } : { group: storedAs.group, plural: storedAs.resource });
    this.#name = { group, resource: plural };
    this.#etcd = etcd;
    this.#conversion = storedAs;
  }

  get revision(): number {
    return this.#etcd.revision;
  }

  get(namespace: string, name: string): KubernetesObject | undefined {
    const item = this.#etcd.get(storageKey(this.prefix, namespace, name));
    return item === undefined ? undefined : this.shown(item.value as KubernetesObject);
  }

  /** A stored object as this resource shows it. */
  shown(stored: KubernetesObject): KubernetesObject {
    if (this.#conversion === undefined) return stored;
    let shown = this.#converted.get(stored);
    if (shown === undefined) this.#converted.set(stored, (shown = deepFreeze(this.#conversion.fromStored(stored))));
    return shown;
  }

  /** Visits the objects of a namespace ("" for all) at the newest revision, in the order of their keys. */
  visit(namespace: string, visit: (object: KubernetesObject) => boolean | void): void {
    this.#etcd.visit(this.range(namespace), ({ value }) => visit(this.shown(value as KubernetesObject)));
  }

  /** The objects from a key on, as they were at a revision. */
  at(range: KeyRange, revision: number): Page {
    const { items } = this.#etcd.range({ ...range, revision });
    return { revision, objects: items.map(({ value }) => this.shown(value as KubernetesObject)) };
  }

  /** The keys of a namespace, or of all. */
  range(namespace: string): KeyRange {
    let range = this.#ranges.get(namespace);
    if (range === undefined) this.#ranges.set(namespace, (range = prefixRange(namespace === "" ? this.prefix : `${this.prefix}${namespace}/`)));
    return range;
  }

  keyOf({ metadata }: KubernetesObject): string {
    return storageKey(this.prefix, metadata.namespace ?? "", metadata.name);
  }

  /** Stores a new object; 409 when the name is taken. */
  create(object: KubernetesObject, note: Cause, lease = 0): KubernetesObject {
    const key = this.keyOf(object);
    const { succeeded, results } = this.#etcd.transact({
      compare: [{ key, target: "version", is: "=", than: 0 }],
      success: [{ type: "put", key, value: (revision) => this.#stored(object, revision), lease, note }],
    });
    if (!succeeded) throw alreadyExists(this.#name, object.metadata.name);
    return this.shown(valueOf(results[0]));
  }

  /** Replaces an object that must not have changed since `previous` was read. */
  update(object: KubernetesObject, previous: KubernetesObject, note: Cause, lease = 0): KubernetesObject {
    const key = this.keyOf(previous);
    const { succeeded, results } = this.#etcd.transact({
      compare: [{ key, target: "modRevision", is: "=", than: Number(previous.metadata.resourceVersion) }],
      success: [{ type: "put", key, value: (revision) => this.#stored(object, revision), lease, note }],
    });
    if (!succeeded) throw modified(this.#name, object.metadata.name);
    return this.shown(valueOf(results[0]));
  }

  /** Removes an object that must not have changed since `previous` was read. Returns its last state, with the revision of its removal. */
  delete(previous: KubernetesObject, note: Cause): KubernetesObject {
    const key = this.keyOf(previous);
    const { succeeded, revision } = this.#etcd.transact({
      compare: [{ key, target: "modRevision", is: "=", than: Number(previous.metadata.resourceVersion) }],
      success: [{ type: "delete", key, note }],
    });
    if (!succeeded) throw modified(this.#name, previous.metadata.name);
    return atRevision(previous, revision);
  }

  #stored(object: KubernetesObject, revision: number): KubernetesObject {
    return atRevision(this.#conversion === undefined ? object : this.#conversion.toStored(object), revision);
  }
}

/**
 * The object as it is shown when it was stored at this revision. `Object.assign` onto an empty object gives
 * equal objects one hidden class, which spreading a copy of a copy does not; reading thousands is faster then.
 */
function atRevision(object: KubernetesObject, revision: number): KubernetesObject {
  return settle(Object.assign({}, object, { metadata: orderedMetadata(object.metadata, String(revision)) }));
}

function valueOf(result: OperationResult | undefined): KubernetesObject {
  assert(result?.type === "put", "a put answers with what it stored");
  return result.current.value as KubernetesObject;
}
