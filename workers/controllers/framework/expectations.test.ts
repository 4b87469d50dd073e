import { beforeEach, expect, test } from "vitest";
import { minute } from "../../base/units.ts";
import { Expectations } from "./expectations.ts";

const clock = { time: 0, now: () => clock.time };
let expectations: Expectations;
beforeEach(() => {
  clock.time = 0;
  expectations = new Expectations(clock);
});

test("who expects nothing is satisfied", () => {
  expect(expectations.satisfied("a")).toBe(true);
});

test("creations are waited for, one by one", () => {
  expectations.expectCreations("a", 2);
  expect(expectations.satisfied("a")).toBe(false);
  expectations.creationObserved("a");
  expect(expectations.satisfied("a")).toBe(false);
  expectations.creationObserved("a");
  expect(expectations.satisfied("a")).toBe(true);
});

test("one creation too many changes nothing", () => {
  expectations.expectCreations("a", 1);
  expectations.creationObserved("a");
  expectations.creationObserved("a");
  expectations.expectCreations("a", 1);
  expect(expectations.satisfied("a")).toBe(false);
});

test("a deletion that is told twice counts once", () => {
  expectations.expectDeletions("a", ["x", "y"]);
  expectations.deletionObserved("a", "x");
  expectations.deletionObserved("a", "x");
  expect(expectations.satisfied("a")).toBe(false);
  expectations.deletionObserved("a", "z");
  expect(expectations.satisfied("a")).toBe(false);
  expectations.deletionObserved("a", "y");
  expect(expectations.satisfied("a")).toBe(true);
});

test("keys do not disturb each other", () => {
  expectations.expectCreations("a", 1);
  expectations.creationObserved("b");
  expectations.deletionObserved("b", "x");
  expect([expectations.satisfied("a"), expectations.satisfied("b")]).toEqual([false, true]);
});

test("after five minutes a controller stops to wait", () => {
  expectations.expectCreations("a", 1);
  clock.time = 5 * minute;
  expect(expectations.satisfied("a")).toBe(false);
  clock.time = 5 * minute + 1;
  expect(expectations.satisfied("a")).toBe(true);
});

test("what is forgotten is not waited for", () => {
  expectations.expectDeletions("a", ["x"]);
  expectations.forget("a");
  expect(expectations.satisfied("a")).toBe(true);
});
