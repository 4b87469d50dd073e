import { describe, expect, test } from "vitest";
import type { Status } from "../../apimachinery/status.ts";
import { patchTypes } from "../../apimachinery/wire.ts";
import { Deployments } from "../../api/apps/deployment.ts";
import { type Pod, Pods } from "../../api/core/pod.ts";
import { startApiServer, type World } from "../../testing/api-server.ts";
import type { KubeletProxy, KubeletRequest, ProxyRequest } from "./kubelet-proxy.ts";

const pods = "/api/v1/namespaces/default/pods";
const spec = { containers: [{ name: "web", image: "nginx" }] };
const newPod = (world: World, more: object = {}) => world.create(Pods, { metadata: { name: "web", annotations: { a: "1" } }, spec: { ...spec, ...more } });
const bind = (world: World, body: object, name = "web") => world.request("POST", `${pods}/${name}/binding`, { body });
const target = { kind: "Node", name: "node-1" };

describe("binding", () => {
  test("puts a pod on a node, says so in a condition, and is no new generation", async () => {
    const world = await startApiServer();
    const before = await newPod(world);
    const { status, body } = await bind(world, { metadata: { name: "web", annotations: { b: "2" } }, target });
    expect(status).toBe(201);
    expect(body).toMatchObject({ kind: "Status", status: "Success", code: 201 });
    expect(world.all(Pods)[0]).toMatchObject({
      metadata: { annotations: { a: "1", b: "2" }, generation: 1, managedFields: before.metadata.managedFields },
      spec: { nodeName: "node-1" },
      status: { conditions: [{ type: "PodScheduled", status: "True", lastTransitionTime: "2026-04-22T10:00:00Z" }] },
    });
  });

  test("forgets why the pod could not be scheduled before", async () => {
    const world = await startApiServer();
    const pod = await newPod(world);
    const conditions = [{ type: "PodScheduled" as const, status: "False" as const, reason: "Unschedulable", message: "0/1 nodes are available" }];
    await world.client.updateStatus(Pods, { ...pod, status: { ...pod.status, conditions, nominatedNodeName: "node-2" } });
    await world.run(7);
    await bind(world, { metadata: { name: "web" }, target });
    const [{ status }] = world.all(Pods) as [Pod];
    expect(status.conditions).toEqual([{ type: "PodScheduled", status: "True", observedGeneration: 1, lastTransitionTime: "2026-04-22T10:00:07Z" }]);
    expect(status).not.toHaveProperty("nominatedNodeName");
  });

  test("may come by the old collection", async () => {
    const world = await startApiServer();
    await newPod(world);
    expect((await world.request("POST", "/api/v1/namespaces/default/bindings", { body: { metadata: { name: "web" }, target } })).status).toBe(201);
    expect(world.all(Pods)[0]?.spec.nodeName).toBe("node-1");
  });

  test.each([
    { what: "a pod that is not there", name: "none", body: { target }, code: 404, message: 'pods "none" not found' },
    { what: "another pod", body: { metadata: { uid: "other" }, target }, code: 409, message: /^Operation cannot be fulfilled on pods\/binding "web": Precondition failed: UID in precondition: other/ },
    { what: "no node", body: { target: { kind: "Node" } }, code: 422, message: 'Binding "web" is invalid: target.name: Required value' },
    { what: "something else than a node", body: { target: { kind: "Shelf", name: "a" } }, code: 422, message: 'Binding "web" is invalid: target.kind: Unsupported value: "Shelf": supported values: "Node", "<empty>"' },
    { what: "another name", body: { metadata: { name: "other" }, target }, code: 400, message: "name in URL does not match name in Binding object" },
  ])("is refused for $what", async ({ name = "web", body, code, message }) => {
    const world = await startApiServer();
    await newPod(world);
    const status = (await bind(world, body, name)).body as Status;
    expect(status.code).toBe(code);
    expect(status.message).toMatch(message);
  });

  test("happens once", async () => {
    const world = await startApiServer();
    await newPod(world);
    await bind(world, { target });
    expect((await bind(world, { target: { kind: "Node", name: "node-2" } })).body).toMatchObject({ code: 409, message: 'Operation cannot be fulfilled on pods/binding "web": pod web is already assigned to node "node-1"' });
  });

  test("waits for scheduling gates", async () => {
    const world = await startApiServer();
    await newPod(world, { schedulingGates: [{ name: "example.com/wait" }] });
    expect((await bind(world, { target })).body).toMatchObject({ code: 409, message: expect.stringContaining("pod web has non-empty .spec.schedulingGates") as string });
  });
});

describe("scale", () => {
  const scale = "/apis/apps/v1/namespaces/default/deployments/web/scale";
  async function worldWithDeployment(): Promise<World> {
    const world = await startApiServer();
    await world.create(Deployments, { metadata: { name: "web" }, spec: { replicas: 2, selector: { matchLabels: { app: "web" } }, template: { metadata: { labels: { app: "web" } }, spec } } });
    return world;
  }

  test("shows the numbers and the selector", async () => {
    const world = await worldWithDeployment();
    const { metadata } = world.all(Deployments)[0]!;
    const { name, namespace, uid, resourceVersion, creationTimestamp } = metadata;
    expect((await world.request("GET", scale)).body).toEqual({
      kind: "Scale",
      apiVersion: "autoscaling/v1",
      metadata: { name, namespace, uid, resourceVersion, creationTimestamp },
      spec: { replicas: 2 },
      status: { replicas: 0, selector: "app=web" },
    });
  });

  test.each([
    { method: "PUT" as const, type: undefined, body: { metadata: { name: "web" }, spec: { replicas: 5 } } },
    { method: "PATCH" as const, type: patchTypes.merge, body: { spec: { replicas: 5 } } },
    { method: "PATCH" as const, type: patchTypes.json, body: [{ op: "replace", path: "/spec/replicas", value: 5 }] },
  ])("is written by $method $type", async ({ method, type, body }) => {
    const world = await worldWithDeployment();
    const answer = await world.request(method, scale, { body, query: { fieldManager: "me" }, ...(type !== undefined && { headers: { "content-type": type } }) });
    expect(answer.body).toMatchObject({ kind: "Scale", spec: { replicas: 5 } });
    const [deployment] = world.all(Deployments);
    expect(deployment).toMatchObject({ spec: { replicas: 5 }, metadata: { generation: 2 } });
    expect(deployment?.metadata.managedFields?.find(({ manager }) => manager === "me")).toMatchObject({ subresource: "scale", fieldsV1: { "f:spec": { "f:replicas": {} } } });
  });

  test.each([
    { body: { spec: { replicas: -1 } }, code: 422, message: 'Scale.autoscaling "web" is invalid: spec.replicas: Invalid value: -1: must be greater than or equal to 0' },
    { body: { metadata: { resourceVersion: "1" }, spec: { replicas: 1 } }, code: 409, message: expect.stringContaining("the object has been modified") as string },
    { body: { metadata: { name: "other" }, spec: { replicas: 1 } }, code: 400, message: 'the name of the object ("other") does not match the name on the URL (web)' },
    { body: { spec: { replicas: "many" } }, code: 400, message: "Scale in version \"v1\" cannot be handled as a Scale: json: cannot unmarshal string into Go struct field ScaleSpec.spec.replicas of type int32" },
  ])("refuses $body", async ({ body, code, message }) => {
    const world = await worldWithDeployment();
    expect((await world.request("PUT", scale, { body })).body).toMatchObject({ code, message });
  });
});

describe("eviction", () => {
  const evict = (world: World, body: object = {}) => world.request("POST", `${pods}/web/eviction`, { body: { metadata: { name: "web" }, ...body } });

  test("deletes a pod as a DELETE would, and leaves its reason", async () => {
    const world = await startApiServer();
    await newPod(world);
    await bind(world, { target });
    expect(await evict(world, { deleteOptions: { gracePeriodSeconds: 3 } })).toMatchObject({ status: 201, body: { status: "Success" } });
    expect(world.all(Pods)[0]).toMatchObject({
      metadata: { deletionGracePeriodSeconds: 3 },
      status: { conditions: [{ type: "PodScheduled" }, { type: "DisruptionTarget", status: "True", reason: "EvictionByEvictionAPI", message: "Eviction API: evicting" }] },
    });
  });

  test("is refused when a budget forbids it, unless the pod does not run", async () => {
    const world = await startApiServer({ budgets: { claim: () => ({ budget: "pdb", message: "The disruption budget pdb needs 1 healthy pods and has 1 currently" }) } });
    const pod = await newPod(world);
    await bind(world, { target });
    await world.client.updateStatus(Pods, { ...(await world.client.get(Pods, { namespace: "default", name: "web" })), status: { ...pod.status, phase: "Running" } });
    expect((await evict(world)).body).toMatchObject({
      code: 429,
      reason: "TooManyRequests",
      message: "Cannot evict pod as it would violate the pod's disruption budget.",
      details: { causes: [{ reason: "DisruptionBudget", message: "The disruption budget pdb needs 1 healthy pods and has 1 currently" }] },
    });
    await world.create(Pods, { metadata: { name: "waiting" }, spec });
    expect((await world.request("POST", `${pods}/waiting/eviction`, { body: { metadata: { name: "waiting" } } })).status).toBe(201);
  });

  test("must name the pod of its path", async () => {
    const world = await startApiServer();
    await newPod(world);
    expect((await evict(world, { metadata: { name: "other" } })).body).toMatchObject({ code: 400, message: "name in URL does not match name in Eviction object" });
  });
});

describe("ephemeral containers", () => {
  test("are added, and nothing else changes", async () => {
    const world = await startApiServer();
    await newPod(world);
    const body = { spec: { ephemeralContainers: [{ name: "debug", image: "busybox" }], nodeName: "node-9" } };
    const { status, body: pod } = await world.request("PATCH", `${pods}/web/ephemeralcontainers`, { body, headers: { "content-type": patchTypes.strategic } });
    expect(status).toBe(200);
    expect((pod as Pod).spec.ephemeralContainers?.map(({ name }) => name)).toEqual(["debug"]);
    expect((pod as Pod).spec).not.toHaveProperty("nodeName");
  });
});

describe("a connection to a container", () => {
  function recordingProxy() {
    const requests: KubeletRequest[] = [];
    const proxied: ProxyRequest[] = [];
    const kubelets: KubeletProxy = {
      connect(request, sink) {
        requests.push(request);
        sink.opened({ status: 200, headers: { "content-type": "text/plain" }, body: undefined });
        sink.chunk("line 1\n");
        sink.chunk("line 2\n");
        if (request.query.follow === undefined) sink.closed();
        return { send() {}, close() {} };
      },
      proxy(request) {
        proxied.push(request);
        return Promise.resolve({ status: 200, headers: { "content-type": "text/html" }, body: "<h1>hello</h1>" });
      },
    };
    return { requests, proxied, kubelets };
  }

  test("reads a log as one text", async () => {
    const { requests, kubelets } = recordingProxy();
    const world = await startApiServer({ kubelets });
    await newPod(world);
    await bind(world, { target });
    const { headers, body } = await world.request("GET", `${pods}/web/log`, { query: { tailLines: "2" } });
    expect(headers["content-type"]).toBe("text/plain");
    expect(body).toBe("line 1\nline 2\n");
    expect(requests[0]).toMatchObject({ node: "node-1", kind: "log", container: "web", query: { tailLines: "2" } });
  });

  test("passes on a command with all its words", async () => {
    const { requests, kubelets } = recordingProxy();
    const world = await startApiServer({ kubelets });
    await newPod(world);
    await bind(world, { target });
    world.transport().stream({ method: "POST", path: `${pods}/web/exec`, query: { command: "sh\u0000-c\u0000ls", container: "web" } }, { opened() {}, chunk() {}, closed() {} });
    expect(requests[0]).toMatchObject({ kind: "exec", command: ["sh", "-c", "ls"], container: "web" });
  });

  test.each([
    { query: {}, containers: ["a", "b"], message: "a container name must be specified for pod web, choose one of: [a b]" },
    { query: { container: "c" }, containers: ["a", "b"], message: "container c is not valid for pod web" },
  ])("must know which container: $query of $containers", async ({ query, containers, message }) => {
    const world = await startApiServer({ kubelets: recordingProxy().kubelets });
    await newPod(world, { containers: containers.map((name) => ({ name, image: "nginx" })) });
    await bind(world, { target });
    expect((await world.request("GET", `${pods}/web/log`, { query: query as Record<string, string> })).body).toMatchObject({ code: 400, message });
  });

  test("needs a node", async () => {
    const world = await startApiServer({ kubelets: recordingProxy().kubelets });
    await newPod(world);
    let refusal: unknown;
    const sink = { opened: (response: object) => void (refusal = response), chunk() {}, closed() {} };
    world.transport().stream({ method: "POST", path: `${pods}/web/exec`, query: { command: "ls" } }, sink);
    expect(refusal).toMatchObject({ status: 400, body: { message: "pod web does not have a host assigned" } });
    expect(await world.request("GET", `${pods}/web/log`)).toMatchObject({ status: 200, body: "" });
  });

  test("asks for an upgrade when it is not made as a stream", async () => {
    const world = await startApiServer({ kubelets: recordingProxy().kubelets });
    await newPod(world);
    expect((await world.request("POST", `${pods}/web/exec`)).body).toMatchObject({ code: 400, message: "Upgrade request required" });
  });

  test("passes a request through to a port", async () => {
    const { proxied, kubelets } = recordingProxy();
    const world = await startApiServer({ kubelets });
    await newPod(world);
    await bind(world, { target });
    const { headers, body } = await world.request("GET", `${pods}/https:web:8443/proxy/a/b`, { query: { x: "1" } });
    expect(body).toBe("<h1>hello</h1>");
    expect(headers["content-type"]).toBe("text/html");
    expect(proxied[0]).toEqual({ target: { kind: "pod", namespace: "default", name: "web", port: "8443", scheme: "https" }, method: "GET", path: "/a/b", query: { x: "1" }, body: undefined });
  });
});

describe("a service account's token", () => {
  const at = "/api/v1/namespaces/default/serviceaccounts/default/token";
  const request = (world: World, more: object = {}) => world.request("POST", at, { body: { spec: { expirationSeconds: 3600, ...more } } });
  const whoIs = async (world: World, token: string) => {
    const { status } = await world.server.handle({ method: "GET", path: "/version", headers: { authorization: `Bearer ${token}` } });
    return status === 200 ? world.server.requests.all().at(-1)?.user : status;
  };
  const tokenOf = ({ body }: { readonly body: unknown }) => (body as { readonly status: { readonly token: string } }).status.token;

  test("stands for the account until it expires", async () => {
    const world = await startApiServer();
    const answer = await request(world);
    expect(answer).toMatchObject({ status: 201, body: { kind: "TokenRequest", status: { expirationTimestamp: "2026-04-22T11:00:00Z" } } });
    expect(await whoIs(world, tokenOf(answer))).toBe("system:serviceaccount:default:default");
    await world.run(3601);
    expect(await whoIs(world, tokenOf(answer))).toBe(401);
  });

  test("dies with the pod that it is bound to", async () => {
    const world = await startApiServer();
    const { metadata } = await newPod(world);
    const token = tokenOf(await request(world, { boundObjectRef: { kind: "Pod", apiVersion: "v1", name: "web", uid: metadata.uid } }));
    expect(await whoIs(world, token)).toBe("system:serviceaccount:default:default");
    await world.client.delete(Pods, { namespace: "default", name: "web" });
    expect(await whoIs(world, token)).toBe(401);
  });

  test("is worth nothing when it was made up or is meant for somebody else", async () => {
    const world = await startApiServer();
    const token = tokenOf(await request(world, { audiences: ["vault"] }));
    expect(await whoIs(world, token)).toBe(401);
    expect(await whoIs(world, "a.b.c")).toBe(401);
    const good = tokenOf(await request(world));
    expect(await whoIs(world, `${good}0`)).toBe(401);
  });

  test.each([
    { spec: { expirationSeconds: 60 }, code: 422, message: expect.stringContaining("spec.expirationSeconds: Invalid value: 60: may not specify a duration less than 10 minutes") as string },
    { spec: { boundObjectRef: { kind: "Pod", name: "none" } }, code: 404, message: 'pods "none" not found' },
    { spec: { boundObjectRef: { kind: "Pod", name: "web", uid: "other" } }, code: 409, message: expect.stringContaining("the UID in the bound object reference (other) does not match the UID in record") as string },
    { spec: { boundObjectRef: { kind: "Shelf", name: "web" } }, code: 400, message: 'cannot bind token to object of type "Shelf"' },
  ])("is refused for $spec", async ({ spec: wanted, code, message }) => {
    const world = await startApiServer();
    await newPod(world);
    expect((await request(world, wanted)).body).toMatchObject({ code, message });
  });
});

test.each([
  ["POST", `${pods}/web/status`, 405],
  ["DELETE", `${pods}/web/binding`, 405],
  ["GET", `${pods}/web/nothing`, 404],
  ["GET", `${pods}/web/scale`, 404],
] as const)("%s %s is answered with %d", async (method, path, code) => {
  const world = await startApiServer();
  await newPod(world);
  expect((await world.request(method, path, { body: {} })).status).toBe(code);
});
