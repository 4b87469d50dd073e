import { describe, expect, test } from "vitest";
import { Leases } from "../../api/coordination/lease.ts";
import { Nodes } from "../../api/core/node.ts";
import { ServiceAccounts } from "../../api/core/service-account.ts";
import { gibibyte, mebibyte } from "../../base/units.ts";
import { appPod, type KubeletWorld, startKubeletWorld } from "../../testing/kubelet-world.ts";
import { defaultConfiguration } from "../configuration.ts";
import { nodeFindings, transitionEvent, withTimes } from "./conditions.ts";
import { machineStatus, nodeLabels } from "./node-object.ts";

const nodeOf = (world: KubeletWorld) => world.client.get(Nodes, { name: "node-1" });
const leaseOf = (world: KubeletWorld) => world.client.get(Leases, { namespace: "kube-node-lease", name: "node-1" });
const readyOf = async (world: KubeletWorld) => (await nodeOf(world)).status.conditions?.find(({ type }) => type === "Ready");

test("the node registers itself with what the machine has", async () => {
  const world = await startKubeletWorld();
  await world.run(5);
  const { metadata, status } = await nodeOf(world);
  expect(metadata.labels).toEqual({
    "beta.kubernetes.io/arch": "amd64",
    "beta.kubernetes.io/os": "linux",
    "kubernetes.io/arch": "amd64",
    "kubernetes.io/hostname": "node-1",
    "kubernetes.io/os": "linux",
  });
  expect(metadata.annotations).toMatchObject({ "volumes.kubernetes.io/controller-managed-attach-detach": "true" });
  expect(status).toMatchObject({
    addresses: [{ type: "InternalIP", address: "192.168.49.2" }, { type: "Hostname", address: "node-1" }],
    capacity: { cpu: "4", memory: "8Gi", pods: "110", "ephemeral-storage": "100Gi" },
    allocatable: { cpu: "4", memory: "8092Mi", pods: "110", "ephemeral-storage": "96636764160" },
    daemonEndpoints: { kubeletEndpoint: { Port: 10250 } },
    nodeInfo: { kubeletVersion: "v1.36.0", containerRuntimeVersion: "containerd://2.1.4", operatingSystem: "linux", architecture: "amd64", osImage: "Debian GNU/Linux 13 (trixie)" },
  });
  expect(status.conditions?.map(({ type, status: value, reason, message }) => [type, value, reason, message])).toEqual([
    ["MemoryPressure", "False", "KubeletHasSufficientMemory", "kubelet has sufficient memory available"],
    ["DiskPressure", "False", "KubeletHasNoDiskPressure", "kubelet has no disk pressure"],
    ["PIDPressure", "False", "KubeletHasSufficientPID", "kubelet has sufficient PID available"],
    ["Ready", "True", "KubeletReady", "kubelet is posting ready status"],
  ]);
  expect(world.events("node-1")).toEqual([
    "Normal Starting Starting kubelet.",
    "Normal NodeAllocatableEnforced Updated Node Allocatable limit across pods",
    "Normal NodeHasSufficientMemory Node node-1 status is now: NodeHasSufficientMemory",
    "Normal NodeHasNoDiskPressure Node node-1 status is now: NodeHasNoDiskPressure",
    "Normal NodeHasSufficientPID Node node-1 status is now: NodeHasSufficientPID",
    "Normal NodeReady Node node-1 status is now: NodeReady",
  ]);
});

test("labels, taints and reserved resources come from the configuration", async () => {
  const kubeReserved = { cpuMillis: 100, memory: 512 * mebibyte, ephemeralStorage: gibibyte };
  const world = await startKubeletWorld({ configuration: { nodeLabels: { disk: "ssd" }, registerWithTaints: [{ key: "dedicated", value: "gpu", effect: "NoSchedule" }], maxPods: 500, kubeReserved } });
  await world.run(5);
  const { metadata, spec, status } = await nodeOf(world);
  expect(metadata.labels).toMatchObject({ disk: "ssd" });
  expect(spec.taints).toContainEqual({ key: "dedicated", value: "gpu", effect: "NoSchedule" });
  expect(status.allocatable).toMatchObject({ cpu: "3900m", memory: "7580Mi", pods: "500" });
});

test("the lease is renewed every ten seconds, and owned by the node", async () => {
  const world = await startKubeletWorld();
  await world.run(15);
  const lease = await leaseOf(world);
  expect(lease.spec).toMatchObject({ holderIdentity: "node-1", leaseDurationSeconds: 40, renewTime: "2026-04-22T10:00:10.000000Z" });
  expect(lease.metadata.ownerReferences).toMatchObject([{ kind: "Node", name: "node-1" }]);
  await world.run(600);
  expect((await leaseOf(world)).spec.renewTime).toBe("2026-04-22T10:10:10.000000Z");
});

test("an unchanged status is posted every five minutes only", async () => {
  const world = await startKubeletWorld();
  await world.run(20);
  const versions = new Set<string>();
  for (let minutes = 0; minutes < 15; minutes++) {
    await world.run(60);
    versions.add((await nodeOf(world)).metadata.resourceVersion);
  }
  expect(versions.size).toBe(4);
});

test("an image that was pulled shows in the status", async () => {
  const world = await startKubeletWorld();
  await world.bind(appPod("web"));
  await world.run(30);
  const [image] = (await nodeOf(world)).status.images ?? [];
  expect(image?.names).toEqual([expect.stringMatching(/^docker\.io\/library\/app@sha256:[0-9a-f]+$/), "docker.io/library/app:1.0"]);
  expect(image?.sizeBytes).toBe(10_485_760);
});

test("without a network the node is not ready and pods wait; with one they run within moments", async () => {
  const world = await startKubeletWorld({ network: false });
  await world.bind(appPod("web"));
  await world.bind(appPod("host", [], { spec: { hostNetwork: true } }));
  await world.run(20);
  expect(await readyOf(world)).toMatchObject({
    status: "False",
    reason: "KubeletNotReady",
    message: "container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:Network plugin returns error: cni plugin not initialized",
  });
  expect(world.events("web")[0]).toMatch(/^Warning NetworkNotReady network is not ready: container runtime network not ready: NetworkReady=false/);
  expect((await world.pod("web")).status.phase).toBe("Pending");
  expect((await world.pod("host")).status).toMatchObject({ phase: "Running", podIP: "192.168.49.2" });
  world.cni.configure("10.244.1.0/24");
  await world.run(0.5);
  expect(await readyOf(world)).toMatchObject({ status: "True" });
  await world.run(5);
  expect((await world.pod("web")).status.phase).toBe("Running");
});

test("a node that is cordoned says so", async () => {
  const world = await startKubeletWorld();
  await world.run(15);
  const cordon = async (unschedulable: boolean) => {
    await world.client.patch(Nodes, { name: "node-1" }, { type: "merge", body: { spec: { unschedulable } } });
    await world.run(11);
  };
  await cordon(true);
  await cordon(false);
  expect(world.events("node-1").slice(-2)).toEqual(["Normal NodeNotSchedulable Node node-1 status is now: NodeNotSchedulable", "Normal NodeSchedulable Node node-1 status is now: NodeSchedulable"]);
});

describe("an API server that cannot be reached", () => {
  test("is waited for, and registration succeeds later", async () => {
    const world = await startKubeletWorld({ started: false });
    world.cutOff(true);
    expect(world.kubelet.nodeName).toBe("node-1");
    await world.run(100);
    expect(world.all(Nodes)).toEqual([]);
    world.cutOff(false);
    await world.run(40);
    expect(await readyOf(world)).toMatchObject({ status: "True" });
    expect((await leaseOf(world)).spec.holderIdentity).toBe("node-1");
  });

  test("does not stop pods: what happens meanwhile is told afterwards", async () => {
    const world = await startKubeletWorld();
    await world.run(5);
    await world.bind(appPod("web", ["exit=1", "after=30"]));
    await world.run(20);
    world.cutOff(true);
    await world.run(25);
    expect((await world.pod("web")).status.containerStatuses?.[0]?.restartCount).toBe(0);
    world.cutOff(false);
    await world.run(12);
    expect((await world.pod("web")).status.containerStatuses?.[0]?.restartCount).toBe(1);
  });
});

describe("a machine that loses power", () => {
  test("runs its pods again when it is back, in new sandboxes", async () => {
    const world = await startKubeletWorld();
    await world.run(5);
    await world.bind(appPod("web"));
    await world.bind(appPod("done", ["exit=0"], { spec: { restartPolicy: "Never" } }));
    await world.bind(appPod("never", [], { spec: { restartPolicy: "Never" } }));
    await world.run(30);
    world.powerOff();
    const before = await leaseOf(world);
    await world.run(300);
    expect((await leaseOf(world)).spec.renewTime).toBe(before.spec.renewTime);
    expect(world.runtime.listContainers().filter(({ state }) => state === "Running")).toEqual([]);
    world.powerOn();
    await world.run(30);

    const web = (await world.pod("web")).status.containerStatuses?.[0];
    expect(web).toMatchObject({ ready: true, restartCount: 1, lastState: { terminated: { exitCode: 255, reason: "Unknown" } } });
    expect(world.events("web")).toContain("Normal SandboxChanged Pod sandbox changed, it will be killed and re-created.");
    expect(world.events("node-1")).toContain("Warning Rebooted Node node-1 has been rebooted, boot id: boot-1");
    expect((await world.pod("done")).status.phase).toBe("Succeeded");
    expect((await world.pod("never")).status.phase).toBe("Failed");
  });

  test("stops what was deleted while it was off", async () => {
    const world = await startKubeletWorld();
    await world.run(5);
    await world.bind(appPod("web"));
    await world.bind(appPod("forced"));
    await world.run(20);
    world.powerOff();
    await world.request("DELETE", "/api/v1/namespaces/default/pods/web");
    await world.request("DELETE", "/api/v1/namespaces/default/pods/forced", { query: { gracePeriodSeconds: "0" } });
    await world.run(60);
    expect(world.findPod("web")?.metadata.deletionTimestamp).toBeDefined();
    world.powerOn();
    await world.run(20);
    expect(world.findPod("web")).toBeUndefined();
    expect(world.runtime.listContainers()).toEqual([]);
    expect(world.runtime.listPodSandboxes()).toEqual([]);
  });
});

describe("parts", () => {
  const healthy = { networkReady: true, memoryPressure: false, diskPressure: false };

  test.each([
    [healthy, ["False", "False", "False", "True"]],
    [{ ...healthy, networkReady: false }, ["False", "False", "False", "False"]],
    [{ ...healthy, memoryPressure: true }, ["True", "False", "False", "True"]],
    [{ ...healthy, diskPressure: true }, ["False", "True", "False", "True"]],
  ])("%j", (health, expected) => expect(nodeFindings(health).map(({ status }) => status)).toEqual(expected));

  test("a condition keeps its time until its status changes", () => {
    const first = withTimes(nodeFindings({ ...healthy, networkReady: false }), [], "t1");
    const same = withTimes(nodeFindings({ ...healthy, networkReady: false }), first, "t2");
    const changed = withTimes(nodeFindings(healthy), same, "t3");
    const times = [first, same, changed].map((conditions) => conditions.find(({ type }) => type === "Ready"));
    expect(times.map((ready) => [ready?.lastTransitionTime, ready?.lastHeartbeatTime])).toEqual([["t1", "t1"], ["t1", "t2"], ["t3", "t3"]]);
  });

  test.each([
    ["Ready", "True", "NodeReady"],
    ["Ready", "False", "NodeNotReady"],
    ["MemoryPressure", "True", "NodeHasInsufficientMemory"],
    ["DiskPressure", "False", "NodeHasNoDiskPressure"],
    ["PIDPressure", "True", "NodeHasInsufficientPID"],
  ])("%s %s is told as %s", (type, status, reason) => expect(transitionEvent({ type, status })).toBe(reason));

  test("zones and instance types are labels", async () => {
    const { machine } = await startKubeletWorld({ started: false });
    expect(nodeLabels("n", { ...machine, region: "eu", zone: "eu-1", instanceType: "small" }, {})).toMatchObject({
      "topology.kubernetes.io/region": "eu",
      "topology.kubernetes.io/zone": "eu-1",
      "node.kubernetes.io/instance-type": "small",
    });
  });

  test("memory is given in whole Ki", async () => {
    const { machine, runtime } = await startKubeletWorld({ started: false });
    expect(machineStatus({ ...machine, memory: 1_000_000_000 }, defaultConfiguration, runtime).capacity?.["memory"]).toBe("976562Ki");
  });
});

test("statistics add up", async () => {
  const world = await startKubeletWorld();
  await world.bind(appPod("web", ["allocate=50000000"]));
  await world.run(20);
  const { node, pods } = world.kubelet.stats();
  expect(pods).toMatchObject([{ podRef: { name: "web", namespace: "default" }, containers: [{ name: "web" }] }]);
  expect(pods[0]?.containers[0]?.workingSetBytes).toBeGreaterThan(50_000_000);
  expect(node.workingSetBytes).toBe(pods[0]?.containers[0]?.workingSetBytes);
  expect(world.all(ServiceAccounts).length).toBeGreaterThan(0);
});
