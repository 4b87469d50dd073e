import type { Clock } from "../sim/clock.ts";

/** Real time, for programs that work outside of the simulation. */
export const wallClock: Clock = {
  now: () => Date.now(),
  after(delay, run, kind) {
    const timer = setTimeout(run, Math.min(Math.ceil(delay), 2 ** 31 - 1));
    if (kind === "background") timer.unref();
    return { cancel: () => clearTimeout(timer) };
  },
  sleep: (delay) => new Promise((resolve) => void setTimeout(resolve, Math.ceil(delay))),
  spawn: (task) => void task(),
};
