import { describe, expect, test } from "vitest";
import { Nodes } from "../../api/core/node.ts";
import type { Node, Pod } from "../../api/generated/core/v1.ts";
import { appPod, deletePod, type KubeletWorld, startKubeletWorld } from "../../testing/kubelet-world.ts";
import { rejectionOf } from "./admission.ts";
import { Ledger } from "./ledger.ts";
import { matchesNode } from "./node-affinity.ts";

const podOf = (spec: Partial<Pod["spec"]> = {}, uid = "uid"): Pod => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name: uid, namespace: "default", uid, resourceVersion: "1", creationTimestamp: "" },
  spec: { containers: [{ name: "a" }], ...spec },
  status: {},
});

const nodeOf = (more: { readonly labels?: Node["metadata"]["labels"]; readonly taints?: Node["spec"]["taints"]; readonly pods?: string } = {}): Node => ({
  apiVersion: "v1",
  kind: "Node",
  metadata: { name: "node-1", uid: "n", resourceVersion: "1", creationTimestamp: "", labels: { "kubernetes.io/os": "linux", zone: "eu-1", cores: "8", ...more.labels } },
  spec: { ...(more.taints !== undefined && { taints: more.taints }) },
  status: { allocatable: { cpu: "4", memory: "8Gi", pods: more.pods ?? "110", "example.com/gpu": "1" } },
});

const asking = (requests: Readonly<Record<string, string>>) => ({ containers: [{ name: "a", resources: { requests } }] });
const port = (hostPort: number, more: object = {}) => ({ containers: [{ name: "a", ports: [{ containerPort: 80, hostPort, ...more }] }] });

describe("admission", () => {
  test.each<[string, Partial<Pod["spec"]>, string | undefined, string?]>([
    ["nothing special", {}, undefined],
    ["all of the CPU", asking({ cpu: "4" }), undefined],
    ["too much CPU", asking({ cpu: "4001m" }), "OutOfcpu", "Node didn't have enough resource: cpu, requested: 4001, used: 0, capacity: 4000"],
    ["too much memory", asking({ memory: "9Gi" }), "OutOfmemory", "Node didn't have enough resource: memory, requested: 9663676416, used: 0, capacity: 8589934592"],
    ["one device", asking({ "example.com/gpu": "1" }), undefined],
    ["two devices", asking({ "example.com/gpu": "2" }), "OutOfexample.com/gpu", "Node didn't have enough resource: example.com/gpu, requested: 2, used: 0, capacity: 1"],
    ["a device that the node does not know", asking({ "example.com/tpu": "1" }), undefined],
    ["a label that is there", { nodeSelector: { zone: "eu-1" } }, undefined],
    ["a label that is not", { nodeSelector: { zone: "us-1" } }, "NodeAffinity", "Predicate NodeAffinity failed: node(s) didn't match Pod's node affinity/selector"],
    ["another node's name", { nodeName: "node-2" }, "NodeName", "Predicate NodeName failed: node(s) didn't match the requested node name"],
    ["another operating system", { os: { name: "windows" } }, "PodOSNotSupported", "Failed to admit pod as the OS field doesn't match node OS"],
  ])("a pod that wants %s", (_, spec, reason, message) => {
    expect(rejectionOf(podOf(spec), nodeOf(), new Ledger())).toEqual(reason === undefined ? undefined : { reason, message });
  });

  test("what others were promised counts, until they are gone", () => {
    const ledger = new Ledger();
    ledger.add(podOf(asking({ cpu: "3" }), "first"));
    expect(rejectionOf(podOf(asking({ cpu: "2" })), nodeOf(), ledger)?.message).toBe("Node didn't have enough resource: cpu, requested: 2000, used: 3000, capacity: 4000");
    ledger.remove("first");
    expect(rejectionOf(podOf(asking({ cpu: "2" })), nodeOf(), ledger)).toBeUndefined();
  });

  test("there is room for so many pods", () => {
    const ledger = new Ledger();
    ledger.add(podOf({}, "a"));
    ledger.add(podOf({}, "b"));
    ledger.add(podOf({}, "b"));
    expect(rejectionOf(podOf(), nodeOf({ pods: "3" }), ledger)).toBeUndefined();
    expect(rejectionOf(podOf(), nodeOf({ pods: "2" }), ledger)).toEqual({ reason: "OutOfpods", message: "Node didn't have enough resource: pods, requested: 1, used: 2, capacity: 2" });
  });

  test.each([
    ["NoExecute", [], "TaintToleration"],
    ["NoExecute", [{ key: "k", operator: "Exists" as const }], undefined],
    ["NoSchedule", [], undefined],
  ] as const)("a taint %s with tolerations %j", (effect, tolerations, reason) => {
    expect(rejectionOf(podOf({ tolerations }), nodeOf({ taints: [{ key: "k", effect }] }), new Ledger())?.reason).toBe(reason);
  });
});

describe("ports of the node", () => {
  test.each([
    [port(80), port(80), true],
    [port(80), port(81), false],
    [port(80), port(80, { protocol: "UDP" }), false],
    [port(80, { hostIP: "10.0.0.1" }), port(80, { hostIP: "10.0.0.2" }), false],
    [port(80, { hostIP: "10.0.0.1" }), port(80, { hostIP: "10.0.0.1" }), true],
    [port(80, { hostIP: "10.0.0.1" }), port(80), true],
    [port(80), port(80, { hostIP: "10.0.0.1" }), true],
    [port(80), port(0), false],
  ])("%j and %j are in conflict: %s", (taken, wanted, conflict) => {
    const ledger = new Ledger();
    ledger.add(podOf(taken, "first"));
    expect(ledger.conflictsOnPorts(podOf(wanted))).toBe(conflict);
    ledger.remove("first");
    expect(ledger.conflictsOnPorts(podOf(wanted))).toBe(false);
  });
});

describe("node affinity", () => {
  const required = (...terms: readonly object[]) => ({ affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: terms } } } }) as Partial<Pod["spec"]>;
  const expression = (key: string, operator: string, ...values: readonly string[]) => ({ matchExpressions: [{ key, operator, values }] });

  test.each<[Partial<Pod["spec"]>, boolean]>([
    [{}, true],
    [required(expression("zone", "In", "eu-1", "eu-2")), true],
    [required(expression("zone", "NotIn", "eu-1")), false],
    [required(expression("none", "NotIn", "x")), true],
    [required(expression("zone", "Exists")), true],
    [required(expression("zone", "DoesNotExist")), false],
    [required(expression("cores", "Gt", "4")), true],
    [required(expression("cores", "Lt", "4")), false],
    [required(expression("zone", "Gt", "4")), false],
    [required(expression("zone", "In", "us"), expression("zone", "In", "eu-1")), true],
    [required({ matchFields: [{ key: "metadata.name", operator: "In", values: ["node-1"] }] }), true],
    [required({ matchFields: [{ key: "metadata.name", operator: "In", values: ["node-2"] }] }), false],
    [required({}), false],
    [required(), false],
  ])("%j: %s", (spec, matches) => expect(matchesNode(podOf(spec), nodeOf())).toBe(matches));
});

describe("on a node", () => {
  const start = async (): Promise<KubeletWorld> => {
    const world = await startKubeletWorld();
    await world.run(5);
    return world;
  };

  test("a pod that is refused fails with the reason, and runs nothing", async () => {
    const world = await start();
    await world.bind(appPod("big", [], { container: { resources: { requests: { cpu: "5" } } } }));
    await world.run(5);
    expect((await world.pod("big")).status).toMatchObject({ phase: "Failed", reason: "OutOfcpu", message: "Pod was rejected: Node didn't have enough resource: cpu, requested: 5000, used: 0, capacity: 4000" });
    expect(world.events("big")).toEqual(["Warning OutOfcpu Node didn't have enough resource: cpu, requested: 5000, used: 0, capacity: 4000"]);
    expect(world.runtime.listPodSandboxes()).toEqual([]);
    await deletePod(world, "big");
    await world.run(1);
    expect(world.findPod("big")).toBeUndefined();
  });

  test("room is given back when a pod has ended", async () => {
    const world = await start();
    await world.bind(appPod("first", ["exit=0", "after=5"], { container: { resources: { requests: { cpu: "3" } } }, spec: { restartPolicy: "Never" } }));
    await world.run(1);
    await world.bind(appPod("second", [], { container: { resources: { requests: { cpu: "3" } } } }));
    await world.run(20);
    expect((await world.pod("second")).status.reason).toBe("OutOfcpu");
    await world.bind(appPod("third", [], { container: { resources: { requests: { cpu: "3" } } } }));
    await world.run(10);
    expect((await world.pod("third")).status.phase).toBe("Running");
  });

  test("a node whose labels change refuses new pods only", async () => {
    const world = await start();
    await world.client.patch(Nodes, { name: "node-1" }, { type: "merge", body: { metadata: { labels: { disk: "ssd" } } } });
    await world.run(1);
    await world.bind(appPod("old", [], { spec: { nodeSelector: { disk: "ssd" } } }));
    await world.run(10);
    await world.client.patch(Nodes, { name: "node-1" }, { type: "merge", body: { metadata: { labels: { disk: null } } } });
    await world.run(1);
    await world.bind(appPod("new", [], { spec: { nodeSelector: { disk: "ssd" } } }));
    await world.run(90);
    expect((await world.pod("old")).status.phase).toBe("Running");
    expect((await world.pod("new")).status.reason).toBe("NodeAffinity");
  });
});
