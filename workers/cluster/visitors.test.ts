import { describe, expect, test } from "vitest";
import { Deployments } from "../api/apps/deployment.ts";
import { type Pod, Pods } from "../api/core/pod.ts";
import { Services } from "../api/core/service.ts";
import { startCluster, type TestCluster } from "../testing/cluster.ts";

const namespace = "default";
const labels = { app: "web" };
const isReady = ({ status }: Pod) => (status.conditions ?? []).some(({ type, status: value }) => type === "Ready" && value === "True");
const podsOf = ({ all }: TestCluster) => all(Pods).filter(({ metadata }) => metadata.namespace === namespace);

type ServiceSpec = NonNullable<Parameters<typeof addService>[1]>;

const addService = (world: TestCluster, spec: { readonly type?: "ClusterIP" | "NodePort"; readonly clusterIP?: string; readonly nodePort?: number }) => {
  const { nodePort, ...rest } = spec;
  return world.ask(() => world.client.create(Services, { metadata: { name: "web", namespace }, spec: { selector: labels, ports: [{ port: 80, ...(nodePort !== undefined && { nodePort }) }], ...rest } }));
};

async function withWeb(spec: ServiceSpec, replicas = 2): Promise<TestCluster> {
  const world = await startCluster({ nodes: 2 });
  await world.ask(() =>
    world.client.create(Deployments, {
      metadata: { name: "web", namespace },
      spec: { replicas, selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers: [{ name: "web", image: "nginx:1.27", ports: [{ containerPort: 80 }] }] } } },
    }),
  );
  await addService(world, spec);
  await world.until("the pods are ready", () => podsOf(world).filter(isReady).length === replicas);
  await world.run(3);
  return world;
}

const load = ({ cluster }: TestCluster) => cluster.visitors.loads().find(({ service }) => service === "default/web")!;

describe("requests reach", () => {
  test.each<readonly [string, ServiceSpec]>([
    ["a node port from outside", { type: "NodePort", nodePort: 30080 }],
    ["a cluster address from inside", { type: "ClusterIP" }],
  ])("%s", async (_, spec) => {
    const world = await withWeb(spec);
    world.cluster.visitors.send("default/web", 10);
    await world.run(20);
    expect(load(world)).toMatchObject({ perSecond: 10, failed: 0 });
    expect(load(world).sent).toBeGreaterThanOrEqual(199);
    expect(load(world).sent).toBeLessThanOrEqual(201);
    const from = world.cluster.requests().filter(({ path }) => path === "/").at(-1)?.from;
    expect(from === "visitor").toBe(spec.type === "NodePort");
  });
});

describe("a load", () => {
  test.each([1, 7, 50, 200])("of %i per second is so many", async (perSecond) => {
    const world = await withWeb({ type: "ClusterIP" });
    world.cluster.visitors.send("default/web", perSecond);
    await world.run(10);
    expect(Math.abs(load(world).sent - perSecond * 10)).toBeLessThanOrEqual(perSecond);
    expect(load(world).failed).toBe(0);
  });

  test("changes when it is set anew, and ends with 0", async () => {
    const world = await withWeb({ type: "ClusterIP" });
    const { visitors } = world.cluster;
    visitors.send("default/web", 10);
    await world.run(10);
    visitors.send("default/web", 1);
    const before = load(world).sent;
    await world.run(10);
    expect(load(world).sent - before).toBeLessThanOrEqual(11);
    visitors.send("default/web", 0);
    const end = load(world).sent;
    await world.run(10);
    expect(load(world)).toMatchObject({ perSecond: 0, sent: end });
  });
});

describe("a request fails", () => {
  test("for a Service that there is not, and succeeds once it is there", async () => {
    const world = await startCluster({ nodes: 1 });
    world.cluster.visitors.send("default/web", 2);
    await world.run(5);
    expect(load(world)).toMatchObject({ lastFailure: "no Service default/web" });
    expect(load(world).failed).toBe(load(world).sent);
  });

  test("for a headless Service, which has no address to visit", async () => {
    const world = await withWeb({ clusterIP: "None" });
    world.cluster.visitors.send("default/web", 2);
    await world.run(5);
    expect(load(world).failed).toBe(load(world).sent);
  });

  test("when no pod is behind it", async () => {
    const world = await withWeb({ type: "NodePort", nodePort: 30080 }, 1);
    await world.ask(() => world.client.patch(Deployments, { namespace, name: "web" }, { type: "merge", body: { spec: { replicas: 0 } } }));
    await world.until("the pod is gone", () => podsOf(world).length === 0);
    await world.run(3);
    world.cluster.visitors.send("default/web", 5);
    await world.run(10);
    expect(load(world).failed).toBeGreaterThan(40);
    expect(load(world).lastFailure).toMatch(/refused/);
  });
});

test("a node without power is avoided once it is known not to be ready", async () => {
  const world = await withWeb({ type: "NodePort", nodePort: 30080 }, 6);
  const { cluster } = world;
  cluster.powerOff("node-2");
  cluster.visitors.send("default/web", 10);
  await world.run(30);
  expect(load(world).failed).toBeGreaterThan(0);
  await world.run(60);
  const before = load(world).failed;
  await world.run(30);
  expect(load(world).failed).toBe(before);
});
