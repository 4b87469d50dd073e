import type { ClockState, Speed } from "../../workers/protocol/delta.ts";
import type { Slice } from "./slice.ts";

/** The speeds on offer; 1 is the pace of a real cluster. */
export const speeds: readonly Speed[] = [0.1, 0.5, 1, 2, 5, 10, 20, 50, 100, "max"];

/** The page's view of cluster time: what the worker says, and how to ask it for something else. */
export interface ClockSlice {
  readonly clock: ClockState;
  /** What the last "until settled" or "skip ahead" ended with. */
  readonly settled: string | undefined;
  readonly togglePause: () => Promise<void>;
  readonly setSpeed: (speed: Speed) => Promise<void>;
  /** One notch faster (1) or slower (-1). */
  readonly changeSpeed: (by: 1 | -1) => Promise<void>;
  readonly nextEvent: () => Promise<void>;
  readonly runFor: (milliseconds: number) => Promise<void>;
  readonly runUntilSettled: () => Promise<void>;
}

export const createClockSlice: Slice<ClockSlice> = ({ get, set, session }) => ({
  clock: { now: 0, start: 0, paused: true, speed: 1 },
  settled: undefined,

  async togglePause() {
    const { paused, speed } = get().clock;
    await (paused ? session().resume(speed) : session().pause());
    set(({ clock }) => ({ clock: { ...clock, paused: !paused } }));
  },

  async setSpeed(speed) {
    await session().resume(speed);
    set(({ clock }) => ({ clock: { ...clock, speed, paused: false } }));
  },

  async changeSpeed(by) {
    const here = numberOf(get().clock.speed);
    const next = by > 0 ? speeds.find((speed) => numberOf(speed) > here) : speeds.findLast((speed) => numberOf(speed) < here);
    if (next !== undefined) await get().setSpeed(next);
  },

  async nextEvent() {
    await pauseFirst(get);
    await session().step();
  },

  async runFor(milliseconds) {
    await session().runFor(milliseconds);
  },

  async runUntilSettled() {
    const { message } = await session().runUntilSettled();
    set({ settled: message });
  },
});

/** A single event is only seen while nothing else moves. */
async function pauseFirst(get: () => ClockSlice) {
  if (!get().clock.paused) await get().togglePause();
}

const numberOf = (speed: Speed) => (speed === "max" ? Infinity : speed);
