import type { KubernetesObject } from "../apimachinery/object.ts";
import type { AnyResource, Resource } from "../api/resource.ts";
import type { Clock } from "../sim/clock.ts";
import type { Log } from "../sim/log.ts";
import type { Random } from "../sim/random.ts";
import type { Client, ListOptions } from "./client.ts";
import { SharedInformer, type Informer } from "./informer.ts";
import { Reflector } from "./reflector.ts";

/** Which objects an informer follows. */
export type InformerScope = Pick<ListOptions, "namespace" | "labelSelector" | "fieldSelector">;

/** The informers of one process: one per resource, shared by all that ask for it. */
export interface InformerFactory {
  /** Starts to follow the resource when it is asked for the first time. */
  for<T extends KubernetesObject>(resource: Resource<T>, scope?: InformerScope): Informer<T>;
  /** Resolves when every informer that was asked for so far holds its first list. */
  synced(): Promise<void>;
}

export interface InformerFactoryOptions {
  readonly client: Client;
  /** A clock within the lifetime of the process. */
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

/** The informers of one process, none of them running yet. */
export function createInformerFactory({ client, clock, random, log }: InformerFactoryOptions): InformerFactory {
  const informers = new Map<string, SharedInformer<KubernetesObject>>();

  function start(name: string, resource: AnyResource, scope: InformerScope): SharedInformer<KubernetesObject> {
    const informer = new SharedInformer<KubernetesObject>();
    informers.set(name, informer);
    new Reflector({ client, resource, clock, random: random.fork(name), log, scope, sink: informer }).start();
    return informer;
  }

  return {
    for<T extends KubernetesObject>(resource: Resource<T>, scope: InformerScope = {}) {
      const any = resource as unknown as AnyResource;
      const name = informerName(any, scope);
      return (informers.get(name) ?? start(name, any, scope)) as unknown as Informer<T>;
    },
    async synced() {
      for (const informer of informers.values()) await informer.synced();
    },
  };
}

const informerName = ({ group, plural }: AnyResource, { namespace = "", labelSelector = "", fieldSelector = "" }: InformerScope) =>
  `${plural}.${group}/${namespace}?${labelSelector}&${fieldSelector}`;
