import { describe, expect, test } from "vitest";
import type { Draft } from "../../apimachinery/object.ts";
import { ConfigMaps } from "../../api/core/config-map.ts";
import { type Pod, Pods } from "../../api/core/pod.ts";
import { appPod, startKubeletWorld } from "../../testing/kubelet-world.ts";
import { referencesOf } from "./pod-references.ts";
import { staticPod } from "./static-pods.ts";

const manifest = (name: string, args: readonly string[] = [], namespace = "kube-system"): Draft<Pod> => {
  const draft = appPod(name, args);
  return { apiVersion: "v1", kind: "Pod", ...draft, metadata: { ...draft.metadata, namespace, labels: { component: name } } };
};

const runningNames = (world: Awaited<ReturnType<typeof startKubeletWorld>>) =>
  world.runtime
    .listPodSandboxes()
    .filter(({ state }) => state === "Ready")
    .map(({ pod }) => pod.name);

describe("static pods", () => {
  test("run without any API server, and show there as soon as it can be reached", async () => {
    const world = await startKubeletWorld({ started: false, manifests: [manifest("etcd")] });
    world.cutOff(true);
    expect(world.kubelet.nodeName).toBe("node-1");
    await world.run(10);
    expect(runningNames(world)).toEqual(["etcd-node-1"]);
    expect(world.all(Pods)).toEqual([]);

    world.cutOff(false);
    await world.run(40);
    const mirror = await world.pod("etcd-node-1", "kube-system");
    const hash = mirror.metadata.annotations?.["kubernetes.io/config.hash"];
    expect(mirror.metadata).toMatchObject({
      labels: { component: "etcd" },
      annotations: { "kubernetes.io/config.source": "file", "kubernetes.io/config.mirror": hash },
      ownerReferences: [{ kind: "Node", name: "node-1", controller: true }],
    });
    expect(mirror.metadata.uid).not.toBe(hash);
    expect(mirror.status).toMatchObject({ phase: "Running", containerStatuses: [{ ready: true, restartCount: 0 }] });
    expect(mirror.spec.tolerations).toContainEqual({ operator: "Exists", effect: "NoExecute" });
  });

  test("are not stopped by deleting what is shown of them", async () => {
    const world = await startKubeletWorld({ manifests: [manifest("etcd")] });
    await world.run(30);
    const before = await world.pod("etcd-node-1", "kube-system");
    await world.request("DELETE", "/api/v1/namespaces/kube-system/pods/etcd-node-1");
    await world.run(5);
    const after = await world.pod("etcd-node-1", "kube-system");
    expect(after.metadata.uid).not.toBe(before.metadata.uid);
    expect(after.status).toMatchObject({ phase: "Running", containerStatuses: [{ restartCount: 0 }] });
    expect(runningNames(world)).toEqual(["etcd-node-1"]);
  });

  test("follow their manifest: a changed one replaces the old, a removed one ends", async () => {
    const world = await startKubeletWorld({ manifests: [manifest("etcd", ["term=0", "linger=3"])] });
    await world.run(30);
    const first = await world.pod("etcd-node-1", "kube-system");
    world.setManifests([manifest("etcd", ["port=80"])]);
    await world.run(1);
    expect(world.runtime.listContainers().filter(({ state }) => state === "Running")).toHaveLength(1);
    await world.run(10);
    const second = await world.pod("etcd-node-1", "kube-system");
    expect(second.metadata.annotations?.["kubernetes.io/config.hash"]).not.toBe(first.metadata.annotations?.["kubernetes.io/config.hash"]);
    expect(second.spec.containers[0]?.args).toEqual(["port=80"]);
    expect(second.status.phase).toBe("Running");

    world.setManifests([]);
    await world.run(10);
    expect(world.findPod("etcd-node-1", "kube-system")).toBeUndefined();
    expect(world.runtime.listContainers()).toEqual([]);
  });

  test("are restarted when they crash, also without an API server", async () => {
    const world = await startKubeletWorld({ manifests: [manifest("etcd")] });
    await world.run(30);
    world.cutOff(true);
    world.runtime.crashContainer(world.runtime.listContainers()[0]?.id ?? "");
    await world.run(10);
    expect(world.runtime.listContainers().map(({ state, attempt }) => `${state} ${attempt}`)).toContain("Running 1");
    world.cutOff(false);
    await world.run(30);
    expect((await world.pod("etcd-node-1", "kube-system")).status.containerStatuses?.[0]?.restartCount).toBe(1);
  });

  test("come back after a loss of power before the API server does", async () => {
    const world = await startKubeletWorld({ manifests: [manifest("etcd")] });
    await world.run(30);
    world.powerOff();
    await world.run(30);
    world.cutOff(true);
    world.powerOn();
    await world.run(10);
    expect(runningNames(world)).toEqual(["etcd-node-1"]);
    world.cutOff(false);
    await world.run(40);
    expect((await world.pod("etcd-node-1", "kube-system")).status).toMatchObject({ phase: "Running", containerStatuses: [{ restartCount: 1 }] });
  });

  test("a mirror without its static pod is taken away", async () => {
    const world = await startKubeletWorld();
    await world.run(10);
    const draft = manifest("ghost");
    await world.client.create(Pods, { ...draft, metadata: { ...draft.metadata, annotations: { "kubernetes.io/config.mirror": "x", "kubernetes.io/config.source": "file" } }, spec: { ...draft.spec, nodeName: "node-1" } });
    await world.run(5);
    expect(world.findPod("ghost", "kube-system")).toBeUndefined();
  });

  test("have a name and an identity of their own", () => {
    const at = 1_776_852_000_000;
    const pod = staticPod(manifest("etcd"), "node-1", at);
    expect(pod.metadata).toMatchObject({ name: "etcd-node-1", namespace: "kube-system", uid: expect.stringMatching(/^[0-9a-f]{32}$/) as string, annotations: { "kubernetes.io/config.seen": "2026-04-22T10:00:00Z" } });
    expect(pod.spec).toMatchObject({ nodeName: "node-1", restartPolicy: "Always", terminationGracePeriodSeconds: 30 });
    expect(staticPod(manifest("etcd"), "node-1", at + 5000).metadata.uid).toBe(pod.metadata.uid);
    expect(staticPod(manifest("etcd"), "node-2", at).metadata.uid).not.toBe(pod.metadata.uid);
    expect(staticPod(manifest("etcd", ["x"]), "node-1", at).metadata.uid).not.toBe(pod.metadata.uid);
  });
});

describe("what a pod refers to", () => {
  const podOf = (spec: Partial<Pod["spec"]>) => ({ ...staticPod(manifest("x"), "n", 0), spec: { containers: [{ name: "a" }], ...spec } });

  test.each<[string, Partial<Pod["spec"]>, readonly string[], readonly string[]]>([
    ["nothing", {}, [], []],
    ["pull secrets", { imagePullSecrets: [{ name: "s" }] }, [], ["s"]],
    ["envFrom", { containers: [{ name: "a", envFrom: [{ configMapRef: { name: "c" } }, { secretRef: { name: "s" } }] }] }, ["c"], ["s"]],
    ["env", { initContainers: [{ name: "i", env: [{ name: "A", valueFrom: { configMapKeyRef: { name: "c", key: "k" } } }, { name: "B", valueFrom: { secretKeyRef: { name: "s", key: "k" } } }] }] }, ["c"], ["s"]],
    ["volumes", { volumes: [{ name: "v", configMap: { name: "c" } }, { name: "w", secret: { secretName: "s" } }] }, ["c"], ["s"]],
    ["projected volumes", { volumes: [{ name: "v", projected: { sources: [{ configMap: { name: "c" } }, { secret: { name: "s" } }] } }] }, ["c"], ["s"]],
  ])("%s", (_, spec, configMaps, secrets) => {
    const found = referencesOf(podOf(spec));
    expect([[...found.configMaps], [...found.secrets]]).toEqual([configMaps, secrets]);
  });
});

test("a ConfigMap is followed only while a pod uses it", async () => {
  const world = await startKubeletWorld();
  await world.create(ConfigMaps, { metadata: { name: "settings" }, data: { a: "1" } });
  await world.bind(appPod("web", [], { container: { envFrom: [{ configMapRef: { name: "settings" } }] } }));
  await world.run(20);
  expect((await world.pod("web")).status.phase).toBe("Running");
  await world.request("DELETE", "/api/v1/namespaces/default/pods/web");
  await world.run(5);
  const before = world.log.length;
  await world.client.delete(ConfigMaps, { namespace: "default", name: "settings" });
  await world.run(600);
  expect(world.log.slice(before).filter((line) => line.includes("configmaps"))).toEqual([]);
});
