import type { KubernetesObject } from "../../apimachinery/object.ts";
import type { Resource } from "../../api/resource.ts";
import { second } from "../../base/units.ts";
import type { Client } from "../../client/client.ts";
import { Reflector } from "../../client/reflector.ts";
import { clockWithin, type Clock } from "../../sim/clock.ts";
import type { Lifetime } from "../../sim/lifetime.ts";
import type { Log } from "../../sim/log.ts";
import type { Random } from "../../sim/random.ts";

export interface ObjectCacheOptions<T extends KubernetesObject> {
  readonly resource: Resource<T>;
  /** How the messages call it: "configmap". */
  readonly noun: string;
  readonly client: Client;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly lifetime: Lifetime;
}

interface Followed<T> {
  readonly lifetime: Lifetime;
  users: number;
  object: T | undefined;
  synced: boolean;
  readonly waiting: (() => void)[];
}

/** How long a pod waits for the first answer before it tries again later. */
const patience = 1 * second;

/**
 * The ConfigMaps or Secrets that pods of this node use, each followed by a watch of its own: a kubelet may
 * not look at others, and the node sees changes without asking again and again.
 */
export class ObjectCache<T extends KubernetesObject> {
  readonly #options: ObjectCacheOptions<T>;
  readonly #followed = new Map<string, Followed<T>>();

  constructor(options: ObjectCacheOptions<T>) {
    this.#options = options;
  }

  /** A pod begins to use the object. */
  acquire(namespace: string, name: string): void {
    this.#follow(namespace, name).users++;
  }

  /** A pod uses it no more; after the last one it is not followed any longer. */
  release(namespace: string, name: string): void {
    const key = `${namespace}/${name}`;
    const followed = this.#followed.get(key);
    if (followed === undefined) return;
    followed.users--;
    if (followed.users > 0) return;
    this.#followed.delete(key);
    followed.lifetime.end();
  }

  /** The object now, undefined where there is none; throws while the API server does not answer. */
  async get(namespace: string, name: string): Promise<T | undefined> {
    const followed = this.#follow(namespace, name);
    if (!followed.synced) await this.#firstAnswer(followed);
    return followed.object;
  }

  #firstAnswer(followed: Followed<T>): Promise<void> {
    const { clock, noun } = this.#options;
    return new Promise((resolve, reject) => {
      const timer = clock.after(patience, () => reject(new Error(`failed to sync ${noun} cache: timed out waiting for the condition`)));
      followed.waiting.push(() => {
        timer.cancel();
        resolve();
      });
    });
  }

  #follow(namespace: string, name: string): Followed<T> {
    const key = `${namespace}/${name}`;
    const found = this.#followed.get(key);
    if (found !== undefined) return found;
    const followed: Followed<T> = { lifetime: this.#options.lifetime.child(), users: 0, object: undefined, synced: false, waiting: [] };
    this.#followed.set(key, followed);
    this.#startReflector(namespace, name, followed);
    return followed;
  }

  #startReflector(namespace: string, name: string, followed: Followed<T>): void {
    const { client, clock, log, random, resource } = this.#options;
    const set = (object: T | undefined) => receive(followed, object);
    new Reflector<T>({
      client: closingWith(client, followed.lifetime),
      resource,
      clock: clockWithin(clock, followed.lifetime),
      random: random.fork(`${namespace}/${name}`),
      log,
      scope: { namespace, fieldSelector: `metadata.name=${name}` },
      sink: {
        replace: ([object]) => set(object),
        apply: (events) => events.forEach(({ type, object }) => set(type === "DELETED" ? undefined : object)),
      },
    }).start();
  }
}

function receive<T>(followed: Followed<T>, object: T | undefined): void {
  followed.object = object;
  followed.synced = true;
  for (const resolve of followed.waiting.splice(0)) resolve();
}

/** The same client, whose watches end with the lifetime. */
function closingWith(client: Client, lifetime: Lifetime): Client {
  return {
    ...client,
    watch(resource, options, watcher) {
      const handle = client.watch(resource, options, watcher);
      const forget = lifetime.onEnd(() => handle.close());
      return {
        send: (data) => handle.send(data),
        close() {
          forget();
          handle.close();
        },
      };
    },
  };
}
