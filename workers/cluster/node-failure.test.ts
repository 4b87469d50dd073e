import { expect, test } from "vitest";
import { Deployments } from "../api/apps/deployment.ts";
import { Events } from "../api/core/event.ts";
import { type Node, Nodes } from "../api/core/node.ts";
import { type Pod, Pods } from "../api/core/pod.ts";
import { startCluster, type TestCluster } from "../testing/cluster.ts";

const labels = { app: "web" };

const podsOf = ({ all }: TestCluster) => all(Pods).filter(({ metadata }) => metadata.namespace === "default");
const condition = ({ status }: Pod | Node, type: string) => (status.conditions as readonly { type: string; status: string }[] | undefined)?.find((each) => each.type === type)?.status;
const readyOn = (world: TestCluster, node?: string) => podsOf(world).filter((pod) => condition(pod, "Ready") === "True" && (node === undefined || pod.spec.nodeName === node));

async function withSixPods(): Promise<TestCluster> {
  const world = await startCluster();
  await world.ask(() =>
    world.client.create(Deployments, {
      metadata: { name: "web", namespace: "default" },
      spec: { replicas: 6, selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers: [{ name: "web", image: "nginx:1.27" }] } } },
    }),
  );
  await world.until("six pods are ready", () => readyOn(world).length === 6);
  return world;
}

test("a node without power is NotReady after 50 s, its pods are evicted 300 s later and replaced elsewhere, and it can come back", async () => {
  const world = await withSixPods();
  const node = () => world.all(Nodes).find(({ metadata }) => metadata.name === "node-2")!;
  const lost = readyOn(world, "node-2").map(({ metadata }) => metadata.name);
  expect(lost.length).toBe(2);

  world.cluster.powerOff("node-2");
  const noticed = await world.until("the node is NotReady", () => condition(node(), "Ready") === "Unknown");
  expect(noticed).toBeGreaterThan(40);
  expect(noticed).toBeLessThan(60);
  const evicted = await world.until("its pods are evicted", () => podsOf(world).filter(({ metadata }) => metadata.deletionTimestamp !== undefined).length === 2);
  expect(evicted).toBeGreaterThan(290);
  expect(evicted).toBeLessThan(310);
  await world.until("they are replaced elsewhere", () => readyOn(world).length === 6 && readyOn(world, "node-2").length === 0);
  expect(podsOf(world).filter(({ metadata }) => lost.includes(metadata.name)).length).toBe(2);
  expect(world.all(Events).map(({ reason }) => reason)).toEqual(expect.arrayContaining(["NodeNotReady", "TaintManagerEviction"]));

  world.cluster.powerOn("node-2");
  await world.until("the node is back", () => condition(node(), "Ready") === "True" && (node().spec.taints ?? []).length === 0);
  await world.until("the evicted pods are gone for good", () => podsOf(world).length === 6);
});

test("a node that is cut off keeps running its pods, and takes up its work when the cable is mended in time", async () => {
  const world = await withSixPods();
  const before = podsOf(world).map(({ metadata }) => metadata.uid).sort();
  world.cluster.partition("node-1");
  await world.until("the node is silent", () => world.all(Nodes).some((node) => condition(node, "Ready") === "Unknown"));
  world.cluster.heal("node-1");
  await world.until("the node is heard of again", () => world.all(Nodes).every((node) => condition(node, "Ready") === "True"));
  await world.until("all pods are ready", () => readyOn(world).length === 6);
  expect(podsOf(world).map(({ metadata }) => metadata.uid).sort()).toEqual(before);
  expect(podsOf(world).every(({ status }) => status.containerStatuses?.[0]?.restartCount === 0)).toBe(true);
});

test("machines come and go", async () => {
  const world = await withSixPods();
  const name = world.cluster.addNode();
  await world.until("the new node is ready", () => world.all(Nodes).some((node) => node.metadata.name === name && condition(node, "Ready") === "True"));
  world.cluster.removeNode("node-1");
  await world.ask(() => world.client.delete(Nodes, { name: "node-1" }));
  await world.until("the pods of the removed node are replaced", () => readyOn(world).length === 6 && readyOn(world, "node-1").length === 0);
  expect(world.all(Nodes).map(({ metadata }) => metadata.name)).toEqual(["control-plane", "node-2", "node-3", "node-4"]);
});
