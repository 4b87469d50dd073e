import { beforeEach, expect, test } from "vitest";
import { ApiError } from "../apimachinery/status.ts";
import type { ApiHandler, ApiRequest, ApiResponse, StreamSink } from "../apimachinery/wire.ts";
import { ConfigMaps } from "../api/core/config-map.ts";
import { Namespaces } from "../api/core/namespace.ts";
import { Pods } from "../api/core/pod.ts";
import { Deployments } from "../api/apps/deployment.ts";
import { Lifetime } from "../sim/lifetime.ts";
import { clockWithin } from "../sim/clock.ts";
import { Simulation } from "../sim/simulation.ts";
import { startApiServer } from "../testing/api-server.ts";
import { turn } from "../testing/node/turn.ts";
import { createClient, type ClientOptions } from "./create-client.ts";
import { ConnectionError } from "./transport.ts";

let simulation: Simulation;
let requests: ApiRequest[];
let answer: (request: ApiRequest) => ApiResponse;
let sinks: StreamSink[];
let closed: number;

const ok = (body: unknown): ApiResponse => ({ status: 200, headers: {}, body });

const transport: ApiHandler = {
  handle: async (request) => {
    requests.push(request);
    return answer(request);
  },
  stream: (request, sink) => {
    requests.push(request);
    sinks.push(sink);
    return { send() {}, close: () => void closed++ };
  },
};

beforeEach(() => {
  simulation = new Simulation({ start: 0, turn });
  requests = [];
  sinks = [];
  closed = 0;
  answer = () => ok({});
});

const connect = (more: Partial<ClientOptions> = {}) => createClient({ transport, clock: simulation, userAgent: "test/v1", ...more });

const web = { namespace: "shop", name: "web" };
const object = { apiVersion: "v1", kind: "Pod", metadata: { ...web, uid: "1", resourceVersion: "1", creationTimestamp: "" }, spec: { containers: [] }, status: {} } as const;

test.each([
  ["get", () => connect().get(Pods, web), "GET /api/v1/namespaces/shop/pods/web", {}],
  ["get of another group", () => connect().get(Deployments, web), "GET /apis/apps/v1/namespaces/shop/deployments/web", {}],
  ["get outside of namespaces", () => connect().get(Namespaces, { name: "shop" }), "GET /api/v1/namespaces/shop", {}],
  ["list of all namespaces", () => connect().list(Pods), "GET /api/v1/pods", {}],
  ["list with options", () => connect().list(Pods, { namespace: "shop", labelSelector: "a=b", limit: 5, resourceVersion: "0" }), "GET /api/v1/namespaces/shop/pods", { labelSelector: "a=b", limit: "5", resourceVersion: "0" }],
  ["create", () => connect().create(Pods, { metadata: web }, { dryRun: true, fieldValidation: "Strict" }), "POST /api/v1/namespaces/shop/pods", { dryRun: "All", fieldValidation: "Strict" }],
  ["update", () => connect().update(Pods, object, { fieldManager: "me" }), "PUT /api/v1/namespaces/shop/pods/web", { fieldManager: "me" }],
  ["update of the status", () => connect().updateStatus(Pods, object), "PUT /api/v1/namespaces/shop/pods/web/status", {}],
  ["patch", () => connect().patch(Pods, web, { type: "merge", body: {}, subresource: "status" }, { force: true }), "PATCH /api/v1/namespaces/shop/pods/web/status", { force: "true" }],
  ["delete", () => connect().delete(Pods, web), "DELETE /api/v1/namespaces/shop/pods/web", {}],
  ["delete of a collection", () => connect().deleteCollection(Pods, { namespace: "shop" }), "DELETE /api/v1/namespaces/shop/pods", {}],
  ["binding", () => connect().createSubresource(Pods as never, web, "binding", {}), "POST /api/v1/namespaces/shop/pods/web/binding", {}],
  ["finalize", () => connect().updateSubresource(Namespaces as never, { name: "shop" }, "finalize", {}), "PUT /api/v1/namespaces/shop/finalize", {}],
])("%s", async (_name, call, line, query) => {
  await call();
  expect(requests.map(({ method, path }) => `${method} ${path}`)).toEqual([line]);
  expect(requests[0]?.query ?? {}).toEqual(query);
  expect(requests[0]?.headers?.["user-agent"]).toBe("test/v1");
});

test("a patch says of which type it is", async () => {
  await connect().patch(Pods, web, { type: "strategic", body: { a: 1 } });
  expect(requests[0]?.headers?.["content-type"]).toBe("application/strategic-merge-patch+json");
  expect(requests[0]?.body).toEqual({ a: 1 });
});

test("a delete carries its options in the body", async () => {
  await connect().delete(Pods, web, { gracePeriodSeconds: 0, propagationPolicy: "Orphan", preconditions: { uid: "1" }, dryRun: true });
  expect(requests[0]?.body).toEqual({
    apiVersion: "v1", kind: "DeleteOptions", gracePeriodSeconds: 0, propagationPolicy: "Orphan", preconditions: { uid: "1" }, dryRun: ["All"],
  });
});

test("drafts need not say what they are", async () => {
  await connect().create(ConfigMaps, { metadata: web, data: { a: "1" } });
  expect(requests[0]?.body).toEqual({ apiVersion: "v1", kind: "ConfigMap", metadata: web, data: { a: "1" } });
  expect(Object.isFrozen(requests[0]?.body)).toBe(true);
});

test("the cause goes with every request of a client that has one", async () => {
  const client = connect();
  await client.because({ actor: "deployment-controller", revision: 12 }).delete(Pods, web);
  await client.delete(Pods, web);
  expect(requests.map(({ cause }) => cause)).toEqual([{ actor: "deployment-controller", revision: 12 }, undefined]);
});

test("the field manager of the client is the default for writes", async () => {
  await connect({ fieldManager: "me" }).update(Pods, object);
  await connect({ fieldManager: "me" }).update(Pods, object, { fieldManager: "other" });
  expect(requests.map(({ query }) => query?.fieldManager)).toEqual(["me", "other"]);
});

test("a refusal is an ApiError with the server's status", async () => {
  const world = await startApiServer();
  const error = await world.client.get(Pods, { namespace: "default", name: "none" }).catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(ApiError);
  expect((error as ApiError).message).toBe('pods "none" not found');
  expect([(error as ApiError).code, (error as ApiError).reason]).toEqual([404, "NotFound"]);
});

test("an answer that is no Status is still an ApiError", async () => {
  answer = () => ({ status: 404, headers: {}, body: "404 page not found" });
  await expect(connect().get(Pods, web)).rejects.toMatchObject({ name: "ApiError", message: "404 page not found", code: 404 });
});

test("no answer is a ConnectionError", async () => {
  answer = () => {
    throw new ConnectionError("dial tcp 172.18.0.2:6443: connect: connection refused");
  };
  await expect(connect().get(Pods, web)).rejects.toThrow(ConnectionError);
});

test("requests beyond the burst wait for their turn", async () => {
  const client = connect({ rateLimit: { qps: 10, burst: 2 } });
  const times: number[] = [];
  for (let index = 0; index < 5; index++) void client.get(Pods, web).then(() => times.push(simulation.now()));
  await simulation.settle();
  await simulation.runFor(1000);
  expect(times).toEqual([0, 0, 100, 200, 300]);
});

test("clients with different causes share one limit", async () => {
  const client = connect({ rateLimit: { qps: 10, burst: 1 } });
  await client.because({ actor: "a" }).get(Pods, web);
  let late = false;
  void client.because({ actor: "b" }).get(Pods, web).then(() => (late = true));
  await simulation.settle();
  expect(late).toBe(false);
  await simulation.runFor(100);
  expect(late).toBe(true);
});

test("who dies hears no answer", async () => {
  const lifetime = new Lifetime();
  const client = connect({ lifetime, clock: clockWithin(simulation, lifetime) });
  let heard = 0;
  const hear = () => void heard++;
  void client.get(Pods, web).then(hear, hear);
  lifetime.end();
  await simulation.settle();
  void client.get(Pods, web).then(hear, hear);
  await simulation.settle();
  expect([heard, requests.length]).toEqual([0, 1]);
});

function watchPods(lifetime?: Lifetime) {
  const seen: unknown[] = [];
  const handle = connect({ ...(lifetime && { lifetime }) }).watch(Pods, { resourceVersion: "5", allowWatchBookmarks: true, timeoutSeconds: 300 }, {
    events: (batch) => seen.push(...batch.map(({ type }) => type)),
    closed: (error) => seen.push(error?.message ?? "end"),
  });
  return { seen, handle, sink: sinks[0] as StreamSink };
}

test("a watch asks for what it was told and hands batches on", () => {
  const { seen, sink } = watchPods();
  expect(requests[0]?.query).toEqual({ watch: "true", resourceVersion: "5", allowWatchBookmarks: "true", timeoutSeconds: "300" });
  sink.opened(ok(undefined));
  sink.chunk([{ type: "ADDED", object }, { type: "BOOKMARK", object }]);
  sink.closed();
  expect(seen).toEqual(["ADDED", "BOOKMARK", "end"]);
});

test("a watch that is refused ends with the reason", () => {
  const { seen, sink } = watchPods();
  sink.opened({ status: 410, headers: {}, body: { kind: "Status", message: "too old", reason: "Expired", code: 410 } });
  sink.closed();
  expect(seen).toEqual(["too old"]);
});

test("an ERROR event ends a watch after what came before it", () => {
  const { seen, sink } = watchPods();
  sink.chunk([{ type: "MODIFIED", object }, { type: "ERROR", object: { kind: "Status", message: "too old resource version: 5 (9)", code: 410 } }]);
  sink.chunk([{ type: "ADDED", object }]);
  expect(seen).toEqual(["MODIFIED", "too old resource version: 5 (9)"]);
  expect(closed).toBe(1);
});

test("closing a watch is silent", () => {
  const { seen, handle, sink } = watchPods();
  handle.close();
  handle.close();
  sink.chunk([{ type: "ADDED", object }]);
  sink.closed();
  expect(seen).toEqual([]);
  expect(closed).toBe(1);
});

test("the end of the process closes its watches silently", () => {
  const lifetime = new Lifetime();
  const { seen, sink } = watchPods(lifetime);
  lifetime.end();
  sink.chunk([{ type: "ADDED", object }]);
  sink.closed();
  expect(seen).toEqual([]);
  expect(closed).toBe(1);
});
