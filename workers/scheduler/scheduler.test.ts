import { describe, expect, test } from "vitest";
import { findCondition } from "../apimachinery/conditions.ts";
import { internalError } from "../apimachinery/status.ts";
import type { ApiHandler, ApiRequest } from "../apimachinery/wire.ts";
import { ReplicaSets } from "../api/apps/replica-set.ts";
import { Namespaces } from "../api/core/namespace.ts";
import { Nodes } from "../api/core/node.ts";
import { Pods } from "../api/core/pod.ts";
import { ConnectionError } from "../client/transport.ts";
import { PriorityClasses } from "../api/scheduling/priority-class.ts";
import { startSchedulingWorld, type SchedulingWorld } from "../testing/scheduling-world.ts";
import type { FilterPlugin, PermitPlugin } from "./framework/plugin.ts";
import { fits, unschedulable } from "./framework/status.ts";
import { defaultProfile } from "./profile.ts";

const controlPlane = { name: "control-plane", taints: [{ key: "node-role.kubernetes.io/control-plane", effect: "NoSchedule" as const }] };
const workers = [{ name: "node-1" }, { name: "node-2" }, { name: "node-3" }];
const scheduled = (world: SchedulingWorld, name: string) => findCondition(world.pod(name)?.status.conditions, "PodScheduled");

describe("a pod that fits", () => {
  test("is bound, and people are told", async () => {
    const world = await startSchedulingWorld({ nodes: [{ name: "node-2" }] });
    await world.addPod({ name: "web-1", cpu: "1" });
    await world.run(1);
    expect(world.placement()).toEqual({ "web-1": "node-2" });
    expect(scheduled(world, "web-1")?.status).toBe("True");
    expect(world.events()).toEqual(["web-1 Scheduled Successfully assigned default/web-1 to node-2"]);
  });

  test("goes where most is left", async () => {
    const world = await startSchedulingWorld({ nodes: workers });
    for (const name of ["a", "b", "c"]) {
      await world.addPod({ name, cpu: "1", memory: "1Gi" });
      await world.run(1);
    }
    expect(new Set(Object.values(world.placement())).size).toBe(3);
  });

  test("counts at once, so that many pods in one instant do not overfill a node", async () => {
    const world = await startSchedulingWorld({ nodes: workers });
    for (let index = 0; index < 13; index++) await world.addPod({ name: `p${index}`, cpu: "1" });
    await world.run(5);
    const nodes = Object.values(world.placement());
    for (const { name } of workers) expect(nodes.filter((node) => node === name)).toHaveLength(4);
    expect(nodes.filter((node) => node === "-")).toHaveLength(1);
  });

  test("is placed alike in every run of a seed", async () => {
    const run = async () => {
      const world = await startSchedulingWorld({ nodes: workers, seed: "again" });
      for (let index = 0; index < 20; index++) await world.addPod({ name: `p${index}` });
      await world.run(5);
      return world.placement();
    };
    expect(await run()).toEqual(await run());
  });

  test("of a replica set is spread over nodes", async () => {
    const world = await startSchedulingWorld({ nodes: workers.map((node) => ({ ...node, cpu: "64", memory: "256Gi" })) });
    const owner = await world.create(ReplicaSets, { metadata: { name: "web" }, spec: { replicas: 6, selector: { matchLabels: { app: "web" } }, template: { metadata: { labels: { app: "web" } }, spec: { containers: [{ name: "c", image: "x" }] } } } });
    const ownerReferences = [{ apiVersion: "apps/v1", kind: "ReplicaSet", name: "web", uid: owner.metadata.uid, controller: true }];
    await world.run(1);
    for (let index = 0; index < 6; index++) {
      await world.create(Pods, { metadata: { name: `web-${index}`, labels: { app: "web" }, ownerReferences }, spec: { containers: [{ name: "c", image: "x" }] } });
    }
    await world.run(1);
    const nodes = Object.values(world.placement());
    for (const { name } of workers) expect(nodes.filter((node) => node === name)).toHaveLength(2);
  });
});

describe("a pod that does not fit", () => {
  const message = "0/4 nodes are available: 1 node(s) had untolerated taint(s), 3 Insufficient cpu. preemption: 0/4 nodes are available: 1 Preemption is not helpful for scheduling, 3 No preemption victims found for incoming pod.";
  const crowded = async () => {
    const world = await startSchedulingWorld({ nodes: [controlPlane, ...workers] });
    for (const { name } of workers) await world.addPod({ name: `on-${name}`, cpu: "3", on: name });
    await world.addPod({ name: "web", cpu: "2" });
    await world.run(1);
    return world;
  };

  test("is told why, by an event and by its condition", async () => {
    const world = await crowded();
    expect(scheduled(world, "web")).toMatchObject({ status: "False", reason: "Unschedulable", message });
    expect(world.events()).toEqual([`web FailedScheduling ${message}`]);
  });

  test("is tried again when a pod leaves", async () => {
    const world = await crowded();
    await world.removePod("on-node-2");
    await world.run(2);
    expect(world.placement()["web"]).toBe("node-2");
    expect(world.events().at(-1)).toBe("web Scheduled Successfully assigned default/web to node-2");
  });

  test("is tried again when a node comes", async () => {
    const world = await crowded();
    await world.addNode({ name: "node-4" });
    await world.run(5);
    expect(world.placement()["web"]).toBe("node-4");
  });

  test("is tried again when a taint goes", async () => {
    const world = await crowded();
    await world.changeNode("control-plane", (node) => ({ ...node, spec: { ...node.spec, taints: [] } }));
    await world.run(5);
    expect(world.placement()["web"]).toBe("control-plane");
  });

  test("is tried again when a node grows", async () => {
    const world = await crowded();
    const more = { cpu: "8", memory: "8Gi", pods: "110" };
    await world.changeNode("node-1", (node) => ({ ...node, status: { ...node.status, capacity: more, allocatable: more } }));
    await world.run(5);
    expect(world.placement()["web"]).toBe("node-1");
  });

  test("is not tried again for nothing", async () => {
    const world = await crowded();
    await world.changeNode("node-1", (node) => ({ ...node, metadata: { ...node.metadata, labels: { ...node.metadata.labels, colour: "red" } } }));
    await world.run(60);
    expect(world.decisions("web")).toHaveLength(1);
  });

  test("is recorded node by node, with everything that speaks against each", async () => {
    const world = await crowded();
    await world.changeNode("node-1", (node) => ({ ...node, spec: { ...node.spec, unschedulable: true } }));
    await world.addPod({ name: "second", cpu: "2" });
    await world.run(1);
    const [record] = world.decisions("second");
    expect(record?.nodes.map(({ node, refusals }) => [node, refusals.map(({ plugin, reason }) => `${plugin}: ${reason}`)])).toEqual([
      ["control-plane", ["TaintToleration: node(s) had untolerated taint {node-role.kubernetes.io/control-plane: }"]],
      ["node-1", ["NodeUnschedulable: node(s) were unschedulable", "NodeResourcesFit: Insufficient cpu"]],
      ["node-2", ["NodeResourcesFit: Insufficient cpu"]],
      ["node-3", ["NodeResourcesFit: Insufficient cpu"]],
    ]);
  });

  test("waits where there are no nodes at all", async () => {
    const world = await startSchedulingWorld();
    await world.addPod({ name: "web" });
    await world.run(0.5);
    expect(world.events()).toEqual(["web FailedScheduling no nodes available to schedule pods"]);
    expect(scheduled(world, "web")?.message).toBe("no nodes available to schedule pods");
    await world.addNode({ name: "first" });
    await world.run(30);
    expect(world.placement()["web"]).toBe("first");
  });

  test("may be deleted while it waits", async () => {
    const world = await crowded();
    await world.removePod("web");
    await world.removePod("on-node-1");
    await world.run(10);
    expect(world.placement()).toEqual({ "on-node-2": "node-2", "on-node-3": "node-3" });
  });

  test("may be replaced by another of its name", async () => {
    const world = await crowded();
    await world.removePod("web");
    await world.addPod({ name: "web", cpu: "1" });
    await world.run(5);
    expect(world.placement()["web"]).not.toBe("-");
  });
});

describe("scheduling gates", () => {
  test("hold a pod until all of them are gone", async () => {
    const world = await startSchedulingWorld({ nodes: workers });
    await world.addPod({ name: "web", spec: { schedulingGates: [{ name: "a" }, { name: "b" }] } });
    await world.run(10);
    expect([world.placement()["web"], world.decisions("web").length]).toEqual(["-", 0]);
    const open = (gates: readonly { readonly name: string }[]) => world.client.patch(Pods, { namespace: "default", name: "web" }, { type: "json", body: [{ op: "replace", path: "/spec/schedulingGates", value: gates }] });
    await open([{ name: "b" }]);
    await world.run(10);
    expect(world.placement()["web"]).toBe("-");
    await open([]);
    await world.run(1);
    expect(world.placement()["web"]).not.toBe("-");
  });
});

describe("preemption", () => {
  const preempting = async (priorityClassName = "system-cluster-critical") => {
    const world = await startSchedulingWorld({ nodes: [{ name: "a" }, { name: "b" }] });
    await world.create(PriorityClasses, { metadata: { name: "peaceful" }, value: 1000, preemptionPolicy: "Never" });
    await world.addPod({ name: "low", cpu: "3" });
    await world.run(1);
    await world.addPod({ name: "mid", cpu: "3" });
    await world.run(1);
    await world.addPod({ name: "vip", cpu: "2", spec: { priorityClassName } });
    await world.run(1);
    return world;
  };
  const victimOf = (world: SchedulingWorld) => ["low", "mid"].find((name) => world.pod(name)?.metadata.deletionTimestamp !== undefined) ?? "nobody";

  test("evicts a less important pod and waits for its room", async () => {
    const world = await preempting();
    const victim = victimOf(world);
    const node = world.placement()[victim];
    expect(findCondition(world.pod(victim)?.status.conditions, "DisruptionTarget")).toMatchObject({ status: "True", reason: "PreemptionByScheduler", message: "default-scheduler: preempting to accommodate a higher priority pod" });
    expect(world.pod("vip")?.status.nominatedNodeName).toBe(node);
    expect(world.events()).toContain(`${victim} Preempted Preempted by pod ${world.pod("vip")?.metadata.uid} on node ${node}`);
    expect(world.events()).toContain("vip FailedScheduling 0/2 nodes are available: 2 Insufficient cpu.");
    expect(world.placement()["vip"]).toBe("-");
    await world.removePod(victim);
    await world.run(2);
    expect(world.placement()["vip"]).toBe(node);
  });

  test("does not evict more while the first victim is still leaving", async () => {
    const world = await preempting();
    await world.addNode({ name: "tiny", cpu: "100m" });
    await world.run(400);
    expect(["low", "mid"].filter((name) => world.pod(name)?.metadata.deletionTimestamp !== undefined)).toHaveLength(1);
  });

  test("keeps the room for the pod that it was made for", async () => {
    const world = await preempting();
    const victim = victimOf(world);
    await world.addPod({ name: "sneaky", cpu: "3" });
    await world.run(1);
    await world.removePod(victim);
    await world.run(5);
    expect(world.placement()["vip"]).not.toBe("-");
    expect(world.placement()["sneaky"]).toBe("-");
  });

  test("is given up when the pod is deleted", async () => {
    const world = await preempting();
    const victim = victimOf(world);
    await world.addPod({ name: "sneaky", cpu: "3" });
    await world.run(1);
    await world.removePod("vip");
    await world.removePod(victim);
    await world.run(5);
    expect(world.placement()["sneaky"]).not.toBe("-");
  });

  test("is not for pods that must not preempt", async () => {
    const world = await preempting("peaceful");
    expect(victimOf(world)).toBe("nobody");
    expect(scheduled(world, "vip")?.message).toBe("0/2 nodes are available: 2 Insufficient cpu. preemption: not eligible due to preemptionPolicy=Never.");
  });
});

describe("schedulers by name", () => {
  test("pods of others are left alone", async () => {
    const world = await startSchedulingWorld({ nodes: workers });
    await world.addPod({ name: "web", spec: { schedulerName: "my-scheduler" } });
    await world.run(10);
    expect(world.placement()["web"]).toBe("-");
    expect(world.events()).toEqual([]);
  });

  test("several profiles live in one process", async () => {
    const picky: FilterPlugin = { name: "Picky", filter: (_, { name }) => (name === "node-3" ? fits : unschedulable("too plain")) };
    const world = await startSchedulingWorld({ nodes: workers, scheduler: { profiles: [defaultProfile, { schedulerName: "picky", enabled: [picky] }] } });
    await world.addPod({ name: "plain" });
    await world.addPod({ name: "choosy", spec: { schedulerName: "picky" } });
    await world.run(1);
    expect(world.placement()["choosy"]).toBe("node-3");
    expect(world.placement()["plain"]).not.toBe("-");
  });
});

/** A connection on which some requests fail. */
const faulty = (handler: ApiHandler, fails: (request: ApiRequest) => Error | undefined): ApiHandler => ({
  handle: async (request) => {
    const error = fails(request);
    if (error === undefined) return handler.handle(request);
    if (error instanceof ConnectionError) throw error;
    return { status: 500, headers: {}, body: internalError(error.message).status };
  },
  stream: (request, sink) => handler.stream(request, sink),
});

describe("when binding fails", () => {
  const failingOnce = async (error: Error) => {
    let left = 1;
    const world = await startSchedulingWorld({ nodes: [{ name: "a" }] });
    world.killScheduler();
    world.startScheduler({ transport: faulty(world.transport({ username: "system:kube-scheduler", groups: [] }), ({ path }) => (path.endsWith("/binding") && left-- > 0 ? error : undefined)) });
    await world.run(1);
    await world.addPod({ name: "web", cpu: "3" });
    await world.run(0);
    return world;
  };

  test.each([
    ["the server refuses", new Error("out of luck"), 'running Bind plugin "DefaultBinder": Internal error occurred: out of luck'],
    ["the server does not answer", new ConnectionError("connection refused"), 'running Bind plugin "DefaultBinder": connection refused'],
  ])("%s: the pod is told, and tried again", async (_, error, message) => {
    const world = await failingOnce(error);
    expect(world.placement()["web"]).toBe("-");
    expect(scheduled(world, "web")).toMatchObject({ reason: "SchedulerError", message });
    await world.run(3);
    expect(world.placement()["web"]).toBe("a");
  });

  test("the room is free for others", async () => {
    const world = await failingOnce(new Error("out of luck"));
    await world.addPod({ name: "other", cpu: "3" });
    await world.run(0);
    expect(world.placement()["other"]).toBe("a");
  });
});

describe("when eviction fails", () => {
  test.each([
    ["the server refuses", new Error("out of luck")],
    ["the server does not answer", new ConnectionError("connection refused")],
  ])("%s: it is tried again", async (_, error) => {
    let left = 2;
    const world = await startSchedulingWorld({ nodes: [{ name: "a" }], idle: true });
    world.startScheduler({ transport: faulty(world.transport({ username: "system:kube-scheduler", groups: [] }), ({ method }) => (method === "DELETE" && left-- > 0 ? error : undefined)) });
    await world.addPod({ name: "low", cpu: "3" });
    await world.run(1);
    await world.addPod({ name: "vip", cpu: "3", spec: { priorityClassName: "system-cluster-critical" } });
    await world.run(20);
    expect(world.pod("low")?.metadata.deletionTimestamp).toBeDefined();
    await world.removePod("low");
    await world.run(5);
    expect(world.placement()).toEqual({ vip: "a" });
  });
});

describe("when the status cannot be written", () => {
  test("the pod is tried again all the same", async () => {
    const world = await startSchedulingWorld({ nodes: [{ name: "a" }], idle: true });
    world.startScheduler({ transport: faulty(world.transport({ username: "system:kube-scheduler", groups: [] }), ({ method, path }) => (method === "PATCH" && path.endsWith("/status") ? new Error("read only") : undefined)) });
    await world.addPod({ name: "big", cpu: "6" });
    await world.run(1);
    expect(scheduled(world, "big")).toBeUndefined();
    await world.addNode({ name: "b", cpu: "8" });
    await world.run(5);
    expect(world.placement()["big"]).toBe("b");
  });
});

describe("pods that are deleted while they are being bound", () => {
  test("leave nothing behind", async () => {
    const world = await startSchedulingWorld({ nodes: [{ name: "a" }], latency: 50 });
    await world.addPod({ name: "web", cpu: "3" });
    const deletion = world.removePod("web");
    await world.run(1);
    await deletion;
    await world.addPod({ name: "next", cpu: "3" });
    await world.run(15);
    expect(world.placement()["next"]).toBe("a");
  });
});

describe("plugins that hold pods", () => {
  const holding = (timeout: number): PermitPlugin => ({ name: "Hold", permit: () => ({ verdict: { code: "wait", reasons: [] }, timeout }) });

  test("reject them when the time is over", async () => {
    const world = await startSchedulingWorld({ nodes: [{ name: "a" }], scheduler: { profiles: [{ ...defaultProfile, enabled: [holding(5000)] }] } });
    await world.addPod({ name: "web" });
    await world.run(4);
    expect([world.placement()["web"], world.events()]).toEqual(["-", []]);
    await world.run(2);
    expect(world.events()).toEqual(["web FailedScheduling 0/1 nodes are available: 1 rejected due to timeout after waiting 5s at plugin Hold."]);
  });
});

describe("the process", () => {
  test("can be killed and started again", async () => {
    const world = await startSchedulingWorld({ nodes: workers });
    world.killScheduler();
    await world.addPod({ name: "web" });
    await world.run(60);
    expect(world.placement()["web"]).toBe("-");
    world.startScheduler();
    await world.run(1);
    expect(world.placement()["web"]).not.toBe("-");
  });

  test("knows what was there before it", async () => {
    const world = await startSchedulingWorld({ nodes: [{ name: "a" }, { name: "b" }] });
    await world.addPod({ name: "old", cpu: "3" });
    await world.run(1);
    world.killScheduler();
    world.startScheduler();
    await world.run(1);
    await world.addPod({ name: "new", cpu: "3" });
    await world.run(1);
    expect(new Set(Object.values(world.placement()))).toEqual(new Set(["a", "b"]));
  });

  test("forgets pods that are done", async () => {
    const world = await startSchedulingWorld({ nodes: [{ name: "a" }] });
    await world.addPod({ name: "job", cpu: "3" });
    await world.run(1);
    await world.client.patch(Pods, { namespace: "default", name: "job" }, { type: "merge", subresource: "status", body: { status: { phase: "Succeeded" } } });
    await world.addPod({ name: "next", cpu: "3" });
    await world.run(3);
    expect(world.placement()["next"]).toBe("a");
  });

  test("only the leader schedules, and another one takes over when it dies", async () => {
    const world = await startSchedulingWorld({ nodes: workers, idle: true });
    const start = (identity: string) => world.startScheduler({ leaderElection: { identity, lost() {} } });
    const first = start("one");
    await world.run(5);
    const second = start("two");
    await world.run(5);
    await world.addPod({ name: "a" });
    await world.run(1);
    first.kill();
    await world.addPod({ name: "b" });
    await world.run(5);
    expect(world.placement()["b"]).toBe("-");
    await world.run(30);
    expect(world.placement()["b"]).not.toBe("-");
    expect([first.decisions("a"), first.decisions("b"), second.decisions("a"), second.decisions("b")].map(({ length }) => length)).toEqual([1, 0, 0, 1]);
  });

  test("follows namespaces for terms that select them", async () => {
    const world = await startSchedulingWorld({ nodes: [{ name: "a" }, { name: "b" }] });
    await world.create(Namespaces, { metadata: { name: "red" } });
    await world.run(1);
    await world.create(Pods, { metadata: { name: "noisy", namespace: "red", labels: { app: "noisy" } }, spec: { containers: [{ name: "c", image: "x" }], nodeName: "a" } });
    await world.addPod({ name: "shy", spec: { affinity: { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: "kubernetes.io/hostname", labelSelector: { matchLabels: { app: "noisy" } }, namespaceSelector: { matchLabels: { team: "red" } } }] } } } });
    await world.run(1);
    expect(world.placement()["shy"]).toBe("-");
    await world.client.patch(Namespaces, { name: "red" }, { type: "merge", body: { metadata: { labels: { team: "red" } } } });
    await world.run(2);
    expect(world.placement()["shy"]).toBe("a");
  });

  test("a node that is deleted takes no more pods", async () => {
    const world = await startSchedulingWorld({ nodes: [{ name: "a" }, { name: "b" }] });
    await world.client.delete(Nodes, { name: "a" });
    await world.run(1);
    for (const name of ["x", "y", "z"]) await world.addPod({ name });
    await world.run(1);
    expect(new Set(Object.values(world.placement()))).toEqual(new Set(["b"]));
  });
});
