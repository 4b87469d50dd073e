import { describe, expect, test } from "vitest";
import { Deployments } from "../api/apps/deployment.ts";
import { Pods } from "../api/core/pod.ts";
import { EtcdStore } from "../etcd/store.ts";
import { startCluster } from "../testing/cluster.ts";
import { Readiness } from "./readiness.ts";

const conditions = (ready: boolean) => [{ type: "MemoryPressure", status: "False" }, { type: "Ready", status: ready ? "True" : "False" }];

/** A store with a few objects of a cluster, and what is thought of it. */
function setUp(machines: readonly string[]) {
  const store = new EtcdStore();
  const put = (key: string, value: unknown) => void store.transact({ compare: [], success: [{ type: "put", key, value: () => value }] });
  const readiness = new Readiness(store, () => machines);
  return {
    readiness,
    node: (name: string, ready = true) => put(`/registry/minions/${name}`, { kind: "Node", metadata: { name }, status: { conditions: conditions(ready) } }),
    pod: (name: string, { ready = true, dns = false, namespace = "kube-system" } = {}) =>
      put(`/registry/pods/${namespace}/${name}`, { kind: "Pod", metadata: { name, namespace, ...(dns && { labels: { "k8s-app": "kube-dns" } }) }, status: { conditions: conditions(ready) } }),
  };
}

type World = ReturnType<typeof setUp>;

const complete = ({ node, pod }: World) => {
  node("a");
  node("b");
  pod("coredns-1", { dns: true });
  pod("coredns-2", { dns: true });
  pod("kube-proxy-a");
};

describe("a cluster is ready", () => {
  test.each<readonly [string, boolean, (world: World) => void]>([
    ["when all is there", true, () => {}],
    ["whatever other namespaces hold", true, ({ pod }) => pod("crash", { ready: false, namespace: "default" })],
    ["whatever a namespace is called that begins alike", true, ({ pod }) => pod("crash", { ready: false, namespace: "kube-system-tools" })],
    ["not while a node is not", false, ({ node }) => node("b", false)],
    ["not while a pod of the system is not", false, ({ pod }) => pod("kube-proxy-a", { ready: false })],
    ["not while a DNS pod is not", false, ({ pod }) => pod("coredns-2", { ready: false, dns: true })],
  ])("%s", (_, ready, change) => {
    const world = setUp(["a", "b"]);
    complete(world);
    change(world);
    expect(world.readiness.ready).toBe(ready);
  });

  test("not before every machine is a node, and there is DNS twice", () => {
    const world = setUp(["a", "b"]);
    const seen: boolean[] = [world.readiness.ready];
    const see = (change: () => void) => {
      change();
      seen.push(world.readiness.ready);
    };
    see(() => world.node("a"));
    see(() => world.pod("coredns-1", { dns: true }));
    see(() => world.pod("coredns-2", { dns: true }));
    see(() => world.node("b"));
    expect(seen).toEqual([false, false, false, false, true]);
  });

  test("again after it was not: what was thought before is not kept", () => {
    const world = setUp(["a", "b"]);
    complete(world);
    expect(world.readiness.ready).toBe(true);
    world.node("a", false);
    expect(world.readiness.ready).toBe(false);
    world.node("a");
    expect(world.readiness.ready).toBe(true);
  });
});

test("a real cluster is not ready while a machine is off, nor while DNS is scaled down", async () => {
  const { cluster, client, ask, until, all } = await startCluster({ nodes: 2 });
  cluster.powerOff("node-2");
  await until("the silence is noticed", () => !cluster.ready);
  cluster.powerOn("node-2");
  await until("it is ready again", () => cluster.ready);
  await ask(() => client.patch(Deployments, { namespace: "kube-system", name: "coredns" }, { type: "merge", body: { spec: { replicas: 1 } } }));
  await until("a DNS pod is gone", () => all(Pods).filter(({ metadata }) => metadata.labels?.["k8s-app"] === "kube-dns").length === 1);
  expect(cluster.ready).toBe(false);
});
