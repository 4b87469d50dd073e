import { describe, expect, test } from "vitest";
import { info } from "../../testing/scheduling-objects.ts";
import { type Candidate, pickCandidate } from "./candidate.ts";

const now = 1_776_852_000_000;
const time = (hour: number) => `2026-04-22T0${hour}:00:00Z`;

/** Victims as [priority, hour of start], the most important first. */
const candidate = (nodeName: string, victims: readonly (readonly [priority: number, hour?: number])[], violations = 0): Candidate => ({
  nodeName,
  violations,
  victims: victims.map(([priority, hour], index) => info({ name: `${nodeName}-${index}`, priority, ...(hour !== undefined && { started: time(hour) }) })),
});

describe("the node where the least harm is done", () => {
  test.each([
    ["there is none", [], undefined],
    ["there is one", [candidate("a", [[0, 1]])], "a"],
    ["breaks the fewest budgets", [candidate("a", [[0, 1]], 1), candidate("b", [[100, 1], [100, 1]])], "b"],
    ["has the least important most important victim", [candidate("a", [[100, 1]]), candidate("b", [[50, 1], [50, 1]])], "b"],
    ["has the smallest sum of priorities", [candidate("a", [[50, 1], [50, 1]]), candidate("b", [[50, 1], [10, 1]])], "b"],
    ["fewer victims beat negative priorities", [candidate("a", [[-10, 1], [-10, 1]]), candidate("b", [[-10, 1]])], "b"],
    ["has the fewest victims", [candidate("a", [[50, 1], [0, 1], [-(2 ** 31), 1]]), candidate("b", [[50, 1], [0, 1]])], "b"],
    ["has the victims that started last", [candidate("a", [[50, 1]]), candidate("b", [[50, 3]]), candidate("c", [[50, 2]])], "b"],
    ["only the most important victims' start counts", [candidate("a", [[50, 3], [10, 1]]), candidate("b", [[50, 2], [10, 4]])], "a"],
    ["of several most important victims, the first to start counts", [candidate("a", [[50, 4], [50, 1]]), candidate("b", [[50, 2], [50, 3]])], "b"],
    ["a victim that has not started is the latest of all", [candidate("a", [[50, 5]]), candidate("b", [[50]])], "b"],
    ["or else comes first", [candidate("a", [[50, 1]]), candidate("b", [[50, 1]])], "a"],
  ])("%s", (_, candidates, expected) => {
    expect(pickCandidate(candidates, now)?.nodeName).toBe(expected);
  });
});
