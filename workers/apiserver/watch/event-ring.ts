import type { Milliseconds } from "../../base/units.ts";
import type { CacheEvent } from "./cache-event.ts";

interface Kept {
  readonly event: CacheEvent;
  readonly at: Milliseconds;
}

/** Events younger than this are kept, so that a client that was cut off for a moment can go on where it was. */
const fresh: Milliseconds = 75_000;
const fewest = 100;
const most = 10_000;

/** The latest events of one resource, for watches that begin in the past. */
export class EventRing {
  /** Whoever wants events up to this revision is too late. */
  #before: number;
  #events: Kept[] = [];
  #start = 0;

  constructor(revision: number) {
    this.#before = revision;
  }

  /** The oldest revision from which a watch can go on. */
  get oldest(): number {
    return this.#before + 1;
  }

  add(event: CacheEvent, at: Milliseconds): void {
    this.#events.push({ event, at });
    while (this.#surplus(at)) this.#before = this.#events[this.#start++]!.event.revision;
    if (this.#start > 1000 && this.#start > this.#events.length / 2) this.#shrink();
  }

  /** Events after a revision, oldest first; undefined when some of them are forgotten. */
  after(revision: number): readonly CacheEvent[] | undefined {
    if (revision < this.#before) return undefined;
    return this.#events.slice(this.#firstAfter(revision)).map(({ event }) => event);
  }

  #surplus(now: Milliseconds): boolean {
    const size = this.#events.length - this.#start;
    return size > most || (size > fewest && now - this.#events[this.#start]!.at > fresh);
  }

  #shrink(): void {
    this.#events = this.#events.slice(this.#start);
    this.#start = 0;
  }

  #firstAfter(revision: number): number {
    let low = this.#start;
    let high = this.#events.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#events[middle]!.event.revision <= revision) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
