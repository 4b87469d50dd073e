import { expect, test } from "vitest";
import { type ConfigMap, ConfigMaps } from "../../api/core/config-map.ts";
import { Secrets } from "../../api/core/secret.ts";
import { newControllerRef } from "../../apimachinery/owner-references.ts";
import { notFound } from "../../apimachinery/status.ts";
import type { Informer } from "../../client/informer.ts";
import { startControllerWorld } from "../../testing/controller-world.ts";
import { type Reconciler, type ReconcileContext, reconciler, RetryLater, watching } from "./reconciler.ts";

interface State {
  readonly configMaps: Informer<ConfigMap>;
}

type Context = ReconcileContext<State>;

/** A world with a controller that notes which keys it was woken for. */
async function start(spec: Partial<Reconciler<ConfigMap, State>> = {}, act: (key: string, context: Context) => Promise<void> = async () => {}) {
  const keys: string[] = [];
  const controller = reconciler<ConfigMap, State>({
    name: "test-controller",
    reconciles: ConfigMaps,
    state: ({ informers }) => ({ configMaps: informers.for(ConfigMaps) }),
    async reconcile(key, context) {
      if (!key.startsWith("default/")) return;
      keys.push(key.slice("default/".length));
      await act(key, context);
    },
    ...spec,
  });
  const world = await startControllerWorld({ controllers: [controller] });
  await world.settle();
  const make = (name: string, metadata: object = {}) => world.create(ConfigMaps, { metadata: { name, ...metadata } });
  const change = (name: string) => world.client.patch(ConfigMaps, { namespace: "default", name }, { type: "merge", body: { data: { at: String(world.store.revision) } } });
  return { world, keys, make, change };
}

test("a key is reconciled when its object appears, changes and vanishes", async () => {
  const { world, keys, make, change } = await start();
  await make("a");
  await world.settle();
  await change("a");
  await world.settle();
  await world.client.delete(ConfigMaps, { namespace: "default", name: "a" });
  await world.settle();
  expect(keys).toEqual(["a", "a", "a"]);
});

test("what is there when the process starts is reconciled once", async () => {
  const { world, keys, make } = await start();
  await make("a");
  await make("b");
  await world.settle();
  keys.length = 0;
  world.process.end();
  world.startProcess();
  await world.settle();
  expect(keys.toSorted()).toEqual(["a", "b"]);
});

test("a dependent wakes the owner that manages it, and no other", async () => {
  const { world, keys, make } = await start({ owns: [Secrets] });
  const owner = await make("owner");
  await make("other");
  await world.settle();
  keys.length = 0;
  await world.create(Secrets, { metadata: { name: "s", ownerReferences: [newControllerRef(owner)] } });
  await world.create(Secrets, { metadata: { name: "t", ownerReferences: [{ ...newControllerRef(owner), uid: "an-earlier-one" }] } });
  await world.create(Secrets, { metadata: { name: "u", ownerReferences: [{ ...newControllerRef(owner), controller: false }] } });
  await world.create(Secrets, { metadata: { name: "v", ownerReferences: [{ ...newControllerRef(owner), kind: "Secret" }] } });
  await world.settle();
  expect(keys).toEqual(["owner"]);
});

test("a watch maps other objects to keys, of the old state and the new", async () => {
  const watches = [watching<never, State>(Secrets as never, (secret: { metadata: { labels?: Record<string, string> } }) => [`default/${secret.metadata.labels?.for ?? "none"}`])];
  const { world, keys } = await start({ watches });
  await world.create(Secrets, { metadata: { name: "s", labels: { for: "a" } } });
  await world.settle();
  await world.client.patch(Secrets, { namespace: "default", name: "s" }, { type: "merge", body: { metadata: { labels: { for: "b" } } } });
  await world.settle();
  expect(keys).toEqual(["a", "a", "b"]);
});

test("updates that do not matter wake nobody", async () => {
  const watches = [watching<never, State>(Secrets as never, () => ["default/x"], () => false)];
  const { world, keys } = await start({ watches });
  await world.create(Secrets, { metadata: { name: "s" } });
  await world.settle();
  await world.client.patch(Secrets, { namespace: "default", name: "s" }, { type: "merge", body: { metadata: { labels: { a: "b" } } } });
  await world.settle();
  expect(keys).toEqual(["x"]);
});

test.each([
  ["the server refuses", () => notFound({ group: "", resource: "pods" }, "web")],
  ["the controller wants to come back", () => new RetryLater("not yet")],
])("a failure is tried again when %s", async (_name, failure) => {
  let failures = 3;
  const { world, keys, make } = await start({}, async () => {
    if (failures-- > 0) throw failure();
  });
  await make("a");
  await world.settle();
  expect(keys).toEqual(["a", "a", "a", "a"]);
  expect(world.logs.filter(({ message }) => message.startsWith("error syncing default/a"))).toHaveLength(3);
});

test("a key that fails too often is dropped until its object changes", async () => {
  const { world, keys, make, change } = await start({ mostRetries: 4 }, () => Promise.reject(new RetryLater("never")));
  await make("a");
  await world.settle();
  expect(keys).toHaveLength(5);
  expect(world.logs.at(-1)?.message).toBe("dropping default/a out of the queue: never");
  await change("a");
  await world.settle();
  expect(keys).toHaveLength(10);
});

test("a mistake in the program stops the simulation", async () => {
  const { world, make } = await start({}, () => Promise.reject(new TypeError("broken")));
  await make("a");
  await expect(world.settle()).rejects.toThrow("broken");
});

test("a key that wants to be looked at later is, once", async () => {
  const { world, keys, make } = await start({}, async (_key, context) => {
    if (context.clock.now() % 60_000 < 30_000) context.requeueAfter(30_000);
  });
  await make("a");
  await world.settle();
  expect(keys).toEqual(["a", "a"]);
});

test("what is written names the change that woke the controller", async () => {
  const { world, make } = await start({}, async (key, { client, recorder, state }) => {
    const configMap = state.configMaps.get(key);
    if (configMap === undefined || configMap.data !== undefined) return;
    recorder.normal(configMap, "Seen", "seen");
    await client.update(ConfigMaps, { ...configMap, data: { seen: "yes" } });
  });
  const made = await make("a");
  await world.settle();
  const notes = world.store.notesOf("/registry/configmaps/default/a").map(({ note }) => note);
  expect(notes.at(-1)).toEqual({ actor: "test-controller", revision: Number(made.metadata.resourceVersion) });
  expect(world.told("a")).toEqual(["Normal Seen seen"]);
});
