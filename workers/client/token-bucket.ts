import { second, type Milliseconds } from "../base/units.ts";
import type { Clock } from "../sim/clock.ts";

export interface BucketSize {
  /** Tokens that drop in per second. */
  readonly qps: number;
  /** Tokens that the bucket holds; it starts full. */
  readonly burst: number;
}

/** A token bucket on the clock: how clients and queues keep from flooding the API server. */
export class TokenBucket {
  readonly #clock: Pick<Clock, "now">;
  readonly #size: BucketSize;
  #tokens: number;
  #at: Milliseconds;

  constructor(clock: Pick<Clock, "now">, size: BucketSize) {
    this.#clock = clock;
    this.#size = size;
    this.#tokens = size.burst;
    this.#at = clock.now();
  }

  /** Takes a token if there is one now. */
  tryTake(): boolean {
    this.#refill();
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }

  /** Takes the next token, even one that is yet to come, and says how long to wait for it. */
  take(): Milliseconds {
    this.#refill();
    this.#tokens -= 1;
    return this.#tokens >= 0 ? 0 : Math.ceil((-this.#tokens / this.#size.qps) * second);
  }

  #refill(): void {
    const now = this.#clock.now();
    this.#tokens = Math.min(this.#size.burst, this.#tokens + ((now - this.#at) / second) * this.#size.qps);
    this.#at = now;
  }
}
