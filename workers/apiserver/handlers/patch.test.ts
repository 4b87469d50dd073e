import { describe, expect, test } from "vitest";
import type { KubernetesObject } from "../../apimachinery/object.ts";
import type { Status } from "../../apimachinery/status.ts";
import { patchTypes, type PatchType } from "../../apimachinery/wire.ts";
import { type Deployment, Deployments } from "../../api/apps/deployment.ts";
import { ConfigMaps } from "../../api/core/config-map.ts";
import { Namespaces } from "../../api/core/namespace.ts";
import { startApiServer, type World } from "../../testing/api-server.ts";

const path = "/apis/apps/v1/namespaces/default/deployments/web";
const containers = [{ name: "web", image: "nginx" }, { name: "log", image: "busybox" }];

async function worldWithDeployment(): Promise<World> {
  const world = await startApiServer();
  await world.create(Deployments, { metadata: { name: "web" }, spec: { selector: { matchLabels: { app: "web" } }, template: { metadata: { labels: { app: "web" } }, spec: { containers } } } });
  return world;
}

const send = (world: World, type: PatchType, body: unknown, query: Record<string, string> = {}, at = path) =>
  world.request("PATCH", at, { body, query, headers: { "content-type": patchTypes[type], "user-agent": "kubectl/v1.36.0" } });

const imagesOf = ({ spec }: Deployment) => spec.template?.spec?.containers?.map(({ name, image }) => `${name}=${image}`);

describe("each type of patch", () => {
  test.each<{ type: PatchType; body: unknown; images: readonly string[] }>([
    { type: "json", body: [{ op: "replace", path: "/spec/template/spec/containers/1/image", value: "alpine" }], images: ["web=nginx", "log=alpine"] },
    { type: "merge", body: { spec: { template: { spec: { containers: [{ name: "only", image: "alpine" }] } } } }, images: ["only=alpine"] },
    { type: "strategic", body: { spec: { template: { spec: { containers: [{ name: "log", image: "alpine" }] } } } }, images: ["web=nginx", "log=alpine"] },
    { type: "strategic", body: { spec: { template: { spec: { containers: [{ name: "log", $patch: "delete" }] } } } }, images: ["web=nginx"] },
  ])("$type: $body", async ({ type, body, images }) => {
    const world = await worldWithDeployment();
    const answer = await send(world, type, body);
    expect(answer.status).toBe(200);
    expect(imagesOf(answer.body as Deployment)).toEqual(images);
    expect((answer.body as Deployment).metadata.generation).toBe(2);
  });

  test("may come as text", async () => {
    const world = await worldWithDeployment();
    expect((await send(world, "merge", '{"spec":{"replicas":4}}')).body).toMatchObject({ spec: { replicas: 4 } });
  });

  test("fills in defaults again for what it removes", async () => {
    const world = await worldWithDeployment();
    expect((await send(world, "merge", { spec: { strategy: null, replicas: null } })).body).toMatchObject({ spec: { replicas: 1, strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: "25%" } } } });
  });

  test("that changes nothing writes nothing", async () => {
    const world = await worldWithDeployment();
    const { revision } = world.store;
    await world.run(3);
    expect((await send(world, "merge", { spec: { replicas: 1 } })).status).toBe(200);
    expect(world.store.revision).toBe(revision);
  });

  test("reaches objects that live in no namespace", async () => {
    const world = await startApiServer();
    await world.create(Namespaces, { metadata: { name: "shop" } });
    const { body } = await send(world, "merge", { metadata: { labels: { a: "b" } } }, {}, "/api/v1/namespaces/shop");
    expect((body as KubernetesObject).metadata.labels).toMatchObject({ a: "b" });
  });

  test("writes the status only at its own path", async () => {
    const world = await worldWithDeployment();
    const body = { status: { replicas: 3 }, spec: { replicas: 3 } };
    expect((await send(world, "merge", body)).body).toMatchObject({ status: {}, spec: { replicas: 3 } });
    expect((await send(world, "merge", { status: { replicas: 2 }, spec: { replicas: 9 } }, {}, `${path}/status`)).body).toMatchObject({ status: { replicas: 2 }, spec: { replicas: 3 } });
  });
});

describe("concurrency", () => {
  test("a patch without a version meets whatever is there", async () => {
    const world = await worldWithDeployment();
    await send(world, "merge", { metadata: { labels: { a: "1" } } });
    expect((await send(world, "merge", { metadata: { labels: { b: "2" } } })).body).toMatchObject({ metadata: { labels: { a: "1", b: "2" } } });
  });

  test("a patch with an old version is refused", async () => {
    const world = await worldWithDeployment();
    const { resourceVersion } = world.all(Deployments)[0]!.metadata;
    await send(world, "merge", { spec: { replicas: 2 } });
    const { body } = await send(world, "merge", { metadata: { resourceVersion }, spec: { replicas: 3 } });
    expect(body).toMatchObject({ code: 409, reason: "Conflict", message: 'Operation cannot be fulfilled on deployments.apps "web": the object has been modified; please apply your changes to the latest version and try again' });
  });
});

describe("a refusal", () => {
  test.each<{ what: string; type: string; body: unknown; query?: Record<string, string>; code: number; message: string | RegExp }>([
    { what: "an unknown type", type: "text/plain", body: {}, code: 415, message: /^the body of the request was in an unknown format - accepted media types include: application\/json-patch\+json, / },
    { what: "force without apply", type: patchTypes.merge, body: {}, query: { force: "true" }, code: 400, message: "force may not be set for non-apply patch" },
    { what: "a new name", type: patchTypes.merge, body: { metadata: { name: "other" } }, code: 400, message: "the name of the object (other) does not match the name on the URL (web)" },
    { what: "a path that is not there", type: patchTypes.json, body: [{ op: "remove", path: "/spec/nothing" }], code: 422, message: "the server rejected our request due to an error in our request" },
    { what: "a field of the wrong type", type: patchTypes.merge, body: { spec: { replicas: "many" } }, code: 400, message: /cannot unmarshal string into Go struct field DeploymentSpec\.spec\.replicas of type int32$/ },
    { what: "an unknown field, strictly", type: patchTypes.merge, body: { spec: { replcas: 2 } }, query: { fieldValidation: "Strict" }, code: 400, message: /strict decoding error: unknown field "spec\.replcas"$/ },
  ])("for $what", async ({ type, body, query = {}, code, message }) => {
    const world = await worldWithDeployment();
    const answer = (await world.request("PATCH", path, { body, query, headers: { "content-type": type } })).body as Status;
    expect(answer.code).toBe(code);
    if (typeof message === "string") expect(answer.message).toBe(message);
    else expect(answer.message).toMatch(message);
  });

  test("for an object that is not there", async () => {
    const world = await startApiServer();
    expect((await send(world, "merge", {})).body).toMatchObject({ code: 404, message: 'deployments.apps "web" not found' });
  });
});

describe("server-side apply", () => {
  const configMap = (data: object) => ({ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "a" }, data });
  const at = "/api/v1/namespaces/default/configmaps/a";
  const apply = (world: World, data: object, fieldManager: string, more: Record<string, string> = {}) => send(world, "apply", configMap(data), { fieldManager, ...more }, at);

  test("creates what is not there, and answers with 201", async () => {
    const world = await startApiServer();
    const { status, body } = await apply(world, { k: "1" }, "a");
    expect(status).toBe(201);
    expect((body as KubernetesObject).metadata.managedFields).toEqual([expect.objectContaining({ manager: "a", operation: "Apply", fieldsV1: { "f:data": { "f:k": {} } } })]);
  });

  test("merges what several managers want, and removes what one of them leaves out", async () => {
    const world = await startApiServer();
    await apply(world, { k: "1", x: "1" }, "a");
    expect((await apply(world, { l: "2" }, "b")).body).toMatchObject({ data: { k: "1", x: "1", l: "2" } });
    const { status, body } = await apply(world, { k: "1" }, "a");
    expect(status).toBe(200);
    expect((body as { readonly data: object }).data).toEqual({ k: "1", l: "2" });
  });

  test("is refused when it would take another manager's field, unless it is forced", async () => {
    const world = await startApiServer();
    await apply(world, { k: "1" }, "a");
    expect((await apply(world, { k: "2" }, "b")).body).toMatchObject({ code: 409, reason: "Conflict", message: 'Apply failed with 1 conflict: conflict with "a": .data.k' });
    expect((await apply(world, { k: "2" }, "b", { force: "true" })).body).toMatchObject({ data: { k: "2" } });
    expect(world.all(ConfigMaps).find(({ metadata }) => metadata.name === "a")?.metadata.managedFields?.map(({ manager }) => manager)).toEqual(["b"]);
  });

  test("that changes nothing writes nothing", async () => {
    const world = await startApiServer();
    await apply(world, { k: "1" }, "a");
    const { revision } = world.store;
    await world.run(5);
    await apply(world, { k: "1" }, "a");
    expect(world.store.revision).toBe(revision);
  });

  test("reads YAML", async () => {
    const world = await startApiServer();
    const body = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n  k: v\n";
    expect((await send(world, "apply", body, { fieldManager: "a" }, at)).body).toMatchObject({ data: { k: "v" } });
  });

  test("takes nothing that its kind does not know", async () => {
    const world = await startApiServer();
    const { body } = await send(world, "apply", { ...configMap({}), dta: {} }, { fieldManager: "a" }, at);
    expect(body).toMatchObject({ code: 500, message: "failed to create typed patch object (default/a; v1, Kind=ConfigMap): .dta: field not declared in schema" });
  });

  test("needs to know who applies", async () => {
    const world = await startApiServer();
    expect((await send(world, "apply", configMap({}), {}, at)).body).toMatchObject({ code: 422, message: 'PatchOptions.meta.k8s.io "" is invalid: fieldManager: Required value: is required for apply patch' });
  });

  test("does not create an object whose uid is stated", async () => {
    const world = await startApiServer();
    const body = { ...configMap({}), metadata: { name: "a", uid: "u" } };
    expect((await send(world, "apply", body, { fieldManager: "a" }, at)).body).toMatchObject({ code: 409 });
  });

  test("fills in defaults and counts generations", async () => {
    const world = await worldWithDeployment();
    const body = { apiVersion: "apps/v1", kind: "Deployment", metadata: { name: "web" }, spec: { replicas: 3 } };
    const answer = (await send(world, "apply", body, { fieldManager: "scaler", force: "true" })).body as Deployment;
    expect(answer).toMatchObject({ metadata: { generation: 2 }, spec: { replicas: 3, revisionHistoryLimit: 10 } });
  });

  test("goes all the way in a dry run", async () => {
    const world = await startApiServer();
    const { status } = await apply(world, { k: "1" }, "a", { dryRun: "All" });
    expect(status).toBe(201);
    expect(world.all(ConfigMaps).some(({ metadata }) => metadata.name === "a")).toBe(false);
  });
});
