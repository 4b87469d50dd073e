import { expect, test } from "vitest";
import { type Node, Nodes } from "../../api/core/node.ts";
import { Pods } from "../../api/core/pod.ts";
import { findCondition } from "../../apimachinery/conditions.ts";
import { type ControllerWorld, type ControllerWorldOptions, startControllerWorld } from "../../testing/controller-world.ts";
import { nodeLifecycleController } from "./node-lifecycle-controller.ts";

const zone = "topology.kubernetes.io/zone";
const start = async (count: number, more: Partial<ControllerWorldOptions["nodes"]> = {}) => {
  const world = await startControllerWorld({ controllers: [nodeLifecycleController], nodes: { count, ...more } });
  await world.run(30);
  return world;
};

const node = (world: ControllerWorld, name = "node-1") => world.all(Nodes).find(({ metadata }) => metadata.name === name) as Node;
const ready = (world: ControllerWorld, name?: string) => findCondition(node(world, name).status.conditions, "Ready");
const taints = (world: ControllerWorld, name?: string) => (node(world, name).spec.taints ?? []).map(({ key, effect }) => `${key.replace("node.kubernetes.io/", "")}:${effect}`).toSorted();
const lost = (world: ControllerWorld) => world.all(Nodes).filter(({ spec }) => spec.taints?.some(({ effect }) => effect === "NoExecute")).length;

const setConditions = async (world: ControllerWorld, conditions: Readonly<Record<string, string>>, name = "node-1") => {
  const now = new Map(Object.entries(conditions));
  const current = node(world, name);
  const others = (current.status.conditions ?? []).filter(({ type }) => !now.has(type));
  await world.client.updateStatus(Nodes, { ...current, status: { ...current.status, conditions: [...others, ...[...now].map(([type, status]) => ({ type, status }))] } });
  await world.settle();
};

const pod = (world: ControllerWorld, name: string, nodeName = "node-1") =>
  world.create(Pods, { metadata: { name }, spec: { nodeName, containers: [{ name: "web", image: "nginx" }] } });

test("every node is registered once, and its removal is told", async () => {
  const world = await start(1);
  world.nodes.switchOff("node-1");
  await world.client.delete(Nodes, { name: "node-1" });
  await world.run(30);
  expect(world.told("node-1")).toEqual([
    "Normal RegisteredNode Node node-1 event: Registered Node node-1 in Controller",
    "Normal RemovingNode Node node-1 event: Removing Node node-1 from Controller",
  ]);
});

test("a node that renews its lease is left alone", async () => {
  const world = await start(2);
  await world.run(3600);
  expect([ready(world)?.status, taints(world)]).toEqual(["True", []]);
  expect(world.simulation.settled).toBe(true);
});

test("after 50 seconds of silence nobody knows how a node is", async () => {
  const world = await start(3);
  world.nodes.switchOff("node-1");
  await world.run(39);
  expect(ready(world)?.status).toBe("True");
  await world.run(22);
  for (const type of ["Ready", "MemoryPressure", "DiskPressure", "PIDPressure"]) expect(findCondition(node(world).status.conditions, type)?.status).toBe("Unknown");
  expect(ready(world)).toMatchObject({ reason: "NodeStatusUnknown", message: "Kubelet stopped posting node status.", lastHeartbeatTime: "2026-04-22T10:00:00Z" });
  expect(findCondition(node(world).status.conditions, "PIDPressure")).toMatchObject({ reason: "NodeStatusNeverUpdated", message: "Kubelet never posted node status." });
  expect(taints(world)).toEqual(["unreachable:NoExecute", "unreachable:NoSchedule"]);
  expect(node(world).spec.taints?.every(({ timeAdded }) => timeAdded !== undefined)).toBe(true);
  expect(world.told("node-1")).toContain("Normal NodeNotReady Node node-1 status is now: NodeNotReady");
  expect([ready(world, "node-2")?.status, taints(world, "node-2")]).toEqual(["True", []]);
});

test("a silence that becomes suspicious is something to wait for", async () => {
  const world = await start(3);
  world.nodes.switchOff("node-1");
  await world.run(30);
  await world.settle();
  expect(ready(world)?.status).toBe("Unknown");
});

test("the pods of a silent node are no longer ready, and that is told", async () => {
  const world = await start(3);
  await pod(world, "here");
  await pod(world, "there", "node-2");
  await world.run(5);
  world.nodes.switchOff("node-1");
  await world.run(70);
  const state = Object.fromEntries(world.all(Pods).map(({ metadata, status }) => [metadata.name, findCondition(status.conditions, "Ready")?.status]));
  expect(state).toEqual({ here: "False", there: "True" });
  expect(world.told("here")).toEqual(["Warning NodeNotReady Node is not ready"]);
});

test("a pod that is put on a silent node is not ready either", async () => {
  const world = await start(3);
  world.nodes.switchOff("node-1");
  await world.run(70);
  await world.create(Pods, { metadata: { name: "late" }, spec: { containers: [{ name: "web", image: "nginx" }] } });
  const conditions = [{ type: "Ready", status: "True", lastTransitionTime: "2026-04-22T10:00:00Z" }];
  await world.client.patch(Pods, { namespace: "default", name: "late" }, { type: "strategic", subresource: "status", body: { status: { conditions } } });
  await world.client.createSubresource(Pods as never, { namespace: "default", name: "late" }, "binding", { apiVersion: "v1", kind: "Binding", metadata: { name: "late" }, target: { kind: "Node", name: "node-1" } });
  await world.run(1);
  expect(findCondition(world.all(Pods)[0]?.status.conditions, "Ready")?.status).toBe("False");
});

test("a node that is heard again is reachable again", async () => {
  const world = await start(3);
  world.nodes.switchOff("node-1");
  await world.run(70);
  await world.nodes.comeBack("node-1");
  await world.run(10);
  expect([ready(world)?.status, taints(world)]).toEqual(["True", []]);
  world.nodes.switchOff("node-1");
  await world.run(80);
  expect(taints(world)).toEqual(["unreachable:NoExecute", "unreachable:NoSchedule"]);
});

test("a node that says it is not ready gets another taint than one that is silent", async () => {
  const world = await start(3);
  await setConditions(world, { Ready: "False" });
  await world.run(10);
  expect(taints(world)).toEqual(["not-ready:NoExecute", "not-ready:NoSchedule"]);
  world.nodes.switchOff("node-1");
  await world.run(80);
  expect(taints(world)).toEqual(["unreachable:NoExecute", "unreachable:NoSchedule"]);
});

test("a node that never said anything has a minute to begin", async () => {
  const world = await start(2);
  await world.client.create(Nodes, { metadata: { name: "mute" } });
  await world.run(58);
  expect(node(world, "mute").status.conditions ?? []).toEqual([]);
  await world.run(10);
  expect(ready(world, "mute")).toMatchObject({ status: "Unknown", reason: "NodeStatusNeverUpdated", message: "Kubelet never posted node status." });
});

test.each([
  [{ MemoryPressure: "True" }, ["memory-pressure:NoSchedule"]],
  [{ DiskPressure: "True", PIDPressure: "True" }, ["disk-pressure:NoSchedule", "pid-pressure:NoSchedule"]],
  [{ NetworkUnavailable: "True" }, ["network-unavailable:NoSchedule"]],
  [{ MemoryPressure: "False", DiskPressure: "Unknown" }, []],
])("conditions %j keep new pods away by %j", async (conditions, expected) => {
  const world = await start(1);
  await setConditions(world, conditions);
  expect(taints(world)).toEqual(expected);
  await setConditions(world, Object.fromEntries(Object.keys(conditions).map((type) => [type, "False"])));
  expect(taints(world)).toEqual([]);
});

test("a cordoned node is tainted, and its own taints stay", async () => {
  const world = await start(1);
  await world.client.patch(Nodes, { name: "node-1" }, { type: "merge", body: { spec: { unschedulable: true, taints: [{ key: "mine", value: "x", effect: "NoExecute" }] } } });
  await world.settle();
  expect(taints(world)).toEqual(["mine:NoExecute", "unschedulable:NoSchedule"]);
  await world.client.patch(Nodes, { name: "node-1" }, { type: "merge", body: { spec: { unschedulable: false } } });
  await world.settle();
  expect(taints(world)).toEqual(["mine:NoExecute"]);
});

test("nodes of a zone are given up one in ten seconds", async () => {
  const world = await start(10);
  for (const name of ["node-1", "node-2", "node-3"]) world.nodes.switchOff(name);
  const times: number[] = [];
  for (let seconds = 1; times.length < 3 && seconds < 200; seconds++) {
    await world.run(1);
    if (lost(world) > times.length) times.push(seconds);
  }
  const [first = 0, second = 0, third = 0] = times;
  expect(first).toBeGreaterThan(40);
  expect(first).toBeLessThan(65);
  expect([second - first, third - second]).toEqual([10, 10]);
});

test("when most of a small zone is silent no more nodes are given up", async () => {
  const world = await start(4);
  for (const name of ["node-1", "node-2", "node-3"]) world.nodes.switchOff(name);
  await world.run(600);
  expect(lost(world)).toBeLessThanOrEqual(1);
  expect(world.logs.some(({ message }) => message.includes("PartialDisruption"))).toBe(true);
});

test("when every node is silent it is the controller that is cut off: none is given up", async () => {
  const world = await start(3);
  for (const name of world.nodes.names) world.nodes.switchOff(name);
  await world.run(600);
  expect(lost(world)).toBe(0);
  expect(world.all(Nodes).every(({ status }) => findCondition(status.conditions, "Ready")?.status === "Unknown")).toBe(true);
  expect(world.logs.some(({ message }) => message.includes("Entering master disruption mode"))).toBe(true);
});

test("after such a time the nodes have their grace again", async () => {
  const world = await start(3);
  for (const name of world.nodes.names) world.nodes.switchOff(name);
  await world.run(600);
  await world.nodes.comeBack("node-1");
  await world.run(40);
  expect(lost(world)).toBeLessThanOrEqual(2);
  expect(ready(world)?.status).toBe("True");
});

test("a zone that is lost as a whole is given up, the other zone is not touched", async () => {
  const world = await start(6, { labels: (index) => ({ [zone]: index <= 3 ? "a" : "b" }) });
  for (const name of ["node-1", "node-2", "node-3"]) world.nodes.switchOff(name);
  await world.run(120);
  expect([1, 2, 3].map((index) => taints(world, `node-${index}`).includes("unreachable:NoExecute"))).toEqual([true, true, true]);
  expect([4, 5, 6].map((index) => taints(world, `node-${index}`))).toEqual([[], [], []]);
});

test("a process that starts anew takes over what it finds", async () => {
  const world = await start(4);
  world.nodes.switchOff("node-1");
  await world.run(70);
  world.process.end();
  world.startProcess();
  await world.run(5);
  expect(taints(world)).toEqual(["unreachable:NoExecute", "unreachable:NoSchedule"]);
  await world.nodes.comeBack("node-1");
  await world.run(10);
  expect(taints(world)).toEqual([]);
});
