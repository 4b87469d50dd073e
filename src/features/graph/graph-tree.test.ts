import { describe, expect, test } from "vitest";
import { noFaults } from "../../cluster/faults.ts";
import { applyChanges, emptyIndex } from "../../cluster/object-table.ts";
import * as make from "../../testing/fake-objects.ts";
import { opensByItself, treeOf, visibleItems, walk, type TreeItem } from "./graph-tree.ts";
import type { Scene } from "./lens.ts";

const scene = (...changes: ReturnType<typeof make.pod>[]): Scene => ({ objects: applyChanges(emptyIndex, changes), clock: { now: 0, start: 0, paused: true, speed: 1 }, faults: noFaults, filter: "", showSystem: false });
const words = (items: readonly TreeItem[], depth = 0): string[] => items.flatMap((item) => [`${"  ".repeat(depth)}${item.words}`, ...words(item.children, depth + 1)]);

describe("the picture in words", () => {
  test("nodes with their pods, and those that wait", () => {
    expect(words(treeOf("nodes", scene(make.node("n1"), make.pod({ name: "a", node: "n1" }), make.pod({ name: "b", node: "n1", state: "backoff" }), make.pod({ name: "c", state: "pending" }))))).toEqual([
      "Node n1, Ready, 2 pods",
      "  Pod a, Ready, Running",
      "  Pod b, Waiting to retry, CrashLoopBackOff, 4 restarts",
      "Unscheduled, 1 pod",
      "  Pod c, Not scheduled, Pending",
    ]);
  });

  test("owners with what they own, and Services", () => {
    const deployment = make.deployment("web", 1, { ready: 1 });
    const owner = (change: typeof deployment) => ({ kind: change.object.kind, name: change.object.metadata.name, uid: change.object.metadata.uid });
    const set = make.replicaSet("web", "aaa", { owner: owner(deployment), replicas: 1, ready: 1, revision: 2 });
    const pod = make.pod({ name: "web-aaa-1", owner: owner(set), node: "n1" });
    expect(words(treeOf("owners", scene(deployment, set, pod, make.service("web"), make.endpointSlice("web", [{ key: "default/web-aaa-1", ready: true }]))))).toEqual([
      "Deployment web",
      "  Revision 2, 1 of 1 ready",
      "    Pod web-aaa-1, Ready, Running",
      "Service web, 1 endpoint",
    ]);
  });
});

const leaf = (id: string): TreeItem => ({ id, words: id, children: [] });
const tree: readonly TreeItem[] = [{ id: "a", words: "a", children: [leaf("a1"), leaf("a2")] }, { id: "b", words: "b", children: [leaf("b1")] }, leaf("c")];
const all = visibleItems(tree, () => true);

describe("walking", () => {
  test("goes through what is open, and knows depth and place", () => {
    expect(all.map(({ item, level, position, siblings }) => [item.id, level, position, siblings])).toEqual([
      ["a", 1, 1, 3],
      ["a1", 2, 1, 2],
      ["a2", 2, 2, 2],
      ["b", 1, 2, 3],
      ["b1", 2, 1, 1],
      ["c", 1, 3, 3],
    ]);
    expect(visibleItems(tree, (id) => id !== "a").map(({ item }) => item.id)).toEqual(["a", "b", "b1", "c"]);
  });

  test.each([
    [0, "ArrowDown", 1],
    [5, "ArrowDown", 5],
    [0, "ArrowUp", 0],
    [3, "ArrowUp", 2],
    [0, "ArrowRight", 1],
    [1, "ArrowRight", 1],
    [2, "ArrowLeft", 0],
    [4, "ArrowLeft", 3],
    [0, "ArrowLeft", 0],
    [2, "Home", 0],
    [2, "End", 5],
    [2, "q", undefined],
  ])("from %d with %s to %s", (at, key, to) => {
    expect(walk(all, at, key)).toBe(to);
  });

  test("large trees begin folded", () => {
    expect(opensByItself(tree)).toBe(true);
    expect(opensByItself([{ id: "n", words: "", children: Array.from({ length: 500 }, (_, index) => leaf(String(index))) }])).toBe(false);
  });
});
