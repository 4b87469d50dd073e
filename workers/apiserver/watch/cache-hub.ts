import { tooManyRequests } from "../../apimachinery/status.ts";
import { second } from "../../base/units.ts";
import type { EtcdClient, EtcdWatch } from "../../etcd/client.ts";
import { EtcdUnavailable } from "../../etcd/errors.ts";
import type { EtcdEvent } from "../../etcd/key-value.ts";
import { prefixRange } from "../../etcd/watch-hub.ts";
import type { Clock } from "../../sim/clock.ts";
import { registryPrefix } from "../registry/storage-prefix.ts";
import type { AnyResource } from "../../api/resource.ts";
import { CacheEvent } from "./cache-event.ts";
import { WatchCache } from "./watch-cache.ts";

const reconnectPeriod = second;

/**
 * Feeds the watch caches of all resources from a single watch on etcd, so that changes of different
 * resources reach clients in the order in which they happened. When etcd goes away all watches end,
 * and the caches begin afresh once it is back.
 */
export class CacheHub {
  readonly #etcd: EtcdClient;
  readonly #clock: Clock;
  readonly #resources = new Map<string, AnyResource>();
  #caches = new Map<string, WatchCache>();
  #watch: EtcdWatch | undefined;
  #delivered = 0;

  constructor(etcd: EtcdClient, clock: Clock) {
    this.#etcd = etcd;
    this.#clock = clock;
    this.#connect();
  }

  /** The revision up to which watchers have been told everything. */
  get revision(): number {
    return this.#delivered;
  }

  /** Does the server hear from etcd? */
  get ready(): boolean {
    return this.#watch !== undefined;
  }

  serve(prefix: string, resource: AnyResource): void {
    this.#resources.set(prefix, resource);
    if (this.#watch !== undefined) this.#caches.set(prefix, new WatchCache(resource, this.#delivered));
  }

  /** No longer serves a resource: its watches end. */
  withdraw(prefix: string): void {
    this.#resources.delete(prefix);
    this.#caches.get(prefix)?.close();
    this.#caches.delete(prefix);
  }

  /** The cache of what lies below a prefix; 429 while etcd is away. */
  cacheFor(prefix: string): WatchCache {
    const cache = this.#caches.get(prefix);
    if (cache === undefined) throw tooManyRequests("storage is (re)initializing", 1);
    return cache;
  }

  close(): void {
    this.#watch?.cancel();
    this.#disconnect();
  }

  #connect(): void {
    try {
      this.#watch = this.#etcd.watch(prefixRange(registryPrefix), { events: (batch) => this.#accept(batch), closed: () => this.#lost() });
      this.#delivered = this.#etcd.revision;
    } catch (error) {
      if (!(error instanceof EtcdUnavailable)) throw error;
      this.#reconnectLater();
      return;
    }
    for (const [prefix, resource] of this.#resources) this.#caches.set(prefix, new WatchCache(resource, this.#delivered));
  }

  #accept(batch: readonly EtcdEvent[]): void {
    const now = this.#clock.now();
    const touched = new Set<WatchCache>();
    for (const event of batch) {
      const cache = this.#cacheOf(event.key);
      if (cache === undefined) continue;
      cache.accept(new CacheEvent(event), now);
      touched.add(cache);
    }
    this.#delivered = batch.at(-1)?.revision ?? this.#delivered;
    for (const cache of touched) cache.flush();
  }

  /** Prefixes have one part after /registry/, or two. */
  #cacheOf(key: string): WatchCache | undefined {
    const first = key.indexOf("/", registryPrefix.length) + 1;
    const short = this.#caches.get(key.slice(0, first));
    if (short !== undefined) return short;
    return this.#caches.get(key.slice(0, key.indexOf("/", first) + 1));
  }

  #lost(): void {
    this.#disconnect();
    this.#reconnectLater();
  }

  #disconnect(): void {
    this.#watch = undefined;
    const caches = [...this.#caches.values()];
    this.#caches = new Map();
    for (const cache of caches) cache.close();
  }

  #reconnectLater(): void {
    this.#clock.after(reconnectPeriod, () => this.#connect(), "background");
  }
}
