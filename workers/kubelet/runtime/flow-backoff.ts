import type { Milliseconds } from "../../base/units.ts";
import type { Clock } from "../../sim/clock.ts";

interface Entry {
  readonly delay: Milliseconds;
  readonly updatedAt: Milliseconds;
}

/** Delays that double with each failure of a key, and are forgotten after twice the longest of them in peace. */
export class FlowBackoff {
  readonly #clock: Pick<Clock, "now">;
  readonly #initial: Milliseconds;
  readonly #most: Milliseconds;
  readonly #entries = new Map<string, Entry>();

  constructor(clock: Pick<Clock, "now">, { initial, most }: { readonly initial: Milliseconds; readonly most: Milliseconds }) {
    this.#clock = clock;
    this.#initial = initial;
    this.#most = most;
  }

  /** The delay that the key has earned; 0 without a failure. */
  get(key: string): Milliseconds {
    return this.#entries.get(key)?.delay ?? 0;
  }

  /** Counts a failure that happened at `eventAt`. */
  next(key: string, eventAt: Milliseconds): void {
    const entry = this.#entries.get(key);
    const fresh = entry === undefined || this.#expired(entry, eventAt);
    this.#entries.set(key, { delay: fresh ? this.#initial : Math.min(entry.delay * 2, this.#most), updatedAt: this.#clock.now() });
  }

  /** Is the delay since an event at `eventAt` still running? */
  isRunningSince(key: string, eventAt: Milliseconds): boolean {
    const entry = this.#entries.get(key);
    if (entry === undefined || this.#expired(entry, eventAt)) return false;
    return this.#clock.now() - eventAt < entry.delay;
  }

  /** When the delay that runs since the last failure ends; undefined when none runs. */
  endOfDelay(key: string): Milliseconds | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    const end = entry.updatedAt + entry.delay;
    return this.#clock.now() < end ? end : undefined;
  }

  /** Starts the key afresh. */
  reset(key: string): void {
    this.#entries.delete(key);
  }

  /** Forgets what has been quiet for long, so that keys of pods that are gone do not pile up. */
  collectGarbage(): void {
    const now = this.#clock.now();
    for (const [key, entry] of this.#entries) if (now - entry.updatedAt > 2 * this.#most) this.#entries.delete(key);
  }

  #expired({ updatedAt }: Entry, eventAt: Milliseconds): boolean {
    return eventAt - updatedAt > 2 * this.#most;
  }
}
