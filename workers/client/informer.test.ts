import { beforeEach, expect, test } from "vitest";
import { expired } from "../apimachinery/status.ts";
import type { ApiHandler, StreamHandle, StreamSink } from "../apimachinery/wire.ts";
import { type ConfigMap, ConfigMaps } from "../api/core/config-map.ts";
import { Pods } from "../api/core/pod.ts";
import { clockWithin } from "../sim/clock.ts";
import { Lifetime } from "../sim/lifetime.ts";
import { createLog } from "../sim/log.ts";
import { startApiServer, type World } from "../testing/api-server.ts";
import { createClient } from "./create-client.ts";
import { type Informer, revisionOf } from "./informer.ts";
import { createInformerFactory, type InformerFactory } from "./informer-factory.ts";
import { ConnectionError } from "./transport.ts";

/** A way to the server that can be cut. */
class Cable implements ApiHandler {
  readonly #server: ApiHandler;
  readonly #open = new Set<StreamSink>();
  readonly log: string[] = [];
  cut = false;
  /** The next watch is refused, as by a server that has compacted its history. */
  forgetful = false;

  constructor(server: ApiHandler) {
    this.#server = server;
  }

  async handle(request: Parameters<ApiHandler["handle"]>[0]) {
    this.log.push(`${request.query?.resourceVersion === undefined ? "list" : `list ${request.query.resourceVersion}`}`);
    if (this.cut) throw new ConnectionError("connection refused");
    return this.#server.handle(request);
  }

  stream(request: Parameters<ApiHandler["stream"]>[0], sink: StreamSink): StreamHandle {
    this.log.push(`watch ${request.query?.resourceVersion}`);
    if (this.cut) {
      sink.closed(new ConnectionError("connection refused"));
      return { send() {}, close() {} };
    }
    if (this.forgetful) {
      this.forgetful = false;
      sink.opened({ status: 410, headers: {}, body: expired(`too old resource version: ${request.query?.resourceVersion} (9999)`).status });
      sink.closed();
      return { send() {}, close() {} };
    }
    this.#open.add(sink);
    const handle = this.#server.stream(request, {
      opened: (response) => sink.opened(response),
      chunk: (data) => (this.#open.has(sink) ? sink.chunk(data) : undefined),
      closed: (error) => (this.#open.delete(sink) ? sink.closed(error) : undefined),
    });
    return handle;
  }

  /** All connections break. */
  break(): void {
    this.cut = true;
    for (const sink of this.#open) {
      this.#open.delete(sink);
      sink.closed(new ConnectionError("connection lost"));
    }
  }
}

let world: World;
let cable: Cable;
let lifetime: Lifetime;
let factory: InformerFactory;
let logs: string[];

beforeEach(async () => {
  world = await startApiServer();
  cable = new Cable(world.transport());
  lifetime = new Lifetime();
  logs = [];
  const clock = clockWithin(world.simulation, lifetime);
  const client = createClient({ transport: cable, clock, lifetime, userAgent: "test" });
  const log = createLog("test", () => world.simulation.now(), ({ message }) => void logs.push(message));
  factory = createInformerFactory({ client, clock, random: world.random.fork("informers"), log });
});

const make = (name: string, data: Readonly<Record<string, string>> = {}, namespace = "default") =>
  world.client.create(ConfigMaps, { metadata: { name, namespace, labels: { name } }, data });

const change = async (name: string, data: Readonly<Record<string, string>>) =>
  world.client.patch(ConfigMaps, { namespace: "default", name }, { type: "merge", body: { data } });

const remove = (name: string) => world.client.delete(ConfigMaps, { namespace: "default", name });

function record(informer: Informer<ConfigMap>): string[] {
  const told: string[] = [];
  informer.addHandler({
    added: ({ metadata }) => void told.push(`+${metadata.name}`),
    updated: (previous, { metadata, data }) => void told.push(`~${metadata.name} ${previous.data?.v ?? ""}>${data?.v ?? ""}`),
    deleted: ({ metadata }) => void told.push(`-${metadata.name}`),
  });
  return told;
}

const names = (informer: Informer<ConfigMap>) => informer.list().map(({ metadata }) => metadata.name).sort();

test("an informer holds what is there and is told of every change", async () => {
  await make("a", { v: "1" });
  const informer = factory.for(ConfigMaps);
  const told = record(informer);
  expect(informer.hasSynced).toBe(false);
  await world.settle();
  expect(informer.hasSynced).toBe(true);
  await make("b");
  await change("a", { v: "2" });
  await remove("b");
  await world.settle();
  expect(told.filter((line) => !line.includes("kube"))).toEqual(["+a", "+b", "~a 1>2", "-b"]);
  expect(informer.get("default/a")?.data).toEqual({ v: "2" });
  expect(informer.get("default/b")).toBeUndefined();
});

test("synced resolves with the first list", async () => {
  let synced = false;
  factory.for(ConfigMaps);
  void factory.synced().then(() => (synced = true));
  expect(synced).toBe(false);
  await world.settle();
  expect(synced).toBe(true);
});

test("a handler that comes late is told what is there", async () => {
  const informer = factory.for(ConfigMaps);
  await make("a");
  await world.settle();
  expect(record(informer)).toEqual(["+a"]);
});

test("a handler that leaves hears nothing more", async () => {
  const informer = factory.for(ConfigMaps);
  const told: string[] = [];
  const leave = informer.addHandler({ added: ({ metadata }) => void told.push(metadata.name) });
  await make("a");
  await world.settle();
  leave();
  await make("b");
  await world.settle();
  expect(told).toEqual(["a"]);
});

test("a process has one informer for a resource, and one for each narrower view", async () => {
  expect(factory.for(ConfigMaps)).toBe(factory.for(ConfigMaps));
  const narrow = factory.for(ConfigMaps, { namespace: "kube-public", labelSelector: "name=x" });
  expect(narrow).not.toBe(factory.for(ConfigMaps));
  await make("x", {}, "kube-public");
  await make("y", {}, "kube-public");
  await make("x");
  await world.settle();
  expect(names(narrow)).toEqual(["x"]);
  expect(names(factory.for(ConfigMaps))).toEqual(["x", "x", "y"]);
  expect(cable.log.filter((line) => line.startsWith("list"))).toHaveLength(2);
});

test("a field selector narrows the view too", async () => {
  const bound = factory.for(Pods, { fieldSelector: "spec.nodeName=node-1" });
  const spec = { containers: [{ name: "web", image: "nginx" }] };
  await world.create(Pods, { metadata: { name: "a" }, spec: { ...spec, nodeName: "node-1" } });
  await world.create(Pods, { metadata: { name: "b" }, spec });
  await world.settle();
  expect(bound.list().map(({ metadata }) => metadata.name)).toEqual(["a"]);
});

test("the revision of a change is the revision of the write", async () => {
  const informer = factory.for(ConfigMaps);
  const revisions: number[] = [];
  const note = (object: ConfigMap) => void revisions.push(revisionOf(object));
  informer.addHandler({ added: note, updated: (_previous, object) => note(object), deleted: note });
  const created = await make("a");
  const changed = await change("a", { v: "1" });
  await remove("a");
  await world.settle();
  expect(revisions).toEqual([Number(created.metadata.resourceVersion), Number(changed.metadata.resourceVersion), Number(changed.metadata.resourceVersion) + 1]);
});

test("a lost connection is resumed where it broke", async () => {
  const informer = factory.for(ConfigMaps);
  const told = record(informer);
  await make("a");
  await world.settle();
  cable.break();
  await make("b");
  await remove("a");
  await world.run(3);
  expect(names(informer)).toEqual(["a"]);
  cable.cut = false;
  await world.settle();
  expect(told).toEqual(["+a", "+b", "-a"]);
  expect(cable.log.filter((line) => line.startsWith("list"))).toHaveLength(1);
});

test("tries to reconnect come less and less often, up to every minute", async () => {
  factory.for(ConfigMaps);
  await world.settle();
  cable.break();
  const attempts: number[] = [];
  for (let seconds = 0; seconds < 300; seconds++) {
    const before = cable.log.length;
    await world.run(1);
    if (cable.log.length > before) attempts.push(seconds);
  }
  const gaps = attempts.slice(1).map((at, index) => at - (attempts[index] ?? 0));
  expect(attempts.length).toBeGreaterThan(8);
  expect(attempts.length).toBeLessThan(20);
  expect(Math.max(...gaps)).toBeLessThanOrEqual(61);
  expect(gaps.at(-1)).toBeGreaterThanOrEqual(29);
});

test("after two minutes the wait for the server no longer counts as something that happens", async () => {
  factory.for(ConfigMaps);
  await world.settle();
  cable.break();
  await world.run(60);
  expect(world.simulation.settled).toBe(false);
  await world.run(180);
  expect(world.simulation.settled).toBe(true);
});

test("a server that is down at the start is waited for", async () => {
  cable.cut = true;
  const informer = factory.for(ConfigMaps);
  await make("a");
  await world.run(5);
  expect(informer.hasSynced).toBe(false);
  cable.cut = false;
  await world.run(10);
  expect(names(informer)).toEqual(["a"]);
});

test("a revision that is too old means listing again, and nothing is missed", async () => {
  const informer = factory.for(ConfigMaps);
  await make("a", { v: "1" });
  await make("b");
  await make("c");
  await world.settle();
  const told = record(informer);
  told.length = 0;
  cable.break();
  await remove("b");
  await change("a", { v: "2" });
  await make("d");
  cable.cut = false;
  cable.forgetful = true;
  await world.run(60);
  expect(cable.log.filter((line) => line.startsWith("list"))).toHaveLength(2);
  expect(told.toSorted()).toEqual(["+d", "-b", "~a 1>2"]);
  expect(names(informer)).toEqual(["a", "c", "d"]);
});

test("the end of the process ends its informers", async () => {
  const informer = factory.for(ConfigMaps);
  const told = record(informer);
  await world.settle();
  lifetime.end();
  await make("a");
  await world.run(3600);
  expect(told).toEqual([]);
  expect(informer.size).toBe(0);
});

test("an informer that only listens is no reason to wait", async () => {
  factory.for(ConfigMaps);
  await world.settle();
  await world.run(3600);
  expect(world.simulation.settled).toBe(true);
  await make("a");
  await world.settle();
  expect(names(factory.for(ConfigMaps))).toEqual(["a"]);
});
