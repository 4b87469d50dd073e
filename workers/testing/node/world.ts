import type { World } from "../../cluster/session/playground.ts";
import { turn } from "./turn.ts";

/** Real time as a test has it in hand: none passes but what the test lets pass, so no test waits and none is flaky. */
export interface TestWorld extends World {
  /** Lets real milliseconds pass, and resolves when whoever slept is asleep again. */
  readonly pass: (milliseconds: number) => Promise<void>;
}

/** More turns than any test needs until all that was woken sleeps again. */
const mostTurns = 200_000;

/** What a session needs from outside: turns of Node's event loop, and a wall clock whose hands the test moves. */
export function createTestWorld(): TestWorld {
  let now = 0;
  let sleeper: { readonly until: number; readonly wake: () => void } | undefined;
  const rouse = () => {
    const woken = sleeper;
    sleeper = undefined;
    woken?.wake();
  };
  return {
    turn,
    wall: {
      now: () => now,
      sleep: (milliseconds) => new Promise((resolve) => (sleeper = { until: now + milliseconds, wake: resolve })),
      wake: rouse,
    },
    async pass(milliseconds) {
      const end = now + milliseconds;
      for (let turns = 0; turns < mostTurns; turns++) {
        if (sleeper === undefined) await turn();
        else if (now === end) return;
        else {
          now = Math.min(end, Math.max(now, sleeper.until));
          rouse();
        }
      }
      throw new Error("nobody falls asleep");
    },
  };
}
