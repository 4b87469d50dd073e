import { describe, expect, test } from "vitest";
import { type Condition, findCondition, isConditionTrue, removeCondition, setCondition } from "./conditions.ts";

const before = "2026-01-01T00:00:00Z";
const now = "2026-01-01T00:01:00Z";
const ready: Condition = { type: "Ready", status: "True", reason: "Up", message: "all good", lastTransitionTime: before };
const other: Condition = { type: "Other", status: "False", reason: "No", message: "", lastTransitionTime: before };

describe("setting a condition", () => {
  test.each([
    ["a new one goes to the end and starts now", [other], { ...ready, lastTransitionTime: undefined }, [other, { ...ready, lastTransitionTime: now }]],
    ["a new one may say when it started", [], ready, [ready]],
    ["another status moves the transition time", [ready, other], { type: "Ready", status: "False", reason: "Down", message: "x" }, [{ type: "Ready", status: "False", reason: "Down", message: "x", lastTransitionTime: now }, other]],
    ["another status may say when it came", [ready], { ...ready, status: "False", lastTransitionTime: "2026-01-01T00:00:30Z" }, [{ ...ready, status: "False", lastTransitionTime: "2026-01-01T00:00:30Z" }]],
    ["another reason keeps the transition time", [ready], { type: "Ready", status: "True", reason: "Still", message: "all good" }, [{ ...ready, reason: "Still" }]],
    ["the same status never takes a new time", [ready], { ...ready, message: "new", lastTransitionTime: now }, [{ ...ready, message: "new" }]],
    ["a missing list is an empty one", undefined, ready, [ready]],
  ] as const)("%s", (_name, conditions, next, expected) => {
    expect(setCondition<Condition>(conditions, next, now)).toEqual(expected);
  });

  test("nothing changed gives back the same list", () => {
    const conditions = Object.freeze([ready, other]);
    expect(setCondition(conditions, { type: "Ready", status: "True", reason: "Up", message: "all good" }, now)).toBe(conditions);
  });

  test("the old list stays as it is", () => {
    const conditions = Object.freeze([Object.freeze({ ...ready })]);
    setCondition(conditions, { ...ready, status: "False" }, now);
    expect(conditions).toEqual([ready]);
  });

  test("fields of special conditions survive", () => {
    const special = [{ ...ready, observedGeneration: 3 }];
    expect(setCondition(special, { ...ready, observedGeneration: 4 }, now)[0]).toMatchObject({ observedGeneration: 4, lastTransitionTime: before });
  });
});

test("finding and removing", () => {
  expect(findCondition([ready, other], "Other")).toBe(other);
  expect(findCondition(undefined, "Other")).toBeUndefined();
  expect([isConditionTrue([ready, other], "Ready"), isConditionTrue([ready, other], "Other"), isConditionTrue(undefined, "Ready")]).toEqual([true, false, false]);
  const conditions = [ready, other];
  expect(removeCondition(conditions, "Ready")).toEqual([other]);
  expect(removeCondition(conditions, "Missing")).toBe(conditions);
  expect(removeCondition(undefined, "Missing")).toEqual([]);
});
