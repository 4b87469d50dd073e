import { expect, test } from "vitest";
import { Nodes } from "../../api/core/node.ts";
import { type Pod, Pods } from "../../api/core/pod.ts";
import { findCondition } from "../../apimachinery/conditions.ts";
import type { Taint, Toleration } from "../../apimachinery/taints.ts";
import { type ControllerWorld, startControllerWorld } from "../../testing/controller-world.ts";
import { taintEvictionController } from "./taint-eviction-controller.ts";
import { tolerationTime } from "./toleration-time.ts";

const noExecute = (key: string, value?: string): Taint => ({ key, effect: "NoExecute", ...(value !== undefined && { value }) });
const gone = noExecute("gone");
const forSeconds = (tolerationSeconds?: number, key = "gone"): Toleration => ({ key, operator: "Exists", effect: "NoExecute", ...(tolerationSeconds !== undefined && { tolerationSeconds }) });

const start = () => startControllerWorld({ controllers: [taintEvictionController], nodes: { count: 2, stopTime: 0 } });

const pod = async (world: ControllerWorld, name: string, tolerations: readonly Toleration[] = [], nodeName = "node-1") => {
  await world.create(Pods, { metadata: { name }, spec: { containers: [{ name: "web", image: "nginx" }], nodeName, tolerations: tolerations as Pod["spec"]["tolerations"] } });
  await world.settle();
};

const taint = async (world: ControllerWorld, taints: readonly Taint[] | null, name = "node-1") => {
  await world.client.patch(Nodes, { name }, { type: "merge", body: { spec: { taints } } });
};

const names = (world: ControllerWorld) => world.all(Pods).map(({ metadata }) => metadata.name);

test("a pod that does not tolerate the taint goes at once, with a reason", async () => {
  const world = await start();
  await pod(world, "web");
  world.nodes.switchOff("node-1");
  await taint(world, [gone]);
  await world.run(1);
  const condition = findCondition(world.all(Pods)[0]?.status.conditions, "DisruptionTarget");
  expect(condition).toMatchObject({ status: "True", reason: "DeletionByTaintManager", message: "Taint manager: deleting due to NoExecute taint" });
  expect(world.all(Pods)[0]?.metadata.deletionTimestamp).toBeDefined();
  expect(world.told("web")).toEqual(["Normal TaintManagerEviction Marking for deletion Pod default/web"]);
});

test("only the pods of the tainted node are concerned", async () => {
  const world = await start();
  await pod(world, "here");
  await pod(world, "there", [], "node-2");
  await taint(world, [gone]);
  await world.settle();
  expect(names(world)).toEqual(["there"]);
});

test.each([["NoSchedule"], ["PreferNoSchedule"]])("a taint of effect %s drives nobody away", async (effect) => {
  const world = await start();
  await pod(world, "web");
  await taint(world, [{ key: "gone", effect }]);
  await world.run(600);
  expect(names(world)).toEqual(["web"]);
});

test("a pod that tolerates the taint for ever stays", async () => {
  const world = await start();
  await pod(world, "web", [forSeconds()]);
  await taint(world, [gone]);
  await world.run(3600);
  expect(names(world)).toEqual(["web"]);
});

test("a pod that tolerates the taint for a time goes after that time", async () => {
  const world = await start();
  await pod(world, "web", [forSeconds(300)]);
  await taint(world, [gone]);
  await world.run(299);
  expect(names(world)).toEqual(["web"]);
  expect(world.simulation.settled).toBe(false);
  await world.run(2);
  expect(names(world)).toEqual([]);
});

test("a taint that is taken off in time spares the pod, and that is told", async () => {
  const world = await start();
  await pod(world, "web", [forSeconds(300)]);
  await taint(world, [gone]);
  await world.run(100);
  await taint(world, null);
  await world.run(600);
  expect(names(world)).toEqual(["web"]);
  expect(world.told("web")).toEqual(["Normal TaintManagerEviction Cancelling deletion of Pod default/web"]);
});

test("the time counts from the first taint, whatever is put on later", async () => {
  const world = await start();
  await pod(world, "web", [forSeconds(300), forSeconds(400, "other")]);
  await taint(world, [gone]);
  await world.run(200);
  await taint(world, [gone, noExecute("other")]);
  await world.run(101);
  expect(names(world)).toEqual([]);
});

test("a second taint that is not tolerated ends the waiting", async () => {
  const world = await start();
  await pod(world, "web", [forSeconds(300)]);
  await taint(world, [gone]);
  await world.run(10);
  await taint(world, [gone, noExecute("other")]);
  await world.settle();
  expect(names(world)).toEqual([]);
});

test("a pod that comes to a tainted node is judged as well", async () => {
  const world = await start();
  await taint(world, [gone]);
  await pod(world, "patient", [forSeconds(60)]);
  await pod(world, "impatient");
  expect(names(world)).toEqual([]);
});

test("a toleration that is added later does not help: the first one that covers the taint counts", async () => {
  const world = await start();
  await pod(world, "web", [forSeconds(300)]);
  await taint(world, [gone]);
  await world.run(10);
  await world.client.patch(Pods, { namespace: "default", name: "web" }, { type: "json", body: [{ op: "add", path: "/spec/tolerations/-", value: { operator: "Exists" } }] });
  await world.run(600);
  expect(world.all(Pods)).toHaveLength(0);
});

test("a pod that is deleted meanwhile needs no eviction", async () => {
  const world = await start();
  await pod(world, "web", [forSeconds(300)]);
  await taint(world, [gone]);
  await world.run(10);
  await world.client.delete(Pods, { namespace: "default", name: "web" }, { gracePeriodSeconds: 0 });
  const began = world.simulation.now();
  await world.settle();
  expect(world.simulation.now() - began).toBeLessThan(60_000);
});

test("a process that starts anew judges what it finds", async () => {
  const world = await start();
  await pod(world, "web", [forSeconds(300)]);
  await taint(world, [gone]);
  await world.run(200);
  world.process.end();
  world.startProcess();
  await world.run(299);
  expect(names(world)).toEqual(["web"]);
  await world.run(2);
  expect(names(world)).toEqual([]);
});

test.each<[string, readonly Taint[], readonly Toleration[], number]>([
  ["no tolerations", [gone], [], 0],
  ["another key", [gone], [forSeconds(10, "other")], 0],
  ["for ever", [gone], [forSeconds()], Infinity],
  ["a time", [gone], [forSeconds(10)], 10_000],
  ["no time at all", [gone], [forSeconds(0)], 0],
  ["less than no time", [gone], [forSeconds(-5)], 0],
  ["the shorter of two times", [gone, noExecute("other")], [forSeconds(10), forSeconds(5, "other")], 5000],
  ["a time for one and for ever for the other", [gone, noExecute("other")], [forSeconds(10), forSeconds(undefined, "other")], 10_000],
  ["one of two", [gone, noExecute("other")], [forSeconds(10)], 0],
  ["the first that covers the taint counts", [gone], [forSeconds(30), forSeconds(10)], 30_000],
  ["everything", [gone, noExecute("other", "x")], [{ operator: "Exists" }], Infinity],
  ["by value", [noExecute("k", "v")], [{ key: "k", operator: "Equal", value: "v", effect: "NoExecute", tolerationSeconds: 7 }], 7000],
  ["by another value", [noExecute("k", "v")], [{ key: "k", operator: "Equal", value: "w", effect: "NoExecute" }], 0],
  ["no taints", [], [], Infinity],
])("tolerated: %s", (_name, taints, tolerations, expected) => {
  expect(tolerationTime(taints, tolerations)).toBe(expected);
});
