import type { ConfigMap, Secret } from "../../api/generated/core/v1.ts";
import { ConfigMaps } from "../../api/core/config-map.ts";
import { Secrets } from "../../api/core/secret.ts";
import type { Pod } from "../../api/generated/core/v1.ts";
import type { Client } from "../../client/client.ts";
import type { Clock } from "../../sim/clock.ts";
import type { Lifetime } from "../../sim/lifetime.ts";
import type { Log } from "../../sim/log.ts";
import type { Random } from "../../sim/random.ts";
import type { ObjectSource } from "../volumes/volume-plugin.ts";
import { ObjectCache } from "./object-cache.ts";
import { type PodReferences, referencesOf } from "./pod-references.ts";

export interface NodeObjectsOptions {
  readonly client: Client;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly lifetime: Lifetime;
}

/** The ConfigMaps and Secrets of the pods on this node, followed for as long as a pod uses them. */
export class NodeObjects implements ObjectSource {
  readonly #configMaps: ObjectCache<ConfigMap>;
  readonly #secrets: ObjectCache<Secret>;
  readonly #held = new Map<string, { readonly namespace: string; readonly references: PodReferences }>();

  constructor({ random, ...options }: NodeObjectsOptions) {
    this.#configMaps = new ObjectCache({ ...options, resource: ConfigMaps, noun: "configmap", random: random.fork("configmaps") });
    this.#secrets = new ObjectCache({ ...options, resource: Secrets, noun: "secret", random: random.fork("secrets") });
  }

  configMap(namespace: string, name: string): Promise<ConfigMap | undefined> {
    return this.#configMaps.get(namespace, name);
  }

  secret(namespace: string, name: string): Promise<Secret | undefined> {
    return this.#secrets.get(namespace, name);
  }

  /** The pod is here: what it refers to is followed. */
  hold(pod: Pod): void {
    const namespace = pod.metadata.namespace ?? "default";
    const references = referencesOf(pod);
    for (const name of references.configMaps) this.#configMaps.acquire(namespace, name);
    for (const name of references.secrets) this.#secrets.acquire(namespace, name);
    this.release(pod.metadata.uid);
    this.#held.set(pod.metadata.uid, { namespace, references });
  }

  release(podUid: string): void {
    const held = this.#held.get(podUid);
    if (held === undefined) return;
    this.#held.delete(podUid);
    for (const name of held.references.configMaps) this.#configMaps.release(held.namespace, name);
    for (const name of held.references.secrets) this.#secrets.release(held.namespace, name);
  }
}
