import type { KubernetesObject } from "../../apimachinery/object.ts";
import type { ResourceName } from "../../apimachinery/status.ts";
import type { TypeSchema } from "../../apimachinery/type-schema.ts";
import type { ResourceRegistry } from "../../api/resource-registry.ts";
import type { AnyResource, Resource } from "../../api/resource.ts";
import { typeSchema } from "../../api/type-schema.ts";
import type { EtcdClient } from "../../etcd/client.ts";
import type { CacheHub } from "../watch/cache-hub.ts";
import { type Behaviour, behaviourOf } from "./behaviour.ts";
import { ObjectStore } from "./object-store.ts";

/** A resource with everything that the server needs to serve it. */
export interface Served {
  readonly resource: AnyResource;
  readonly apiVersion: string;
  /** How messages name it. */
  readonly name: ResourceName;
  readonly namespaced: boolean;
  readonly store: ObjectStore;
  readonly schema: TypeSchema;
  readonly behaviour: Behaviour;
}

/** The objects of one kind, by its type. */
export interface TypedObjects<T> {
  get(namespace: string, name: string): T | undefined;
  visit(namespace: string, visit: (object: T) => boolean | void): void;
}

/** The resources that this server serves, found by what a path names. */
export class ServedResources {
  readonly registry: ResourceRegistry;
  readonly #etcd: EtcdClient;
  readonly #hub: CacheHub;
  readonly #served = new Map<AnyResource, Served>();

  constructor(registry: ResourceRegistry, etcd: EtcdClient, hub: CacheHub) {
    this.registry = registry;
    this.#etcd = etcd;
    this.#hub = hub;
    for (const resource of registry.all()) this.#serve(resource);
  }

  find(group: string, version: string, plural: string): Served | undefined {
    const resource = this.registry.resourceFor({ group, version, resource: plural });
    return resource === undefined ? undefined : this.#served.get(resource);
  }

  /** The objects of a kind that the server itself reads; undefined when it is not served. */
  of<T extends KubernetesObject>({ group, version, plural }: Resource<T>): TypedObjects<T> | undefined {
    return this.find(group, version, plural)?.store as unknown as TypedObjects<T> | undefined;
  }

  all(): readonly Served[] {
    return this.registry.all().flatMap((resource) => this.#served.get(resource) ?? []);
  }

  add(resource: AnyResource): void {
    this.registry.add(resource);
    this.#serve(resource);
  }

  remove(resource: AnyResource): void {
    const served = this.#served.get(resource);
    if (served === undefined) return;
    this.registry.remove(resource);
    this.#served.delete(resource);
    if (resource.storedAs === undefined) this.#hub.withdraw(served.store.prefix);
  }

  #serve(resource: AnyResource): void {
    const store = new ObjectStore(resource, this.#etcd);
    if (resource.storedAs === undefined) this.#hub.serve(store.prefix, resource);
    const { group, version, plural, scope, definition } = resource;
    this.#served.set(resource, {
      resource,
      apiVersion: group === "" ? version : `${group}/${version}`,
      name: { group, resource: plural },
      namespaced: scope === "Namespaced",
      store,
      schema: typeSchema(definition),
      behaviour: behaviourOf(resource),
    });
  }
}
