import { minute, second, type Milliseconds } from "../base/units.ts";
import type { Clock, Timer, TimerKind } from "../sim/clock.ts";
import { TokenBucket, type BucketSize } from "./token-bucket.ts";

/** A key that wants work, and the newest change that it wants it for. */
export interface WorkItem {
  readonly key: string;
  readonly revision: number | undefined;
}

export interface RetryPolicy {
  readonly initial: Milliseconds;
  readonly most: Milliseconds;
  /** Over all keys, so that many failing keys do not flood the API server. */
  readonly overall?: BucketSize;
}

/** The policy of controllers that state no other. */
export const defaultRetryPolicy: RetryPolicy = { initial: 5, most: 1000 * second, overall: { qps: 10, burst: 100 } };

/** Retries that come later than this are the pulse of something that fails for good. */
const patience = minute;

/**
 * The keys that a controller has to look at. A key is never worked on twice at once; however often it is
 * added meanwhile, it comes back exactly once.
 */
export class WorkQueue {
  readonly #clock: Clock;
  readonly #policy: RetryPolicy;
  readonly #bucket: TokenBucket | undefined;
  /** In the order in which they were added, with the newest revision. */
  readonly #waiting = new Map<string, number | undefined>();
  readonly #processing = new Set<string>();
  /** Added while being worked on. */
  readonly #dirty = new Map<string, number | undefined>();
  readonly #later = new Map<string, { readonly at: Milliseconds; readonly timer: Timer }>();
  readonly #failures = new Map<string, number>();
  #ready: () => void = () => {};

  constructor(clock: Clock, policy: RetryPolicy = defaultRetryPolicy) {
    this.#clock = clock;
    this.#policy = policy;
    this.#bucket = policy.overall === undefined ? undefined : new TokenBucket(clock, policy.overall);
  }

  /** How many keys wait to be taken. */
  get length(): number {
    return this.#waiting.size;
  }

  /** `listener` is called whenever there may be something to take. */
  onReady(listener: () => void): void {
    this.#ready = listener;
    if (this.length > 0) listener();
  }

  add(key: string, revision?: number): void {
    const target = this.#processing.has(key) ? this.#dirty : this.#waiting;
    const known = target.get(key);
    target.set(key, newest(known, revision));
    if (target === this.#waiting) this.#ready();
  }

  /** Adds the key after the delay. Of several delays the shortest counts. */
  addAfter(key: string, delay: Milliseconds, revision?: number, kind: TimerKind = "foreground"): void {
    if (delay <= 0) return this.add(key, revision);
    const at = this.#clock.now() + delay;
    const pending = this.#later.get(key);
    if (pending !== undefined && pending.at <= at) return;
    pending?.timer.cancel();
    const timer = this.#clock.after(
      delay,
      () => {
        this.#later.delete(key);
        this.add(key, revision);
      },
      kind,
    );
    this.#later.set(key, { at, timer });
  }

  /** Adds the key again after a failure: later each time, until `forget`. */
  addRateLimited(key: string, revision?: number): void {
    const failures = this.#failures.get(key) ?? 0;
    this.#failures.set(key, failures + 1);
    const own = Math.min(this.#policy.initial * 2 ** failures, this.#policy.most);
    const delay = Math.max(own, this.#bucket?.take() ?? 0);
    this.addAfter(key, delay, revision, delay >= patience ? "background" : "foreground");
  }

  /** The key has succeeded: its next failure counts as the first. */
  forget(key: string): void {
    this.#failures.delete(key);
  }

  /** How often the key has failed since it was last forgotten. */
  failures(key: string): number {
    return this.#failures.get(key) ?? 0;
  }

  /** The next key, which now counts as being worked on until `done`. */
  take(): WorkItem | undefined {
    const first = this.#waiting.entries().next();
    if (first.done === true) return undefined;
    const [key, revision] = first.value;
    this.#waiting.delete(key);
    this.#processing.add(key);
    // Whoever wanted a look at the key later gets it now, and says anew when to look again.
    this.#later.get(key)?.timer.cancel();
    this.#later.delete(key);
    return { key, revision };
  }

  done(key: string): void {
    this.#processing.delete(key);
    if (!this.#dirty.has(key)) return;
    const revision = this.#dirty.get(key);
    this.#dirty.delete(key);
    this.add(key, revision);
  }
}

const newest = (a: number | undefined, b: number | undefined) => (a === undefined ? b : b === undefined ? a : Math.max(a, b));
