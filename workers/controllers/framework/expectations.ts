import { minute, type Milliseconds } from "../../base/units.ts";
import type { Clock } from "../../sim/clock.ts";

/** After this long a controller stops to wait for what it expected to see. */
const patience = 5 * minute;

interface Expected {
  readonly since: Milliseconds;
  creations: number;
  /** Keys, since one deletion may be told twice. */
  readonly deletions: Set<string>;
}

/**
 * What a controller has done and not yet seen happen. Its informers lag behind its own writes: until they
 * have caught up it must not count, or it would create and delete too much.
 */
export class Expectations {
  readonly #clock: Pick<Clock, "now">;
  readonly #expected = new Map<string, Expected>();

  constructor(clock: Pick<Clock, "now">) {
    this.#clock = clock;
  }

  expectCreations(key: string, count: number): void {
    this.#expected.set(key, { since: this.#clock.now(), creations: count, deletions: new Set() });
  }

  expectDeletions(key: string, deleted: readonly string[]): void {
    this.#expected.set(key, { since: this.#clock.now(), creations: 0, deletions: new Set(deleted) });
  }

  /** One creation was seen, or will never be. */
  creationObserved(key: string): void {
    const expected = this.#expected.get(key);
    if (expected !== undefined && expected.creations > 0) expected.creations--;
  }

  /** One deletion was seen, or will never be. */
  deletionObserved(key: string, deleted: string): void {
    this.#expected.get(key)?.deletions.delete(deleted);
  }

  /** Has everything been seen that was expected, or is it too long ago? */
  satisfied(key: string): boolean {
    const expected = this.#expected.get(key);
    if (expected === undefined) return true;
    if (expected.creations === 0 && expected.deletions.size === 0) return true;
    return this.#clock.now() - expected.since > patience;
  }

  forget(key: string): void {
    this.#expected.delete(key);
  }
}
