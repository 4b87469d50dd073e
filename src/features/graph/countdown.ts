/** What is left of each wait, as a part of the whole, in so many steps: more would not be seen, and each is a picture. */
export const ringSteps = 12;

/**
 * Remembers how long each wait was when it was first seen, since an object only says when it will end. A wait
 * is one (id, end) pair; a new end is a new wait.
 */
export class Countdowns {
  readonly #waits = new Map<string, { readonly until: number; readonly since: number }>();

  /** The step of the ring, 0 (over) to `ringSteps` (just begun). */
  stepOf(id: string, until: number, now: number): number {
    const known = this.#waits.get(id);
    const wait = known?.until === until ? known : { until, since: now };
    if (wait !== known) this.#waits.set(id, wait);
    const whole = wait.until - wait.since;
    const part = whole <= 0 ? 0 : (wait.until - now) / whole;
    return Math.max(0, Math.min(ringSteps, Math.ceil(part * ringSteps)));
  }

  /** Forgets the waits of all who are gone. */
  keep(ids: ReadonlySet<string>): void {
    for (const id of this.#waits.keys()) if (!ids.has(id)) this.#waits.delete(id);
  }
}
