import { assert } from "../base/assert.ts";
import type { EtcdEvent } from "./key-value.ts";

/** The changes of every revision that is still remembered, one entry per revision without gaps. */
export class EventLog {
  #first: number;
  #entries: (readonly EtcdEvent[])[] = [];
  /** How many entries at the front are forgotten already. */
  #dropped = 0;

  constructor(nextRevision: number) {
    this.#first = nextRevision;
  }

  /** How many revisions are remembered. */
  get length(): number {
    return this.#entries.length - this.#dropped;
  }

  append(revision: number, events: readonly EtcdEvent[]): void {
    assert(revision === this.#first + this.#entries.length, "every revision is written once, in order");
    this.#entries.push(events);
  }

  /** The changes of one revision; empty when it is forgotten or yet to come. */
  at(revision: number): readonly EtcdEvent[] {
    return this.#entries[revision - this.#first] ?? [];
  }

  /** All changes from a revision on. */
  *since(revision: number): Generator<EtcdEvent> {
    const start = Math.max(revision - this.#first, this.#dropped);
    for (let index = start; index < this.#entries.length; index++) yield* this.#entries[index]!;
  }

  /** Forgets everything up to and including a revision, and tells of each change that is forgotten. */
  compact(revision: number, forget: (event: EtcdEvent) => void): void {
    for (; this.#first + this.#dropped <= revision && this.#dropped < this.#entries.length; this.#dropped++) {
      this.#entries[this.#dropped]!.forEach(forget);
      this.#entries[this.#dropped] = [];
    }
    if (this.#dropped > this.#entries.length / 2) this.#defragment();
  }

  #defragment(): void {
    this.#entries = this.#entries.slice(this.#dropped);
    this.#first += this.#dropped;
    this.#dropped = 0;
  }
}
