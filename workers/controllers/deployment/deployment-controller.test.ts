import { expect, test } from "vitest";
import { type Deployment, Deployments } from "../../api/apps/deployment.ts";
import { type ReplicaSet, ReplicaSets } from "../../api/apps/replica-set.ts";
import { type Pod, Pods } from "../../api/core/pod.ts";
import { findCondition } from "../../apimachinery/conditions.ts";
import { newControllerRef } from "../../apimachinery/owner-references.ts";
import { podTemplateHash } from "../../apimachinery/pod-template-hash.ts";
import { isPodAvailable } from "../framework/pod-state.ts";
import { workloadControllers } from "../../testing/controller-sets.ts";
import { type ControllerWorld, type ControllerWorldOptions, startControllerWorld } from "../../testing/controller-world.ts";

const labels = { app: "web" };
const templateOf = (image: string) => ({ metadata: { labels }, spec: { containers: [{ name: "web", image }] } });

const start = (more: Partial<ControllerWorldOptions> = {}) => startControllerWorld({ controllers: workloadControllers, nodes: {}, ...more });

type Spec = Partial<Deployment["spec"]>;

const make = (world: ControllerWorld, replicas: number, spec: Spec = {}) =>
  world.create(Deployments, { metadata: { name: "web" }, spec: { replicas, selector: { matchLabels: labels }, template: templateOf("nginx:1"), ...spec } });

const patch = (world: ControllerWorld, spec: Record<string, unknown>) =>
  world.client.patch(Deployments, { namespace: "default", name: "web" }, { type: "strategic", body: { spec } });

const roll = (world: ControllerWorld, image: string) => patch(world, { template: { spec: { containers: [{ name: "web", image }] } } });

const web = (world: ControllerWorld) => world.all(Deployments)[0] as Deployment;
const condition = (world: ControllerWorld, type: string) => findCondition(web(world).status.conditions, type);
const setOf = (world: ControllerWorld, image: string) => world.all(ReplicaSets).find(({ spec }) => spec.template?.spec?.containers[0]?.image === image) as ReplicaSet;
const podsOf = (world: ControllerWorld, image: string) => world.all(Pods).filter(({ spec }) => spec.containers[0]?.image === image);
const sizes = (world: ControllerWorld, ...images: readonly string[]) => images.map((image) => setOf(world, image)?.spec.replicas);

const brokenImage = { ready: ({ spec }: Pod) => spec.containers[0]?.image !== "broken" };

test("a Deployment makes a replica set with the hash of its template", async () => {
  const world = await start();
  const deployment = await make(world, 3, { minReadySeconds: 0 });
  await world.settle();
  const hash = podTemplateHash(deployment.spec.template);
  const set = setOf(world, "nginx:1");
  expect(set.metadata).toMatchObject({
    name: `web-${hash}`,
    labels: { app: "web", "pod-template-hash": hash },
    annotations: { "deployment.kubernetes.io/revision": "1", "deployment.kubernetes.io/desired-replicas": "3", "deployment.kubernetes.io/max-replicas": "4" },
    ownerReferences: [newControllerRef(deployment)],
  });
  expect(set.spec).toMatchObject({ replicas: 3, selector: { matchLabels: { app: "web", "pod-template-hash": hash } } });
  expect(set.spec.template?.metadata?.labels).toEqual({ app: "web", "pod-template-hash": hash });
  expect(world.all(Pods)).toHaveLength(3);
  expect(world.told("web")).toEqual([`Normal ScalingReplicaSet Scaled up replica set web-${hash} from 0 to 3`]);
});

test("when all pods serve the Deployment is available and complete", async () => {
  const world = await start();
  await make(world, 3);
  await world.settle();
  const { status, metadata } = web(world);
  expect(metadata).toMatchObject({ generation: 1, annotations: { "deployment.kubernetes.io/revision": "1" } });
  expect(status).toMatchObject({ observedGeneration: 1, replicas: 3, updatedReplicas: 3, readyReplicas: 3, availableReplicas: 3, terminatingReplicas: 0 });
  expect(status.unavailableReplicas).toBeUndefined();
  expect(condition(world, "Available")).toMatchObject({ status: "True", reason: "MinimumReplicasAvailable", message: "Deployment has minimum availability." });
  expect(condition(world, "Progressing")).toMatchObject({ status: "True", reason: "NewReplicaSetAvailable", message: `ReplicaSet "${setOf(world, "nginx:1").metadata.name}" has successfully progressed.` });
});

test("settling does not wait for the deadline of a rollout that is complete", async () => {
  const world = await start();
  await make(world, 3);
  const began = world.simulation.now();
  await world.settle();
  expect(world.simulation.now() - began).toBeLessThan(10_000);
});

test("on its way the Deployment tells how it gets on", async () => {
  const world = await start({ nodes: { startTime: 5000 } });
  await make(world, 3);
  await world.run(2);
  const { name } = setOf(world, "nginx:1").metadata;
  expect(web(world).status).toMatchObject({ replicas: 3, updatedReplicas: 3, unavailableReplicas: 3 });
  expect(condition(world, "Available")).toMatchObject({ status: "False", reason: "MinimumReplicasUnavailable", message: "Deployment does not have minimum availability." });
  expect(condition(world, "Progressing")).toMatchObject({ status: "True", reason: "ReplicaSetUpdated", message: `ReplicaSet "${name}" is progressing.` });
});

const bounds: readonly (readonly [number, string | number, string | number])[] = [
  [4, "25%", "25%"],
  [10, 0, 1],
  [10, 3, 0],
  [10, "100%", "100%"],
  [7, "50%", "30%"],
  [1, "25%", "25%"],
  [3, 0, 0],
];

test.each(bounds.slice(0, 6))("a rolling update of %i pods (surge %s, unavailable %s) stays within its bounds at every moment", async (replicas, maxSurge, maxUnavailable) => {
  const world = await start();
  await make(world, replicas, { strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge, maxUnavailable } } });
  await world.settle();
  const percent = (value: string | number, round: (share: number) => number) => (typeof value === "number" ? value : round((Number.parseInt(value) * replicas) / 100));
  const [surge, floor] = [percent(maxSurge, Math.ceil), percent(maxUnavailable, Math.floor)];
  await roll(world, "nginx:2");
  let [most, least] = [0, Infinity];
  while (!world.simulation.settled || setOf(world, "nginx:2") === undefined) {
    await world.simulation.step(world.simulation.now() + 60_000);
    const active = world.all(Pods).filter(({ metadata }) => metadata.deletionTimestamp === undefined);
    most = Math.max(most, active.length);
    least = Math.min(least, active.filter((pod) => isPodAvailable(pod, 0, world.simulation.now())).length);
  }
  expect(sizes(world, "nginx:1", "nginx:2")).toEqual([0, replicas]);
  expect(most).toBeLessThanOrEqual(replicas + surge);
  expect(least).toBeGreaterThanOrEqual(replicas - floor);
  expect(podsOf(world, "nginx:2")).toHaveLength(replicas);
  expect(web(world).metadata.annotations?.["deployment.kubernetes.io/revision"]).toBe("2");
});

test("the events of a rolling update tell every step", async () => {
  const world = await start();
  await make(world, 2, { strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } } });
  await world.settle();
  await roll(world, "nginx:2");
  await world.settle();
  const [first, second] = [setOf(world, "nginx:1").metadata.name, setOf(world, "nginx:2").metadata.name];
  expect(world.told("web")).toEqual([
    `Normal ScalingReplicaSet Scaled up replica set ${first} from 0 to 2`,
    `Normal ScalingReplicaSet Scaled up replica set ${second} from 0 to 1`,
    `Normal ScalingReplicaSet Scaled down replica set ${first} from 2 to 1`,
    `Normal ScalingReplicaSet Scaled up replica set ${second} from 1 to 2`,
    `Normal ScalingReplicaSet Scaled down replica set ${first} from 1 to 0`,
  ]);
});

test("a version that never becomes ready does not push the old one out", async () => {
  const world = await start({ nodes: brokenImage });
  await make(world, 4);
  await world.settle();
  await roll(world, "broken");
  await world.run(120);
  expect(sizes(world, "nginx:1", "broken")).toEqual([3, 2]);
  expect(condition(world, "Available")?.status).toBe("True");
  expect(web(world).status).toMatchObject({ replicas: 5, updatedReplicas: 2, availableReplicas: 3, unavailableReplicas: 2 });
});

test("a rollout that is stuck is called so when its deadline has passed, and is not given up", async () => {
  const world = await start({ nodes: brokenImage });
  await make(world, 2, { progressDeadlineSeconds: 60 });
  await world.settle();
  await roll(world, "broken");
  await world.run(55);
  expect(condition(world, "Progressing")?.reason).toBe("ReplicaSetUpdated");
  await world.settle();
  expect(condition(world, "Progressing")).toMatchObject({
    status: "False", reason: "ProgressDeadlineExceeded", message: `ReplicaSet "${setOf(world, "broken").metadata.name}" has timed out progressing.`,
  });
  await roll(world, "nginx:3");
  await world.settle();
  expect(condition(world, "Progressing")).toMatchObject({ status: "True", reason: "NewReplicaSetAvailable" });
  expect(sizes(world, "nginx:1", "broken", "nginx:3")).toEqual([0, 0, 2]);
});

test("each pod that becomes ready gives the rollout new time", async () => {
  const world = await start({ nodes: { startTime: 40_000 } });
  await make(world, 1);
  await world.settle();
  await patch(world, { replicas: 3, progressDeadlineSeconds: 60, strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } } });
  await world.settle();
  await roll(world, "nginx:2");
  await world.settle();
  expect(condition(world, "Progressing")).toMatchObject({ status: "True", reason: "NewReplicaSetAvailable" });
});

test("pods have to be ready for a while before the rollout goes on", async () => {
  const world = await start();
  await make(world, 2, { minReadySeconds: 30, strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } } });
  await world.settle();
  await roll(world, "nginx:2");
  const began = world.simulation.now();
  await world.run(20);
  expect(sizes(world, "nginx:1", "nginx:2")).toEqual([2, 1]);
  await world.settle();
  expect(sizes(world, "nginx:1", "nginx:2")).toEqual([0, 2]);
  expect(world.simulation.now() - began).toBeGreaterThan(60_000);
});

test("scaling up and down changes the replica set without a rollout", async () => {
  const world = await start();
  await make(world, 2);
  await world.settle();
  await patch(world, { replicas: 5 });
  await world.settle();
  await patch(world, { replicas: 1 });
  await world.settle();
  const { name, annotations } = setOf(world, "nginx:1").metadata;
  expect(world.all(ReplicaSets)).toHaveLength(1);
  expect(world.all(Pods)).toHaveLength(1);
  expect(annotations).toMatchObject({ "deployment.kubernetes.io/revision": "1", "deployment.kubernetes.io/desired-replicas": "1", "deployment.kubernetes.io/max-replicas": "2" });
  expect(world.told("web").slice(1)).toEqual([
    `Normal ScalingReplicaSet Scaled up replica set ${name} from 2 to 5`,
    `Normal ScalingReplicaSet Scaled down replica set ${name} from 5 to 1`,
  ]);
});

test("scaling in the middle of a rollout keeps the proportions", async () => {
  const world = await start({ nodes: brokenImage });
  await make(world, 10, { strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 3, maxUnavailable: 2 } } });
  await world.settle();
  await roll(world, "broken");
  await world.run(60);
  expect(sizes(world, "nginx:1", "broken")).toEqual([8, 5]);
  await patch(world, { replicas: 15 });
  await world.run(60);
  expect(sizes(world, "nginx:1", "broken")).toEqual([11, 7]);
});

test("a Deployment that recreates ends every old pod before it starts a new one", async () => {
  const world = await start({ nodes: { stopTime: 10_000 } });
  await make(world, 3, { strategy: { type: "Recreate" } });
  await world.settle();
  await roll(world, "nginx:2");
  await world.run(5);
  expect([podsOf(world, "nginx:1").length, podsOf(world, "nginx:2").length]).toEqual([3, 0]);
  while (!world.simulation.settled) {
    await world.simulation.step(world.simulation.now() + 60_000);
    if (podsOf(world, "nginx:2").length > 0) expect(podsOf(world, "nginx:1")).toEqual([]);
  }
  expect(podsOf(world, "nginx:2")).toHaveLength(3);
  expect(sizes(world, "nginx:1", "nginx:2")).toEqual([0, 3]);
});

test("while it is paused a new template waits, but scaling works", async () => {
  const world = await start();
  await make(world, 2);
  await world.settle();
  await patch(world, { paused: true });
  await world.settle();
  expect(condition(world, "Progressing")).toMatchObject({ status: "Unknown", reason: "DeploymentPaused", message: "Deployment is paused" });
  await roll(world, "nginx:2");
  await patch(world, { replicas: 4 });
  await world.settle();
  expect(setOf(world, "nginx:2")).toBeUndefined();
  expect(podsOf(world, "nginx:1")).toHaveLength(4);
  await patch(world, { paused: false });
  await world.settle();
  expect(sizes(world, "nginx:1", "nginx:2")).toEqual([0, 4]);
  expect(condition(world, "Progressing")?.reason).toBe("NewReplicaSetAvailable");
});

test("a Deployment that is created paused does nothing", async () => {
  const world = await start();
  await make(world, 2, { paused: true });
  await world.settle();
  expect(world.all(ReplicaSets)).toEqual([]);
  expect(condition(world, "Progressing")?.reason).toBe("DeploymentPaused");
});

test("an old template that comes back brings its replica set back, with a new revision", async () => {
  const world = await start();
  await make(world, 2);
  await world.settle();
  await roll(world, "nginx:2");
  await world.settle();
  await roll(world, "nginx:1");
  await world.settle();
  expect(world.all(ReplicaSets)).toHaveLength(2);
  expect(sizes(world, "nginx:1", "nginx:2")).toEqual([2, 0]);
  expect(setOf(world, "nginx:1").metadata.annotations).toMatchObject({ "deployment.kubernetes.io/revision": "3", "deployment.kubernetes.io/revision-history": "1" });
  expect(web(world).metadata.annotations?.["deployment.kubernetes.io/revision"]).toBe("3");
});

test("only so many old revisions are kept as the Deployment wants", async () => {
  const world = await start();
  await make(world, 1, { revisionHistoryLimit: 2 });
  for (let version = 2; version <= 6; version++) {
    await world.settle();
    await roll(world, `nginx:${version}`);
  }
  await world.settle();
  const images = world.all(ReplicaSets).map(({ spec }) => spec.template?.spec?.containers[0]?.image ?? "").toSorted();
  expect(images).toEqual(["nginx:4", "nginx:5", "nginx:6"]);
});

test("with a limit of 0 no old revision is kept", async () => {
  const world = await start();
  await make(world, 1, { revisionHistoryLimit: 0 });
  await world.settle();
  await roll(world, "nginx:2");
  await world.settle();
  expect(world.all(ReplicaSets)).toHaveLength(1);
});

test("an orphaned replica set that matches is adopted as a revision", async () => {
  const world = await start();
  const template = { ...templateOf("nginx:0"), metadata: { labels: { ...labels, "pod-template-hash": "old" } } };
  await world.create(ReplicaSets, { metadata: { name: "web-old", labels: template.metadata.labels }, spec: { replicas: 1, selector: { matchLabels: template.metadata.labels }, template } });
  await world.settle();
  const deployment = await make(world, 1);
  await world.settle();
  const adopted = world.all(ReplicaSets).find(({ metadata }) => metadata.name === "web-old");
  expect(adopted?.metadata.ownerReferences).toEqual([newControllerRef(deployment)]);
  expect(adopted?.spec.replicas).toBe(0);
});

test("two templates with the same hash: the collision is counted and another name found", async () => {
  const world = await start();
  const foreign = podTemplateHash((await make(world, 0, { paused: true })).spec.template);
  const template = templateOf("someone-else");
  await world.create(ReplicaSets, { metadata: { name: `web-${foreign}`, labels: { other: "x" } }, spec: { replicas: 0, selector: { matchLabels: labels }, template } });
  await patch(world, { paused: false, replicas: 1 });
  await world.settle();
  expect(web(world).status.collisionCount).toBe(1);
  expect(setOf(world, "nginx:1").metadata.name).toBe(`web-${podTemplateHash(web(world).spec.template, 1)}`);
  expect(podsOf(world, "nginx:1")).toHaveLength(1);
});

test("what keeps its pods from being created is told on the Deployment too", async () => {
  const world = await start();
  await make(world, 1, { template: { ...templateOf("nginx:1"), spec: { ...templateOf("nginx:1").spec, serviceAccountName: "nobody" } } });
  await world.run(5);
  expect(condition(world, "ReplicaFailure")).toMatchObject({ status: "True", reason: "FailedCreate", message: expect.stringContaining('serviceaccount "nobody" not found') as string });
});

test("changed annotations reach the replica set, a changed minReadySeconds too", async () => {
  const world = await start();
  await make(world, 1);
  await world.settle();
  await world.client.patch(Deployments, { namespace: "default", name: "web" }, { type: "merge", body: { metadata: { annotations: { "kubernetes.io/change-cause": "why not" } }, spec: { minReadySeconds: 5 } } });
  await world.settle();
  const set = setOf(world, "nginx:1");
  expect(set.metadata.annotations?.["kubernetes.io/change-cause"]).toBe("why not");
  expect(set.spec.minReadySeconds).toBe(5);
  expect(world.all(ReplicaSets)).toHaveLength(1);
});

test("without a deadline nobody says whether it is progressing", async () => {
  const world = await start();
  await make(world, 1, { progressDeadlineSeconds: 2147483647 });
  await world.settle();
  expect(condition(world, "Progressing")).toBeUndefined();
});

test("a Deployment that is being deleted makes nothing new", async () => {
  const world = await start();
  await world.create(Deployments, { metadata: { name: "web", finalizers: ["example.com/hold"] }, spec: { replicas: 1, selector: { matchLabels: labels }, template: templateOf("nginx:1") } });
  await world.settle();
  await world.client.delete(Deployments, { namespace: "default", name: "web" });
  await roll(world, "nginx:2");
  await world.settle();
  expect(setOf(world, "nginx:2")).toBeUndefined();
});

test("a controller that dies in the middle of a rollout is succeeded by one that finishes it", async () => {
  const world = await start({ latency: 5 });
  await make(world, 6);
  await world.settle();
  await roll(world, "nginx:2");
  await world.run(1);
  world.process.end();
  await world.run(30);
  const [before] = sizes(world, "nginx:1");
  expect(before).toBeGreaterThan(0);
  world.startProcess();
  await world.settle();
  expect(sizes(world, "nginx:1", "nginx:2")).toEqual([0, 6]);
});

test("the same seed gives the same history", async () => {
  const history = async () => {
    const world = await start({ seed: "again", latency: 3 });
    await make(world, 5);
    await world.settle();
    await roll(world, "nginx:2");
    await world.settle();
    return [world.told(), world.all(Pods).map(({ metadata }) => metadata.name), world.store.revision];
  };
  expect(await history()).toEqual(await history());
});
