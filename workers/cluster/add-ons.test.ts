import { expect, test } from "vitest";
import { Deployments } from "../api/apps/deployment.ts";
import { ConfigMaps } from "../api/core/config-map.ts";
import { type Pod, Pods } from "../api/core/pod.ts";
import { ServiceAccounts } from "../api/core/service-account.ts";
import { Services } from "../api/core/service.ts";
import { startCluster, type TestCluster } from "../testing/cluster.ts";
import { openStream } from "../testing/streams.ts";
import { clusterDnsAddress, coreDnsVersion, installAddOns } from "./add-ons.ts";

const inSystem = <T extends { readonly metadata: { readonly namespace?: string } }>(objects: readonly T[]) => objects.filter(({ metadata }) => metadata.namespace === "kube-system");
const named = <T extends { readonly metadata: { readonly name: string; readonly namespace?: string } }>(objects: readonly T[], name: string) => inSystem(objects).find(({ metadata }) => metadata.name === name);
const isReady = ({ status }: Pod) => (status.conditions ?? []).some(({ type, status: value }) => type === "Ready" && value === "True");
const dnsPods = ({ all }: TestCluster) => inSystem(all(Pods)).filter(({ metadata }) => metadata.labels?.["k8s-app"] === "kube-dns");

test("kubeadm leaves cluster DNS behind: account, configuration, Service and two pods", async () => {
  const world = await startCluster({ nodes: 2 });
  const { all } = world;
  expect(named(all(ServiceAccounts), "coredns")).toBeDefined();
  expect(named(all(ConfigMaps), "coredns")?.data?.["Corefile"]).toContain("kubernetes cluster.local in-addr.arpa ip6.arpa");
  expect(named(all(Services), "kube-dns")?.spec).toMatchObject({ clusterIP: clusterDnsAddress, type: "ClusterIP", selector: { "k8s-app": "kube-dns" } });
  expect(named(all(Deployments), "coredns")?.status).toMatchObject({ replicas: 2, readyReplicas: 2 });
  const pods = dnsPods(world);
  expect(pods.map(({ spec }) => spec.containers[0]?.image)).toEqual([`registry.k8s.io/coredns/coredns:${coreDnsVersion}`, `registry.k8s.io/coredns/coredns:${coreDnsVersion}`]);
  expect(pods.every(isReady)).toBe(true);
});

test("it answers pods at the address in their resolv.conf", async () => {
  const world = await startCluster({ nodes: 2 });
  await world.ask(() => world.client.create(Pods, { metadata: { name: "asker", namespace: "default" }, spec: { containers: [{ name: "sh", image: "busybox", command: ["sleep", "100000"] }] } }));
  await world.until("the pod is ready", () => world.all(Pods).some((pod) => pod.metadata.name === "asker" && isReady(pod)));
  const stream = await openStream(world, "/api/v1/namespaces/default/pods/asker/exec", { command: ["nslookup", "kubernetes.default.svc.cluster.local"].join("\u0000"), stdout: "true", stderr: "true" });
  await world.until("nslookup has ended", stream.closed);
  const text = (stream.chunks as readonly { readonly channel: number; readonly data: string }[]).filter(({ channel }) => channel === 1).map(({ data }) => data).join("");
  expect(text).toContain(clusterDnsAddress);
  expect(text).toContain("10.96.0.1");
});

test("installing them again changes nothing that is there, and brings back what is gone", async () => {
  const world = await startCluster({ nodes: 1 });
  const { client, ask, cluster, all } = world;
  await ask(() => client.delete(ConfigMaps, { namespace: "kube-system", name: "coredns" }));
  const before = named(all(Services), "kube-dns");
  expect(named(all(ConfigMaps), "coredns")).toBeUndefined();
  let done = false;
  await ask(() => installAddOns(client, cluster.simulation).then(() => (done = true)));
  await world.until("all is there", () => done);
  expect(named(all(ConfigMaps), "coredns")?.data?.["Corefile"]).toContain("forward . /etc/resolv.conf");
  expect(named(all(Services), "kube-dns")).toBe(before);
});

test("while the API server is away they are tried again until it answers", async () => {
  const world = await startCluster({ nodes: 1 });
  const { client, cluster, all } = world;
  await world.ask(() => client.delete(ConfigMaps, { namespace: "kube-system", name: "coredns" }));
  cluster.crashContainer("kube-system", "kube-apiserver-control-plane");
  let done = false;
  await cluster.simulation.runUntil(cluster.simulation.input(() => cluster.simulation.spawn(() => installAddOns(client, cluster.simulation).then(() => void (done = true)))));
  expect([done, named(all(ConfigMaps), "coredns")]).toEqual([false, undefined]);
  await world.until("all is there", () => done);
  expect(cluster.endpoints.any).toBeDefined();
  expect(named(all(ConfigMaps), "coredns")).toBeDefined();
});
