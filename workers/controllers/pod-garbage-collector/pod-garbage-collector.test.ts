import { expect, test } from "vitest";
import { Nodes } from "../../api/core/node.ts";
import { Pods } from "../../api/core/pod.ts";
import { findCondition } from "../../apimachinery/conditions.ts";
import { type ControllerWorld, startControllerWorld } from "../../testing/controller-world.ts";
import { podGarbageCollector } from "./pod-garbage-collector.ts";

const start = (threshold?: number) => startControllerWorld({ controllers: [podGarbageCollector(threshold)] });

const pod = (world: ControllerWorld, name: string, nodeName?: string, finalizers: readonly string[] = []) =>
  world.create(Pods, { metadata: { name, finalizers }, spec: { containers: [{ name: "web", image: "nginx" }], ...(nodeName !== undefined && { nodeName }) } });

const node = (world: ControllerWorld, name: string, ready = "True") =>
  world.client.create(Nodes, { metadata: { name }, status: { conditions: [{ type: "Ready", status: ready }] } });

const end = (world: ControllerWorld, name: string, status: object = { phase: "Succeeded" }) =>
  world.client.patch(Pods, { namespace: "default", name }, { type: "merge", subresource: "status", body: { status } });

const remove = (world: ControllerWorld, name: string) => world.client.delete(Pods, { namespace: "default", name });
const names = (world: ControllerWorld) => world.all(Pods).map(({ metadata }) => metadata.name);

test("pods of a node that is gone go after a quarantine", async () => {
  const world = await start();
  await node(world, "n1");
  await pod(world, "web", "n1");
  await pod(world, "free");
  await world.run(30);
  await world.client.delete(Nodes, { name: "n1" });
  await world.run(40);
  expect(names(world)).toEqual(["free", "web"]);
  await world.run(41);
  expect(names(world)).toEqual(["free"]);
});

test("before that they are declared failed, with the reason", async () => {
  const world = await start();
  await pod(world, "web", "ghost", ["example.com/hold"]);
  await world.run(90);
  const [web] = world.all(Pods);
  expect(web?.status.phase).toBe("Failed");
  expect(findCondition(web?.status.conditions, "DisruptionTarget")).toMatchObject({ status: "True", reason: "DeletionByPodGC", message: "PodGC: node no longer exists" });
  expect(web?.metadata.deletionTimestamp).toBeDefined();
});

test("a node that comes back in time keeps its pods", async () => {
  const world = await start();
  await node(world, "n1");
  await pod(world, "web", "n1");
  await world.client.delete(Nodes, { name: "n1" });
  await world.run(30);
  await node(world, "n1");
  await world.run(300);
  expect(names(world)).toEqual(["web"]);
});

test("a pod that is deleted before it has a node does not linger", async () => {
  const world = await start();
  await pod(world, "held", undefined, ["example.com/hold"]);
  await remove(world, "held");
  await world.run(25);
  expect(world.all(Pods)[0]?.status.phase).toBe("Failed");
});

test("pods that end on a node which is out of service go at once", async () => {
  const world = await start();
  await node(world, "n1", "Unknown");
  await pod(world, "ending", "n1");
  await pod(world, "running", "n1");
  await remove(world, "ending");
  await world.run(60);
  expect(names(world)).toEqual(["ending", "running"]);
  await world.client.patch(Nodes, { name: "n1" }, { type: "merge", body: { spec: { taints: [{ key: "node.kubernetes.io/out-of-service", value: "nodeshutdown", effect: "NoExecute" }] } } });
  await world.run(25);
  expect(names(world)).toEqual(["running"]);
});

test("a node that is ready is not believed to be out of service", async () => {
  const world = await start();
  await node(world, "n1");
  await world.client.patch(Nodes, { name: "n1" }, { type: "merge", body: { spec: { taints: [{ key: "node.kubernetes.io/out-of-service", effect: "NoExecute" }] } } });
  await pod(world, "ending", "n1");
  await remove(world, "ending");
  await world.run(120);
  expect(names(world)).toEqual(["ending"]);
});

test("of too many ended pods the evicted go first, then the oldest", async () => {
  const world = await start(2);
  await node(world, "n1");
  for (const name of ["old", "evicted", "middle", "young"]) {
    await pod(world, name, "n1");
    await end(world, name, name === "evicted" ? { phase: "Failed", reason: "Evicted" } : { phase: "Succeeded" });
    await world.simulation.runFor(1000);
  }
  await pod(world, "running", "n1");
  await world.run(25);
  expect(names(world)).toEqual(["middle", "running", "young"]);
});

test("as many ended pods as are allowed stay", async () => {
  const world = await start();
  await node(world, "n1");
  for (const name of ["a", "b", "c"]) {
    await pod(world, name, "n1");
    await end(world, name);
  }
  await world.run(3600);
  expect(names(world)).toEqual(["a", "b", "c"]);
});

test("looking around is the pulse of the controller: nothing waits for it", async () => {
  const world = await start();
  await world.run(60);
  expect(world.simulation.settled).toBe(true);
});

test("an end of the process is the end of the collection", async () => {
  const world = await start();
  await pod(world, "web", "ghost");
  world.process.end();
  await world.run(600);
  expect(names(world)).toEqual(["web"]);
});
