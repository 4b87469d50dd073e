import { expect, test } from "vitest";
import { Namespaces } from "../../api/core/namespace.ts";
import { ServiceAccounts } from "../../api/core/service-account.ts";
import { startControllerWorld } from "../../testing/controller-world.ts";
import { serviceAccountController } from "./serviceaccount-controller.ts";

const start = () => startControllerWorld({ controllers: [serviceAccountController], serviceAccounts: false });
type World = Awaited<ReturnType<typeof start>>;
const accounts = (world: World) => world.all(ServiceAccounts).map(({ metadata }) => `${metadata.namespace}/${metadata.name}`);

test("every namespace gets its account", async () => {
  const world = await start();
  await world.client.create(Namespaces, { metadata: { name: "shop" } });
  await world.settle();
  expect(accounts(world)).toEqual(["default/default", "kube-node-lease/default", "kube-public/default", "kube-system/default", "shop/default"]);
});

test("an account that is deleted comes back, another one does not", async () => {
  const world = await start();
  await world.create(ServiceAccounts, { metadata: { name: "robot" } });
  await world.settle();
  const before = world.all(ServiceAccounts, "default").find(({ metadata }) => metadata.name === "default");
  for (const name of ["default", "robot"]) await world.client.delete(ServiceAccounts, { namespace: "default", name });
  await world.settle();
  const after = world.all(ServiceAccounts, "default");
  expect(after.map(({ metadata }) => metadata.name)).toEqual(["default"]);
  expect(after[0]?.metadata.uid).not.toBe(before?.metadata.uid);
});

test("a namespace that is going gets none", async () => {
  const world = await start();
  await world.client.create(Namespaces, { metadata: { name: "shop" } });
  await world.settle();
  await world.client.delete(Namespaces, { name: "shop" });
  await world.client.delete(ServiceAccounts, { namespace: "shop", name: "default" });
  await world.settle();
  expect(accounts(world)).not.toContain("shop/default");
  expect(world.logs).toEqual([]);
});

test("an account that is there already is kept as it is", async () => {
  const world = await start();
  await world.settle();
  await world.client.patch(ServiceAccounts, { namespace: "default", name: "default" }, { type: "merge", body: { automountServiceAccountToken: false } });
  await world.run(3600);
  expect(world.all(ServiceAccounts, "default")[0]?.automountServiceAccountToken).toBe(false);
});
