import type { Milliseconds } from "../base/units.ts";
import type { Lifetime } from "./lifetime.ts";

/**
 * Background timers are the cluster's pulse (heartbeats, resyncs, probes, crash back-off): they go on
 * for ever, so "run until settled" does not wait for them. Everything else is foreground.
 */
export type TimerKind = "foreground" | "background";

export interface Timer {
  cancel(): void;
}

/** The only source of time inside the cluster. Time stands still while any promise can still settle. */
export interface Clock {
  /** Whole milliseconds since the Unix epoch. */
  now(): Milliseconds;
  /** Runs `run` once after `delay` (rounded up to whole milliseconds; 0 means later in this instant). */
  after(delay: Milliseconds, run: () => void, kind?: TimerKind): Timer;
  /** Resolves after `delay`; never, when the lifetime of the clock ends before. */
  sleep(delay: Milliseconds, kind?: TimerKind): Promise<void>;
  /** Starts a task that nobody awaits. If it throws, an invariant is broken and the simulation stops. */
  spawn(task: () => Promise<void>): void;
}

/** The same clock, for something mortal: when the lifetime ends, its timers fall silent and its sleeps never return. */
export function clockWithin(clock: Clock, lifetime: Lifetime): Clock {
  // A part of something ends no later than the whole, so its own end is all that its timers need to watch.
  const beneath = clock instanceof MortalClock && lifetime.isWithin(clock.lifetime) ? clock.beneath : clock;
  return new MortalClock(beneath, lifetime);
}

class MortalClock implements Clock {
  readonly beneath: Clock;
  readonly lifetime: Lifetime;

  constructor(beneath: Clock, lifetime: Lifetime) {
    this.beneath = beneath;
    this.lifetime = lifetime;
  }

  now(): Milliseconds {
    return this.beneath.now();
  }

  after(delay: Milliseconds, run: () => void, kind?: TimerKind): Timer {
    if (this.lifetime.ended) return { cancel() {} };
    const fire = () => {
      forget();
      run();
    };
    const timer = this.beneath.after(delay, fire, kind);
    const forget = this.lifetime.onEnd(() => timer.cancel());
    return {
      cancel() {
        forget();
        timer.cancel();
      },
    };
  }

  sleep(delay: Milliseconds, kind?: TimerKind): Promise<void> {
    return new Promise((resolve) => void this.after(delay, resolve, kind));
  }

  spawn(task: () => Promise<void>): void {
    if (!this.lifetime.ended) this.beneath.spawn(task);
  }
}

/** Runs `run` every `period`, first after one period, until the timer is cancelled or its clock dies. */
export function every(clock: Clock, period: Milliseconds, run: () => void, kind: TimerKind = "background"): Timer {
  let timer = clock.after(period, tick, kind);
  function tick() {
    timer = clock.after(period, tick, kind);
    run();
  }
  return { cancel: () => timer.cancel() };
}
