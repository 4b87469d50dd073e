import type { KubernetesObject } from "../../apimachinery/object.ts";
import type { WatchEvent } from "../../apimachinery/wire.ts";
import type { Milliseconds } from "../../base/units.ts";
import type { AnyResource } from "../../api/resource.ts";
import { nodeField, readField, type Selection } from "../selection.ts";
import type { CacheEvent } from "./cache-event.ts";
import { EventRing } from "./event-ring.ts";

/** One watch of a client, as the cache sees it. */
export interface CacheWatcher {
  readonly selection: Selection;
  /** Changes up to this revision are known to the client already. */
  readonly since: number;
  events(batch: readonly WatchEvent[]): void;
  /** The cache no longer gets changes. */
  closed(): void;
}

interface Registration {
  readonly watcher: CacheWatcher;
  pending: WatchEvent[];
}

/**
 * The watch cache of one resource: the latest events, and who wants to hear of the next ones. Watchers
 * are found by what they select (one object, one node's pods, one namespace), so a change costs only
 * those whom it may concern.
 */
export class WatchCache {
  readonly #resource: AnyResource;
  readonly #ring: EventRing;
  readonly #hasNodes: boolean;
  readonly #buckets = new Map<string, Set<Registration>>();
  /** Whom the batch that is being handed out concerns, in the order in which they were reached. */
  #touched: Registration[] = [];

  constructor(resource: AnyResource, revision: number) {
    this.#resource = resource;
    this.#ring = new EventRing(revision);
    this.#hasNodes = resource.selectableFields[nodeField] !== undefined;
  }

  /** The oldest revision from which a watch can go on. */
  get oldest(): number {
    return this.#ring.oldest;
  }

  /** Events after a revision; undefined when it lies too far back. */
  eventsAfter(revision: number): readonly CacheEvent[] | undefined {
    return this.#ring.after(revision);
  }

  /** Registers a watcher for everything from now on. Returns how to take it off again. */
  add(watcher: CacheWatcher): () => void {
    const registration: Registration = { watcher, pending: [] };
    const key = bucketOf(watcher.selection);
    const bucket = this.#buckets.get(key) ?? new Set();
    this.#buckets.set(key, bucket.add(registration));
    return () => {
      bucket.delete(registration);
      if (bucket.size === 0 && this.#buckets.get(key) === bucket) this.#buckets.delete(key);
      registration.pending = [];
    };
  }

  accept(event: CacheEvent, now: Milliseconds): void {
    this.#ring.add(event, now);
    if (this.#buckets.size === 0) return;
    for (const key of this.#bucketsFor(event)) this.#offer(this.#buckets.get(key), event);
  }

  /** Hands every watcher what has come in for it. */
  flush(): void {
    const touched = this.#touched;
    this.#touched = [];
    for (const registration of touched) {
      const batch = registration.pending;
      registration.pending = [];
      if (batch.length > 0) registration.watcher.events(batch);
    }
  }

  close(): void {
    const watchers = [...this.#buckets.values()].flatMap((bucket) => [...bucket]);
    this.#buckets.clear();
    for (const { watcher } of watchers) watcher.closed();
  }

  #bucketsFor({ object, current, previous }: CacheEvent): Iterable<string> {
    const { name, namespace = "" } = object.metadata;
    const keys = ["", `namespace/${namespace}`, `name/${name}`];
    if (!this.#hasNodes) return keys;
    const nodes = new Set([this.#nodeOf(previous), this.#nodeOf(current)]);
    for (const node of nodes) if (node !== "") keys.push(`node/${node}`);
    return keys;
  }

  #nodeOf(object: KubernetesObject | undefined): string {
    return object === undefined ? "" : readField(this.#resource, object, nodeField);
  }

  #offer(bucket: Set<Registration> | undefined, event: CacheEvent): void {
    if (bucket === undefined) return;
    for (const registration of bucket) {
      const { selection, since } = registration.watcher;
      const seen = event.revision > since ? event.seenBy(selection) : undefined;
      if (seen === undefined) continue;
      if (registration.pending.length === 0) this.#touched.push(registration);
      registration.pending.push(seen);
    }
  }
}

/** The one place where a watcher is looked for: the narrowest of what it selects. */
function bucketOf({ name, node, namespace }: Selection): string {
  if (name !== undefined) return `name/${name}`;
  if (node !== undefined) return `node/${node}`;
  return namespace === "" ? "" : `namespace/${namespace}`;
}
