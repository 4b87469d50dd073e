import type { Milliseconds } from "../base/units.ts";
import type { Clock } from "../sim/clock.ts";
import type { Random } from "../sim/random.ts";

export interface BackoffOptions {
  readonly initial: Milliseconds;
  readonly most: Milliseconds;
  readonly factor: number;
  /** Each delay grows by up to this share of itself, so that many clients do not come back at once. */
  readonly jitter: number;
  /** So long without a failure, and the delay starts small again. */
  readonly resetAfter: Milliseconds;
}

/** How long to wait before the next try, longer with each failure. */
export class Backoff {
  readonly #clock: Pick<Clock, "now">;
  readonly #random: Random;
  readonly #options: BackoffOptions;
  #delay: Milliseconds;
  #last: Milliseconds;

  constructor(clock: Pick<Clock, "now">, random: Random, options: BackoffOptions) {
    this.#clock = clock;
    this.#random = random;
    this.#options = options;
    this.#delay = options.initial;
    this.#last = clock.now();
  }

  next(): Milliseconds {
    const { initial, most, factor, jitter, resetAfter } = this.#options;
    const now = this.#clock.now();
    if (now - this.#last > resetAfter) this.#delay = initial;
    this.#last = now;
    const delay = Math.min(this.#delay, most);
    this.#delay = Math.min(delay * factor, most);
    return delay * (1 + jitter * this.#random.next());
  }

  reset(): void {
    this.#delay = this.#options.initial;
  }
}
