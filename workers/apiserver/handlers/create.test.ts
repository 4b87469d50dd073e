import { describe, expect, test } from "vitest";
import type { Status } from "../../apimachinery/status.ts";
import { Deployments } from "../../api/apps/deployment.ts";
import { ConfigMaps } from "../../api/core/config-map.ts";
import { Namespaces } from "../../api/core/namespace.ts";
import { type Pod, Pods } from "../../api/core/pod.ts";
import { startApiServer } from "../../testing/api-server.ts";

const configMaps = "/api/v1/namespaces/default/configmaps";
const configMap = (name: string, more: object = {}) => ({ apiVersion: "v1", kind: "ConfigMap", metadata: { name }, ...more });
const pod = { spec: { containers: [{ name: "web", image: "nginx" }] } };
const deployment = { spec: { selector: { matchLabels: { app: "web" } }, template: { metadata: { labels: { app: "web" } }, ...pod } } };

describe("a new object", () => {
  test("gets what only the server can give", async () => {
    const world = await startApiServer();
    const created = await world.create(Deployments, { metadata: { name: "web", labels: { app: "web" } }, ...deployment });
    expect(created.metadata).toMatchObject({ name: "web", namespace: "default", generation: 1, creationTimestamp: "2026-04-22T10:00:00Z", labels: { app: "web" } });
    expect(created.metadata.uid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(created.metadata.resourceVersion).toBe(String(world.store.revision));
    expect(created.spec.replicas).toBe(1);
    expect(created.status).toEqual({});
    expect(Object.isFrozen(created.spec.template)).toBe(true);
  });

  test("is the very object that is read later", async () => {
    const world = await startApiServer();
    const created = await world.create(ConfigMaps, { metadata: { name: "a" }, data: { key: "value" } });
    expect(await world.client.get(ConfigMaps, { namespace: "default", name: "a" })).toBe(created);
  });

  test("cannot claim to be older or to be deleted", async () => {
    const world = await startApiServer();
    const metadata = { name: "a", uid: "mine", creationTimestamp: "1999-01-01T00:00:00Z", deletionTimestamp: "1999-01-01T00:00:00Z", deletionGracePeriodSeconds: 5, generation: 9, selfLink: "/me" };
    const { body } = await world.request("POST", configMaps, { body: configMap("a", { metadata }) });
    const created = body as { readonly metadata: Readonly<Record<string, unknown>> };
    expect(created.metadata.uid).not.toBe("mine");
    expect(created.metadata.creationTimestamp).toBe("2026-04-22T10:00:00Z");
    expect(Object.keys(created.metadata)).not.toEqual(expect.arrayContaining(["deletionTimestamp"]));
    expect(created.metadata).not.toHaveProperty("generation");
    expect(created.metadata).not.toHaveProperty("selfLink");
  });

  test("starts with the status of its kind, whatever was sent", async () => {
    const world = await startApiServer();
    const created = await world.create(Pods, { metadata: { name: "web" }, ...pod, status: { phase: "Running" } });
    expect(created.status).toEqual({ phase: "Pending", qosClass: "BestEffort" });
  });

  test("remembers why it was made, and by whom", async () => {
    const world = await startApiServer();
    await world.client.because({ actor: "deployment-controller", revision: 7 }).create(ConfigMaps, { metadata: { name: "a", namespace: "default" } });
    await world.create(ConfigMaps, { metadata: { name: "b" } });
    expect(world.etcd.notesOf("/registry/configmaps/default/a")[0]?.note).toEqual({ actor: "deployment-controller", revision: 7 });
    expect(world.etcd.notesOf("/registry/configmaps/default/b")[0]?.note).toEqual({ actor: "kubernetes-admin" });
  });

  test("belongs to the field manager who made it", async () => {
    const world = await startApiServer();
    const { body } = await world.request("POST", configMaps, { body: configMap("a", { data: { key: "value" } }), query: { fieldManager: "me" } });
    expect((body as Pod).metadata.managedFields).toEqual([
      { manager: "me", operation: "Update", apiVersion: "v1", time: "2026-04-22T10:00:00Z", fieldsType: "FieldsV1", fieldsV1: { "f:data": { ".": {}, "f:key": {} } } },
    ]);
  });
});

describe("generateName", () => {
  test("makes names of five more characters", async () => {
    const world = await startApiServer();
    const names = new Set<string>();
    for (let index = 0; index < 50; index++) names.add((await world.create(ConfigMaps, { metadata: { generateName: "web-" } })).metadata.name);
    expect(names.size).toBe(50);
    for (const name of names) expect(name).toMatch(/^web-[bcdfghjklmnpqrstvwxz2456789]{5}$/);
  });

  test("gives way to a name", async () => {
    const world = await startApiServer();
    const { metadata } = await world.create(ConfigMaps, { metadata: { name: "mine", generateName: "web-" } });
    expect(metadata).toMatchObject({ name: "mine", generateName: "web-" });
  });
});

describe("a refusal", () => {
  test.each<{ what: string; path?: string; body: unknown; query?: Record<string, string>; code: number; reason?: string; message: string }>([
    { what: "a name that is taken", body: configMap("taken"), code: 409, reason: "AlreadyExists", message: 'configmaps "taken" already exists' },
    { what: "no name", body: { apiVersion: "v1", kind: "ConfigMap" }, code: 422, reason: "Invalid", message: 'ConfigMap "" is invalid: metadata.name: Required value: name or generateName is required' },
    { what: "a namespace that does not exist", path: "/api/v1/namespaces/nowhere/configmaps", body: configMap("a"), code: 404, reason: "NotFound", message: 'namespaces "nowhere" not found' },
    { what: "another namespace than the path's", body: configMap("a", { metadata: { name: "a", namespace: "other" } }), code: 400, reason: "BadRequest", message: "the namespace of the provided object does not match the namespace sent on the request" },
    { what: "another version", body: { ...configMap("a"), apiVersion: "v2" }, code: 400, reason: "BadRequest", message: 'ConfigMap in version "v2" cannot be handled as a ConfigMap: no kind "ConfigMap" is registered for version "v2" in scheme "pkg/api/legacyscheme/scheme.go:30"' },
    { what: "a resourceVersion", body: configMap("a", { metadata: { name: "a", resourceVersion: "5" } }), code: 500, message: "resourceVersion should not be set on objects to be created" },
    { what: "no object at all", body: "", code: 400, reason: "BadRequest", message: "the object provided is unrecognized (must be of type ConfigMap): couldn't get version/kind; json parse error: unexpected end of JSON input" },
    { what: "an unknown field, strictly", body: configMap("a", { dta: {} }), query: { fieldValidation: "Strict" }, code: 400, reason: "BadRequest", message: 'ConfigMap in version "v1" cannot be handled as a ConfigMap: strict decoding error: unknown field "dta"' },
    { what: "a wrong type", body: configMap("a", { data: { key: 1 } }), code: 400, reason: "BadRequest", message: 'ConfigMap in version "v1" cannot be handled as a ConfigMap: json: cannot unmarshal number into Go struct field ConfigMap.data of type string' },
    { what: "an unknown way to validate", body: configMap("a"), query: { fieldValidation: "Hard" }, code: 400, reason: "BadRequest", message: "fieldValidation parameter unsupported: Hard" },
    { what: "a dry run that is none", body: configMap("a"), query: { dryRun: "Some" }, code: 400, reason: "BadRequest", message: 'Invalid value: ["Some"]: dryRun must be All' },
    { what: "a POST to an object", path: `${configMaps}/a`, body: configMap("a"), code: 405, reason: "MethodNotAllowed", message: 'create is not supported on resources of kind "configmaps"' },
    { what: "a POST to all namespaces", path: "/api/v1/configmaps", body: configMap("a"), code: 405, reason: "MethodNotAllowed", message: 'create is not supported on resources of kind "configmaps"' },
  ])("for $what", async ({ path = configMaps, body, query, code, reason, message }) => {
    const world = await startApiServer();
    await world.create(ConfigMaps, { metadata: { name: "taken" } });
    const revision = world.store.revision;
    const answer = await world.request("POST", path, { body, ...(query && { query }) });
    expect(answer.body).toMatchObject({ kind: "Status", status: "Failure", code, message, ...(reason && { reason }) });
    expect(answer.status).toBe(code);
    expect(world.store.revision).toBe(revision);
  });

  test("says that the holder of the name is being deleted", async () => {
    const world = await startApiServer();
    await world.create(ConfigMaps, { metadata: { name: "a", finalizers: ["example.com/wait"] } });
    await world.client.delete(ConfigMaps, { namespace: "default", name: "a" });
    const { body } = await world.request("POST", configMaps, { body: configMap("a") });
    expect((body as Status).message).toBe('object is being deleted: configmaps "a" already exists');
  });
});

describe("unknown fields", () => {
  test("are dropped with a warning", async () => {
    const world = await startApiServer();
    const { status, headers, body } = await world.request("POST", configMaps, { body: configMap("a", { dta: { a: "b" } }) });
    expect(status).toBe(201);
    expect(headers.warning).toBe('299 - "unknown field \\"dta\\""');
    expect(body).not.toHaveProperty("dta");
  });

  test("are dropped in silence when the client wants it so", async () => {
    const world = await startApiServer();
    const { headers } = await world.request("POST", configMaps, { body: configMap("a", { dta: {} }), query: { fieldValidation: "Ignore" } });
    expect(headers).not.toHaveProperty("warning");
  });

  test("are found with duplicates in text", async () => {
    const world = await startApiServer();
    const text = '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"},"data":{"k":"1","k":"2"}}';
    const { headers, body } = await world.request("POST", configMaps, { body: text });
    expect(headers.warning).toBe('299 - "duplicate field \\"data.k\\""');
    expect(body).toMatchObject({ data: { k: "2" } });
  });
});

test("YAML is read as kubectl reads it", async () => {
  const world = await startApiServer();
  const yaml = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n  plain: text\n  quoted: 'yes'\n";
  const { body } = await world.request("POST", configMaps, { body: yaml, headers: { "content-type": "application/yaml" } });
  expect(body).toMatchObject({ data: { plain: "text", quoted: "yes" } });
});

test.each([
  ["application/vnd.kubernetes.protobuf", 415],
  ["text/html", 415],
  ["application/json; charset=utf-8", 201],
])("a body of type %s is answered with %d", async (type, code) => {
  const world = await startApiServer();
  const body = JSON.stringify(configMap("a"));
  expect((await world.request("POST", configMaps, { body, headers: { "content-type": type } })).status).toBe(code);
});

test("a dry run goes all the way but stores nothing", async () => {
  const world = await startApiServer();
  const { revision } = world.store;
  const { status, body } = await world.request("POST", "/api/v1/namespaces/default/pods", { query: { dryRun: "All" }, body: { metadata: { name: "web" }, ...pod } });
  expect(status).toBe(201);
  expect(body).toMatchObject({ metadata: { name: "web" }, spec: { serviceAccountName: "default" } });
  expect(world.store.revision).toBe(revision);
});

test("a namespace carries its name as a label and waits for its controller to be emptied", async () => {
  const world = await startApiServer();
  const namespace = await world.create(Namespaces, { metadata: { name: "shop" } });
  expect(namespace).toMatchObject({ metadata: { labels: { "kubernetes.io/metadata.name": "shop" } }, spec: { finalizers: ["kubernetes"] }, status: { phase: "Active" } });
});
