import { expect, test } from "vitest";
import { Nodes } from "../../api/core/node.ts";
import { startControllerWorld } from "../../testing/controller-world.ts";
import { CidrSet } from "./cidr-set.ts";
import { nodeIpamController } from "./node-ipam-controller.ts";

const start = (clusterCIDR = "10.244.0.0/16", nodeMaskSize = 24) => startControllerWorld({ controllers: [nodeIpamController({ clusterCIDR, nodeMaskSize })] });
type World = Awaited<ReturnType<typeof start>>;
const cidrs = (world: World) => Object.fromEntries(world.all(Nodes).map(({ metadata, spec }) => [metadata.name, spec.podCIDR]));
const add = (world: World, name: string, podCIDR?: string) => world.client.create(Nodes, { metadata: { name }, ...(podCIDR !== undefined && { spec: { podCIDR, podCIDRs: [podCIDR] } }) });

test("each node gets the next range", async () => {
  const world = await start();
  for (const name of ["a", "b", "c"]) {
    await add(world, name);
    await world.settle();
  }
  expect(cidrs(world)).toEqual({ a: "10.244.0.0/24", b: "10.244.1.0/24", c: "10.244.2.0/24" });
  expect(world.all(Nodes)[0]?.spec.podCIDRs).toEqual(["10.244.0.0/24"]);
});

test("many nodes at once get different ranges", async () => {
  const world = await start();
  for (let index = 0; index < 60; index++) await add(world, `n${index}`);
  await world.settle();
  expect(new Set(Object.values(cidrs(world))).size).toBe(60);
});

test("what a node has already is never given to another", async () => {
  const world = await start();
  await add(world, "a", "10.244.0.0/24");
  await add(world, "b", "10.244.1.0/24");
  await add(world, "c");
  await world.settle();
  expect(cidrs(world)).toEqual({ a: "10.244.0.0/24", b: "10.244.1.0/24", c: "10.244.2.0/24" });
});

test("a process that starts anew finds out what is taken", async () => {
  const world = await start();
  await add(world, "a");
  await world.settle();
  world.process.end();
  world.startProcess();
  await add(world, "b");
  await world.settle();
  expect(cidrs(world)).toEqual({ a: "10.244.0.0/24", b: "10.244.1.0/24" });
});

test("when all ranges are taken the node is told, and gets one when another node has gone", async () => {
  const world = await start("10.244.0.0/23", 24);
  for (const name of ["a", "b", "c"]) {
    await add(world, name);
    await world.run(1);
  }
  expect(cidrs(world)).toEqual({ a: "10.244.0.0/24", b: "10.244.1.0/24", c: undefined });
  expect(world.told("c")[0]).toMatch(/^Normal CIDRNotAvailable Node c status is now: CIDRNotAvailable/);
  await world.client.delete(Nodes, { name: "a" });
  await world.run(600);
  expect(cidrs(world)).toEqual({ b: "10.244.1.0/24", c: "10.244.0.0/24" });
});

test("a range outside of the cluster's is left to the node, with a warning", async () => {
  const world = await start();
  await add(world, "a", "192.168.0.0/24");
  await world.settle();
  expect(cidrs(world)).toEqual({ a: "192.168.0.0/24" });
  expect(world.logs[0]?.message).toContain("outside of the cluster's range");
});

test.each([
  ["10.244.0.0/16", 24, 256, "10.244.0.0/24", "10.244.1.0/24"],
  ["10.0.0.0/8", 26, 262_144, "10.0.0.0/26", "10.0.0.64/26"],
  ["192.168.1.128/25", 26, 2, "192.168.1.128/26", "192.168.1.192/26"],
  ["10.244.5.7/16", 24, 256, "10.244.0.0/24", "10.244.1.0/24"],
])("%s in parts of /%i", (cluster, mask, count, first, second) => {
  const set = new CidrSet(cluster, mask);
  expect(set.free).toBe(count);
  expect([set.allocate(), set.allocate()]).toEqual([first, second]);
  expect(set.free).toBe(count - 2);
});

test("ranges are given out in turn before one is used again", () => {
  const set = new CidrSet("10.0.0.0/30", 32);
  expect([set.allocate(), set.allocate()]).toEqual(["10.0.0.0/32", "10.0.0.1/32"]);
  set.release("10.0.0.0/32");
  expect([set.allocate(), set.allocate(), set.allocate(), set.allocate()]).toEqual(["10.0.0.2/32", "10.0.0.3/32", "10.0.0.0/32", undefined]);
});

test("a larger range occupies all its parts", () => {
  const set = new CidrSet("10.244.0.0/16", 24);
  expect(set.occupy("10.244.0.0/22")).toBe(true);
  expect(set.allocate()).toBe("10.244.4.0/24");
  expect(set.occupy("10.245.0.0/24")).toBe(false);
  expect(set.occupy("nonsense")).toBe(false);
});

test.each([["10.244.0.0/24", 16], ["300.0.0.0/16", 24], ["10.0.0.0/40", 24], ["fd00::/48", 64]])("%s in parts of /%i is a mistake in the program", (cluster, mask) => {
  expect(() => new CidrSet(cluster, mask)).toThrow();
});
