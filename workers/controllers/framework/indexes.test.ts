import { beforeEach, expect, test } from "vitest";
import type { Pod } from "../../api/core/pod.ts";
import { parseSelector } from "../../apimachinery/labels.ts";
import { SharedInformer } from "../../client/informer.ts";
import { pod, replicaSet } from "../../testing/workloads.ts";
import { newControllerRef } from "../../apimachinery/owner-references.ts";
import { controlledBy, indexByController, indexByLabel, indexByNode, managedBy, nodesWithPods, orphansIn, podsOnNode, selected } from "./indexes.ts";

const web = replicaSet("web", 3);
let informer: SharedInformer<Pod>;
beforeEach(() => {
  informer = new SharedInformer<Pod>();
});

const names = (pods: readonly Pod[]) => pods.map(({ metadata }) => metadata.name);

test("pods are found under the owner that manages them, or among the orphans", () => {
  informer.replace([
    pod("own", { metadata: { ownerReferences: [newControllerRef(web)] } }),
    pod("owned-only", { metadata: { ownerReferences: [{ ...newControllerRef(web), controller: false }] } }),
    pod("orphan"),
    pod("elsewhere", { metadata: { namespace: "shop" } }),
  ]);
  indexByController(informer);
  expect(names(controlledBy(informer, web))).toEqual(["own"]);
  expect(names(managedBy(informer, web.metadata.uid))).toEqual(["own"]);
  expect(names(orphansIn(informer, "default"))).toEqual(["owned-only", "orphan"]);
  expect(names(orphansIn(informer, "shop"))).toEqual(["elsewhere"]);
});

test("a pod that is adopted changes its place", () => {
  indexByController(informer);
  informer.replace([pod("a")]);
  informer.apply([{ type: "MODIFIED", object: pod("a", { metadata: { ownerReferences: [newControllerRef(web)] } }) }]);
  expect([names(controlledBy(informer, web)), names(orphansIn(informer, "default"))]).toEqual([["a"], []]);
});

test.each([
  ["app=web", ["a", "b"]],
  ["app=web,tier=front", ["a"]],
  ["app in (web),tier!=front", ["b"]],
  ["tier", ["a", "c"]],
  ["app notin (web)", ["c", "d"]],
  ["", ["a", "b", "c", "d"]],
  ["app=none", []],
])("the selector %j selects %j", (selector, expected) => {
  indexByLabel(informer);
  informer.replace([
    pod("a", { metadata: { labels: { app: "web", tier: "front" } } }),
    pod("b", { metadata: { labels: { app: "web" } } }),
    pod("c", { metadata: { labels: { tier: "front" } } }),
    pod("d", { metadata: { labels: undefined } }),
    pod("x", { metadata: { namespace: "shop", labels: { app: "web", tier: "front" } } }),
  ]);
  expect(names(selected(informer, "default", parseSelector(selector))).toSorted()).toEqual(expected);
});

test("pods are found on their node, and nodes by their pods", () => {
  indexByNode(informer);
  informer.replace([pod("a", { node: "n1" }), pod("b", { node: "n2" }), pod("c", { node: "n1" }), pod("free")]);
  expect(names(podsOnNode(informer, "n1"))).toEqual(["a", "c"]);
  expect(nodesWithPods(informer).toSorted()).toEqual(["n1", "n2"]);
  informer.apply([{ type: "DELETED", object: pod("b", { node: "n2" }) }]);
  expect(nodesWithPods(informer)).toEqual(["n1"]);
});
