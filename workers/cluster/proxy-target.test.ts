import { beforeAll, describe, expect, test } from "vitest";
import { Nodes } from "../api/core/node.ts";
import { type Pod, Pods } from "../api/core/pod.ts";
import { Services } from "../api/core/service.ts";
import { EndpointSlices } from "../api/discovery/endpoint-slice.ts";
import type { ProxyRequest } from "../apiserver/subresources/kubelet-proxy.ts";
import { createInformerFactory, type InformerFactory } from "../client/informer-factory.ts";
import { silentLog } from "../sim/log.ts";
import { createRandom } from "../sim/random.ts";
import { startCluster, type TestCluster } from "../testing/cluster.ts";
import { locate } from "./proxy-target.ts";

const namespace = "default";
const labels = { app: "web" };
const isReady = ({ status }: Pod) => (status.conditions ?? []).some(({ type, status: value }) => type === "Ready" && value === "True");

let world: TestCluster;
let informers: InformerFactory;
const podsOf = () => world.all(Pods).filter(({ metadata }) => metadata.namespace === namespace);
const ipOf = (name: string) => podsOf().find(({ metadata }) => metadata.name === name)?.status.podIP;
const find = (target: Partial<ProxyRequest["target"]>) => locate(informers, { kind: "pod", namespace, name: "web", port: "", scheme: "http", ...target });

beforeAll(async () => {
  world = await startCluster({ nodes: 2 });
  const { client, ask, cluster } = world;
  const container = (name: string, ports: readonly number[]) => ({ name, image: "nginx:1.27", ports: ports.map((containerPort) => ({ containerPort })) });
  await ask(() => client.create(Pods, { metadata: { name: "web", namespace, labels }, spec: { containers: [container("web", [80, 81])] } }));
  await ask(() => client.create(Pods, { metadata: { name: "plain", namespace }, spec: { containers: [container("plain", [])] } }));
  await ask(() => client.create(Pods, { metadata: { name: "waiting", namespace }, spec: { nodeSelector: { disk: "none" }, containers: [container("waiting", [80])] } }));
  const ports = [
    { name: "http", port: 8080, targetPort: 80 },
    { name: "admin", port: 9090, targetPort: 81 },
  ];
  await ask(() => client.create(Services, { metadata: { name: "web", namespace }, spec: { selector: labels, ports } }));
  await ask(() => client.create(Services, { metadata: { name: "nobody", namespace }, spec: { selector: { app: "nobody" }, ports: [{ port: 80 }] } }));
  informers = createInformerFactory({ client, clock: cluster.simulation, random: createRandom("informers"), log: silentLog });
  for (const resource of [Nodes, Pods, Services, EndpointSlices]) informers.for(resource as typeof Nodes);
  await world.until("two pods are ready", () => podsOf().filter(isReady).length === 2);
  await world.run(5);
});

describe("a pod", () => {
  test.each([
    ["its first declared port", { name: "web" }, 80],
    ["the port that was asked for", { name: "web", port: "8443" }, 8443],
    ["HTTP's port when none is declared", { name: "plain" }, 80],
    ["HTTPS' port when none is declared", { name: "plain", scheme: "https" as const }, 443],
  ])("is found at %s", (_, target, port) => {
    expect(find(target)).toEqual({ ip: ipOf(target.name), port });
  });

  test.each([{ name: "waiting" }, { name: "ghost" }, { namespace: "kube-system" }])("is not found without an address: %o", (target) => {
    expect(find(target)).toBeUndefined();
  });
});

describe("a node", () => {
  test.each([
    ["", 10250],
    ["9100", 9100],
  ])("is found at its internal address, port %o", (port, expected) => {
    expect(find({ kind: "node", namespace: "", name: "node-1", port })).toEqual({ ip: "172.18.0.3", port: expected });
  });

  test("is not found when there is none", () => {
    expect(find({ kind: "node", namespace: "", name: "node-9" })).toBeUndefined();
  });
});

describe("a Service", () => {
  test.each([
    ["", 80],
    ["http", 80],
    ["8080", 80],
    ["admin", 81],
    ["9090", 81],
  ])("with port %o leads to its endpoint's own port", (port, expected) => {
    expect(find({ kind: "service", port })).toEqual({ ip: ipOf("web"), port: expected });
  });

  test.each([{ port: "https" }, { port: "80" }, { name: "nobody" }, { name: "ghost" }])("leads nowhere: %o", (target) => {
    expect(find({ kind: "service", ...target })).toBeUndefined();
  });

  test("leads nowhere once its only pod is gone", async () => {
    await world.ask(() => world.client.delete(Pods, { name: "web", namespace }));
    await world.until("the pod is gone", () => ipOf("web") === undefined);
    await world.run(5);
    expect(find({ kind: "service" })).toBeUndefined();
  });
});
