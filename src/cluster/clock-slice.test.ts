import { describe, expect, test } from "vitest";
import type { Speed } from "../../workers/protocol/delta.ts";
import { testStore } from "../testing/test-session.ts";

async function opened(speed: Speed = 1, paused = false) {
  const { store, workers } = testStore();
  await store.getState().open({ seed: "s", nodes: 1 });
  const [worker] = workers;
  if (worker === undefined) throw new Error("no worker was started");
  worker.tell({ clock: { now: 1000, start: 0, paused, speed } });
  return { store, asked: worker.asked };
}

describe("the clock", () => {
  test("pauses, and goes on at the speed it had", async () => {
    const { store, asked } = await opened(20);
    await store.getState().togglePause();
    expect(store.getState().clock.paused).toBe(true);
    await store.getState().togglePause();
    expect(asked).toEqual(["pause", "resume 20"]);
    expect(store.getState().clock.paused).toBe(false);
  });

  test("a chosen speed starts it", async () => {
    const { store, asked } = await opened(1, true);
    await store.getState().setSpeed("max");
    expect(asked).toEqual(["resume max"]);
    expect(store.getState().clock).toMatchObject({ speed: "max", paused: false });
  });

  test.each<[Speed, 1 | -1, string[]]>([
    [1, 1, ["resume 2"]],
    [1, -1, ["resume 0.5"]],
    [100, 1, ["resume max"]],
    ["max", 1, []],
    ["max", -1, ["resume 100"]],
    [0.1, -1, []],
    [3, 1, ["resume 5"]],
    [3, -1, ["resume 2"]],
  ])("from %s by %d: %o", async (from, by, expected) => {
    const { store, asked } = await opened(from);
    await store.getState().changeSpeed(by);
    expect(asked).toEqual(expected);
  });

  test("the next event is taken alone: time stops first", async () => {
    const { store, asked } = await opened();
    await store.getState().nextEvent();
    await store.getState().nextEvent();
    expect(asked).toEqual(["pause", "step", "step"]);
  });

  test("running ahead keeps what it ended with", async () => {
    const { store, asked } = await opened();
    await store.getState().runFor(5_000);
    await store.getState().runUntilSettled();
    expect(asked).toEqual(["runFor 5000", "runUntilSettled"]);
    expect(store.getState().settled).toBe("Settled.");
  });
});
