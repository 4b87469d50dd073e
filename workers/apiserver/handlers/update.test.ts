import { describe, expect, test } from "vitest";
import type { Status } from "../../apimachinery/status.ts";
import { type Deployment, Deployments } from "../../api/apps/deployment.ts";
import { type Lease, Leases } from "../../api/coordination/lease.ts";
import { ConfigMaps } from "../../api/core/config-map.ts";
import { Namespaces } from "../../api/core/namespace.ts";
import { type Pod, Pods } from "../../api/core/pod.ts";
import { Secrets } from "../../api/core/secret.ts";
import { startApiServer, type World } from "../../testing/api-server.ts";

const template = { metadata: { labels: { app: "web" } }, spec: { containers: [{ name: "web", image: "nginx" }] } };
const newDeployment = (world: World) => world.create(Deployments, { metadata: { name: "web" }, spec: { selector: { matchLabels: { app: "web" } }, template } });
const newPod = (world: World) => world.create(Pods, { metadata: { name: "web", labels: { a: "1" } }, spec: template.spec });
const path = "/apis/apps/v1/namespaces/default/deployments/web";
const refusal = async (promise: Promise<{ readonly body: unknown }>) => (await promise).body as Status;

describe("an update", () => {
  test("replaces the object and counts its generation", async () => {
    const world = await startApiServer();
    const before = await newDeployment(world);
    await world.run(5);
    const after = await world.client.update(Deployments, { ...before, spec: { ...before.spec, replicas: 5 } });
    expect(after.spec.replicas).toBe(5);
    expect(after.metadata).toMatchObject({ uid: before.metadata.uid, generation: 2, creationTimestamp: before.metadata.creationTimestamp });
    expect(Number(after.metadata.resourceVersion)).toBeGreaterThan(Number(before.metadata.resourceVersion));
  });

  test("that changes nothing writes nothing", async () => {
    const world = await startApiServer();
    const before = await newDeployment(world);
    const { revision } = world.store;
    await world.run(5);
    const { body } = await world.request("PUT", path, { body: JSON.parse(JSON.stringify(before)) as unknown, query: { fieldManager: "somebody" } });
    expect(body).toBe(before);
    expect(world.store.revision).toBe(revision);
  });

  test("leaves the status alone", async () => {
    const world = await startApiServer();
    const before = await newDeployment(world);
    const after = await world.client.update(Deployments, { ...before, metadata: { ...before.metadata, labels: { x: "y" } }, status: { replicas: 7 } });
    expect(after.status).toEqual({});
    expect(after.metadata.labels).toEqual({ x: "y" });
    expect(after.metadata.generation).toBe(1);
  });

  test("of annotations alone counts for Deployments, whose rollout they drive", async () => {
    const world = await startApiServer();
    const before = await newDeployment(world);
    const after = await world.client.update(Deployments, { ...before, metadata: { ...before.metadata, annotations: { a: "b" } } });
    expect(after.metadata.generation).toBe(2);
  });

  test("cannot change what only the server writes", async () => {
    const world = await startApiServer();
    const before = await newPod(world);
    const metadata = { ...before.metadata, creationTimestamp: "1999-01-01T00:00:00Z", deletionTimestamp: "1999-01-01T00:00:00Z", generation: 50 };
    const after = await world.client.update(Pods, { ...before, metadata: { ...metadata, labels: { a: "2" } } });
    expect(after.metadata).toMatchObject({ creationTimestamp: before.metadata.creationTimestamp, generation: 1, labels: { a: "2" } });
    expect(after.metadata).not.toHaveProperty("deletionTimestamp");
  });

  test("keeps managedFields when the client leaves them out", async () => {
    const world = await startApiServer();
    const before = await newDeployment(world);
    const { managedFields: _dropped, ...metadata } = before.metadata;
    const after = await world.client.update(Deployments, { ...before, metadata, spec: { ...before.spec, replicas: 3 } });
    expect(after.metadata.managedFields).toHaveLength(1);
  });

  test("works on objects that live in no namespace", async () => {
    const world = await startApiServer();
    const namespace = await world.create(Namespaces, { metadata: { name: "shop" } });
    const after = await world.client.update(Namespaces, { ...namespace, metadata: { ...namespace.metadata, labels: { ...namespace.metadata.labels, team: "a" } } });
    expect(after.metadata.labels).toEqual({ "kubernetes.io/metadata.name": "shop", team: "a" });
  });
});

describe("optimistic concurrency", () => {
  test("refuses a copy that is older than what is stored", async () => {
    const world = await startApiServer();
    const before = await newDeployment(world);
    await world.client.update(Deployments, { ...before, spec: { ...before.spec, replicas: 5 } });
    const status = await refusal(world.request("PUT", path, { body: { ...before, spec: { ...before.spec, replicas: 6 } } }));
    expect(status).toMatchObject({
      code: 409,
      reason: "Conflict",
      message: 'Operation cannot be fulfilled on deployments.apps "web": the object has been modified; please apply your changes to the latest version and try again',
      details: { name: "web", group: "apps", kind: "deployments" },
    });
  });

  test("lets whoever names no version have his way, where the kind allows it", async () => {
    const world = await startApiServer();
    const before = await newDeployment(world);
    const { resourceVersion: _version, ...metadata } = before.metadata;
    const after = await world.client.update(Deployments, { ...before, metadata, spec: { ...before.spec, replicas: 6 } } as unknown as Deployment);
    expect(after.spec.replicas).toBe(6);
  });

  test("insists on a version for Leases, which are locks", async () => {
    const world = await startApiServer();
    const lease = await world.create(Leases, { metadata: { name: "lock" }, spec: { holderIdentity: "a" } });
    const { resourceVersion: _version, ...metadata } = lease.metadata;
    const body = { ...lease, metadata, spec: { holderIdentity: "b" } } as unknown as Lease;
    const status = await refusal(world.request("PUT", "/apis/coordination.k8s.io/v1/namespaces/default/leases/lock", { body }));
    expect(status).toMatchObject({ code: 422, message: expect.stringContaining("metadata.resourceVersion: Invalid value: 0: must be specified for an update") as string });
  });

  test("notices that the object is another one by the same name", async () => {
    const world = await startApiServer();
    const before = await newPod(world);
    const body = { ...before, metadata: { ...before.metadata, uid: "other" } };
    const status = await refusal(world.request("PUT", "/api/v1/namespaces/default/pods/web", { body }));
    expect(status).toMatchObject({ code: 409, message: `Operation cannot be fulfilled on pods "web": Precondition failed: UID in precondition: other, UID in object meta: ${before.metadata.uid}` });
  });
});

describe("a refusal", () => {
  test.each([
    { what: "another name in the body", body: { metadata: { name: "other" } }, code: 400, message: "the name of the object (other) does not match the name on the URL (web)" },
    { what: "no name in the body", body: { metadata: {} }, code: 400, message: "the name of the object (web based on URL) was undeterminable: name must be provided" },
    { what: "another namespace in the body", body: { metadata: { name: "web", namespace: "other" } }, code: 400, message: "the namespace of the object (other) does not match the namespace on the request (default)" },
    { what: "another kind", body: { apiVersion: "v1", kind: "Pod", metadata: { name: "web" } }, code: 400, message: 'Pod in version "v1" cannot be handled as a Deployment: converting (v1.Pod) to (apps.Deployment): unknown conversion' },
    { what: "a kind that does not exist", body: { apiVersion: "apps/v1", kind: "Shelf", metadata: { name: "web" } }, code: 400, message: 'Shelf in version "v1" cannot be handled as a Deployment: no kind "Shelf" is registered for version "apps/v1" in scheme "pkg/api/legacyscheme/scheme.go:30"' },
  ])("for $what", async ({ body, code, message }) => {
    const world = await startApiServer();
    await newDeployment(world);
    expect(await refusal(world.request("PUT", path, { body }))).toMatchObject({ code, message });
  });

  test("for an object that is not there", async () => {
    const world = await startApiServer();
    expect(await refusal(world.request("PUT", path, { body: { metadata: { name: "web" } } }))).toMatchObject({ code: 404, message: 'deployments.apps "web" not found' });
  });
});

test("a PUT to a free name creates, for kinds that are written that way", async () => {
  const world = await startApiServer();
  const lease = await world.request("PUT", "/apis/coordination.k8s.io/v1/namespaces/default/leases/lock", { body: { metadata: { name: "lock" }, spec: { holderIdentity: "a" } } });
  expect(lease.status).toBe(201);
  expect(lease.body).toMatchObject({ metadata: { name: "lock", namespace: "default" }, spec: { holderIdentity: "a" } });
});

describe("a write of the status", () => {
  test("changes the status and nothing of the spec", async () => {
    const world = await startApiServer();
    const before = await newDeployment(world);
    const after = await world.client.updateStatus(Deployments, { ...before, spec: { ...before.spec, replicas: 9 }, status: { replicas: 1, observedGeneration: 1 } });
    expect(after.spec.replicas).toBe(1);
    expect(after.status).toEqual({ replicas: 1, observedGeneration: 1 });
    expect(after.metadata.generation).toBe(1);
  });

  test("is owned apart from the spec", async () => {
    const world = await startApiServer();
    const before = await newDeployment(world);
    const after = await world.clientFor({ username: "system:controller", groups: [] }, "controller/v1").updateStatus(Deployments, { ...before, status: { replicas: 1 } });
    expect(after.metadata.managedFields?.find(({ manager }) => manager === "controller")).toMatchObject({ subresource: "status", fieldsV1: { "f:status": { "f:replicas": {} } } });
  });

  test("may carry labels of a pod, but not owners", async () => {
    const world = await startApiServer();
    const before = await newPod(world);
    const owner = { apiVersion: "v1", kind: "ConfigMap", name: "x", uid: "y" };
    const after = await world.client.updateStatus(Pods, { ...before, metadata: { ...before.metadata, labels: { a: "2" }, ownerReferences: [owner] }, status: { ...before.status, phase: "Running" } } as Pod);
    expect(after.status.phase).toBe("Running");
    expect(after.metadata.labels).toEqual({ a: "2" });
    expect(after.metadata).not.toHaveProperty("ownerReferences");
  });

  test("can be read at its own path", async () => {
    const world = await startApiServer();
    const pod = await newPod(world);
    expect((await world.request("GET", "/api/v1/namespaces/default/pods/web/status")).body).toBe(pod);
  });
});

test("a dry run shows the outcome and leaves everything as it is", async () => {
  const world = await startApiServer();
  const before = await newDeployment(world);
  const { revision } = world.store;
  const { body } = await world.request("PUT", path, { query: { dryRun: "All" }, body: { ...before, spec: { ...before.spec, replicas: 4 } } });
  expect(body).toMatchObject({ spec: { replicas: 4 }, metadata: { generation: 2 } });
  expect(world.store.revision).toBe(revision);
});

test("an empty map of labels is left out, as Go leaves it out", async () => {
  const world = await startApiServer();
  const { metadata } = await world.create(Secrets, { metadata: { name: "a", labels: {}, annotations: {} } });
  expect(metadata).not.toHaveProperty("labels");
  expect(metadata).not.toHaveProperty("annotations");
  const config = await world.create(ConfigMaps, { metadata: { name: "a", labels: { x: "y" } } });
  expect((await world.client.update(ConfigMaps, { ...config, metadata: { ...config.metadata, labels: {} } })).metadata).not.toHaveProperty("labels");
});
