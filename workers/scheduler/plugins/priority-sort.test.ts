import { expect, test } from "vitest";
import type { QueueEntry } from "../queue/queued-pod.ts";
import { prioritySort } from "./priority-sort.ts";

const entry = (priority: number, since: number, ticket: number) => ({ priority, since, ticket }) as QueueEntry;

test.each([
  ["the more important first", entry(1, 20, 2), entry(0, 10, 1), true],
  ["the less important last", entry(0, 10, 1), entry(1, 20, 2), false],
  ["negative priorities", entry(0, 20, 2), entry(-5, 10, 1), true],
  ["among equals, who has waited longer", entry(1, 10, 5), entry(1, 20, 1), true],
  ["in one instant, who came first", entry(1, 10, 1), entry(1, 10, 2), true],
  ["nobody is before himself", entry(1, 10, 1), entry(1, 10, 1), false],
])("%s", (_, a, b, expected) => {
  expect(prioritySort.before(a, b)).toBe(expected);
});
