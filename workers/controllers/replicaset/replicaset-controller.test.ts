import { expect, test } from "vitest";
import { type ReplicaSet, ReplicaSets } from "../../api/apps/replica-set.ts";
import { type Pod, Pods } from "../../api/core/pod.ts";
import { newControllerRef } from "../../apimachinery/owner-references.ts";
import { type ControllerWorld, type ControllerWorldOptions, startControllerWorld } from "../../testing/controller-world.ts";
import { replicaSetController } from "./replicaset-controller.ts";

const labels = { app: "web" };
const template = { metadata: { labels }, spec: { containers: [{ name: "web", image: "nginx" }] } };

const start = (more: Partial<ControllerWorldOptions> = {}) => startControllerWorld({ controllers: [replicaSetController], nodes: {}, ...more });

const make = (world: ControllerWorld, replicas: number, spec: Partial<ReplicaSet["spec"]> = {}, name = "web") =>
  world.create(ReplicaSets, { metadata: { name }, spec: { replicas, selector: { matchLabels: labels }, template, ...spec } });

const scale = (world: ControllerWorld, replicas: number) =>
  world.client.patch(ReplicaSets, { namespace: "default", name: "web" }, { type: "merge", body: { spec: { replicas } } });

const find = (world: ControllerWorld, name = "web") => world.all(ReplicaSets).find(({ metadata }) => metadata.name === name);

const pod = (world: ControllerWorld, name: string, more: Partial<Pod["metadata"]> = {}) =>
  world.create(Pods, { metadata: { name, labels, ...more }, spec: template.spec });

test("a replica set makes its pods from its template and owns them", async () => {
  const world = await start();
  const web = await make(world, 3, { template: { ...template, metadata: { labels, annotations: { note: "x" } } } });
  await world.settle();
  expect(world.all(Pods)).toHaveLength(3);
  for (const { metadata, spec } of world.all(Pods)) {
    expect(metadata).toMatchObject({ generateName: "web-", labels, annotations: { note: "x" }, ownerReferences: [newControllerRef(web)] });
    expect(metadata.name).toMatch(/^web-[b-z2-9]{5}$/);
    expect(spec.containers[0]?.image).toBe("nginx");
  }
});

test("the status tells what there is, and events what was done", async () => {
  const world = await start();
  await make(world, 2);
  await world.settle();
  expect(find(world)?.status).toEqual({ replicas: 2, fullyLabeledReplicas: 2, readyReplicas: 2, availableReplicas: 2, terminatingReplicas: 0, observedGeneration: 1 });
  expect(world.told("web").toSorted()).toEqual(world.all(Pods).map(({ metadata }) => `Normal SuccessfulCreate Created pod: ${metadata.name}`).toSorted());
});

test("pods that vanish are replaced", async () => {
  const world = await start();
  await make(world, 3);
  await world.settle();
  const [victim] = world.all(Pods);
  await world.client.delete(Pods, { namespace: "default", name: victim?.metadata.name ?? "" });
  await world.settle();
  const names = world.all(Pods).map(({ metadata }) => metadata.name);
  expect(names).toHaveLength(3);
  expect(names).not.toContain(victim?.metadata.name);
});

test("a pod that is terminating is replaced at once and counted apart", async () => {
  const world = await start({ nodes: { stopTime: 20_000 } });
  await make(world, 2);
  await world.settle();
  await world.client.delete(Pods, { namespace: "default", name: world.all(Pods)[0]?.metadata.name ?? "" });
  await world.run(5);
  expect(find(world)?.status).toMatchObject({ replicas: 2, readyReplicas: 2, terminatingReplicas: 1 });
  expect(world.all(Pods)).toHaveLength(3);
  await world.settle();
  expect(find(world)?.status).toMatchObject({ replicas: 2, terminatingReplicas: 0 });
});

test.each(["Failed", "Succeeded"] as const)("a pod that has %s does not count", async (phase) => {
  const world = await start();
  await make(world, 1);
  await world.settle();
  const [only] = world.all(Pods);
  await world.client.patch(Pods, { namespace: "default", name: only?.metadata.name ?? "" }, { type: "merge", subresource: "status", body: { status: { phase } } });
  await world.settle();
  expect(world.all(Pods)).toHaveLength(2);
  expect(find(world)?.status.replicas).toBe(1);
});

test("scaling down deletes the cheapest pods and says which", async () => {
  const world = await start();
  await make(world, 3);
  await world.settle();
  const [cheap] = world.all(Pods);
  const annotations = { "controller.kubernetes.io/pod-deletion-cost": "-10" };
  await world.client.patch(Pods, { namespace: "default", name: cheap?.metadata.name ?? "" }, { type: "merge", body: { metadata: { annotations } } });
  await world.settle();
  await scale(world, 2);
  await world.settle();
  expect(world.all(Pods).map(({ metadata }) => metadata.name)).not.toContain(cheap?.metadata.name);
  expect(world.told("web")).toContain(`Normal SuccessfulDelete Deleted pod: ${cheap?.metadata.name}`);
  await scale(world, 0);
  await world.settle();
  expect(world.all(Pods)).toEqual([]);
  expect(find(world)?.status).toEqual({ replicas: 0, terminatingReplicas: 0, observedGeneration: 3 });
});

test("many changes of mind never make too many pods", async () => {
  const world = await start({ latency: 7 });
  await make(world, 10);
  let most = 0;
  for (const [replicas, milliseconds] of [[10, 120], [40, 90], [3, 60], [25, 30], [12, 150], [30, 10], [12, 200]] as const) {
    await scale(world, replicas);
    for (let step = 0; step < milliseconds; step++) {
      await world.simulation.runFor(1);
      most = Math.max(most, world.all(Pods).filter(({ metadata }) => metadata.deletionTimestamp === undefined).length);
    }
  }
  await world.settle();
  expect(most).toBeLessThanOrEqual(40);
  expect(world.all(Pods)).toHaveLength(12);
});

test("more than a burst of 500 comes in bursts", async () => {
  const world = await start();
  await make(world, 720);
  await world.settle();
  expect(world.all(Pods)).toHaveLength(720);
  expect(find(world)?.status.readyReplicas).toBe(720);
});

test("a matching orphan is adopted instead of a new pod", async () => {
  const world = await start();
  const orphan = await pod(world, "orphan");
  const web = await make(world, 2);
  await world.settle();
  expect(world.all(Pods)).toHaveLength(2);
  const adopted = world.all(Pods).find(({ metadata }) => metadata.uid === orphan.metadata.uid);
  expect(adopted?.metadata.ownerReferences).toEqual([newControllerRef(web)]);
});

test("an orphan that comes later is one too many", async () => {
  const world = await start();
  await make(world, 1);
  await world.settle();
  await pod(world, "late");
  await world.settle();
  expect(world.all(Pods)).toHaveLength(1);
});

test("another owner's pod is nobody else's, even if it matches", async () => {
  const world = await start();
  const other = { apiVersion: "v1", kind: "ReplicationController", name: "rc", uid: "other", controller: true };
  await pod(world, "taken", { ownerReferences: [other] });
  await make(world, 1);
  await world.settle();
  expect(world.all(Pods)).toHaveLength(2);
  expect(world.all(Pods).find(({ metadata }) => metadata.name === "taken")?.metadata.ownerReferences).toEqual([other]);
});

test("a pod whose labels no longer match is released and replaced", async () => {
  const world = await start();
  await make(world, 1);
  await world.settle();
  const name = world.all(Pods)[0]?.metadata.name ?? "";
  await world.client.patch(Pods, { namespace: "default", name }, { type: "merge", body: { metadata: { labels: { app: "debug" } } } });
  await world.settle();
  const released = world.all(Pods).find(({ metadata }) => metadata.name === name);
  expect(released?.metadata.ownerReferences ?? []).toEqual([]);
  expect(world.all(Pods)).toHaveLength(2);
  expect(find(world)?.status.replicas).toBe(1);
});

test("a released pod that matches again is taken back, and the surplus goes", async () => {
  const world = await start();
  await make(world, 1);
  await world.settle();
  const name = world.all(Pods)[0]?.metadata.name ?? "";
  for (const app of ["debug", "web"]) {
    await world.client.patch(Pods, { namespace: "default", name }, { type: "merge", body: { metadata: { labels: { app } } } });
    await world.settle();
  }
  expect(world.all(Pods)).toHaveLength(1);
});

test("a replica set that is being deleted adopts and makes nothing more", async () => {
  const world = await start();
  await world.create(ReplicaSets, { metadata: { name: "web", finalizers: ["example.com/hold"] }, spec: { replicas: 1, selector: { matchLabels: labels }, template } });
  await world.settle();
  await world.client.delete(ReplicaSets, { namespace: "default", name: "web" });
  await pod(world, "orphan");
  await world.client.delete(Pods, { namespace: "default", name: world.all(Pods).find(({ metadata }) => metadata.name !== "orphan")?.metadata.name ?? "" });
  await world.settle();
  expect(world.all(Pods).map(({ metadata }) => [metadata.name, metadata.ownerReferences ?? []])).toEqual([["orphan", []]]);
});

test("pods that the server refuses are tried with care, and the refusal is told", async () => {
  const world = await start();
  await make(world, 50, { template: { ...template, spec: { ...template.spec, serviceAccountName: "nobody" } } });
  await world.run(1);
  expect(world.all(Pods)).toEqual([]);
  expect(find(world)?.status.conditions).toEqual([
    {
      type: "ReplicaFailure", status: "True", reason: "FailedCreate", lastTransitionTime: "2026-04-22T10:00:00Z",
      message: 'pods "web-" is forbidden: error looking up service account default/nobody: serviceaccount "nobody" not found',
    },
  ]);
  expect(world.told("web")[0]).toMatch(/^Warning FailedCreate Error creating: pods "web-" is forbidden: error looking up service account/);
});

test("when the refusal is over the condition goes away", async () => {
  const world = await start();
  await make(world, 2, { template: { ...template, spec: { ...template.spec, serviceAccountName: "late" } } });
  await world.run(5);
  await world.request("POST", "/api/v1/namespaces/default/serviceaccounts", { body: { apiVersion: "v1", kind: "ServiceAccount", metadata: { name: "late" } } });
  await world.run(60);
  expect(world.all(Pods)).toHaveLength(2);
  expect(find(world)?.status.conditions).toBeUndefined();
});

test("a pod that never becomes ready is not ready, and one that has to prove itself is not available yet", async () => {
  const world = await start({ nodes: { startTime: 1000 } });
  await make(world, 1, { minReadySeconds: 30 });
  await world.run(10);
  expect(find(world)?.status).toMatchObject({ replicas: 1, readyReplicas: 1 });
  expect(find(world)?.status.availableReplicas).toBeUndefined();
  await world.run(25);
  expect(find(world)?.status.availableReplicas).toBe(1);
});

test("a pod that loses its readiness is not available any more", async () => {
  const world = await start();
  await make(world, 1);
  await world.settle();
  const [only] = world.all(Pods) as [Pod];
  await world.nodes.setReady(only, false);
  await world.settle();
  expect(find(world)?.status).toEqual({ replicas: 1, fullyLabeledReplicas: 1, terminatingReplicas: 0, observedGeneration: 1 });
});

test("a process that dies in the middle leaves work that another one finishes, without making too much", async () => {
  const world = await start({ latency: 3 });
  await make(world, 60);
  await world.run(1);
  world.process.end();
  const half = world.all(Pods).length;
  expect(half).toBeGreaterThan(0);
  expect(half).toBeLessThan(60);
  await world.run(60);
  expect(world.all(Pods)).toHaveLength(half);
  world.startProcess();
  await world.settle();
  expect(world.all(Pods)).toHaveLength(60);
});

test("a replica set made anew under the same name does not wait for what its predecessor expected", async () => {
  const world = await start();
  await make(world, 2);
  await world.settle();
  await world.client.delete(ReplicaSets, { namespace: "default", name: "web" }, { propagationPolicy: "Background" });
  const web = await make(world, 1);
  await world.settle();
  expect(world.all(Pods).filter(({ metadata }) => metadata.ownerReferences?.[0]?.uid === web.metadata.uid)).toHaveLength(1);
});

test("every write names the controller and the change that it answers", async () => {
  const world = await start();
  const web = await make(world, 1);
  await world.settle();
  const [only] = world.all(Pods) as [Pod];
  const [created] = world.store.notesOf(`/registry/pods/default/${only.metadata.name}`);
  expect(created?.note).toEqual({ actor: "replicaset-controller", revision: Number(web.metadata.resourceVersion) });
  const updated = await scale(world, 0);
  await world.settle();
  const last = world.store.notesOf(`/registry/pods/default/${only.metadata.name}`).find(({ note }) => (note as { revision?: number } | undefined)?.revision === Number(updated.metadata.resourceVersion));
  expect(last?.note).toMatchObject({ actor: "replicaset-controller" });
});
