import { expect, test } from "vitest";
import { deployment, replicaSet } from "../../testing/workloads.ts";
import { newReplicas } from "./new-replicas.ts";
import { healthyToGo, unhealthyToGo } from "./rolling-update.ts";
import { maxSurge, maxUnavailable } from "./limits.ts";

test.each([
  [10, 0, 10, 0, 0],
  [10, 2, 10, 0, 2],
  [10, 2, 5, 0, 7],
  [10, 2, 10, 2, 2],
  [10, 2, 0, 4, 10],
  [10, 2, 3, 9, 9],
  [1, 1, 1, 0, 1],
])("%i wanted, surge %i, %i old and %i new: %i new next", (replicas, surge, old, current, expected) => {
  expect(newReplicas(deployment("foo", replicas, { maxSurge: surge }), [replicaSet("old", old)], current)).toBe(expected);
});

test("a Deployment that recreates starts all new pods at once", () => {
  expect(newReplicas(deployment("foo", 7, { spec: { strategy: { type: "Recreate" } } }), [replicaSet("old", 7)], 0)).toBe(7);
});

test.each([
  [10, 8, 1, 1],
  [10, 8, 3, 2],
  [10, 8, 0, 0],
  [10, 10, 3, 0],
])("of %i old pods, %i healthy, when %i may go: %i unhealthy go", (old, available, most, expected) => {
  const set = replicaSet("old", old, { available });
  expect(old - (unhealthyToGo([set], most).get("old") ?? old)).toBe(expected);
});

test("unhealthy pods of the oldest replica set go first", () => {
  const sets = [replicaSet("b", 3, { available: 0, metadata: { creationTimestamp: "2026-02-01T00:00:00Z" } }), replicaSet("a", 3, { available: 1, metadata: { creationTimestamp: "2026-01-01T00:00:00Z" } })];
  expect([...unhealthyToGo(sets, 3)]).toEqual([["a", 1], ["b", 2]]);
});

test.each([
  [10, 10, 0, 10],
  [10, 10, 1, 9],
  [10, 10, 2, 8],
  [10, 8, -2, 10],
  [0, 0, 2, 0],
  [2, 2, 5, 0],
])("of %i old pods, %i healthy, when %i can be spared: %i stay", (old, available, spare, expected) => {
  const set = replicaSet("old", old, { available });
  expect(healthyToGo([set], new Map(), spare).get("old") ?? old).toBe(expected);
});

test("healthy pods go after unhealthy ones of the same replica set", () => {
  const set = replicaSet("old", 10, { available: 9 });
  expect(healthyToGo([set], unhealthyToGo([set], 2), 1).get("old")).toBe(8);
});

test.each([
  ["25%", "25%", 4, 1, 1],
  ["25%", "25%", 3, 1, 0],
  ["25%", "25%", 1, 1, 0],
  ["25%", "25%", 10, 3, 2],
  ["0%", "0%", 10, 0, 1],
  [0, 0, 10, 0, 1],
  ["1%", "1%", 10, 1, 0],
  ["0%", "9%", 10, 0, 1],
  [0, 5, 3, 0, 3],
  [100, "100%", 3, 100, 3],
  ["50%", 0, 5, 3, 0],
])("surge %s and unavailable %s of %i replicas are %i and %i", (surge, unavailable, replicas, mostMore, mostLess) => {
  const foo = deployment("foo", replicas, { maxSurge: surge, maxUnavailable: unavailable });
  expect([maxSurge(foo), maxUnavailable(foo)]).toEqual([mostMore, mostLess]);
});

test("a Deployment without replicas can miss none, and one that recreates has no surge", () => {
  expect(maxUnavailable(deployment("foo", 0, { maxUnavailable: 2 }))).toBe(0);
  const recreating = deployment("foo", 5, { spec: { strategy: { type: "Recreate" } } });
  expect([maxSurge(recreating), maxUnavailable(recreating)]).toEqual([0, 0]);
});
