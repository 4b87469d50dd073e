import { expect, test } from "vitest";
import { allResources } from "../../api/kinds.ts";
import { ConfigMaps } from "../../api/core/config-map.ts";
import { type Namespace, Namespaces } from "../../api/core/namespace.ts";
import { Pods } from "../../api/core/pod.ts";
import { Secrets } from "../../api/core/secret.ts";
import { type ControllerWorld, type ControllerWorldOptions, startControllerWorld } from "../../testing/controller-world.ts";
import { namespaceController } from "./namespace-controller.ts";

async function start(more: Partial<ControllerWorldOptions> = {}): Promise<ControllerWorld> {
  const world = await startControllerWorld({ controllers: [namespaceController(allResources)], nodes: {}, ...more });
  await world.client.create(Namespaces, { metadata: { name: "shop" } });
  await world.settle();
  return world;
}

const shop = (world: ControllerWorld): Namespace | undefined => world.all(Namespaces).find(({ metadata }) => metadata.name === "shop");
const remove = (world: ControllerWorld) => world.client.delete(Namespaces, { name: "shop" });
const conditions = (world: ControllerWorld) => Object.fromEntries((shop(world)?.status.conditions ?? []).map(({ type, status, reason, message }) => [type, [status, reason, message]]));
const container = { name: "web", image: "nginx" };
const inShop = (name: string, more = {}) => ({ metadata: { name, namespace: "shop", ...more } });

test("a namespace that is not deleted is left alone", async () => {
  const world = await start();
  await world.client.create(ConfigMaps, inShop("keep"));
  await world.run(600);
  expect(shop(world)?.status).toEqual({ phase: "Active" });
  expect(world.all(ConfigMaps, "shop")).toHaveLength(1);
});

test("all that is in it goes, and then the namespace", async () => {
  const world = await start();
  await world.client.create(ConfigMaps, inShop("a"));
  await world.client.create(Secrets, inShop("b"));
  await world.client.create(Pods, { ...inShop("c"), spec: { containers: [container] } });
  await world.settle();
  await remove(world);
  expect(shop(world)?.status.phase).toBe("Terminating");
  await world.settle();
  expect(shop(world)).toBeUndefined();
  for (const resource of [ConfigMaps, Secrets, Pods]) expect(world.all(resource as never, "shop")).toEqual([]);
});

test("other namespaces keep what they have", async () => {
  const world = await start();
  await world.create(ConfigMaps, { metadata: { name: "keep" } });
  await remove(world);
  await world.settle();
  expect(world.all(ConfigMaps, "default").map(({ metadata }) => metadata.name)).toContain("keep");
});

test("requests that are under way have five seconds to end", async () => {
  const world = await start();
  await remove(world);
  await world.run(4.9);
  expect(shop(world)).toBeDefined();
  await world.run(0.2);
  expect(shop(world)).toBeUndefined();
});

test("pods go before everything that they may need", async () => {
  const world = await start({ nodes: { stopTime: 20_000 } });
  await world.client.create(ConfigMaps, inShop("needed"));
  await world.client.create(Pods, { ...inShop("web"), spec: { containers: [container] } });
  await world.settle();
  await remove(world);
  await world.run(10);
  expect(world.all(Pods, "shop").map(({ metadata }) => metadata.deletionTimestamp !== undefined)).toEqual([true]);
  expect(world.all(ConfigMaps, "shop")).toHaveLength(1);
  expect(conditions(world)).toMatchObject({
    NamespaceDeletionDiscoveryFailure: ["False", "ResourcesDiscovered", "All resources successfully discovered"],
    NamespaceDeletionGroupVersionParsingFailure: ["False", "ParsedGroupVersions", "All legacy kube types successfully parsed"],
    NamespaceDeletionContentFailure: ["False", "ContentDeleted", "All content successfully deleted, may be waiting on finalization"],
    NamespaceContentRemaining: ["True", "SomeResourcesRemain", "Some resources are remaining: pods. has 1 resource instances"],
    NamespaceFinalizersRemaining: ["False", "ContentHasNoFinalizers", "All content-preserving finalizers finished"],
  });
  await world.settle();
  expect(shop(world)).toBeUndefined();
});

test("what a finalizer holds is told, and waited for", async () => {
  const world = await start();
  await world.client.create(ConfigMaps, inShop("held", { finalizers: ["example.com/hold"] }));
  await world.client.create(ConfigMaps, inShop("held-too", { finalizers: ["example.com/hold", "example.com/other"] }));
  await remove(world);
  await world.run(60);
  expect(conditions(world)).toMatchObject({
    NamespaceContentRemaining: ["True", "SomeResourcesRemain", "Some resources are remaining: configmaps. has 2 resource instances"],
    NamespaceFinalizersRemaining: ["True", "SomeFinalizersRemain", "Some content in the namespace has finalizers remaining: example.com/hold in 2 resource instances, example.com/other in 1 resource instances"],
  });
  for (const name of ["held", "held-too"]) {
    await world.client.patch(ConfigMaps, { namespace: "shop", name }, { type: "merge", body: { metadata: { finalizers: null } } });
  }
  await world.run(60);
  expect(shop(world)).toBeUndefined();
});

test("nothing new can be made in it", async () => {
  const world = await start();
  await remove(world);
  await expect(world.client.create(ConfigMaps, inShop("late"))).rejects.toThrow('configmaps "late" is forbidden: unable to create new content in namespace shop because it is being terminated');
});

test("a finalizer of the namespace itself keeps it when it is empty", async () => {
  const world = await start();
  const namespace = shop(world) as Namespace;
  await world.client.update(Namespaces, { ...namespace, metadata: { ...namespace.metadata, finalizers: ["example.com/hold"] } });
  await remove(world);
  await world.run(60);
  expect(shop(world)?.spec.finalizers ?? []).toEqual([]);
  await world.client.patch(Namespaces, { name: "shop" }, { type: "merge", body: { metadata: { finalizers: null } } });
  expect(shop(world)).toBeUndefined();
});

test("a namespace of the same name can be made afterwards", async () => {
  const world = await start();
  await remove(world);
  await world.settle();
  await world.client.create(Namespaces, { metadata: { name: "shop" } });
  await world.run(600);
  expect(shop(world)?.status.phase).toBe("Active");
});

test("many namespaces are emptied side by side", async () => {
  const world = await start();
  for (let index = 0; index < 20; index++) {
    await world.client.create(Namespaces, { metadata: { name: `n${index}` } });
    await world.client.create(ConfigMaps, { metadata: { name: "a", namespace: `n${index}` } });
  }
  for (let index = 0; index < 20; index++) await world.client.delete(Namespaces, { name: `n${index}` });
  await world.run(30);
  expect(world.all(Namespaces).filter(({ metadata }) => metadata.name.startsWith("n"))).toEqual([]);
});
