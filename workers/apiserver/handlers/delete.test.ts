import { describe, expect, test } from "vitest";
import type { KubernetesObject } from "../../apimachinery/object.ts";
import type { Status } from "../../apimachinery/status.ts";
import type { WatchEvent } from "../../apimachinery/wire.ts";
import { Deployments } from "../../api/apps/deployment.ts";
import { ConfigMaps } from "../../api/core/config-map.ts";
import { type Namespace, Namespaces } from "../../api/core/namespace.ts";
import { type Pod, Pods } from "../../api/core/pod.ts";
import { startApiServer, type World } from "../../testing/api-server.ts";

const pods = "/api/v1/namespaces/default/pods";
const spec = { containers: [{ name: "web", image: "nginx" }] };
const reference = { namespace: "default", name: "web" };

async function boundPod(world: World, more: object = {}): Promise<Pod> {
  await world.create(Pods, { metadata: { name: "web", ...more }, spec });
  await world.client.createSubresource(Pods, reference, "binding", { metadata: { name: "web" }, target: { kind: "Node", name: "node-1" } });
  return world.client.get(Pods, reference);
}

const isGone = (world: World) => world.all(Pods).length === 0;
const types = (events: readonly WatchEvent[]) => events.map(({ type, object: { metadata } }) => `${type} ${metadata.deletionGracePeriodSeconds ?? "-"}`);

describe("a pod", () => {
  test("on a node gets its grace period", async () => {
    const world = await startApiServer();
    const before = await boundPod(world);
    const { status, body } = await world.request("DELETE", `${pods}/web`);
    expect(status).toBe(200);
    expect(body).toMatchObject({ metadata: { deletionTimestamp: "2026-04-22T10:00:30Z", deletionGracePeriodSeconds: 30, generation: before.metadata.generation! + 1 } });
    expect(isGone(world)).toBe(false);
  });

  test("goes for good when its kubelet says that it has ended", async () => {
    const world = await startApiServer();
    const { metadata } = await boundPod(world);
    const events: WatchEvent[] = [];
    world.client.watch(Pods, { resourceVersion: metadata.resourceVersion }, { events: (batch) => events.push(...batch), closed() {} });
    await world.client.delete(Pods, reference);
    await world.client.delete(Pods, reference, { gracePeriodSeconds: 0, preconditions: { uid: metadata.uid } });
    await world.run(0);
    expect(isGone(world)).toBe(true);
    expect(types(events)).toEqual(["MODIFIED 30", "MODIFIED 0", "DELETED 0"]);
  });

  test.each([
    { what: "no node", status: undefined, bind: false },
    { what: "already ended", status: "Succeeded", bind: true },
    { what: "already failed", status: "Failed", bind: true },
  ])("goes at once: $what", async ({ status, bind }) => {
    const world = await startApiServer();
    const pod = bind ? await boundPod(world) : await world.create(Pods, { metadata: { name: "web" }, spec });
    if (status !== undefined) await world.client.updateStatus(Pods, { ...pod, status: { ...pod.status, phase: status as "Failed" } });
    const { body } = await world.request("DELETE", `${pods}/web`);
    expect(body).toMatchObject({ kind: "Pod", metadata: { name: "web" } });
    expect(isGone(world)).toBe(true);
  });

  test.each([
    { first: 30, second: 5, end: "2026-04-22T10:00:05Z", grace: 5 },
    { first: 30, second: 60, end: "2026-04-22T10:00:30Z", grace: 30 },
    { first: 30, second: undefined, end: "2026-04-22T10:00:30Z", grace: 30 },
  ])("deleted again within $first s with $second s ends at $end", async ({ first, second, end, grace }) => {
    const world = await startApiServer();
    await boundPod(world);
    await world.client.delete(Pods, reference, { gracePeriodSeconds: first });
    await world.run(2);
    const { revision } = world.store;
    const pod = await world.client.delete(Pods, reference, second === undefined ? {} : { gracePeriodSeconds: second });
    expect(pod.metadata).toMatchObject({ deletionTimestamp: end, deletionGracePeriodSeconds: grace });
    expect(world.store.revision).toBe(grace === first ? revision : revision + 1);
  });

  test("is kept by its finalizers, and goes with the last of them", async () => {
    const world = await startApiServer();
    const pod = await world.create(Pods, { metadata: { name: "web", finalizers: ["example.com/a", "example.com/b"] }, spec });
    await world.client.delete(Pods, reference);
    let current = await world.client.get(Pods, reference);
    expect(current.metadata).toMatchObject({ deletionGracePeriodSeconds: 0, uid: pod.metadata.uid });
    current = await world.client.update(Pods, { ...current, metadata: { ...current.metadata, finalizers: ["example.com/b"] } });
    expect(isGone(world)).toBe(false);
    await world.client.update(Pods, { ...current, metadata: { ...current.metadata, finalizers: [] } });
    expect(isGone(world)).toBe(true);
  });

  test("that is being deleted takes no new finalizers", async () => {
    const world = await startApiServer();
    await boundPod(world);
    const pod = (await world.client.delete(Pods, reference)) as Pod;
    const { body } = await world.request("PUT", `${pods}/web`, { body: { ...pod, metadata: { ...pod.metadata, finalizers: ["example.com/a"] } } });
    expect((body as Status).message).toContain("metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted");
  });
});

describe("preconditions", () => {
  test.each([
    { preconditions: { uid: "other" }, message: /the UID in the precondition \(other\) does not match the UID in record \(.*\)\. The object might have been deleted and then recreated$/ },
    { preconditions: { resourceVersion: "1" }, message: /the ResourceVersion in the precondition \(1\) does not match the ResourceVersion in record \(\d+\)\. The object might have been modified$/ },
  ])("$preconditions", async ({ preconditions, message }) => {
    const world = await startApiServer();
    await world.create(Pods, { metadata: { name: "web" }, spec });
    const { status, body } = await world.request("DELETE", `${pods}/web`, { body: { preconditions } });
    expect(status).toBe(409);
    expect((body as Status).message).toMatch(message);
    expect(isGone(world)).toBe(false);
  });
});

describe("propagation", () => {
  const at = "/apis/apps/v1/namespaces/default/deployments/web";
  const template = { metadata: { labels: { app: "web" } }, spec };
  const newDeployment = (world: World) => world.create(Deployments, { metadata: { name: "web" }, spec: { selector: { matchLabels: { app: "web" } }, template } });

  test.each([
    { options: {}, finalizers: undefined },
    { options: { propagationPolicy: "Background" }, finalizers: undefined },
    { options: { propagationPolicy: "Foreground" }, finalizers: ["foregroundDeletion"] },
    { options: { propagationPolicy: "Orphan" }, finalizers: ["orphan"] },
    { options: { orphanDependents: true }, finalizers: ["orphan"] },
    { options: { orphanDependents: false }, finalizers: undefined },
  ])("$options leaves the finalizers $finalizers", async ({ options, finalizers }) => {
    const world = await startApiServer();
    await newDeployment(world);
    const { body } = await world.request("DELETE", at, { body: options });
    const [left] = world.all(Deployments);
    expect(left?.metadata.finalizers).toEqual(finalizers);
    if (finalizers === undefined) expect(body).toMatchObject({ kind: "Status", status: "Success", details: { name: "web", group: "apps", kind: "deployments" } });
    else expect(left?.metadata).toMatchObject({ deletionTimestamp: "2026-04-22T10:00:00Z", deletionGracePeriodSeconds: 0, generation: 2 });
  });

  test("may be changed while the object waits", async () => {
    const world = await startApiServer();
    await newDeployment(world);
    await world.request("DELETE", at, { body: { propagationPolicy: "Foreground" } });
    await world.request("DELETE", at, { body: { propagationPolicy: "Orphan" } });
    expect(world.all(Deployments)[0]?.metadata.finalizers).toEqual(["orphan"]);
    await world.request("DELETE", at, { body: { propagationPolicy: "Background" } });
    expect(world.all(Deployments)).toEqual([]);
  });

  test.each([
    { body: { propagationPolicy: "Sideways" }, message: 'DeleteOptions.meta.k8s.io "" is invalid: propagationPolicy: Unsupported value: "Sideways": supported values: "Foreground", "Background", "Orphan", "nil"' },
    { body: { propagationPolicy: "Orphan", orphanDependents: true }, message: 'DeleteOptions.meta.k8s.io "" is invalid: propagationPolicy: Invalid value: "Orphan": orphanDependents and deletionPropagation cannot be both set' },
  ])("refuses $body", async ({ body, message }) => {
    const world = await startApiServer();
    await newDeployment(world);
    expect((await world.request("DELETE", at, { body })).body).toMatchObject({ code: 422, message });
  });

  test("may stand in the query", async () => {
    const world = await startApiServer();
    await newDeployment(world);
    await world.request("DELETE", at, { query: { propagationPolicy: "Foreground" } });
    expect(world.all(Deployments)[0]?.metadata.finalizers).toEqual(["foregroundDeletion"]);
  });
});

describe("a namespace", () => {
  test("goes through Terminating, and takes nothing new meanwhile", async () => {
    const world = await startApiServer();
    await world.create(Namespaces, { metadata: { name: "shop" } });
    await world.run(0);
    const terminating = (await world.client.delete(Namespaces, { name: "shop" })) as Namespace;
    expect(terminating).toMatchObject({ metadata: { deletionTimestamp: "2026-04-22T10:00:00Z" }, status: { phase: "Terminating" }, spec: { finalizers: ["kubernetes"] } });
    const { body } = await world.request("POST", "/api/v1/namespaces/shop/configmaps", { body: { metadata: { name: "a" } } });
    expect(body).toMatchObject({
      code: 403,
      reason: "Forbidden",
      message: 'configmaps "a" is forbidden: unable to create new content in namespace shop because it is being terminated',
      details: { causes: [{ reason: "NamespaceTerminating", message: "namespace shop is being terminated", field: "metadata.namespace" }] },
    });
  });

  test("goes when its finalizer is taken off", async () => {
    const world = await startApiServer();
    await world.create(Namespaces, { metadata: { name: "shop" } });
    const terminating = (await world.client.delete(Namespaces, { name: "shop" })) as Namespace;
    const { status } = await world.request("PUT", "/api/v1/namespaces/shop/finalize", { body: { ...terminating, spec: { finalizers: [] } } });
    expect(status).toBe(200);
    expect(world.all(Namespaces).map(({ metadata }) => metadata.name)).not.toContain("shop");
  });

  test.each(["default", "kube-system", "kube-public"])("%s stays", async (name) => {
    const world = await startApiServer();
    expect((await world.request("DELETE", `/api/v1/namespaces/${name}`)).body).toMatchObject({ code: 403, message: `namespaces "${name}" is forbidden: this namespace may not be deleted` });
  });

  test("cannot be deleted together with all others", async () => {
    const world = await startApiServer();
    expect((await world.request("DELETE", "/api/v1/namespaces")).status).toBe(405);
  });
});

describe("a collection", () => {
  test("is deleted as far as the selectors reach", async () => {
    const world = await startApiServer();
    for (const [name, app] of [["a", "x"], ["b", "y"], ["c", "x"]] as const) await world.create(ConfigMaps, { metadata: { name, labels: { app } } });
    const { body } = await world.request("DELETE", "/api/v1/namespaces/default/configmaps", { query: { labelSelector: "app=x" } });
    expect((body as { readonly items: readonly KubernetesObject[] }).items.map(({ metadata }) => metadata.name)).toEqual(["a", "c"]);
    expect(world.all(ConfigMaps).map(({ metadata }) => metadata.name)).toEqual(["b"]);
  });
});

test("a dry run deletes nothing, whether it is asked for in the body or in the query", async () => {
  const world = await startApiServer();
  await world.create(ConfigMaps, { metadata: { name: "a" } });
  const at = "/api/v1/namespaces/default/configmaps/a";
  expect((await world.request("DELETE", at, { body: { dryRun: ["All"] } })).body).toMatchObject({ status: "Success" });
  expect((await world.request("DELETE", at, { query: { dryRun: "All" } })).status).toBe(200);
  expect(world.all(ConfigMaps)).toHaveLength(1);
});

test("what is not there cannot be deleted", async () => {
  const world = await startApiServer();
  expect((await world.request("DELETE", `${pods}/web`)).body).toMatchObject({ code: 404, reason: "NotFound", message: 'pods "web" not found' });
});
