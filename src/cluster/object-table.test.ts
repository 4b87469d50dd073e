import { describe, expect, test } from "vitest";
import type { ObjectChange, ObjectRemoval } from "../../workers/protocol/delta.ts";
import * as make from "../testing/fake-objects.ts";
import { applyChanges, emptyIndex, entryOf, ownedBy, podsOn, tableOf, type ObjectIndex } from "./object-table.ts";

const owner = { kind: "ReplicaSet", name: "web-1", uid: "rs-1" };
const removal = ({ resource, key, object }: ObjectChange): ObjectRemoval => ({ type: "remove", resource, key, uid: object.metadata.uid });
const after = (...changes: (ObjectChange | ObjectRemoval)[]): ObjectIndex => applyChanges(emptyIndex, changes);
const keys = (table: ReadonlyMap<string, unknown>) => [...table.keys()];

describe("objects", () => {
  test("are found by resource and key", () => {
    const pod = make.pod({ name: "a", node: "n1" });
    const index = after(pod, make.node("n1"));
    expect(entryOf(index, { resource: "pods", key: "default/a" })?.object).toBe(pod.object);
    expect(keys(tableOf(index, "nodes"))).toEqual(["n1"]);
    expect(entryOf(index, { resource: "pods", key: "default/b" })).toBeUndefined();
  });

  test("are gone after their removal", () => {
    const pod = make.pod({ name: "a", node: "n1", owner });
    const index = after(pod, removal(pod));
    expect(tableOf(index, "pods").size).toBe(0);
    expect(podsOn(index, "n1").size).toBe(0);
    expect(ownedBy(index, "rs-1").size).toBe(0);
  });

  test("are not removed by the removal of an earlier object of that name", () => {
    const first = make.pod({ name: "web-0", node: "n1" });
    const second = make.pod({ name: "web-0", node: "n2" });
    const index = after(first, second, removal(first));
    expect(keys(podsOn(index, "n2"))).toEqual(["default/web-0"]);
  });

  test("removing what is not there changes nothing", () => {
    const index = after(removal(make.pod({ name: "a" })));
    expect(tableOf(index, "pods").size).toBe(0);
  });
});

describe("pods by node", () => {
  test("wait under the empty name until they are bound", () => {
    const waiting = after(make.pod({ name: "a" }));
    expect(keys(podsOn(waiting, ""))).toEqual(["default/a"]);
    const bound = applyChanges(waiting, [make.pod({ name: "a", node: "n1" })]);
    expect(podsOn(bound, "").size).toBe(0);
    expect(keys(podsOn(bound, "n1"))).toEqual(["default/a"]);
  });
});

describe("objects by owner", () => {
  test("follow a change of the owner", () => {
    const adopted = after(make.pod({ name: "a" }), make.pod({ name: "a", owner }));
    expect(keys(ownedBy(adopted, "rs-1"))).toEqual(["pods:default/a"]);
    const orphaned = applyChanges(adopted, [make.pod({ name: "a" })]);
    expect(ownedBy(orphaned, "rs-1").size).toBe(0);
  });

  test("of several resources stand side by side", () => {
    const index = after(make.pod({ name: "a", owner }), make.replicaSet("a", "1", { owner, replicas: 1, ready: 1 }));
    expect(keys(ownedBy(index, "rs-1"))).toEqual(["pods:default/a", "replicasets.apps:default/a-1"]);
  });
});

describe("sharing", () => {
  const before = after(make.node("n1"), make.pod({ name: "a", node: "n1" }), make.pod({ name: "b", node: "n2" }), make.service("web"));

  test("no changes give the same index", () => {
    expect(applyChanges(before, [])).toBe(before);
  });

  test("tables and slots that nothing touches keep their identity", () => {
    const next = applyChanges(before, [make.pod({ name: "a", node: "n1", state: "failed" })]);
    expect(tableOf(next, "services")).toBe(tableOf(before, "services"));
    expect(podsOn(next, "n2")).toBe(podsOn(before, "n2"));
    expect(next.byOwner).toBe(before.byOwner);
    expect(podsOn(next, "n1")).not.toBe(podsOn(before, "n1"));
  });

  test("entries that do not change keep their identity", () => {
    const next = applyChanges(before, [make.pod({ name: "a", node: "n1" })]);
    const b = { resource: "pods", key: "default/b" };
    expect(entryOf(next, b)).toBe(entryOf(before, b));
  });

  test("the index before stays as it was", () => {
    applyChanges(before, [...tableOf(before, "pods").values()].map(({ resource, key, object }) => ({ type: "remove", resource, key, uid: object.metadata.uid }) as const));
    expect(tableOf(before, "pods").size).toBe(2);
    expect(podsOn(before, "n1").size).toBe(1);
  });
});

test("a thousand pods are taken in within a few frames", () => {
  const pods = Array.from({ length: 1000 }, (_, number) => make.pod({ name: `p${number}`, node: `n${number % 20}` }));
  const begun = performance.now();
  let index = after(...pods);
  for (const pod of pods.slice(0, 50)) index = applyChanges(index, [pod]);
  expect(performance.now() - begun).toBeLessThan(500);
  expect(tableOf(index, "pods").size).toBe(1000);
});
