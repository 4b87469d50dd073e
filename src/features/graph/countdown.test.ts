import { expect, test } from "vitest";
import { Countdowns, ringSteps } from "./countdown.ts";

test("a wait is full when it is first seen, half when half is over, and empty at its end", () => {
  const waits = new Countdowns();
  expect(waits.stepOf("a", 10_000, 0)).toBe(ringSteps);
  expect(waits.stepOf("a", 10_000, 5_000)).toBe(ringSteps / 2);
  expect(waits.stepOf("a", 10_000, 9_999)).toBe(1);
  expect(waits.stepOf("a", 10_000, 10_000)).toBe(0);
  expect(waits.stepOf("a", 10_000, 99_000)).toBe(0);
});

test("another end is another wait", () => {
  const waits = new Countdowns();
  waits.stepOf("a", 10_000, 0);
  waits.stepOf("a", 10_000, 9_000);
  expect(waits.stepOf("a", 29_000, 9_000)).toBe(ringSteps);
  expect(waits.stepOf("a", 29_000, 19_000)).toBe(ringSteps / 2);
});

test("waits of different pods do not mix", () => {
  const waits = new Countdowns();
  waits.stepOf("a", 10_000, 0);
  expect(waits.stepOf("b", 10_000, 5_000)).toBe(ringSteps);
});

test("a wait that is over when first seen is empty", () => {
  expect(new Countdowns().stepOf("a", 1_000, 2_000)).toBe(0);
});

test("who is gone is forgotten, so that a namesake begins anew", () => {
  const waits = new Countdowns();
  waits.stepOf("a", 10_000, 0);
  waits.keep(new Set(["b"]));
  expect(waits.stepOf("a", 10_000, 8_000)).toBe(ringSteps);
});
