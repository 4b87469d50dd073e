import { describe, expect, test } from "vitest";
import type { ApiResponse, StreamHandle, WatchEvent } from "../../apimachinery/wire.ts";
import { ConfigMaps } from "../../api/core/config-map.ts";
import { Events } from "../../api/core/event.ts";
import { type Pod, Pods } from "../../api/core/pod.ts";
import { admin, startApiServer, type World } from "../../testing/api-server.ts";

const configMaps = "/api/v1/namespaces/default/configmaps";
const spec = { containers: [{ name: "web", image: "nginx" }] };

/** A watch that writes down what comes. */
class Recording {
  readonly batches: (readonly WatchEvent[])[] = [];
  response: ApiResponse | undefined;
  ended = false;
  error: Error | undefined;
  readonly handle: StreamHandle;

  constructor(world: World, path: string, query: Record<string, string> = {}, headers: Record<string, string> = {}) {
    this.handle = world.server.stream(
      { method: "GET", path, query: { watch: "true", ...query }, headers, user: admin },
      {
        opened: (response) => {
          this.response = response;
        },
        chunk: (data) => void this.batches.push(data as readonly WatchEvent[]),
        closed: (error) => {
          this.ended = true;
          this.error = error;
        },
      },
    );
  }

  get events(): readonly string[] {
    return this.batches.flat().map(({ type, object }) => `${type} ${object.metadata?.name ?? ""}`.trim());
  }
}

const create = (world: World, name: string, labels: Record<string, string> = {}) => world.create(ConfigMaps, { metadata: { name, labels } });
const version = (world: World) => String(world.store.revision);

describe("a watch", () => {
  test("opens in the same turn, before anything happens", async () => {
    const world = await startApiServer();
    const watch = new Recording(world, configMaps, { resourceVersion: version(world) });
    expect(watch.response).toMatchObject({ status: 200, headers: { "content-type": "application/json" } });
    expect(watch.batches).toEqual([]);
  });

  test("tells of what is made, changed and removed, with the revision of each", async () => {
    const world = await startApiServer();
    const watch = new Recording(world, configMaps, { resourceVersion: version(world) });
    const made = await create(world, "a");
    const changed = await world.client.update(ConfigMaps, { ...made, data: { k: "v" } });
    await world.client.delete(ConfigMaps, { namespace: "default", name: "a" });
    await world.run(0);
    const [first, second, third] = watch.batches.flat();
    expect(first).toEqual({ type: "ADDED", object: made });
    expect(second).toEqual({ type: "MODIFIED", object: changed });
    expect(third).toEqual({ type: "DELETED", object: { ...changed, metadata: { ...changed.metadata, resourceVersion: version(world) } } });
    expect(second?.object).toBe(changed);
  });

  test("brings what one instant changes as one batch", async () => {
    const world = await startApiServer();
    const watch = new Recording(world, configMaps, { resourceVersion: version(world) });
    await Promise.all(["a", "b", "c"].map((name) => create(world, name)));
    await world.run(0);
    expect(watch.batches).toHaveLength(1);
    expect(watch.events).toEqual(["ADDED a", "ADDED b", "ADDED c"]);
  });

  test.each([{}, { resourceVersion: "0" }])("with %j begins with what is there", async (query) => {
    const world = await startApiServer();
    await create(world, "a");
    await create(world, "b");
    const watch = new Recording(world, configMaps, query as Record<string, string>);
    expect(watch.events).toEqual(["ADDED a", "ADDED b"]);
    await create(world, "c");
    await world.run(0);
    expect(watch.events).toEqual(["ADDED a", "ADDED b", "ADDED c"]);
  });

  test("goes on where a list ended, without a gap and without repeating anything", async () => {
    const world = await startApiServer();
    await create(world, "a");
    const listed = version(world);
    await create(world, "b");
    const early = new Recording(world, configMaps, { resourceVersion: listed });
    await world.run(0);
    const late = new Recording(world, configMaps, { resourceVersion: listed });
    await create(world, "c");
    await world.run(0);
    expect(early.events).toEqual(["ADDED b", "ADDED c"]);
    expect(late.events).toEqual(["ADDED b", "ADDED c"]);
  });

  test("hears no more once it is closed", async () => {
    const world = await startApiServer();
    const watch = new Recording(world, configMaps, { resourceVersion: version(world) });
    await create(world, "a");
    watch.handle.close();
    await world.run(0);
    expect(watch.batches).toEqual([]);
    expect(watch.ended).toBe(false);
  });

  test("ends in order after its timeout", async () => {
    const world = await startApiServer();
    const watch = new Recording(world, configMaps, { timeoutSeconds: "10" });
    await world.run(9);
    expect(watch.ended).toBe(false);
    await world.run(1);
    expect(watch.ended).toBe(true);
    expect(watch.error).toBeUndefined();
  });

  test("ends by itself between half an hour and an hour when the client names no time", async () => {
    const world = await startApiServer();
    const watch = new Recording(world, configMaps);
    await world.run(1799);
    expect(watch.ended).toBe(false);
    await world.run(1801);
    expect(watch.ended).toBe(true);
  });
});

describe("a selector", () => {
  test("turns what it gains into ADDED and what it loses into DELETED", async () => {
    const world = await startApiServer();
    const watch = new Recording(world, configMaps, { resourceVersion: version(world), labelSelector: "app=x" });
    let object = await create(world, "a");
    const relabel = async (labels: Record<string, string>) => {
      object = await world.client.update(ConfigMaps, { ...object, metadata: { ...object.metadata, labels } });
    };
    await relabel({ app: "x" });
    await relabel({ app: "x", more: "y" });
    await relabel({ app: "z" });
    await relabel({});
    await world.run(0);
    expect(watch.events).toEqual(["ADDED a", "MODIFIED a", "DELETED a"]);
    const lost = watch.batches.flat()[2]?.object;
    expect(lost?.metadata.labels).toEqual({ app: "x", more: "y" });
    expect(Number(lost?.metadata.resourceVersion)).toBe(Number(object.metadata.resourceVersion) - 1);
  });

  test.each([
    { query: { fieldSelector: "metadata.name=a" }, events: ["ADDED a", "MODIFIED a", "DELETED a"] },
    { query: { fieldSelector: "metadata.name!=a" }, events: ["ADDED b"] },
    { query: { fieldSelector: "metadata.name=a", labelSelector: "never" }, events: [] },
  ])("$query selects $events", async ({ query, events }) => {
    const world = await startApiServer();
    const watch = new Recording(world, configMaps, { resourceVersion: version(world), ...query } as Record<string, string>);
    const a = await create(world, "a");
    await create(world, "b");
    await world.client.update(ConfigMaps, { ...a, data: { k: "v" } });
    await world.client.delete(ConfigMaps, { namespace: "default", name: "a" });
    await world.run(0);
    expect(watch.events).toEqual(events);
  });

  test("for a node sees a pod come when it is bound, and nothing of other nodes", async () => {
    const world = await startApiServer();
    const mine = new Recording(world, "/api/v1/pods", { fieldSelector: "spec.nodeName=node-1" });
    const waiting = new Recording(world, "/api/v1/pods", { fieldSelector: "spec.nodeName=" });
    for (const name of ["a", "b"]) await world.create(Pods, { metadata: { name }, spec });
    for (const [name, node] of [["a", "node-1"], ["b", "node-2"]] as const) {
      await world.client.createSubresource(Pods, { namespace: "default", name }, "binding", { metadata: { name }, target: { kind: "Node", name: node } });
    }
    await world.run(0);
    expect(mine.events).toEqual(["ADDED a"]);
    expect(waiting.events).toEqual(["ADDED a", "ADDED b", "DELETED a", "DELETED b"]);
  });
});

describe("the past", () => {
  test("is remembered for a while", async () => {
    const world = await startApiServer();
    const start = version(world);
    await create(world, "a");
    await world.run(60);
    await create(world, "b");
    await world.run(0);
    expect(new Recording(world, configMaps, { resourceVersion: start }).events).toEqual(["ADDED a", "ADDED b"]);
  });

  test("is forgotten at last: the watch opens well and ends with an ERROR event", async () => {
    const world = await startApiServer();
    await create(world, "a");
    await world.run(0);
    for (let index = 0; index < 150; index++) {
      await world.client.patch(ConfigMaps, { namespace: "default", name: "a" }, { type: "merge", body: { data: { k: String(index) } } });
      await world.run(1);
    }
    const watch = new Recording(world, configMaps, { resourceVersion: "5" });
    expect(watch.response?.status).toBe(200);
    expect(watch.batches.flat()[0]).toMatchObject({ type: "ERROR", object: { kind: "Status", code: 410, reason: "Expired", message: expect.stringMatching(/^too old resource version: 5 \(\d+\)$/) as string } });
    expect(watch.ended).toBe(true);
  });

  test("does not reach back before the cache began", async () => {
    const world = await startApiServer();
    const before = version(world);
    await create(world, "a");
    world.stopEtcd();
    world.startEtcd();
    await world.run(2);
    const watch = new Recording(world, configMaps, { resourceVersion: before });
    expect(watch.events).toEqual(["ERROR"]);
  });
});

describe("bookmarks", () => {
  test("come once a minute to whoever wants them", async () => {
    const world = await startApiServer();
    const wanted = new Recording(world, configMaps, { allowWatchBookmarks: "true" });
    const unwanted = new Recording(world, configMaps);
    await world.create(Pods, { metadata: { name: "web" }, spec });
    await world.run(61);
    expect(wanted.batches.flat()).toEqual([{ type: "BOOKMARK", object: { kind: "ConfigMap", apiVersion: "v1", metadata: { resourceVersion: version(world) } } }]);
    expect(unwanted.batches).toEqual([]);
  });

  test("mark the end of the initial events", async () => {
    const world = await startApiServer();
    await create(world, "a");
    const watch = new Recording(world, configMaps, { sendInitialEvents: "true", resourceVersionMatch: "NotOlderThan", allowWatchBookmarks: "true" });
    expect(watch.events).toEqual(["ADDED a", "BOOKMARK"]);
    expect(watch.batches.at(-1)?.[0]?.object.metadata).toEqual({ resourceVersion: version(world), annotations: { "k8s.io/initial-events-end": "true" } });
  });

  test.each([
    [{ sendInitialEvents: "true", allowWatchBookmarks: "true" }, "resourceVersionMatch: Forbidden: sendInitialEvents requires setting resourceVersionMatch to NotOlderThan"],
    [{ sendInitialEvents: "true", resourceVersionMatch: "NotOlderThan" }, "allowWatchBookmarks: Forbidden: sendInitialEvents requires setting allowWatchBookmarks to true"],
    [{ resourceVersionMatch: "Exact", resourceVersion: "5" }, "resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided"],
  ])("%j is refused before the watch opens", async (query, message) => {
    const world = await startApiServer();
    const watch = new Recording(world, configMaps, query as Record<string, string>);
    expect(watch.response).toMatchObject({ status: 422, body: { message: `ListOptions.meta.k8s.io "" is invalid: ${message}` } });
    expect(watch.ended).toBe(true);
  });
});

test("a watch as a Table brings one row for each event", async () => {
  const world = await startApiServer();
  const watch = new Recording(world, "/api/v1/namespaces/default/pods", {}, { accept: "application/json;as=Table;v=v1;g=meta.k8s.io,application/json" });
  await world.create(Pods, { metadata: { name: "web" }, spec });
  await world.run(0);
  expect(watch.batches.flat()[0]).toMatchObject({ type: "ADDED", object: { kind: "Table", rows: [{ cells: ["web", "0/1", "Pending", "0", "0s", "<none>", "<none>", "<none>", "<none>"] }] } });
});

test("events are the same in both of their groups", async () => {
  const world = await startApiServer();
  const watch = new Recording(world, "/apis/events.k8s.io/v1/namespaces/default/events");
  const involvedObject = { kind: "Pod", namespace: "default", name: "web" };
  await world.create(Events, { metadata: { name: "web.1" }, involvedObject, reason: "Started", message: "Started container web", type: "Normal" });
  await world.run(0);
  expect(watch.batches.flat()[0]).toMatchObject({ type: "ADDED", object: { apiVersion: "events.k8s.io/v1", regarding: involvedObject, note: "Started container web" } });
});

describe("when etcd goes away", () => {
  test("watches end, and come back with it", async () => {
    const world = await startApiServer();
    const watch = new Recording(world, configMaps);
    world.stopEtcd();
    expect(watch.ended).toBe(true);
    expect(new Recording(world, configMaps).response).toMatchObject({ status: 429, body: { message: "storage is (re)initializing" } });
    expect((await world.request("GET", configMaps)).body).toMatchObject({ code: 500, message: expect.stringContaining("connection refused") as string });
    world.startEtcd();
    await world.run(2);
    const again = new Recording(world, configMaps);
    await create(world, "a");
    await world.run(0);
    expect(again.events).toEqual(["ADDED a"]);
  });
});

test("when the server ends, its watches are cut off", async () => {
  const world = await startApiServer();
  const watch = new Recording(world, configMaps);
  world.server.close();
  expect(watch.ended).toBe(true);
});

test("thousands of watchers hear only what concerns them", async () => {
  const world = await startApiServer();
  const nodes = Array.from({ length: 1000 }, (_, index) => new Recording(world, "/api/v1/pods", { fieldSelector: `spec.nodeName=node-${index}` }));
  const pod = { ...(await world.create(Pods, { metadata: { name: "web" }, spec })) } as Pod;
  await world.client.createSubresource(Pods, { namespace: "default", name: "web" }, "binding", { metadata: { name: pod.metadata.name }, target: { name: "node-7" } });
  await world.run(0);
  expect(nodes.map(({ events }) => events.length).filter((count) => count > 0)).toEqual([1]);
  expect(nodes[7]?.events).toEqual(["ADDED web"]);
});
