import { expect, test } from "vitest";
import { Endpoints } from "../../api/core/endpoints.ts";
import { type Pod, Pods } from "../../api/core/pod.ts";
import { type Service, Services } from "../../api/core/service.ts";
import type { EndpointSubset } from "../../api/generated/core/v1.ts";
import { type ControllerWorld, type ControllerWorldOptions, startControllerWorld } from "../../testing/controller-world.ts";
import { pod as podObject } from "../../testing/workloads.ts";
import { endpointsController } from "./endpoints-controller.ts";
import { subsetsOf } from "./subsets.ts";
import { truncated } from "./truncate.ts";

const labels = { app: "web" };
const start = (more: Partial<ControllerWorldOptions> = {}) => startControllerWorld({ controllers: [endpointsController], nodes: {}, ...more });

const service = (world: ControllerWorld, spec: Partial<Service["spec"]> = {}, name = "web") =>
  world.create(Services, { metadata: { name, labels: { tier: "front" } }, spec: { selector: labels, ports: [{ port: 80 }], ...spec } });

const pod = (world: ControllerWorld, name: string, spec: Partial<Pod["spec"]> = {}) =>
  world.create(Pods, { metadata: { name, labels }, spec: { containers: [{ name: "web", image: "nginx", ports: [{ name: "http", containerPort: 8080 }] }], ...spec } });

const find = (world: ControllerWorld, name = "web") => world.all(Endpoints).find(({ metadata }) => metadata.name === name);

test("a service's pods are its endpoints", async () => {
  const world = await start();
  await service(world, { ports: [{ name: "web", port: 80, targetPort: "http" }] });
  const first = await pod(world, "first");
  await world.settle();
  expect(find(world)?.subsets).toEqual([
    {
      addresses: [{ ip: "10.244.0.2", nodeName: "node-1", targetRef: { kind: "Pod", namespace: "default", name: "first", uid: first.metadata.uid } }],
      ports: [{ name: "web", port: 8080, protocol: "TCP" }],
    },
  ]);
  expect(find(world)?.metadata.labels).toEqual({ tier: "front", "endpoints.kubernetes.io/managed-by": "endpoint-controller" });
});

test("a service without pods has endpoints without addresses", async () => {
  const world = await start();
  await service(world);
  await world.settle();
  expect(find(world)?.subsets ?? []).toEqual([]);
});

test("pods that are not ready are told apart", async () => {
  const world = await start();
  await service(world);
  await pod(world, "a");
  await pod(world, "b");
  await world.settle();
  await world.nodes.setReady(world.all(Pods)[0] as Pod, false);
  await world.settle();
  const [subset] = find(world)?.subsets ?? [];
  expect([subset?.addresses?.map(({ targetRef }) => targetRef?.name), subset?.notReadyAddresses?.map(({ targetRef }) => targetRef?.name)]).toEqual([["b"], ["a"]]);
});

test("a pod that is terminating is no endpoint, unless the service publishes all", async () => {
  const world = await start({ nodes: { stopTime: 60_000 } });
  await service(world);
  await service(world, { publishNotReadyAddresses: true }, "all");
  await pod(world, "a");
  await world.settle();
  await world.client.delete(Pods, { namespace: "default", name: "a" });
  await world.run(1);
  expect(find(world)?.subsets ?? []).toEqual([]);
  expect(find(world, "all")?.subsets?.[0]?.addresses).toHaveLength(1);
});

test("a headless service is marked, and its pods have their names", async () => {
  const world = await start();
  await service(world, { clusterIP: "None", ports: undefined });
  await pod(world, "a", { hostname: "db-0", subdomain: "web" });
  await world.settle();
  expect(find(world)?.metadata.labels).toHaveProperty(["service.kubernetes.io/headless"], "");
  expect(find(world)?.subsets).toMatchObject([{ addresses: [{ hostname: "db-0" }] }]);
});

test("endpoints go with their service; those made by hand for a service without a selector stay", async () => {
  const world = await start();
  await service(world);
  await service(world, { selector: undefined }, "bare");
  await world.create(Endpoints, { metadata: { name: "bare" }, subsets: [{ addresses: [{ ip: "192.0.2.1" }], ports: [{ port: 80 }] }] });
  await world.settle();
  for (const name of ["web", "bare"]) await world.client.delete(Services, { namespace: "default", name });
  await world.settle();
  expect(find(world)).toBeUndefined();
  expect(find(world, "bare")?.subsets).toHaveLength(1);
});

test("endpoints that somebody deletes come back", async () => {
  const world = await start();
  await service(world);
  await pod(world, "a");
  await world.settle();
  await world.client.delete(Endpoints, { namespace: "default", name: "web" });
  await world.settle();
  expect(find(world)?.subsets?.[0]?.addresses).toHaveLength(1);
});

test("nothing is written when nothing changed", async () => {
  const world = await start();
  await service(world);
  await pod(world, "a");
  await world.settle();
  const version = find(world)?.metadata.resourceVersion;
  await world.client.patch(Pods, { namespace: "default", name: "a" }, { type: "merge", body: { metadata: { annotations: { a: "b" } } } });
  await world.client.patch(Services, { namespace: "default", name: "web" }, { type: "merge", body: { metadata: { annotations: { a: "b" } } } });
  await world.settle();
  expect(find(world)?.metadata.resourceVersion).toBe(version);
});

test("more than a thousand addresses are cut, and that is said", async () => {
  const world = await start();
  await service(world);
  for (let index = 0; index < 1010; index++) await pod(world, `p${index}`);
  await world.settle();
  expect(find(world)?.subsets?.[0]?.addresses).toHaveLength(1000);
  expect(find(world)?.metadata.annotations).toMatchObject({ "endpoints.kubernetes.io/over-capacity": "truncated" });
  for (let index = 0; index < 20; index++) await world.client.delete(Pods, { namespace: "default", name: `p${index}` });
  await world.settle();
  expect(find(world)?.subsets?.[0]?.addresses).toHaveLength(990);
  expect(find(world)?.metadata.annotations ?? {}).not.toHaveProperty(["endpoints.kubernetes.io/over-capacity"]);
});

const web = { metadata: { name: "web", namespace: "default" }, spec: { clusterIP: "10.96.0.5", ports: [{ port: 80, targetPort: "http", protocol: "TCP" }] } } as unknown as Service;
const serving = (name: string, ip: string, port: number, ready = true) =>
  podObject(name, { ip, ready, node: "n1", spec: { containers: [{ name: "web", image: "nginx", ports: [{ name: "http", containerPort: port, protocol: "TCP" }] }] } });

test("pods with different ports are in different subsets, in a fixed order", () => {
  const subsets = subsetsOf(web, [serving("c", "10.0.0.3", 81), serving("b", "10.0.0.2", 80), serving("a", "10.0.0.1", 80, false)]);
  const short = subsets.map(({ addresses, notReadyAddresses, ports }) => [ports?.map(({ port }) => port), addresses?.map(({ ip }) => ip), notReadyAddresses?.map(({ ip }) => ip)]);
  expect(short).toEqual([[[80], ["10.0.0.2"], ["10.0.0.1"]], [[81], ["10.0.0.3"], undefined]]);
});

test("a pod without the port is no endpoint", () => {
  expect(subsetsOf(web, [podObject("a", { ip: "10.0.0.1" })])).toEqual([]);
});

test("a pod without an address is no endpoint", () => {
  expect(subsetsOf(web, [podObject("a")])).toEqual([]);
});

const subset = (ready: number, notReady: number): EndpointSubset => ({
  addresses: Array.from({ length: ready }, (_unused, index) => ({ ip: `10.0.0.${index}` })),
  notReadyAddresses: Array.from({ length: notReady }, (_unused, index) => ({ ip: `10.1.0.${index}` })),
});

test.each([
  [[[500, 500]], [[500, 500]], false],
  [[[1000, 0]], [[1000, 0]], false],
  [[[1000, 1]], [[1000, 0]], true],
  [[[1200, 500]], [[1000, 0]], true],
  [[[900, 500]], [[900, 100]], true],
  [[[600, 0], [600, 0]], [[500, 0], [500, 0]], true],
  [[[1500, 0], [500, 0]], [[750, 0], [250, 0]], true],
] as const)("%j ready and not ready addresses are cut to %j", (before, after, over) => {
  const result = truncated(before.map(([ready, notReady]) => subset(ready, notReady)));
  expect(result.over).toBe(over);
  expect(result.subsets.map(({ addresses = [], notReadyAddresses = [] }) => [addresses.length, notReadyAddresses.length])).toEqual(after);
});
