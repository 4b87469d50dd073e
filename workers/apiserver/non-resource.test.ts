import { describe, expect, test } from "vitest";
import { kinds } from "../api/kinds.ts";
import { ConfigMaps } from "../api/core/config-map.ts";
import { startApiServer } from "../testing/api-server.ts";
import { compareVersions } from "./discovery/groups.ts";

const aggregatedType = (version: string) => `application/json;g=apidiscovery.k8s.io;v=${version};as=APIGroupDiscoveryList,application/json`;

async function ask(path: string, headers: Record<string, string> = {}, query: Record<string, string> = {}) {
  const world = await startApiServer();
  return world.request("GET", path, { headers, query });
}

interface ResourceEntry {
  readonly name: string;
  readonly kind: string;
  readonly group?: string;
  readonly verbs: readonly string[];
}

describe("discovery", () => {
  test("names the versions of the core group", async () => {
    expect((await ask("/api")).body).toEqual({ kind: "APIVersions", versions: ["v1"], serverAddressByClientCIDRs: [{ clientCIDR: "0.0.0.0/0", serverAddress: "172.18.0.2:6443" }] });
  });

  test("names all groups, each with its preferred version", async () => {
    const { body } = await ask("/apis");
    const { groups } = body as { readonly groups: readonly { readonly name: string; readonly preferredVersion: { readonly groupVersion: string } }[] };
    expect(groups[0]).toEqual({ name: "apps", versions: [{ groupVersion: "apps/v1", version: "v1" }], preferredVersion: { groupVersion: "apps/v1", version: "v1" } });
    expect(new Set(groups.map(({ name }) => name))).toEqual(new Set(kinds.map(({ group }) => group).filter((group) => group !== "")));
    expect((await ask("/apis/apps")).body).toMatchObject({ kind: "APIGroup", apiVersion: "v1", name: "apps" });
  });

  test("lists resources with their subresources, in order", async () => {
    const { body } = await ask("/apis/apps/v1");
    expect(body).toMatchObject({ kind: "APIResourceList", apiVersion: "v1", groupVersion: "apps/v1" });
    const { resources } = body as { readonly resources: readonly ResourceEntry[] };
    const [deployments, scale, status] = resources.filter(({ name }) => name.startsWith("deployments"));
    expect(deployments).toEqual({
      name: "deployments", singularName: "deployment", namespaced: true, kind: "Deployment",
      verbs: ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"], shortNames: ["deploy"], categories: ["all"],
    });
    expect(scale).toEqual({ name: "deployments/scale", singularName: "", namespaced: true, group: "autoscaling", version: "v1", kind: "Scale", verbs: ["get", "patch", "update"] });
    expect(status).toEqual({ name: "deployments/status", singularName: "", namespaced: true, kind: "Deployment", verbs: ["get", "patch", "update"] });
  });

  test("knows what the parts of a pod are", async () => {
    const { resources } = (await ask("/api/v1")).body as { readonly resources: readonly ResourceEntry[] };
    const found = Object.fromEntries(resources.map(({ name, kind, group = "", verbs }) => [name, `${group} ${kind} ${verbs.join()}`]));
    expect(found).toMatchObject({
      "pods/binding": " Binding create",
      "pods/eviction": "policy Eviction create",
      "pods/log": " Pod get",
      "pods/exec": " PodExecOptions create,get",
      "serviceaccounts/token": "authentication.k8s.io TokenRequest create",
      bindings: " Binding create",
      namespaces: " Namespace create,delete,get,list,patch,update,watch",
    });
  });

  test.each(["v2", "v2beta1"])("tells everything at once in the form %s", async (version) => {
    const { headers, body } = await ask("/apis", { accept: aggregatedType(version) });
    expect(headers["content-type"]).toBe(`application/json;g=apidiscovery.k8s.io;v=${version};as=APIGroupDiscoveryList`);
    const { items } = body as { readonly items: readonly { readonly metadata: { readonly name: string }; readonly versions: readonly { readonly resources: readonly { readonly resource: string }[] }[] }[] };
    expect(body).toMatchObject({ kind: "APIGroupDiscoveryList", apiVersion: `apidiscovery.k8s.io/${version}` });
    const apps = items.find(({ metadata }) => metadata.name === "apps");
    expect(apps?.versions[0]?.resources.find(({ resource }) => resource === "deployments")).toMatchObject({
      responseKind: { group: "apps", version: "v1", kind: "Deployment" }, scope: "Namespaced", singularResource: "deployment", shortNames: ["deploy"],
      subresources: [{ subresource: "scale", responseKind: { kind: "Scale" } }, { subresource: "status", verbs: ["get", "patch", "update"] }],
    });
  });

  test("says that nothing has changed to whoever knows the document", async () => {
    const world = await startApiServer();
    const headers = { accept: aggregatedType("v2") };
    const first = await world.request("GET", "/api", { headers });
    expect(first.headers.vary).toBe("Accept");
    const second = await world.request("GET", "/api", { headers: { ...headers, "if-none-match": first.headers.etag! } });
    expect(second.status).toBe(304);
    expect(second.body).toBe("");
    world.server.resources.remove(kinds.find(({ plural }) => plural === ConfigMaps.plural)!);
    expect((await world.request("GET", "/api", { headers: { ...headers, "if-none-match": first.headers.etag! } })).status).toBe(200);
  });

  test("puts stable versions first", () => {
    expect(["v1beta1", "v1", "foo", "v2alpha1", "v2", "v1beta2", "v10"].sort(compareVersions)).toEqual(["v10", "v2", "v1", "v1beta2", "v1beta1", "v2alpha1", "foo"]);
  });
});

describe("OpenAPI", () => {
  interface Document {
    readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly parameters: readonly { readonly name: string; readonly in: string }[]; readonly "x-kubernetes-group-version-kind": unknown }>>>>;
    readonly components: { readonly schemas: Readonly<Record<string, { readonly properties: Readonly<Record<string, unknown>> }>> };
  }

  test("v3 has a document for each group and version, found by an address that changes with it", async () => {
    const { paths } = (await ask("/openapi/v3")).body as { readonly paths: Readonly<Record<string, { readonly serverRelativeURL: string }>> };
    expect(paths["apis/apps/v1"]?.serverRelativeURL).toMatch(/^\/openapi\/v3\/apis\/apps\/v1\?hash=[0-9A-F]{16}$/);
    expect(Object.keys(paths)).toContain("api/v1");
  });

  test("v3 says of PATCH that it takes fieldValidation, and which kind it is about", async () => {
    const { paths } = (await ask("/openapi/v3/apis/apps/v1", {}, { hash: "whatever" })).body as Document;
    const { patch } = paths["/apis/apps/v1/namespaces/{namespace}/deployments/{name}"]!;
    expect(patch?.["x-kubernetes-group-version-kind"]).toEqual({ group: "apps", version: "v1", kind: "Deployment" });
    expect(patch?.parameters.filter((parameter) => parameter.in === "query").map(({ name }) => name)).toEqual(["dryRun", "fieldManager", "fieldValidation", "force"]);
  });

  test("v3 carries every schema that it refers to", async () => {
    const document = (await ask("/openapi/v3/api/v1")).body as Document;
    const text = JSON.stringify(document);
    const wanted = new Set([...text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map(([, name]) => name));
    for (const name of wanted) expect(document.components.schemas).toHaveProperty([name!]);
    expect(document.components.schemas["io.k8s.api.core.v1.Pod"]?.properties.spec).toMatchObject({ allOf: [{ $ref: "#/components/schemas/io.k8s.api.core.v1.PodSpec" }], default: {} });
    expect(text).not.toContain("#/definitions/");
  });

  test("v2 has everything in one document, but not in protobuf", async () => {
    const { body } = await ask("/openapi/v2");
    expect(body).toMatchObject({ swagger: "2.0", definitions: { "io.k8s.api.core.v1.Pod": { type: "object" } } });
    expect((body as Document).paths).toHaveProperty(["/api/v1/namespaces/{namespace}/pods/{name}", "patch"]);
    expect((await ask("/openapi/v2", { accept: "application/com.github.proto-openapi.spec.v2@v1.0+protobuf" })).status).toBe(406);
  });
});

describe("health", () => {
  test.each(["/healthz", "/livez", "/readyz", "/livez/etcd", "/readyz/ping"])("%s is ok", async (path) => {
    expect(await ask(path)).toMatchObject({ status: 200, body: "ok" });
  });

  test("is told check by check to whoever asks", async () => {
    expect((await ask("/livez", {}, { verbose: "" })).body).toMatch(/^\[\+\]ping ok\n\[\+\]log ok\n\[\+\]etcd ok\n(\[\+\].* ok\n)*livez check passed\n$/);
  });

  test("fails with etcd, and says so without the reason", async () => {
    const world = await startApiServer();
    world.stopEtcd();
    const { status, body } = await world.request("GET", "/readyz");
    expect(status).toBe(500);
    expect(body).toContain("[-]etcd failed: reason withheld\n");
    expect(body).toContain("readyz check failed\n");
    expect((await world.request("GET", "/livez", { query: { exclude: "etcd" } })).status).toBe(200);
  });
});

test("the version is the one we behave like", async () => {
  expect((await ask("/version")).body).toMatchObject({ major: "1", minor: "36", gitVersion: "v1.36.0" });
});

test("metrics count requests and objects", async () => {
  const world = await startApiServer();
  await world.create(ConfigMaps, { metadata: { name: "a" } });
  await world.request("GET", "/api/v1/configmaps");
  const { body } = await world.request("GET", "/metrics");
  expect(body).toContain('apiserver_request_total{code="201",resource="configmaps",verb="CREATE"} 1\n');
  expect(body).toContain('apiserver_request_total{code="200",resource="configmaps",verb="LIST"} 1\n');
  expect(body).toContain('apiserver_resource_objects{group="",resource="configmaps"} 1\n');
});

test.each(["/nothing", "/apis/apps/v1/shelves", "/apis/none/v1", "/api/v2", "/healthz/none", "/openapi/v3/apis/none/v1", "/openapi/v9"])("%s is not found", async (path) => {
  expect(await ask(path)).toMatchObject({ status: 404, body: "404 page not found\n", headers: { "content-type": "text/plain; charset=utf-8" } });
});

test("the root lists what there is", async () => {
  expect((await ask("/")).body).toMatchObject({ paths: expect.arrayContaining(["/api/v1", "/apis/apps/v1", "/openapi/v3", "/version"]) as string[] });
});
