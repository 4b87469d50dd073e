import { expect, test } from "vitest";
import type { Delta } from "../../workers/protocol/delta.ts";
import { coalesce } from "./coalesce.ts";

/** A screen whose frames come when the test says so. */
function screen() {
  let tasks: (() => void)[] = [];
  return {
    schedule: (task: () => void) => void tasks.push(task),
    waiting: () => tasks.length,
    frame: () => {
      const due = tasks;
      tasks = [];
      for (const task of due) task();
    },
  };
}

const delta = (sequence: number): Delta => ({ sequence });

test("deltas between two frames are delivered together and in order", () => {
  const { schedule, frame, waiting } = screen();
  const delivered: number[][] = [];
  const listen = coalesce(schedule, (deltas) => delivered.push(deltas.map(({ sequence }) => sequence)));
  listen(delta(1));
  listen(delta(2));
  expect(delivered).toEqual([]);
  expect(waiting()).toBe(1);
  frame();
  expect(delivered).toEqual([[1, 2]]);
});

test("each frame starts anew, and an idle frame delivers nothing", () => {
  const { schedule, frame, waiting } = screen();
  const delivered: number[][] = [];
  const listen = coalesce(schedule, (deltas) => delivered.push(deltas.map(({ sequence }) => sequence)));
  listen(delta(1));
  frame();
  frame();
  listen(delta(2));
  expect(waiting()).toBe(1);
  frame();
  expect(delivered).toEqual([[1], [2]]);
});

test("a delta that arrives during a delivery waits for the next frame", () => {
  const { schedule, frame } = screen();
  const delivered: number[][] = [];
  const listen = coalesce(schedule, (deltas) => {
    delivered.push(deltas.map(({ sequence }) => sequence));
    if (delivered.length === 1) listen(delta(9));
  });
  listen(delta(1));
  frame();
  expect(delivered).toEqual([[1]]);
  frame();
  expect(delivered).toEqual([[1], [9]]);
});
