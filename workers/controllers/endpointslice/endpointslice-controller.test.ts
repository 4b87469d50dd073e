import { expect, test } from "vitest";
import { Namespaces } from "../../api/core/namespace.ts";
import { Nodes } from "../../api/core/node.ts";
import { type Pod, Pods } from "../../api/core/pod.ts";
import { type Service, Services } from "../../api/core/service.ts";
import { type EndpointSlice, EndpointSlices } from "../../api/discovery/endpoint-slice.ts";
import { newControllerRef } from "../../apimachinery/owner-references.ts";
import { type ControllerWorld, type ControllerWorldOptions, startControllerWorld } from "../../testing/controller-world.ts";
import { endpointSliceController } from "./endpointslice-controller.ts";

const labels = { app: "web" };
const managed = { "kubernetes.io/service-name": "web", "endpointslice.kubernetes.io/managed-by": "endpointslice-controller.k8s.io" };

const start = (more: Partial<ControllerWorldOptions> = {}) => startControllerWorld({ controllers: [endpointSliceController], nodes: {}, ...more });

const service = (world: ControllerWorld, spec: Partial<Service["spec"]> = {}, name = "web") =>
  world.create(Services, { metadata: { name }, spec: { selector: labels, ports: [{ port: 80 }], ...spec } });

const pod = (world: ControllerWorld, name: string, spec: Partial<Pod["spec"]> = {}, podLabels: Readonly<Record<string, string>> = labels) =>
  world.create(Pods, { metadata: { name, labels: podLabels }, spec: { containers: [{ name: "web", image: "nginx", ports: [{ name: "http", containerPort: 8080 }] }], ...spec } });

async function pods(world: ControllerWorld, count: number) {
  for (let index = 0; index < count; index++) await pod(world, `p${String(index).padStart(3, "0")}`);
  await world.settle();
}

const slices = (world: ControllerWorld, name = "web") => world.all(EndpointSlices).filter(({ metadata }) => metadata.labels?.["kubernetes.io/service-name"] === name);
const endpoints = (world: ControllerWorld, name = "web") => slices(world, name).flatMap((slice) => slice.endpoints ?? []);
const one = (world: ControllerWorld) => slices(world)[0] as EndpointSlice;
const sizes = (world: ControllerWorld) => slices(world).map((slice) => slice.endpoints?.length ?? 0).toSorted((a, b) => b - a);

test("a service's pods are the endpoints of its slice", async () => {
  const world = await start();
  const web = await service(world, { ports: [{ port: 80, targetPort: "http" }] });
  const first = await pod(world, "first");
  await world.settle();
  expect(one(world).metadata).toMatchObject({ generateName: "web-", namespace: "default", labels: managed, ownerReferences: [newControllerRef(web)] });
  expect(one(world)).toMatchObject({
    addressType: "IPv4",
    ports: [{ name: "", port: 8080, protocol: "TCP" }],
    endpoints: [
      {
        addresses: ["10.244.0.2"],
        conditions: { ready: true, serving: true, terminating: false },
        nodeName: "node-1",
        targetRef: { kind: "Pod", namespace: "default", name: "first", uid: first.metadata.uid },
      },
    ],
  });
});

test("a service without pods has one empty slice, which stays as it is", async () => {
  const world = await start();
  await service(world);
  await world.settle();
  const { resourceVersion, name } = one(world).metadata;
  expect([one(world).endpoints ?? [], one(world).ports ?? []]).toEqual([[], []]);
  await world.client.patch(Services, { namespace: "default", name: "web" }, { type: "merge", body: { metadata: { annotations: { a: "b" } } } });
  await world.settle();
  expect(one(world).metadata.resourceVersion).toBe(resourceVersion);
  await pods(world, 1);
  expect(slices(world)).toHaveLength(1);
  expect(one(world).metadata.name).toBe(name);
  await world.client.delete(Pods, { namespace: "default", name: "p000" });
  await world.settle();
  expect(slices(world)).toHaveLength(1);
  expect(endpoints(world)).toEqual([]);
});

test("services without a selector and names for other hosts get no slices", async () => {
  const world = await start();
  await service(world, { selector: undefined }, "bare");
  await world.create(Services, { metadata: { name: "elsewhere" }, spec: { type: "ExternalName", externalName: "example.com", selector: labels } });
  await world.settle();
  expect([...slices(world, "bare"), ...slices(world, "elsewhere")]).toEqual([]);
});

test.each([
  ["not ready yet", (world: ControllerWorld) => world.nodes.setReady(world.all(Pods)[0] as Pod, false), { ready: false, serving: false, terminating: false }],
  ["terminating", (world: ControllerWorld) => world.client.delete(Pods, { namespace: "default", name: "a" }), { ready: false, serving: true, terminating: true }],
])("a pod that is %s is told so", async (_name, change, conditions) => {
  const world = await start({ nodes: { stopTime: 60_000 } });
  await service(world);
  await pod(world, "a");
  await world.settle();
  await change(world);
  await world.run(1);
  expect(endpoints(world)[0]?.conditions).toEqual(conditions);
});

test("a service that publishes addresses before they are ready calls them ready", async () => {
  const world = await start({ nodes: { ready: () => false, stopTime: 60_000 } });
  await service(world, { publishNotReadyAddresses: true });
  await pod(world, "a");
  await world.settle();
  expect(endpoints(world)[0]?.conditions).toEqual({ ready: true, serving: false, terminating: false });
  await world.client.delete(Pods, { namespace: "default", name: "a" });
  await world.run(1);
  expect(endpoints(world)[0]?.conditions).toEqual({ ready: true, serving: false, terminating: true });
});

test.each([
  ["has ended", { phase: "Succeeded" }],
  ["has failed", { phase: "Failed" }],
] as const)("a pod that %s is no endpoint any more", async (_name, status) => {
  const world = await start();
  await service(world);
  await pod(world, "a");
  await world.settle();
  await world.client.patch(Pods, { namespace: "default", name: "a" }, { type: "merge", subresource: "status", body: { status } });
  await world.settle();
  expect(endpoints(world)).toEqual([]);
});

test("a pod that changes its labels leaves and comes back", async () => {
  const world = await start();
  await service(world);
  await pod(world, "a");
  await world.settle();
  for (const [app, count] of [["other", 0], ["web", 1]] as const) {
    await world.client.patch(Pods, { namespace: "default", name: "a" }, { type: "merge", body: { metadata: { labels: { app } } } });
    await world.settle();
    expect(endpoints(world)).toHaveLength(count);
  }
});

test("pods of another namespace are no endpoints", async () => {
  const world = await start();
  await world.client.create(Namespaces, { metadata: { name: "shop" } });
  await world.settle();
  await service(world);
  await world.client.create(Pods, { metadata: { name: "a", namespace: "shop", labels }, spec: { containers: [{ name: "web", image: "nginx" }] } });
  await world.settle();
  expect(endpoints(world)).toEqual([]);
});

test("pods that give a port's name different numbers are in different slices", async () => {
  const world = await start();
  await service(world, { ports: [{ name: "web", port: 80, targetPort: "http" }] });
  await pod(world, "a");
  await pod(world, "b", { containers: [{ name: "web", image: "nginx", ports: [{ name: "http", containerPort: 9090 }] }] as Pod["spec"]["containers"] });
  await pod(world, "c", { containers: [{ name: "web", image: "nginx" }] as Pod["spec"]["containers"] });
  await world.settle();
  const portsOfPods = slices(world).map(({ ports = [], endpoints: list = [] }) => `${ports.map(({ port }) => port).join()}: ${list.map(({ targetRef }) => targetRef?.name).join()}`);
  expect(portsOfPods.toSorted()).toEqual(["8080: a", "9090: b", ": c"]);
});

test("a headless service may have no ports, and its pods may have names", async () => {
  const world = await start();
  await service(world, { clusterIP: "None", ports: undefined });
  await pod(world, "a", { hostname: "db-0", subdomain: "web" });
  await pod(world, "b", { hostname: "db-1", subdomain: "elsewhere" });
  await world.settle();
  expect(one(world).metadata.labels).toEqual({ ...managed, "service.kubernetes.io/headless": "" });
  expect(one(world).ports ?? []).toEqual([]);
  expect(Object.fromEntries(endpoints(world).map(({ targetRef, hostname }) => [targetRef?.name, hostname]))).toEqual({ a: "db-0", b: undefined });
});

test("a hundred endpoints fill a slice, one more begins another", async () => {
  const world = await start();
  await service(world);
  await pods(world, 205);
  expect(endpoints(world)).toHaveLength(205);
  expect(Math.max(...sizes(world))).toBe(100);
  expect(new Set(endpoints(world).map(({ targetRef }) => targetRef?.name)).size).toBe(205);
});

test("endpoints stay in their slice when others go, and room is used again", async () => {
  const world = await start();
  await service(world);
  await pods(world, 150);
  const before = Object.fromEntries(slices(world).map(({ metadata, endpoints: list }) => [metadata.name, list?.map(({ targetRef }) => targetRef?.name)]));
  for (let index = 0; index < 10; index++) await world.client.delete(Pods, { namespace: "default", name: `p${String(index * 7).padStart(3, "0")}` });
  await world.settle();
  for (const { metadata, endpoints: list } of slices(world)) for (const { targetRef } of list ?? []) expect(before[metadata.name]).toContain(targetRef?.name);
  const count = slices(world).length;
  for (let index = 0; index < 10; index++) await pod(world, `new-${index}`);
  await world.settle();
  expect(slices(world)).toHaveLength(count);
  expect(endpoints(world)).toHaveLength(150);
});

test("the zone of a pod's node is told, and follows the node", async () => {
  const zone = "topology.kubernetes.io/zone";
  const world = await start({ nodes: { count: 2, labels: (index) => ({ [zone]: `z${index}` }) } });
  await service(world);
  await pod(world, "a");
  await pod(world, "b");
  await world.settle();
  expect(endpoints(world).map(({ nodeName, zone: name }) => `${nodeName} ${name}`).toSorted()).toEqual(["node-1 z1", "node-2 z2"]);
  await world.client.patch(Nodes, { name: "node-1" }, { type: "merge", body: { metadata: { labels: { [zone]: "moved" } } } });
  await world.settle();
  expect(endpoints(world).map(({ zone: name }) => name ?? "").toSorted()).toEqual(["moved", "z2"]);
});

test("a pod on a node that nobody knows is left out until the node is known", async () => {
  const world = await start();
  await service(world);
  await world.create(Pods, { metadata: { name: "lost", labels }, spec: { nodeName: "ghost", containers: [{ name: "web", image: "nginx" }] } });
  await world.client.patch(Pods, { namespace: "default", name: "lost" }, { type: "merge", subresource: "status", body: { status: { phase: "Running", podIP: "10.9.9.9", podIPs: [{ ip: "10.9.9.9" }] } } });
  await world.run(2);
  expect(endpoints(world)).toEqual([]);
  await world.client.create(Nodes, { metadata: { name: "ghost" } });
  await world.run(2);
  expect(endpoints(world).map(({ nodeName }) => nodeName)).toEqual(["ghost"]);
});

test.each([
  ["PreferClose", [{ forZones: [{ name: "z1" }] }]],
  ["PreferSameZone", [{ forZones: [{ name: "z1" }] }]],
  ["PreferSameNode", [{ forNodes: [{ name: "node-1" }], forZones: [{ name: "z1" }] }]],
  [undefined, [undefined]],
])("traffic distribution %s leaves its hints", async (trafficDistribution, hints) => {
  const world = await start({ nodes: { count: 1, labels: () => ({ "topology.kubernetes.io/zone": "z1" }) } });
  await service(world, { trafficDistribution });
  await pod(world, "a");
  await world.settle();
  expect(endpoints(world).map((endpoint) => endpoint.hints)).toEqual(hints);
});

test("hints go when the service no longer asks for them", async () => {
  const world = await start({ nodes: { count: 1, labels: () => ({ "topology.kubernetes.io/zone": "z1" }) } });
  await service(world, { trafficDistribution: "PreferClose" });
  await pod(world, "a");
  await world.settle();
  await world.client.patch(Services, { namespace: "default", name: "web" }, { type: "merge", body: { spec: { trafficDistribution: null } } });
  await world.settle();
  expect(endpoints(world)[0]?.hints).toBeUndefined();
});

test("labels of the service are those of its slices, but for the reserved ones", async () => {
  const world = await start();
  await service(world);
  await pods(world, 1);
  await world.client.patch(Services, { namespace: "default", name: "web" }, { type: "merge", body: { metadata: { labels: { tier: "front", "kubernetes.io/service-name": "lie" } } } });
  await world.settle();
  expect(one(world).metadata.labels).toEqual({ ...managed, tier: "front" });
  await world.client.patch(Services, { namespace: "default", name: "web" }, { type: "merge", body: { metadata: { labels: { tier: null } } } });
  await world.settle();
  expect(one(world).metadata.labels).toEqual(managed);
});

test("somebody else's change to a slice is put right, and a deleted slice comes back", async () => {
  const world = await start();
  await service(world);
  await pods(world, 2);
  const { name } = one(world).metadata;
  await world.client.patch(EndpointSlices, { namespace: "default", name }, { type: "merge", body: { endpoints: [] } });
  await world.settle();
  expect(endpoints(world)).toHaveLength(2);
  await world.client.delete(EndpointSlices, { namespace: "default", name: one(world).metadata.name });
  await world.settle();
  expect(endpoints(world)).toHaveLength(2);
  expect(slices(world)).toHaveLength(1);
});

test("slices that somebody made by hand are left alone", async () => {
  const world = await start();
  await service(world);
  const custom = await world.create(EndpointSlices, { metadata: { name: "mine", labels: { "kubernetes.io/service-name": "web" } }, addressType: "IPv4", endpoints: [{ addresses: ["192.0.2.1"] }], ports: [] });
  await pods(world, 1);
  expect(slices(world).find(({ metadata }) => metadata.name === "mine")).toEqual(custom);
  expect(slices(world)).toHaveLength(2);
});

test("a change of the ports rewrites the slice under its name", async () => {
  const world = await start();
  await service(world);
  await pods(world, 2);
  const { name } = one(world).metadata;
  await world.client.patch(Services, { namespace: "default", name: "web" }, { type: "merge", body: { spec: { ports: [{ port: 80, targetPort: 9000 }] } } });
  await world.settle();
  expect(slices(world).map(({ metadata, ports }) => [metadata.name, ports?.[0]?.port])).toEqual([[name, 9000]]);
});

test("the time of the change that triggered it is noted", async () => {
  const world = await start();
  await service(world);
  await world.settle();
  const noted = () => one(world).metadata.annotations?.["endpoints.kubernetes.io/last-change-trigger-time"];
  expect(noted()).toBe("2026-04-22T10:00:00Z");
  await world.run(60);
  await pods(world, 1);
  expect(noted()).toBe("2026-04-22T10:01:00Z");
});

test("slow requests and quick changes never make an endpoint appear twice", async () => {
  const world = await start({ latency: 40 });
  await service(world);
  for (let round = 0; round < 20; round++) {
    await pod(world, `r${round}`);
    await world.simulation.runFor(35);
  }
  await world.settle();
  expect(endpoints(world)).toHaveLength(20);
  expect(new Set(endpoints(world).map(({ targetRef }) => targetRef?.name)).size).toBe(20);
  expect(slices(world)).toHaveLength(1);
});

test("many services share a pod", async () => {
  const world = await start();
  for (const name of ["one", "two", "three"]) await service(world, {}, name);
  await service(world, { selector: { app: "db" } }, "other");
  await pods(world, 3);
  expect(["one", "two", "three", "other"].map((name) => endpoints(world, name).length)).toEqual([3, 3, 3, 0]);
});
