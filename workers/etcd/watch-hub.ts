import { prefixEnd } from "../base/sorted-map.ts";
import type { Clock } from "../sim/clock.ts";
import type { EtcdWatch, EtcdWatcher, WatchRequest } from "./client.ts";
import type { EtcdEvent, KeyRange } from "./key-value.ts";

interface Registration {
  readonly range: KeyRange;
  readonly watcher: EtcdWatcher;
  pending: EtcdEvent[];
}

/** Hands changes to watchers, all that one instant brings in one batch, in the order of their revisions. */
export class WatchHub {
  readonly #clock: Clock;
  readonly #registrations = new Set<Registration>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  add({ from, to }: WatchRequest, past: readonly EtcdEvent[], watcher: EtcdWatcher): EtcdWatch {
    const registration: Registration = { range: { from, ...(to !== undefined && { to }) }, watcher, pending: [] };
    this.#registrations.add(registration);
    for (const event of past) this.#offer(registration, event);
    return { cancel: () => void this.#registrations.delete(registration) };
  }

  publish(events: readonly EtcdEvent[]): void {
    for (const registration of this.#registrations) for (const event of events) this.#offer(registration, event);
  }

  close(error: Error): void {
    const registrations = [...this.#registrations];
    this.#registrations.clear();
    for (const { watcher } of registrations) watcher.closed(error);
  }

  #offer(registration: Registration, event: EtcdEvent): void {
    const { from, to } = registration.range;
    if (event.key < from || (to !== undefined && event.key >= to)) return;
    registration.pending.push(event);
    if (registration.pending.length === 1) this.#clock.after(0, () => this.#flush(registration));
  }

  #flush(registration: Registration): void {
    const batch = registration.pending;
    registration.pending = [];
    if (this.#registrations.has(registration)) registration.watcher.events(batch);
  }
}

/** The range of all keys that begin with `prefix`. */
export function prefixRange(prefix: string): KeyRange {
  const to = prefixEnd(prefix);
  return to === undefined ? { from: prefix } : { from: prefix, to };
}
