import type { Delta } from "../../workers/protocol/delta.ts";

/** Runs a task soon, and at most once per frame. */
export type Schedule = (task: () => void) => void;

/**
 * A listener that gathers deltas and hands them on together, once per frame: the worker may be faster than
 * the screen. The caller schedules, so that a test needs no screen.
 */
export function coalesce(schedule: Schedule, deliver: (deltas: readonly Delta[]) => void): (delta: Delta) => void {
  let waiting: Delta[] = [];
  const flush = () => {
    const deltas = waiting;
    waiting = [];
    if (deltas.length > 0) deliver(deltas);
  };
  return (delta) => {
    waiting.push(delta);
    if (waiting.length === 1) schedule(flush);
  };
}

/** The next frame, or a quarter of a second where frames stop (a tab in the background). */
export const nextFrame: Schedule = (task) => {
  let done = false;
  const run = () => {
    if (done) return;
    done = true;
    clearTimeout(timer);
    cancelAnimationFrame(frame);
    task();
  };
  const timer = setTimeout(run, 250);
  const frame = requestAnimationFrame(run);
};
