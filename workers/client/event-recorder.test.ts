import { beforeEach, expect, test } from "vitest";
import type { ApiHandler } from "../apimachinery/wire.ts";
import { type Event, Events } from "../api/core/event.ts";
import { Namespaces } from "../api/core/namespace.ts";
import { type Pod, Pods } from "../api/core/pod.ts";
import { minute } from "../base/units.ts";
import { clockWithin } from "../sim/clock.ts";
import { Lifetime } from "../sim/lifetime.ts";
import { createLog } from "../sim/log.ts";
import { startApiServer, type World } from "../testing/api-server.ts";
import { createClient } from "./create-client.ts";
import { createEventRecorder, type EventRecorder } from "./event-recorder.ts";
import { createEventSeriesRecorder } from "./event-series-recorder.ts";
import { ConnectionError } from "./transport.ts";

let world: World;
let recorder: EventRecorder;
let pod: Pod;
let lifetime: Lifetime;
let logs: string[];
let down: boolean;

function options() {
  const server = world.transport();
  const transport: ApiHandler = {
    handle: (request) => (down ? Promise.reject(new ConnectionError("connection refused")) : server.handle(request)),
    stream: (request, sink) => server.stream(request, sink),
  };
  const clock = clockWithin(world.simulation, lifetime);
  const client = createClient({ transport, clock, lifetime, userAgent: "kubelet/v1.36.0" });
  const log = createLog("test", () => world.simulation.now(), ({ message }) => void logs.push(message));
  return { client, clock, random: world.random.fork("recorder"), log, component: "kubelet", host: "node-1" };
}

beforeEach(async () => {
  world = await startApiServer();
  lifetime = new Lifetime();
  logs = [];
  down = false;
  recorder = createEventRecorder(options());
  pod = await world.create(Pods, { metadata: { name: "web" }, spec: { containers: [{ name: "web", image: "nginx" }] } });
});

const events = () => world.all(Events).filter(({ source }) => source?.component === "kubelet");

test("an event says what happened to whom, when, and who says so", async () => {
  recorder.normal(pod, "Pulled", "Container image already present");
  await world.settle();
  const [event] = events();
  expect(event).toMatchObject({
    metadata: { namespace: "default" },
    involvedObject: { apiVersion: "v1", kind: "Pod", namespace: "default", name: "web", uid: pod.metadata.uid, resourceVersion: pod.metadata.resourceVersion },
    type: "Normal",
    reason: "Pulled",
    message: "Container image already present",
    source: { component: "kubelet", host: "node-1" },
    reportingComponent: "kubelet",
    reportingInstance: "node-1",
    firstTimestamp: "2026-04-22T10:00:00Z",
    lastTimestamp: "2026-04-22T10:00:00Z",
    count: 1,
  });
  expect(event?.metadata.name).toMatch(/^web\.18a8[0-9a-f]{12}$/);
});

test("a part of an object and an object without a namespace can be meant", async () => {
  recorder.warning({ apiVersion: "v1", kind: "Pod", namespace: "default", name: "web", uid: "1", fieldPath: "spec.containers{web}" }, "BackOff", "x");
  recorder.warning({ apiVersion: "v1", kind: "Node", name: "node-1", uid: "node-1" }, "Rebooted", "y");
  await world.settle();
  expect(events().map(({ involvedObject, metadata }) => `${metadata.namespace} ${involvedObject.fieldPath}`).toSorted()).toEqual(["default spec.containers{web}", "default undefined"]);
});

test("repetitions are counted in the stored event", async () => {
  for (let times = 0; times < 3; times++) {
    recorder.warning(pod, "BackOff", "Back-off restarting failed container");
    await world.run(60);
  }
  expect(events()).toHaveLength(1);
  expect(events()[0]).toMatchObject({ count: 3, firstTimestamp: "2026-04-22T10:00:00Z", lastTimestamp: "2026-04-22T10:02:00Z" });
});

test("an event that was deleted meanwhile is made anew, with its count", async () => {
  recorder.warning(pod, "BackOff", "x");
  await world.settle();
  const [{ metadata }] = events() as [Event];
  await world.client.delete(Events, { name: metadata.name, namespace: "default" });
  recorder.warning(pod, "BackOff", "x");
  await world.settle();
  expect(events().map(({ count, metadata: { name } }) => [count, name])).toEqual([[2, metadata.name]]);
});

test("similar events are combined", async () => {
  for (let index = 0; index < 14; index++) recorder.warning(pod, "Failed", `attempt ${index}`);
  await world.settle();
  expect(events()).toHaveLength(10);
  expect(events().find(({ count }) => count === 5)?.message).toBe("(combined from similar events): attempt 13");
});

test("two events of one moment have different names", async () => {
  recorder.normal(pod, "A", "1");
  recorder.normal(pod, "B", "2");
  await world.settle();
  expect(new Set(events().map(({ metadata }) => metadata.name)).size).toBe(2);
});

test("the cause of an event is written down with it", async () => {
  recorder.because({ actor: "kubelet", revision: 4 }).normal(pod, "Pulled", "x");
  await world.settle();
  const [event] = events() as [Event];
  const history = world.store.range({ from: `/registry/events/default/${event.metadata.name}`, to: `/registry/events/default/${event.metadata.name}0` });
  expect(JSON.stringify(history)).toContain('"actor":"kubelet"');
});

test("without a server the recorder waits, keeps the order and does not give up at once", async () => {
  down = true;
  recorder.normal(pod, "A", "1");
  recorder.normal(pod, "B", "2");
  await world.run(30);
  expect(events()).toEqual([]);
  expect(logs.some((line) => line.includes("may retry after sleeping"))).toBe(true);
  down = false;
  await world.run(30);
  expect(events().map(({ reason = "" }) => reason).toSorted()).toEqual(["A", "B"]);
});

test("after twelve tries an event is given up and the next one has its chance", async () => {
  down = true;
  recorder.normal(pod, "A", "1");
  await world.run(150);
  down = false;
  recorder.normal(pod, "B", "2");
  await world.run(30);
  expect(events().map(({ reason }) => reason)).toEqual(["B"]);
});

test("a namespace that is being deleted refuses events, and that is no error", async () => {
  await world.client.create(Namespaces, { metadata: { name: "going" } });
  await world.client.delete(Namespaces, { name: "going" });
  recorder.normal({ ...pod, metadata: { ...pod.metadata, namespace: "going" } }, "A", "1");
  await world.settle();
  expect(events()).toEqual([]);
  expect(logs.some((line) => line.includes("will not retry"))).toBe(true);
});

test("more than a thousand events in waiting are dropped", async () => {
  down = true;
  for (let index = 0; index < 1010; index++) recorder.normal({ ...pod, metadata: { ...pod.metadata, name: `p${index}`, uid: `${index}` } }, "A", "1");
  expect(logs.filter((line) => line.includes("too many queued events")).length).toBeGreaterThan(5);
});

test("a process that has ended records nothing", async () => {
  down = true;
  recorder.normal(pod, "A", "1");
  await world.run(1);
  lifetime.end();
  down = false;
  await world.run(600);
  expect(events()).toEqual([]);
});

const scheduling = { type: "Warning", reason: "FailedScheduling", action: "Scheduling" } as const;
const stored = () => world.all(Events).filter(({ reportingComponent }) => reportingComponent === "default-scheduler");

test("an event in a series has the time, the action and no source", async () => {
  const series = createEventSeriesRecorder({ ...options(), component: "default-scheduler" });
  series.record({ ...scheduling, about: pod, message: "0/1 nodes are available" });
  await world.settle();
  expect(stored()[0]).toMatchObject({
    eventTime: "2026-04-22T10:00:00.000000Z",
    reportingComponent: "default-scheduler",
    reportingInstance: "default-scheduler-node-1",
    action: "Scheduling",
    reason: "FailedScheduling",
    message: "0/1 nodes are available",
    type: "Warning",
    involvedObject: { kind: "Pod", name: "web" },
  });
  expect(stored()[0]?.series).toBeUndefined();
});

test("the first repetition makes a series, the last count is written when it has ended", async () => {
  const series = createEventSeriesRecorder({ ...options(), component: "default-scheduler" });
  for (let times = 0; times < 5; times++) {
    series.record({ ...scheduling, about: pod, message: `try ${times}` });
    await world.run(10);
  }
  expect(stored()).toHaveLength(1);
  expect(stored()[0]).toMatchObject({ message: "try 0", series: { count: 2 } });
  await world.simulation.runFor(13 * minute);
  expect(stored()[0]).toMatchObject({ series: { count: 5, lastObservedTime: "2026-04-22T10:00:40.000000Z" } });
});

test("a series that has ended is forgotten: the next event is a new one", async () => {
  const series = createEventSeriesRecorder({ ...options(), component: "default-scheduler" });
  series.record({ ...scheduling, about: pod, message: "x" });
  await world.simulation.runFor(13 * minute);
  series.record({ ...scheduling, about: pod, message: "x" });
  await world.settle();
  expect(stored()).toHaveLength(2);
});
