import { performance } from "node:perf_hooks";
import type { World } from "../cluster/session/playground.ts";

/** Turns of Node's event loop and real time, as the simulation wants them. */
export function createNodeWorld(): World {
  let wake = () => {};
  return {
    turn: () => new Promise((resolve) => void setImmediate(resolve)),
    wall: {
      now: () => performance.now(),
      sleep: (milliseconds) =>
        new Promise((resolve) => {
          // A timer keeps the process alive while nothing is due.
          const timer = setTimeout(resolve, Math.min(milliseconds, 2 ** 30));
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        }),
      wake: () => wake(),
    },
  };
}
