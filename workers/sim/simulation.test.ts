import { describe, expect, test } from "vitest";
import { turn } from "../testing/node/turn.ts";
import { clockWithin, every } from "./clock.ts";
import { Lifetime } from "./lifetime.ts";
import { Simulation } from "./simulation.ts";

const start = 1_000;
const simulate = () => new Simulation({ start, turn });

describe("virtual time", () => {
  test("stands still until something is due, then jumps there", async () => {
    const simulation = simulate();
    const seen: number[] = [];
    simulation.after(500, () => seen.push(simulation.now()));
    await simulation.runFor(499);
    expect(seen).toEqual([]);
    await simulation.runFor(1);
    expect(seen).toEqual([1_500]);
    expect(simulation.now()).toBe(1_500);
  });

  test("runs timers by time, then in the order they were set", async () => {
    const simulation = simulate();
    const seen: string[] = [];
    simulation.after(2, () => seen.push("c"));
    simulation.after(1, () => seen.push("a"));
    simulation.after(1, () => seen.push("b"));
    await simulation.runFor(10);
    expect(seen).toEqual(["a", "b", "c"]);
  });

  test("rounds delays up to whole milliseconds and never goes back", async () => {
    const simulation = simulate();
    const seen: number[] = [];
    simulation.after(0.2, () => seen.push(simulation.now()));
    simulation.after(-5, () => seen.push(simulation.now()));
    await simulation.runFor(5);
    expect(seen).toEqual([1_000, 1_001]);
  });

  test("waits for long chains of promises before the next timer", async () => {
    const simulation = simulate();
    const seen: string[] = [];
    simulation.after(1, () => {
      simulation.spawn(async () => {
        for (let hop = 0; hop < 500; hop++) await Promise.resolve();
        seen.push("first");
      });
    });
    simulation.after(1, () => seen.push("second"));
    await simulation.runFor(1);
    expect(seen).toEqual(["first", "second"]);
  });

  test("a cancelled timer never fires and counts no more", async () => {
    const simulation = simulate();
    const seen: number[] = [];
    const timer = simulation.after(1, () => seen.push(1));
    expect(simulation.settled).toBe(false);
    timer.cancel();
    timer.cancel();
    expect(simulation.settled).toBe(true);
    expect(simulation.nextAt).toBeUndefined();
    await simulation.runFor(5);
    expect(seen).toEqual([]);
  });

  test("background timers do not keep the world unsettled", () => {
    const simulation = simulate();
    every(simulation, 10, () => {});
    expect(simulation.settled).toBe(true);
    simulation.after(10, () => {});
    expect(simulation.settled).toBe(false);
  });

  test("messages under way do not keep the world from being idle, intentions do", () => {
    const simulation = simulate();
    simulation.after(2, () => {});
    expect([simulation.settled, simulation.idle]).toEqual([false, true]);
    const intention = simulation.after(300_000, () => {});
    expect(simulation.idle).toBe(false);
    intention.cancel();
    expect(simulation.idle).toBe(true);
  });

  test("an endless loop within one instant is found out", async () => {
    const simulation = new Simulation({ start, turn: () => Promise.resolve() });
    const again = () => void simulation.after(0, again);
    again();
    await expect(simulation.runFor(1)).rejects.toThrow("virtual time does not move");
  });
});

describe("inputs", () => {
  test("come before every timer of their millisecond, live and replayed", async () => {
    const run = async (replayAt: number | undefined) => {
      const simulation = simulate();
      const seen: string[] = [];
      const arrive = () => seen.push("input");
      if (replayAt !== undefined) simulation.input(arrive, replayAt);
      simulation.after(5, () => seen.push("before"));
      simulation.after(6, () => seen.push("after"));
      await simulation.runFor(5);
      const at = replayAt ?? simulation.input(arrive);
      await simulation.runFor(5);
      return { seen, at };
    };
    const live = await run(undefined);
    expect(live).toEqual({ seen: ["before", "input", "after"], at: 1_006 });
    expect(await run(live.at)).toEqual(live);
  });

  test("cannot change the past", () => {
    expect(() => simulate().input(() => {}, start)).toThrow("cannot change the past");
  });
});

describe("broken invariants", () => {
  test.each([
    ["thrown in a timer", (simulation: Simulation) => void simulation.after(1, () => { throw new Error("broken"); })],
    ["thrown in a spawned task", (simulation: Simulation) => void simulation.after(1, () => simulation.spawn(async () => { await simulation.sleep(1); throw new Error("broken"); }))],
  ])("%s stop the simulation", async (_, plant) => {
    const simulation = simulate();
    plant(simulation);
    await expect(simulation.runFor(5)).rejects.toThrow("broken");
    await expect(simulation.runFor(5)).rejects.toThrow("broken");
  });
});

describe("a clock within a lifetime", () => {
  test("falls silent when the lifetime ends", async () => {
    const simulation = simulate();
    const lifetime = new Lifetime();
    const clock = clockWithin(simulation, lifetime);
    const seen: string[] = [];
    clock.spawn(async () => {
      await clock.sleep(5);
      seen.push("slept");
      await clock.sleep(5);
      seen.push("slept again");
    });
    every(clock, 3, () => seen.push("tick"));
    await simulation.runFor(7);
    lifetime.end();
    expect(simulation.nextAt).toBeUndefined();
    await simulation.runFor(100);
    expect(seen).toEqual(["tick", "slept", "tick"]);
  });

  test.each([
    ["the part ends", (_: Lifetime, part: Lifetime) => part.end(), ["whole 5", "whole 5"]],
    ["the whole ends", (whole: Lifetime) => whole.end(), []],
  ])("within the clock of a longer lifetime: when %s", async (_, end, expected) => {
    const simulation = simulate();
    const whole = new Lifetime();
    const part = whole.child().child();
    const outer = clockWithin(simulation, whole);
    const inner = clockWithin(outer, part);
    const seen: string[] = [];
    outer.after(5, () => seen.push("whole 5"));
    inner.after(5, () => seen.push("part 5"));
    inner.spawn(async () => {
      await inner.sleep(5);
      seen.push("part slept");
    });
    outer.after(5, () => seen.push("whole 5"));
    await simulation.runFor(2);
    end(whole, part);
    await simulation.runFor(100);
    expect(seen).toEqual(expected);
  });

  test("within the clock of a stranger's lifetime: either end silences it", async () => {
    const simulation = simulate();
    const [left, right] = [new Lifetime(), new Lifetime()];
    const clock = clockWithin(clockWithin(simulation, left), right);
    const seen: string[] = [];
    clock.after(1, () => seen.push("both live"));
    clock.after(5, () => seen.push("one lives"));
    await simulation.runFor(2);
    left.end();
    await simulation.runFor(100);
    expect(seen).toEqual(["both live"]);
    expect(left.isWithin(right)).toBe(false);
  });

  test("ends with its parent, and only once", () => {
    const parent = new Lifetime();
    const child = parent.child();
    const seen: string[] = [];
    child.onEnd(() => seen.push("child"));
    const stop = parent.onEnd(() => seen.push("parent"));
    stop();
    parent.end();
    parent.end();
    expect(seen).toEqual(["child"]);
    expect(child.ended).toBe(true);
    parent.onEnd(() => seen.push("late"));
    expect(seen).toEqual(["child", "late"]);
  });
});
