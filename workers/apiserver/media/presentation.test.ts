import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { ConfigMaps } from "../../api/core/config-map.ts";
import { Pods } from "../../api/core/pod.ts";
import { startApiServer, type World } from "../../testing/api-server.ts";

const pods = "/api/v1/namespaces/default/pods";
const table = "application/json;as=Table;v=v1;g=meta.k8s.io,application/json";
const get = (world: World, path: string, accept: string, query: Record<string, string> = {}) => world.request("GET", path, { headers: { accept }, query });

async function worldWithPod(): Promise<World> {
  const world = await startApiServer();
  await world.create(Pods, { metadata: { name: "web", labels: { a: "b" } }, spec: { containers: [{ name: "web", image: "nginx" }] } });
  return world;
}

interface Table {
  readonly columnDefinitions: readonly { readonly name: string; readonly priority: number; readonly type: string; readonly format: string }[];
  readonly rows: readonly { readonly cells: readonly unknown[]; readonly object?: unknown }[];
}

describe("a Table", () => {
  test("has the columns of the kind and a row for each object", async () => {
    const world = await worldWithPod();
    const { headers, body } = await get(world, pods, table);
    const { columnDefinitions, rows } = body as Table;
    expect(headers["content-type"]).toBe("application/json");
    expect(columnDefinitions.filter(({ priority }) => priority === 0).map(({ name }) => name)).toEqual(["Name", "Ready", "Status", "Restarts", "Age"]);
    expect(columnDefinitions[0]).toMatchObject({ type: "string", format: "name" });
    expect(rows[0]?.cells.slice(0, 5)).toEqual(["web", "0/1", "Pending", "0", "0s"]);
  });

  test("of one object has one row", async () => {
    const world = await worldWithPod();
    const { body } = await get(world, `${pods}/web`, table);
    expect(body).toMatchObject({ kind: "Table", apiVersion: "meta.k8s.io/v1", metadata: { resourceVersion: world.all(Pods)[0]!.metadata.resourceVersion } });
    expect((body as Table).rows).toHaveLength(1);
  });

  test.each([
    ["", { kind: "PartialObjectMetadata", apiVersion: "meta.k8s.io/v1", metadata: { name: "web" } }],
    ["Metadata", { kind: "PartialObjectMetadata" }],
    ["Object", { kind: "Pod", spec: {} }],
  ])("with includeObject=%j carries %j", async (includeObject, object) => {
    const world = await worldWithPod();
    const { body } = await get(world, pods, table, { includeObject });
    expect((body as Table).rows[0]?.object).toMatchObject(object);
  });

  test("with includeObject=None carries cells only", async () => {
    const world = await worldWithPod();
    expect((await get(world, pods, table, { includeObject: "None" })).body).toMatchObject({ rows: [{ cells: expect.any(Array) as unknown }] });
    expect(((await get(world, pods, table, { includeObject: "None" })).body as Table).rows[0]).not.toHaveProperty("object");
  });

  test("keeps the paging of its list", async () => {
    const world = await worldWithPod();
    await world.create(Pods, { metadata: { name: "web-2" }, spec: { containers: [{ name: "web", image: "nginx" }] } });
    const { body } = await get(world, pods, table, { limit: "1" });
    expect(body).toMatchObject({ metadata: { continue: expect.any(String) as string, remainingItemCount: 1 } });
  });

  test("is no form for a Status", async () => {
    const world = await worldWithPod();
    expect((await get(world, `${pods}/none`, table)).body).toMatchObject({ kind: "Status", code: 404 });
  });
});

test("metadata alone", async () => {
  const world = await worldWithPod();
  const one = await get(world, `${pods}/web`, "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1");
  expect(one.body).toEqual({ kind: "PartialObjectMetadata", apiVersion: "meta.k8s.io/v1", metadata: world.all(Pods)[0]!.metadata });
  const many = await get(world, pods, "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1");
  expect(many.body).toMatchObject({ kind: "PartialObjectMetadataList", items: [{ metadata: { name: "web" } }] });
  expect((many.body as { readonly items: readonly object[] }).items[0]).not.toHaveProperty("spec");
});

test("YAML", async () => {
  const world = await startApiServer();
  await world.create(ConfigMaps, { metadata: { name: "a" }, data: { key: "yes", long: "x".repeat(200) } });
  const { headers, body } = await get(world, "/api/v1/namespaces/default/configmaps/a", "application/yaml");
  expect(headers["content-type"]).toBe("application/yaml");
  expect(parse(body as string, { version: "1.1" })).toMatchObject({ kind: "ConfigMap", data: { key: "yes", long: "x".repeat(200) } });
});

test.each([
  ["application/json", 200],
  ["*/*", 200],
  ["application/*", 200],
  ["application/vnd.kubernetes.protobuf,application/json", 200],
  ["application/json;as=Nonsense;g=meta.k8s.io;v=v1,application/json", 200],
  ["application/vnd.kubernetes.protobuf", 406],
  ["text/html", 406],
  ["application/json;as=Nonsense;g=meta.k8s.io;v=v1", 406],
])("Accept %s is answered with %d", async (accept, code) => {
  const world = await worldWithPod();
  expect((await get(world, pods, accept)).status).toBe(code);
});

test("the most wanted form comes first", async () => {
  const world = await worldWithPod();
  const { body } = await get(world, pods, "application/json;q=0.1,application/json;as=Table;v=v1;g=meta.k8s.io;q=0.9");
  expect(body).toMatchObject({ kind: "Table" });
});

test("warnings are quoted as HTTP wants it", async () => {
  const world = await startApiServer();
  const { headers } = await world.request("POST", "/api/v1/namespaces/default/configmaps", { body: { metadata: { name: "a" }, 'odd"\\': 1, other: 2 } });
  expect(headers.warning).toBe('299 - "unknown field \\"odd\\"\\\\\\"", 299 - "unknown field \\"other\\""');
});
