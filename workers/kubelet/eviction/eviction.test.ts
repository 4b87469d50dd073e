import { describe, expect, test } from "vitest";
import { Nodes } from "../../api/core/node.ts";
import type { Pod } from "../../api/generated/core/v1.ts";
import { mebibyte } from "../../base/units.ts";
import { appPod, startKubeletWorld } from "../../testing/kubelet-world.ts";
import { evictionOrder, type Usage } from "./eviction-order.ts";

const usage = (name: string, total: number, { request = 0, priority = 0 } = {}): Usage => ({
  pod: {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name, namespace: "default", uid: name, resourceVersion: "1", creationTimestamp: "" },
    spec: { priority, containers: [{ name: "a", ...(request > 0 && { resources: { requests: { memory: `${request}Mi` } } }) }] },
    status: {},
  } as Pod,
  total: total * mebibyte,
  containers: [],
});

describe("who goes first", () => {
  test.each<[string, readonly Usage[], string]>([
    ["whoever exceeds the request", [usage("within", 500, { request: 600 }), usage("over", 100, { request: 50 })], "over within"],
    ["whoever asked for nothing counts as exceeding", [usage("within", 500, { request: 600 }), usage("none", 10)], "none within"],
    ["then the less important", [usage("high", 500, { priority: 100 }), usage("low", 100)], "low high"],
    ["then the one that exceeds most", [usage("little", 100, { request: 90 }), usage("much", 200, { request: 90 })], "much little"],
    ["importance does not save whoever exceeds from those who do not", [usage("important", 200, { request: 100, priority: 100 }), usage("modest", 50, { request: 100 })], "important modest"],
  ])("%s", (_, given, order) => expect(evictionOrder(given).map(({ pod }) => pod.metadata.name).join(" ")).toBe(order));
});

const hog = (name: string, bytes: number, more: { readonly request?: string; readonly spec?: object } = {}) =>
  appPod(name, [`allocate=${bytes}`], { spec: more.spec ?? {}, container: more.request === undefined ? {} : { resources: { requests: { memory: more.request } } } });

test("a node that runs out of memory says so, and stops the greediest pod", async () => {
  const world = await startKubeletWorld({ memory: 1000 * mebibyte });
  await world.run(5);
  await world.bind(hog("modest", 300 * mebibyte, { request: "400Mi" }));
  await world.bind(hog("greedy", 650 * mebibyte, { request: "100Mi" }));
  await world.run(30);

  const { status } = await world.pod("greedy");
  expect(status).toMatchObject({ phase: "Failed", reason: "Evicted" });
  expect(status.message).toMatch(/^The node was low on resource: memory\. Threshold quantity: 100Mi, available: \d+Ki\. Container web was using \d+Ki, request is 100Mi, has larger consumption of memory\. $/);
  expect(status.conditions?.find(({ type }) => type === "DisruptionTarget")).toMatchObject({ status: "True", reason: "TerminationByKubelet" });
  expect(world.events("greedy")).toContainEqual(expect.stringMatching(/^Warning Evicted The node was low on resource: memory\./));
  expect((await world.pod("modest")).status.phase).toBe("Running");

  const pressure = async () => (await world.client.get(Nodes, { name: "node-1" })).status.conditions?.find(({ type }) => type === "MemoryPressure");
  expect(await pressure()).toMatchObject({ status: "True", reason: "KubeletHasInsufficientMemory", message: "kubelet has insufficient memory available" });
  expect(world.events("node-1")).toContain("Normal NodeHasInsufficientMemory Node node-1 status is now: NodeHasInsufficientMemory");
  await world.run(200);
  expect(await pressure()).toMatchObject({ status: "True" });
  await world.run(150);
  expect(await pressure()).toMatchObject({ status: "False" });
});

test("pods that the node cannot do without are spared", async () => {
  const world = await startKubeletWorld({ memory: 1000 * mebibyte });
  await world.run(5);
  await world.bind({ ...hog("critical", 700 * mebibyte, { spec: { priorityClassName: "system-node-critical" } }), metadata: { name: "critical", namespace: "kube-system" } });
  await world.bind(hog("ordinary", 250 * mebibyte));
  await world.run(60);
  expect((await world.pod("ordinary")).status.reason).toBe("Evicted");
  expect((await world.pod("critical", "kube-system")).status.phase).toBe("Running");
});

test("a node with memory to spare evicts nobody", async () => {
  const world = await startKubeletWorld({ memory: 1000 * mebibyte });
  await world.bind(hog("web", 500 * mebibyte));
  await world.run(300);
  expect((await world.pod("web")).status.phase).toBe("Running");
});

test("a pod that writes more into an emptyDir than it may is stopped", async () => {
  const world = await startKubeletWorld();
  await world.run(5);
  const spec = { volumes: [{ name: "cache", emptyDir: { sizeLimit: "1Ki" } }] };
  await world.bind(appPod("web", [], { spec, container: { volumeMounts: [{ name: "cache", mountPath: "/cache" }] } }));
  await world.run(20);
  expect((await world.pod("web")).status.phase).toBe("Running");
  const { uid } = (await world.pod("web")).metadata;
  world.disk.directory(`/var/lib/kubelet/pods/${uid}/volumes/kubernetes.io~empty-dir/cache`).write("deep/file", "x".repeat(2000));
  await world.run(15);
  expect((await world.pod("web")).status).toMatchObject({ phase: "Failed", reason: "Evicted", message: 'Usage of EmptyDir volume "cache" exceeds the limit "1Ki". ' });
});
