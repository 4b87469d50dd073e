import type { Milliseconds } from "../../base/units.ts";
import type { ObjectKey } from "../../apimachinery/object.ts";
import type { Clock, Timer } from "../../sim/clock.ts";

/** Pods that have to go at a certain time, unless something happens before. */
export class TimedEvictions {
  readonly #clock: Clock;
  readonly #evict: (key: ObjectKey, revision: number) => void;
  readonly #pending = new Map<ObjectKey, Timer>();

  constructor(clock: Clock, evict: (key: ObjectKey, revision: number) => void) {
    this.#clock = clock;
    this.#evict = evict;
  }

  get size(): number {
    return this.#pending.size;
  }

  /** Evicts after the delay. An eviction that is pending stays as it is: the time counts from the first judgement. */
  schedule(key: ObjectKey, delay: Milliseconds, revision: number): void {
    if (this.#pending.has(key)) return;
    if (delay <= 0) return this.#evict(key, revision);
    const fire = () => {
      this.#pending.delete(key);
      this.#evict(key, revision);
    };
    this.#pending.set(key, this.#clock.after(delay, fire));
  }

  /** Was an eviction pending? */
  cancel(key: ObjectKey): boolean {
    this.#pending.get(key)?.cancel();
    return this.#pending.delete(key);
  }
}
