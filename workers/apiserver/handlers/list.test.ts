import { describe, expect, test } from "vitest";
import type { KubernetesList } from "../../apimachinery/object.ts";
import type { Status } from "../../apimachinery/status.ts";
import { ConfigMaps } from "../../api/core/config-map.ts";
import { Namespaces } from "../../api/core/namespace.ts";
import { Pods } from "../../api/core/pod.ts";
import { startApiServer, type World } from "../../testing/api-server.ts";

const all = "/api/v1/configmaps";
const inDefault = "/api/v1/namespaces/default/configmaps";

async function worldWith(...names: readonly string[]): Promise<World> {
  const world = await startApiServer();
  for (const name of names) await world.create(ConfigMaps, { metadata: { name, labels: { name, even: String(names.indexOf(name) % 2 === 0) } } });
  return world;
}

const get = async (world: World, path: string, query: Record<string, string> = {}) => (await world.request("GET", path, { query })).body as KubernetesList & Status;
const names = ({ items }: KubernetesList) => items.map(({ metadata }) => metadata.name);

describe("a list", () => {
  test("has a kind, a version, and the objects themselves in the order of their names", async () => {
    const world = await worldWith("b", "a", "c");
    const list = await get(world, inDefault);
    expect(list).toMatchObject({ kind: "ConfigMapList", apiVersion: "v1", metadata: { resourceVersion: String(world.store.revision) } });
    expect(names(list)).toEqual(["a", "b", "c"]);
    expect(list.items[0]).toBe(await world.client.get(ConfigMaps, { namespace: "default", name: "a" }));
  });

  test("of all namespaces or of one", async () => {
    const world = await worldWith("a");
    await world.create(Namespaces, { metadata: { name: "shop" } });
    await world.client.create(ConfigMaps, { metadata: { name: "b", namespace: "shop" } });
    expect(names(await get(world, all))).toEqual(["a", "b"]);
    expect(names(await get(world, inDefault))).toEqual(["a"]);
    expect(names(await get(world, "/api/v1/namespaces/shop/configmaps"))).toEqual(["b"]);
    expect(names(await get(world, "/api/v1/namespaces/nowhere/configmaps"))).toEqual([]);
  });

  test.each([
    [{ labelSelector: "name=a" }, ["a"]],
    [{ labelSelector: "even=true" }, ["a", "c"]],
    [{ labelSelector: "even=true,name!=a" }, ["c"]],
    [{ labelSelector: "name in (a,b)" }, ["a", "b"]],
    [{ labelSelector: "!name" }, []],
    [{ fieldSelector: "metadata.name=b" }, ["b"]],
    [{ fieldSelector: "metadata.name!=b" }, ["a", "c", "d"]],
    [{ fieldSelector: "metadata.namespace=default", labelSelector: "name=d" }, ["d"]],
    [{ fieldSelector: "metadata.name=a", labelSelector: "name=b" }, []],
  ])("selects %j", async (query, expected) => {
    const world = await worldWith("a", "b", "c", "d");
    expect(names(await get(world, inDefault, query))).toEqual(expected);
    expect(names(await get(world, all, query))).toEqual(expected);
  });

  test.each([
    [inDefault, { fieldSelector: "spec.x=1" }, '"spec.x" is not a known field selector: only "metadata.name", "metadata.namespace"'],
    ["/api/v1/pods", { fieldSelector: "spec.x=1" }, "field label not supported: spec.x"],
    [inDefault, { labelSelector: "a in" }, /./],
  ])("%s %j is refused", async (path, query, message) => {
    const world = await worldWith();
    const status = await get(world, path, query as Record<string, string>);
    expect(status).toMatchObject({ code: 400, reason: "BadRequest" });
    expect(status.message).toMatch(message);
  });

  test("of pods knows their fields", async () => {
    const world = await startApiServer();
    for (const name of ["a", "b"]) await world.create(Pods, { metadata: { name }, spec: { containers: [{ name: "web", image: "nginx" }] } });
    await world.client.createSubresource(Pods, { namespace: "default", name: "a" }, "binding", { metadata: { name: "a" }, target: { kind: "Node", name: "node-1" } });
    expect(names(await get(world, "/api/v1/pods", { fieldSelector: "spec.nodeName=node-1" }))).toEqual(["a"]);
    expect(names(await get(world, "/api/v1/pods", { fieldSelector: "spec.nodeName=" }))).toEqual(["b"]);
    expect(names(await get(world, "/api/v1/pods", { fieldSelector: "status.phase!=Running" }))).toEqual(["a", "b"]);
  });
});

describe("pages", () => {
  test("come one after the other and show one moment, whatever happens meanwhile", async () => {
    const world = await worldWith("a", "b", "c", "d", "e");
    const first = await get(world, inDefault, { limit: "2" });
    expect(names(first)).toEqual(["a", "b"]);
    expect(first.metadata.remainingItemCount).toBe(3);
    await world.client.delete(ConfigMaps, { namespace: "default", name: "c" });
    await world.create(ConfigMaps, { metadata: { name: "bb" } });

    const second = await get(world, inDefault, { limit: "2", continue: first.metadata.continue! });
    expect(names(second)).toEqual(["c", "d"]);
    expect(second.metadata.resourceVersion).toBe(first.metadata.resourceVersion);
    const third = await get(world, inDefault, { limit: "2", continue: second.metadata.continue! });
    expect(names(third)).toEqual(["e"]);
    expect(third.metadata).not.toHaveProperty("continue");
    expect(third.metadata).not.toHaveProperty("remainingItemCount");
  });

  test("do not count what remains behind a selector", async () => {
    const world = await worldWith("a", "b", "c", "d", "e");
    const first = await get(world, inDefault, { limit: "1", labelSelector: "even=true" });
    expect(names(first)).toEqual(["a"]);
    expect(first.metadata).not.toHaveProperty("remainingItemCount");
    expect(names(await get(world, inDefault, { limit: "5", labelSelector: "even=true", continue: first.metadata.continue! }))).toEqual(["c", "e"]);
  });

  test("expire with the history, and offer to go on with what is there now", async () => {
    const world = await worldWith("a", "b", "c");
    const first = await get(world, inDefault, { limit: "1" });
    await world.create(ConfigMaps, { metadata: { name: "bb" } });
    world.etcd.compact(world.store.revision);
    const refused = await get(world, inDefault, { limit: "1", continue: first.metadata.continue! });
    expect(refused).toMatchObject({ code: 410, reason: "Expired" });
    expect(refused.message).toMatch(/^The provided continue parameter is too old to display a consistent list result\./);
    expect(names(await get(world, inDefault, { continue: refused.metadata.continue as string }))).toEqual(["b", "bb", "c"]);
  });

  test.each([
    ["nonsense", "invalid continue token: continue key is not valid"],
    ["e30", "invalid continue token: continue key is not valid: server does not recognize this encoded version"],
    ["eyJ2IjoibWV0YS5rOHMuaW8vdjEifQ", "invalid continue token: continue key is not valid: incorrect encoded start resourceVersion (version meta.k8s.io/v1)"],
    ["eyJ2IjoibWV0YS5rOHMuaW8vdjEiLCJydiI6Nn0", "invalid continue token: continue key is not valid: encoded start key empty (version meta.k8s.io/v1)"],
  ])("are not continued with %j", async (token, message) => {
    const world = await worldWith();
    expect(await get(world, inDefault, { continue: token })).toMatchObject({ code: 400, message });
  });
});

describe("resourceVersion", () => {
  test.each([
    ["0", {}, ["a", "b"]],
    ["old", {}, ["a", "b"]],
    ["old", { resourceVersionMatch: "NotOlderThan" }, ["a", "b"]],
    ["old", { resourceVersionMatch: "Exact" }, ["a"]],
    ["old", { limit: "10" }, ["a"]],
    ["old", { limit: "10", resourceVersionMatch: "NotOlderThan" }, ["a", "b"]],
  ])("%s with %j lists %j", async (version, query, expected) => {
    const world = await worldWith("a");
    const old = String(world.store.revision);
    await world.create(ConfigMaps, { metadata: { name: "b" } });
    const resourceVersion = version === "old" ? old : version;
    expect(names(await get(world, inDefault, { resourceVersion, ...query }))).toEqual(expected);
  });

  test("that was compacted is gone", async () => {
    const world = await worldWith("a", "b");
    world.etcd.compact(world.store.revision);
    const status = await get(world, inDefault, { resourceVersion: "5", resourceVersionMatch: "Exact" });
    expect(status).toMatchObject({ code: 410, reason: "Expired", message: "The resourceVersion for the provided list is too old." });
  });

  test("from the future makes the client try again", async () => {
    const world = await worldWith("a");
    const { revision } = world.store;
    const expected = { code: 504, reason: "Timeout", message: `Too large resource version: ${revision + 5}, current: ${revision}`, details: { retryAfterSeconds: 1, causes: [{ reason: "ResourceVersionTooLarge" }] } };
    expect(await get(world, inDefault, { resourceVersion: String(revision + 5) })).toMatchObject(expected);
    expect(await get(world, `${inDefault}/a`, { resourceVersion: String(revision + 5) })).toMatchObject(expected);
  });

  test.each([
    [{ resourceVersionMatch: "Exact" }, "resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden unless resourceVersion is provided"],
    [{ resourceVersionMatch: "Exact", resourceVersion: "0" }, 'resourceVersionMatch: Forbidden: resourceVersionMatch "exact" is forbidden for resourceVersion "0"'],
    [{ resourceVersionMatch: "Maybe", resourceVersion: "1" }, 'resourceVersionMatch: Unsupported value: "Maybe": supported values: "Exact", "NotOlderThan", ""'],
    [{ sendInitialEvents: "true" }, "sendInitialEvents: Forbidden: sendInitialEvents is forbidden for list"],
    [{ resourceVersion: "abc" }, 'resourceVersion: Invalid value: "abc": strconv.ParseUint: parsing "abc": invalid syntax'],
  ])("%j is refused", async (query, message) => {
    const world = await worldWith();
    expect(await get(world, inDefault, query as Record<string, string>)).toMatchObject({ code: 422, message: `ListOptions.meta.k8s.io "" is invalid: ${message}` });
  });
});

test("what is not there is not found", async () => {
  const world = await worldWith();
  expect(await get(world, `${inDefault}/a`)).toMatchObject({ kind: "Status", code: 404, reason: "NotFound", message: 'configmaps "a" not found', details: { name: "a", kind: "configmaps" } });
});
