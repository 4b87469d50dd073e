import { expect, test } from "vitest";
import { deployment, replicaSet } from "../../testing/workloads.ts";
import { isScalingEvent, sizesOf } from "./proportional-scaling.ts";
import { replicasAnnotations } from "./revision.ts";

const created = ["2016-05-20T02:00:00Z", "2016-05-20T01:00:00Z", "2016-05-20T00:00:00Z"];

interface Case {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly surge?: readonly [number, number];
  readonly unavailable?: number;
  /** Sizes from the newest ReplicaSet to the oldest. */
  readonly before: readonly number[];
  readonly after: readonly number[];
  /** Is the newest one the current one? */
  readonly current?: boolean;
  readonly available?: readonly number[];
  /** The annotation of the desired size, where a ReplicaSet was not scaled along. */
  readonly noted?: Readonly<Record<number, number>>;
}

const cases: readonly Case[] = [
  { name: "one replica set grows", from: 10, to: 12, before: [10], after: [12] },
  { name: "one replica set shrinks", from: 10, to: 5, before: [10], after: [5] },
  { name: "each doubles", from: 5, to: 10, before: [2, 3], after: [4, 6] },
  { name: "each shrinks by its share", from: 5, to: 3, before: [2, 3], after: [1, 2] },
  { name: "a share of one goes to nothing", from: 9, to: 4, before: [8, 1], after: [4, 0] },
  { name: "three grow", from: 7, to: 10, before: [2, 3, 2], after: [3, 4, 3] },
  { name: "three shrink", from: 13, to: 8, before: [2, 8, 3], after: [1, 5, 2] },
  { name: "what is left over goes to the newest of equals", from: 3, to: 4, before: [1, 1, 1], after: [2, 1, 1] },
  { name: "what is too many is taken from the oldest of equals", from: 3, to: 2, before: [1, 1, 1], after: [1, 1, 0] },
  { name: "without a current one the newest grows", from: 4, to: 5, before: [2, 2], after: [3, 2], current: false },
  { name: "to nothing", from: 6, to: 0, before: [3, 2, 1], after: [0, 0, 0] },
  { name: "from nothing only the current one grows", from: 6, to: 6, before: [0, 0, 0], after: [6, 0, 0] },
  { name: "one that missed the last scaling catches up", from: 5, to: 5, before: [2, 1, 1], after: [2, 2, 1], noted: { 1: 3 } },
  { name: "surge pods take part", from: 10, to: 20, surge: [2, 2], before: [6, 6], after: [11, 11] },
  { name: "size and surge change at once", from: 10, to: 50, surge: [3, 6], before: [5, 8], after: [22, 34] },
  { name: "size and template change at once", from: 10, to: 14, before: [7, 3], after: [10, 4], current: false },
  { name: "a current one that serves nobody does not push the old ones out", from: 2, to: 2, surge: [1, 1], unavailable: 1, before: [2, 1], after: [2, 1], available: [0, 1] },
  { name: "a current one that serves everybody does", from: 2, to: 2, surge: [1, 1], unavailable: 1, before: [2, 1], after: [2, 0], available: [2, 1] },
];

function worldOf({ from, to, surge = [0, 0], unavailable = 0, before, current = true, available, noted = {} }: Case) {
  const note = (index: number) => replicasAnnotations(deployment("foo", noted[index] ?? from, { maxSurge: surge[0] }));
  const sets = before.map((replicas, index) =>
    replicaSet(`foo-v${before.length - index}`, replicas, { available: available?.[index], metadata: { creationTimestamp: created[index], annotations: note(index) } }),
  );
  const wanted = deployment("foo", to, { maxSurge: surge[1], maxUnavailable: unavailable, status: { replicas: from } });
  const rollout = current ? { deployment: wanted, current: sets[0], old: sets.slice(1) } : { deployment: wanted, current: undefined, old: sets };
  return { sets, rollout };
}

test.each(cases.map((each) => [each.name, each] as const))("scaling in the middle of a rollout: %s", (_name, each) => {
  const { sets, rollout } = worldOf(each);
  const sizes = sizesOf(rollout);
  expect(sets.map(({ metadata, spec }) => sizes.get(metadata.name) ?? spec.replicas)).toEqual(each.after);
});

test("without its annotation a replica set's share is guessed from the present size", () => {
  const sets = [replicaSet("foo-v2", 2, { metadata: { creationTimestamp: created[0] } }), replicaSet("foo-v1", 3, { metadata: { creationTimestamp: created[1] } })];
  const wanted = deployment("foo", 10, { status: { replicas: 5 } });
  expect(Object.fromEntries(sizesOf({ deployment: wanted, current: sets[0], old: sets.slice(1) }))).toEqual({ "foo-v1": 6, "foo-v2": 4 });
});

test("a Deployment that recreates leaves its replica sets alone while several run", () => {
  const { sets, rollout } = worldOf({ name: "", from: 5, to: 10, before: [2, 3], after: [] });
  const recreating = { ...rollout, deployment: { ...rollout.deployment, spec: { ...rollout.deployment.spec, strategy: { type: "Recreate" as const } } } };
  expect(sizesOf(recreating).size).toBe(0);
  expect(sets).toHaveLength(2);
});

test.each([
  ["the size is as it was noted", 10, { 0: 10, 1: 10 }, false],
  ["one active replica set notes another size", 12, { 0: 12, 1: 10 }, true],
] as const)("is it a scaling event when %s", (_name, to, noted, expected) => {
  const { rollout } = worldOf({ name: "", from: to, to, before: [5, 5], after: [], noted });
  expect(isScalingEvent(rollout)).toBe(expected);
});

test("replica sets without replicas or without a note say nothing about scaling", () => {
  const idle = replicaSet("a", 0, { metadata: { annotations: { "deployment.kubernetes.io/desired-replicas": "3" } } });
  const unnoted = replicaSet("b", 5);
  expect(isScalingEvent({ deployment: deployment("foo", 5), current: unnoted, old: [idle] })).toBe(false);
});
