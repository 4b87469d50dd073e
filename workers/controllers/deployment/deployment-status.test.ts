import { expect, test } from "vitest";
import type { Deployment } from "../../api/apps/deployment.ts";
import { deployment, replicaSet } from "../../testing/workloads.ts";
import { conditionAt, withCondition, withoutCondition } from "./deployment-conditions.ts";
import { isComplete, isProgressing, sameStatus, statusOf } from "./deployment-status.ts";
import { rolloutOf, sameTemplate } from "./replica-sets.ts";

const now = 1_776_852_000_000;
const time = "2026-04-22T10:00:00Z";

test("the status adds up the replica sets and leaves zeros out", () => {
  const current = replicaSet("new", 3, { status: { replicas: 2, readyReplicas: 1, availableReplicas: 1, terminatingReplicas: 0 } });
  const old = [replicaSet("old", 2, { status: { replicas: 2, readyReplicas: 2, availableReplicas: 2, terminatingReplicas: 1 } })];
  expect(statusOf({ deployment: deployment("foo", 4, { maxUnavailable: 1, metadata: { generation: 5 } }), current, old }, now)).toEqual({
    observedGeneration: 5, replicas: 4, updatedReplicas: 2, readyReplicas: 3, availableReplicas: 3, unavailableReplicas: 2, terminatingReplicas: 1,
    conditions: [{ type: "Available", status: "True", lastUpdateTime: time, lastTransitionTime: time, reason: "MinimumReplicasAvailable", message: "Deployment has minimum availability." }],
  });
  expect(statusOf({ deployment: deployment("foo", 0), current: undefined, old: [] }, now)).toEqual({
    observedGeneration: 1, terminatingReplicas: 0,
    conditions: [expect.objectContaining({ type: "Available", status: "True" })],
  });
});

test.each([
  [4, 1, 3, "True"],
  [4, 1, 2, "False"],
  [4, 0, 3, "False"],
  [0, 0, 0, "True"],
])("%i wanted, %i may be missing, %i available: Available is %s", (replicas, unavailable, available, expected) => {
  const foo = deployment("foo", replicas, { maxSurge: 1, maxUnavailable: unavailable });
  const status = statusOf({ deployment: foo, current: replicaSet("new", replicas, { available }), old: [] }, now);
  expect(status.conditions?.[0]).toMatchObject(
    expected === "True"
      ? { type: "Available", status: "True", reason: "MinimumReplicasAvailable" }
      : { type: "Available", status: "False", reason: "MinimumReplicasUnavailable", message: "Deployment does not have minimum availability." },
  );
});

test("nobody knows how many pods are terminating until every replica set has told", () => {
  const old = [replicaSet("old", 0, { status: { terminatingReplicas: 1 } })];
  expect(statusOf({ deployment: deployment("foo", 1), current: replicaSet("new", 1), old }, now).terminatingReplicas).toBeUndefined();
});

test("the collision count is kept", () => {
  expect(statusOf({ deployment: deployment("foo", 1, { status: { collisionCount: 0 } }), current: undefined, old: [] }, now).collisionCount).toBe(0);
});

const status = (replicas: number, updatedReplicas: number, readyReplicas: number, availableReplicas = readyReplicas): Deployment["status"] => ({ observedGeneration: 1, replicas, updatedReplicas, readyReplicas, availableReplicas });

test.each([
  ["all updated and available", 5, status(5, 5, 5), true],
  ["one not available", 5, status(5, 5, 4), false],
  ["one not updated", 5, status(5, 4, 5), false],
  ["one too many", 5, status(6, 5, 5), false],
  ["scaled to nothing", 0, {}, true],
  ["a generation that was not seen", 5, { ...status(5, 5, 5), observedGeneration: 0 }, false],
])("complete? %s", (_name, replicas, seen, expected) => {
  const foo = deployment("foo", replicas, { metadata: { generation: replicas === 0 ? 0 : 1 } });
  expect(isComplete(foo, seen)).toBe(expected);
});

test.each([
  ["nothing changed", status(10, 4, 10), status(10, 4, 10), false],
  ["one more updated", status(10, 4, 10), status(10, 5, 10), true],
  ["one fewer old", status(10, 4, 10), status(9, 4, 9), true],
  ["one fewer updated and one fewer in all", status(10, 4, 10), status(9, 3, 9), false],
  ["one more ready", status(10, 4, 8), status(10, 4, 9), true],
  ["one more available", status(10, 4, 8, 7), status(10, 4, 8, 8), true],
  ["one fewer ready", status(10, 4, 9), status(10, 4, 8), false],
])("progress? %s", (_name, before, after, expected) => {
  expect(isProgressing(before, after)).toBe(expected);
});

test("a count of 0 and none are the same status", () => {
  expect(sameStatus({ replicas: 0, observedGeneration: 2 }, { observedGeneration: 2 })).toBe(true);
  expect(sameStatus({ replicas: 1 }, {})).toBe(false);
  expect(sameStatus({}, { conditions: [] })).toBe(true);
});

const available = (state: "True" | "False", reason: string, message = "") => conditionAt({ type: "Available", status: state, reason, message }, now);
const later = (condition: ReturnType<typeof available>) => ({ ...condition, lastUpdateTime: "later", lastTransitionTime: "later" });

test("a condition with the same status and reason is no news", () => {
  const have = [available("True", "A", "one")];
  expect(withCondition(have, later(available("True", "A", "two")))).toBe(have);
});

test("another reason is news, but no transition; another status is one", () => {
  const have = [available("True", "A")];
  expect(withCondition(have, later(available("True", "B")))).toEqual([{ ...available("True", "B"), lastUpdateTime: "later" }]);
  expect(withCondition(have, later(available("False", "B")))).toEqual([later(available("False", "B"))]);
});

test("a condition with news goes to the end of the list", () => {
  const progressing = conditionAt({ type: "Progressing", status: "True", reason: "X", message: "" }, now);
  const have = [available("True", "A"), progressing];
  expect(withCondition(have, available("False", "B")).map(({ type }) => type)).toEqual(["Progressing", "Available"]);
  expect(withoutCondition(have, "Available")).toEqual([progressing]);
});

test("the oldest replica set with the template is the current one, whatever hash it has", () => {
  const foo = deployment("foo", 1);
  const labelled = { ...foo.spec.template, metadata: { labels: { app: "web", "pod-template-hash": "abc" } } };
  const other = { ...foo.spec.template, metadata: { labels: { app: "web", tier: "x" } } };
  const sets = [
    replicaSet("young", 1, { spec: { template: labelled }, metadata: { creationTimestamp: "2026-03-01T00:00:00Z" } }),
    replicaSet("old", 1, { spec: { template: labelled }, metadata: { creationTimestamp: "2026-01-01T00:00:00Z" } }),
    replicaSet("other", 1, { spec: { template: other } }),
  ];
  const rollout = rolloutOf(foo, sets);
  expect(rollout.current?.metadata.name).toBe("old");
  expect(rollout.old.map(({ metadata }) => metadata.name)).toEqual(["young", "other"]);
});

test("templates differ by anything but the hash", () => {
  const template = deployment("foo", 1).spec.template;
  expect(sameTemplate(template, { ...template, metadata: { ...template.metadata, annotations: {} } })).toBe(true);
  expect(sameTemplate(template, { ...template, metadata: { ...template.metadata, annotations: { a: "1" } } })).toBe(false);
  expect(sameTemplate(template, { ...template, spec: { containers: [{ name: "web", image: "nginx:2" }] } as never })).toBe(false);
});
