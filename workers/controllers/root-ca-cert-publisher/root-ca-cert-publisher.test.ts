import { expect, test } from "vitest";
import { ConfigMaps } from "../../api/core/config-map.ts";
import { Namespaces } from "../../api/core/namespace.ts";
import { startControllerWorld } from "../../testing/controller-world.ts";
import { rootCaCertPublisher } from "./root-ca-cert-publisher.ts";

const start = async () => {
  const world = await startControllerWorld({ controllers: [rootCaCertPublisher("PEM")] });
  await world.settle();
  return world;
};
type World = Awaited<ReturnType<typeof start>>;
const published = (world: World) => world.all(ConfigMaps).filter(({ metadata }) => metadata.name === "kube-root-ca.crt");
const inDefault = { namespace: "default", name: "kube-root-ca.crt" };

test("every namespace gets the certificate", async () => {
  const world = await start();
  await world.client.create(Namespaces, { metadata: { name: "shop" } });
  await world.settle();
  expect(published(world).map(({ metadata, data }) => [metadata.namespace, data?.["ca.crt"]])).toEqual([
    ["default", "PEM"], ["kube-node-lease", "PEM"], ["kube-public", "PEM"], ["kube-system", "PEM"], ["shop", "PEM"],
  ]);
  expect(published(world)[0]?.metadata.annotations?.["kubernetes.io/description"]).toMatch(/^Contains a CA bundle/);
});

test("a copy that is deleted comes back", async () => {
  const world = await start();
  await world.client.delete(ConfigMaps, inDefault);
  await world.settle();
  expect(published(world)).toHaveLength(4);
});

test.each([
  ["data", { data: { "ca.crt": "forged" } }],
  ["a further key", { data: { more: "x" } }],
  ["the description", { metadata: { annotations: { "kubernetes.io/description": "mine" } } }],
])("a copy whose %s was changed is put right", async (_what, body) => {
  const world = await start();
  await world.client.patch(ConfigMaps, inDefault, { type: "merge", body });
  await world.settle();
  const [copy] = published(world);
  expect(copy?.data).toEqual({ "ca.crt": "PEM" });
  expect(copy?.metadata.annotations?.["kubernetes.io/description"]).toMatch(/^Contains a CA bundle/);
});

test("labels and annotations of others stay", async () => {
  const world = await start();
  await world.client.patch(ConfigMaps, inDefault, { type: "merge", body: { metadata: { labels: { a: "b" }, annotations: { note: "x" } }, data: { "ca.crt": "forged" } } });
  await world.settle();
  expect(published(world)[0]?.metadata).toMatchObject({ labels: { a: "b" }, annotations: { note: "x" } });
});

test("a namespace that is going gets none", async () => {
  const world = await start();
  await world.client.create(Namespaces, { metadata: { name: "shop" } });
  await world.settle();
  await world.client.delete(Namespaces, { name: "shop" });
  await world.client.delete(ConfigMaps, { namespace: "shop", name: "kube-root-ca.crt" });
  await world.settle();
  expect(published(world)).toHaveLength(4);
});
