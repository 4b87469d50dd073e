import type { KubernetesObject } from "../../apimachinery/object.ts";
import type { WatchEvent, WatchEventType } from "../../apimachinery/wire.ts";
import type { EtcdEvent } from "../../etcd/key-value.ts";
import type { Selection } from "../selection.ts";

/**
 * One change of one object. A watcher that selects sees it differently from the next one: what a selector
 * lets in anew is ADDED, what it loses is DELETED. The events themselves are made once and shared.
 */
export class CacheEvent {
  readonly revision: number;
  /** The object after the change; undefined when it was deleted. */
  readonly current: KubernetesObject | undefined;
  readonly previous: KubernetesObject | undefined;
  readonly #made: Partial<Record<WatchEventType, WatchEvent>> = {};

  constructor({ revision, current, previous }: EtcdEvent) {
    this.revision = revision;
    this.current = current?.value as KubernetesObject | undefined;
    this.previous = previous?.value as KubernetesObject | undefined;
  }

  /** The object after the change, or the last state of one that is gone. */
  get object(): KubernetesObject {
    return (this.current ?? this.previous)!;
  }

  /** What a watcher with this selection is told; undefined when it is not concerned. */
  seenBy(selection: Selection): WatchEvent | undefined {
    const after = this.current !== undefined && selection.matches(this.current);
    const before = this.previous !== undefined && selection.matches(this.previous);
    if (after) return before ? this.#event("MODIFIED") : this.#event("ADDED");
    return before ? this.#event("DELETED") : undefined;
  }

  #event(type: "ADDED" | "MODIFIED" | "DELETED"): WatchEvent {
    return (this.#made[type] ??= Object.freeze({ type, object: type === "DELETED" ? this.#lastState() : this.current! }));
  }

  /** What is gone, or out of sight, is shown as it was, but with the revision at which it went. */
  #lastState(): KubernetesObject {
    const last = this.previous!;
    return Object.freeze({ ...last, metadata: Object.freeze({ ...last.metadata, resourceVersion: String(this.revision) }) });
  }
}
