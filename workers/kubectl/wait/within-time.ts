import type { Milliseconds } from "../../base/units.ts";
import type { Clock } from "../../sim/clock.ts";

export interface TimeLimit {
  readonly timeout: Milliseconds;
  /** What to reject with when the time is over. */
  readonly late: () => Error;
}

/** The work's result, unless it takes too long. The clock does not wait for the limit when nothing else is left to do. */
export function withinTime<T>(clock: Clock, work: Promise<T>, { timeout, late }: TimeLimit): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = clock.after(timeout, () => reject(late()), "background");
    work.then(
      (value) => {
        timer.cancel();
        resolve(value);
      },
      (error: unknown) => {
        timer.cancel();
        reject(error as Error);
      },
    );
  });
}
