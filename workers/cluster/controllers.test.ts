import { expect, test } from "vitest";
import { Deployments } from "../api/apps/deployment.ts";
import { Namespaces } from "../api/core/namespace.ts";
import { Nodes } from "../api/core/node.ts";
import { type Pod, Pods } from "../api/core/pod.ts";
import { Services } from "../api/core/service.ts";
import { EndpointSlices } from "../api/discovery/endpoint-slice.ts";
import { Endpoints } from "../api/core/endpoints.ts";
import { allControllers } from "../testing/controller-sets.ts";
import { type ControllerWorld, startControllerWorld } from "../testing/controller-world.ts";

const labels = { app: "web" };
const template = { metadata: { labels }, spec: { containers: [{ name: "web", image: "nginx" }] } };

async function start(replicas: number): Promise<ControllerWorld> {
  const world = await startControllerWorld({ controllers: allControllers, nodes: { count: 4 }, serviceAccounts: false });
  await world.settle();
  await world.create(Services, { metadata: { name: "web" }, spec: { selector: labels, ports: [{ port: 80 }] } });
  await world.create(Deployments, { metadata: { name: "web" }, spec: { replicas, selector: { matchLabels: labels }, template } });
  await world.settle();
  return world;
}

const serving = (world: ControllerWorld) => world.all(EndpointSlices).filter(({ metadata }) => metadata.generateName === "web-").flatMap(({ endpoints = [] }) => endpoints).filter(({ conditions }) => conditions?.ready === true);
const living = (world: ControllerWorld) => world.all(Pods).filter(({ metadata }) => metadata.deletionTimestamp === undefined);

test("a node that loses its power loses its pods after a minute and five more, and others take over", async () => {
  const world = await start(8);
  const here = world.all(Pods).filter(({ spec }) => spec.nodeName === "node-1");
  expect(here).toHaveLength(2);
  world.nodes.switchOff("node-1");
  await world.run(70);
  expect(serving(world)).toHaveLength(6);
  expect(world.all(Endpoints).find(({ metadata }) => metadata.name === "web")?.subsets?.[0]?.notReadyAddresses).toHaveLength(2);
  await world.run(280);
  expect(living(world)).toHaveLength(8);
  expect(serving(world)).toHaveLength(6);
  await world.run(30);
  expect(serving(world)).toHaveLength(8);
  expect(living(world).every(({ spec }) => spec.nodeName !== "node-1")).toBe(true);
  expect(world.told(here[0]?.metadata.name)).toEqual([
    "Warning NodeNotReady Node is not ready",
    `Normal TaintManagerEviction Marking for deletion Pod default/${here[0]?.metadata.name}`,
  ]);
});

test("when the node is removed its last pods go as well", async () => {
  const world = await start(4);
  world.nodes.switchOff("node-1");
  await world.run(400);
  const stuck = () => world.all(Pods).filter(({ spec }) => spec.nodeName === "node-1");
  expect(stuck()).toHaveLength(1);
  await world.client.delete(Nodes, { name: "node-1" });
  await world.run(100);
  expect(stuck()).toEqual([]);
  expect(living(world)).toHaveLength(4);
});

test("a node that was only away for a while keeps its pods", async () => {
  const world = await start(4);
  const before = world.all(Pods).map(({ metadata }) => metadata.name);
  world.nodes.switchOff("node-1");
  await world.run(120);
  await world.nodes.comeBack("node-1");
  for (const pod of world.all(Pods)) await world.nodes.setReady(pod as Pod, true);
  await world.run(600);
  expect(world.all(Pods).map(({ metadata }) => metadata.name)).toEqual(before);
  expect(serving(world)).toHaveLength(4);
  expect(world.all(Nodes).every(({ spec }) => (spec.taints ?? []).length === 0)).toBe(true);
});

test("a namespace that is deleted takes its Deployment along, and nothing is made anew in it", async () => {
  const world = await start(2);
  await world.client.create(Namespaces, { metadata: { name: "shop" } });
  await world.settle();
  await world.client.create(Deployments, { metadata: { name: "shop", namespace: "shop" }, spec: { replicas: 5, selector: { matchLabels: labels }, template } });
  await world.settle();
  expect(world.all(Pods, "shop")).toHaveLength(5);
  await world.client.delete(Namespaces, { name: "shop" });
  await world.run(120);
  expect(world.all(Namespaces).map(({ metadata }) => metadata.name)).not.toContain("shop");
  expect(world.all(Pods, "shop")).toEqual([]);
  expect(living(world)).toHaveLength(2);
});

test("a cluster where nothing happens is quiet", async () => {
  const world = await start(4);
  await world.run(60);
  const revision = world.store.revision;
  await world.run(600);
  // Four nodes renew their leases every ten seconds.
  expect(world.store.revision - revision).toBeLessThanOrEqual(4 * 60);
  expect(world.simulation.settled).toBe(true);
});

test("the same seed gives the same history", async () => {
  const history = async () => {
    const world = await start(6);
    world.nodes.switchOff("node-2");
    await world.run(500);
    return { told: world.told(), pods: world.all(Pods), revision: world.store.revision };
  };
  expect(await history()).toEqual(await history());
});
