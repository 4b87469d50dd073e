import { beforeEach, expect, test } from "vitest";
import { allResources } from "../../api/kinds.ts";
import { ConfigMaps } from "../../api/core/config-map.ts";
import { Namespaces } from "../../api/core/namespace.ts";
import { Nodes } from "../../api/core/node.ts";
import { Pods } from "../../api/core/pod.ts";
import { Secrets } from "../../api/core/secret.ts";
import { Deployments } from "../../api/apps/deployment.ts";
import { ReplicaSets } from "../../api/apps/replica-set.ts";
import type { KubernetesObject, OwnerReference } from "../../apimachinery/object.ts";
import type { DeleteOptions } from "../../client/client.ts";
import { workloadControllers } from "../../testing/controller-sets.ts";
import { type ControllerWorld, startControllerWorld } from "../../testing/controller-world.ts";
import { garbageCollector } from "./garbage-collector.ts";

let world: ControllerWorld;
beforeEach(async () => {
  world = await startControllerWorld({ controllers: [garbageCollector(allResources)] });
});

const ownedBy = ({ apiVersion, kind, metadata: { name, uid } }: KubernetesObject, more: Partial<OwnerReference> = {}): OwnerReference => ({ apiVersion, kind, name, uid, ...more });

interface Facts {
  readonly owners?: readonly OwnerReference[];
  readonly finalizers?: readonly string[];
}

const make = (name: string, { owners = [], finalizers = [] }: Facts = {}) => world.create(ConfigMaps, { metadata: { name, ownerReferences: owners, finalizers } });

const names = () => world.all(ConfigMaps, "default").map(({ metadata }) => metadata.name).filter((name) => name !== "kube-root-ca.crt");
const find = (name: string) => world.all(ConfigMaps, "default").find(({ metadata }) => metadata.name === name);
const remove = (name: string, propagationPolicy?: DeleteOptions["propagationPolicy"]) =>
  world.client.delete(ConfigMaps, { namespace: "default", name }, propagationPolicy === undefined ? {} : { propagationPolicy });
const release = (name: string) => world.client.patch(ConfigMaps, { namespace: "default", name }, { type: "merge", body: { metadata: { finalizers: null } } });

/** owner ← middle ← leaf, and a bystander. */
async function family(more: Partial<OwnerReference> = {}) {
  const owner = await make("owner");
  const middle = await make("middle", { owners: [ownedBy(owner, more)] });
  await make("leaf", { owners: [ownedBy(middle, more)] });
  await make("bystander");
  await world.settle();
}

test("in the background the owner goes first and all that hangs on it follows", async () => {
  await family();
  await remove("owner", "Background");
  expect(names()).toEqual(["bystander", "leaf", "middle"]);
  await world.settle();
  expect(names()).toEqual(["bystander"]);
});

test("what a Background delete means is also what a plain delete means", async () => {
  await family();
  await remove("owner");
  await world.settle();
  expect(names()).toEqual(["bystander"]);
});

test("in the foreground the owner goes last", async () => {
  await family({ blockOwnerDeletion: true });
  await world.client.patch(ConfigMaps, { namespace: "default", name: "leaf" }, { type: "merge", body: { metadata: { finalizers: ["example.com/hold"] } } });
  await remove("owner", "Foreground");
  expect(find("owner")?.metadata.finalizers).toEqual(["foregroundDeletion"]);
  await world.settle();
  expect(names()).toEqual(["bystander", "leaf", "middle", "owner"]);
  expect(find("middle")?.metadata).toMatchObject({ finalizers: ["foregroundDeletion"], deletionTimestamp: expect.any(String) as string });
  await release("leaf");
  await world.settle();
  expect(names()).toEqual(["bystander"]);
});

test("a dependent that does not block goes too, but is not waited for", async () => {
  await family({ blockOwnerDeletion: false });
  await world.client.patch(ConfigMaps, { namespace: "default", name: "middle" }, { type: "merge", body: { metadata: { finalizers: ["example.com/hold"] } } });
  await remove("owner", "Foreground");
  await world.settle();
  expect(find("owner")).toBeUndefined();
  expect(find("middle")?.metadata.deletionTimestamp).toBeDefined();
});

test("orphans lose their owner and live on", async () => {
  await family();
  await remove("owner", "Orphan");
  await world.settle();
  expect(names()).toEqual(["bystander", "leaf", "middle"]);
  expect(find("middle")?.metadata.ownerReferences ?? []).toEqual([]);
  expect(find("leaf")?.metadata.ownerReferences).toHaveLength(1);
});

test("an object with another owner left loses only the one that is gone", async () => {
  const first = await make("first");
  const second = await make("second");
  await make("shared", { owners: [ownedBy(first), ownedBy(second)] });
  await world.settle();
  await remove("first");
  await world.settle();
  expect(find("shared")?.metadata.ownerReferences).toEqual([ownedBy(second)]);
  await remove("second");
  await world.settle();
  expect(names()).toEqual([]);
});

test("an owner that waits for its dependents counts as gone where another owner is left", async () => {
  const first = await make("first", { finalizers: ["example.com/hold"] });
  const second = await make("second");
  await make("shared", { owners: [ownedBy(first, { blockOwnerDeletion: true }), ownedBy(second)] });
  await world.settle();
  await remove("first", "Foreground");
  await world.settle();
  expect(find("shared")?.metadata.ownerReferences).toEqual([ownedBy(second)]);
});

test("an owner that never existed takes what names it along", async () => {
  await make("child", { owners: [{ apiVersion: "v1", kind: "ConfigMap", name: "ghost", uid: "ghost" }] });
  await world.settle();
  expect(names()).toEqual([]);
});

test("an owner of the right name but another uid is not the owner", async () => {
  const owner = await make("owner");
  await make("child", { owners: [ownedBy(owner, { uid: "an-earlier-one" })] });
  await world.settle();
  expect(names()).toEqual(["owner"]);
});

test("a kind that the cluster does not know cannot be judged: the object stays", async () => {
  await make("child", { owners: [{ apiVersion: "example.com/v1", kind: "Widget", name: "w", uid: "w" }] });
  await world.run(300);
  expect(names()).toEqual(["child"]);
  expect(world.logs.some(({ message }) => message.includes("unable to get REST mapping for example.com/v1/Widget"))).toBe(true);
});

test("an owner outside of all namespaces may own what is inside", async () => {
  const node = await world.client.create(Nodes, { metadata: { name: "n1" } });
  await make("child", { owners: [ownedBy(node)] });
  await world.settle();
  expect(names()).toEqual(["child"]);
  await world.client.delete(Nodes, { name: "n1" });
  await world.settle();
  expect(names()).toEqual([]);
});

test("an owner in another namespace is no owner, and that is told", async () => {
  await world.client.create(Namespaces, { metadata: { name: "shop" } });
  await world.settle();
  const owner = await world.client.create(ConfigMaps, { metadata: { name: "owner", namespace: "shop" } });
  await world.settle();
  await make("child", { owners: [ownedBy(owner)] });
  await world.settle();
  expect(names()).toEqual([]);
  expect(world.told("child")).toEqual([`Warning OwnerRefInvalidNamespace ownerRef [v1/ConfigMap, namespace: default, name: owner, uid: ${owner.metadata.uid}] does not exist in namespace "default"`]);
});

test("two that own each other both go in the foreground", async () => {
  const a = await make("a");
  const b = await make("b", { owners: [ownedBy(a, { blockOwnerDeletion: true })] });
  await world.client.patch(ConfigMaps, { namespace: "default", name: "a" }, { type: "merge", body: { metadata: { ownerReferences: [ownedBy(b, { blockOwnerDeletion: true })] } } });
  await world.settle();
  await remove("a", "Foreground");
  await world.settle();
  expect(names()).toEqual([]);
});

test("an object that gets an owner which is gone already goes too", async () => {
  const owner = await make("owner");
  await make("late");
  await world.settle();
  await remove("owner");
  await world.settle();
  await world.client.patch(ConfigMaps, { namespace: "default", name: "late" }, { type: "merge", body: { metadata: { ownerReferences: [ownedBy(owner)] } } });
  await world.settle();
  expect(names()).toEqual([]);
});

test("an object that is disowned in time stays", async () => {
  await family();
  await world.client.patch(ConfigMaps, { namespace: "default", name: "middle" }, { type: "merge", body: { metadata: { ownerReferences: null } } });
  await world.settle();
  await remove("owner");
  await world.settle();
  expect(names()).toEqual(["bystander", "leaf", "middle"]);
});

test("owners and dependents may be of different kinds", async () => {
  const owner = await make("owner");
  await world.create(Secrets, { metadata: { name: "s", ownerReferences: [ownedBy(owner)] } });
  await world.create(Pods, { metadata: { name: "p", ownerReferences: [ownedBy(owner)] }, spec: { containers: [{ name: "web", image: "nginx" }] } });
  await world.settle();
  await remove("owner");
  await world.settle();
  expect([world.all(Secrets, "default"), world.all(Pods)]).toEqual([[], []]);
});

test("a collector that starts after the owner has gone still finds what it left", async () => {
  await family();
  world.process.end();
  await remove("owner");
  await world.run(60);
  expect(names()).toEqual(["bystander", "leaf", "middle"]);
  world.startProcess();
  await world.settle();
  expect(names()).toEqual(["bystander"]);
});

test("a finalizer holds a dependent, and nothing else is touched meanwhile", async () => {
  const owner = await make("owner");
  await make("held", { owners: [ownedBy(owner)], finalizers: ["example.com/hold"] });
  await world.settle();
  await remove("owner");
  await world.settle();
  expect(find("held")?.metadata.deletionTimestamp).toBeDefined();
  await release("held");
  await world.settle();
  expect(names()).toEqual([]);
});

const template = { metadata: { labels: { app: "web" } }, spec: { containers: [{ name: "web", image: "nginx" }] } };

async function deployed() {
  world = await startControllerWorld({ controllers: [garbageCollector(allResources), ...workloadControllers], nodes: {} });
  await world.create(Deployments, { metadata: { name: "web" }, spec: { replicas: 3, selector: { matchLabels: { app: "web" } }, template } });
  await world.settle();
  expect(world.all(Pods)).toHaveLength(3);
}

const alive = () => [Deployments, ReplicaSets, Pods].map((resource) => world.all(resource as typeof Pods).length);

test.each(["Background", "Foreground"] as const)("a Deployment that is deleted in the %s takes its replica sets and pods along", async (propagationPolicy) => {
  await deployed();
  await world.client.delete(Deployments, { namespace: "default", name: "web" }, { propagationPolicy });
  await world.settle();
  expect(alive()).toEqual([0, 0, 0]);
});

test("a Deployment that leaves orphans leaves them running", async () => {
  await deployed();
  await world.client.delete(Deployments, { namespace: "default", name: "web" }, { propagationPolicy: "Orphan" });
  await world.settle();
  expect(alive()).toEqual([0, 1, 3]);
  await world.create(Deployments, { metadata: { name: "web" }, spec: { replicas: 3, selector: { matchLabels: { app: "web" } }, template } });
  await world.settle();
  expect(alive()).toEqual([1, 1, 3]);
});

test("a replica set that is deleted alone is made anew by its Deployment", async () => {
  await deployed();
  const before = world.all(ReplicaSets)[0]?.metadata;
  await world.client.delete(ReplicaSets, { namespace: "default", name: before?.name ?? "" });
  await world.settle();
  expect(alive()).toEqual([1, 1, 3]);
  expect(world.all(ReplicaSets)[0]?.metadata.uid).not.toBe(before?.uid);
});

test("everything settles when there is nothing left to collect", async () => {
  await deployed();
  const revision = world.store.revision;
  await world.run(3600);
  expect(world.simulation.settled).toBe(true);
  expect(world.store.revision - revision).toBeLessThan(3600);
});
