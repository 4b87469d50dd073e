import { beforeEach, expect, test } from "vitest";
import type { Draft } from "../apimachinery/object.ts";
import type { Event } from "../api/core/event.ts";
import { minute, second } from "../base/units.ts";
import { EventCorrelator } from "./event-correlator.ts";

const clock = { time: 0, now: () => clock.time };
let names = 0;
let correlator: EventCorrelator;

beforeEach(() => {
  clock.time = 1_776_852_000_000;
  names = 0;
  correlator = new EventCorrelator(clock, (about) => `${about}.aggregate-${++names}`);
});

const event = (message: string, more: Partial<Draft<Event>> = {}): Draft<Event> => ({
  metadata: { name: `web.${++names}`, namespace: "default" },
  involvedObject: { apiVersion: "v1", kind: "Pod", namespace: "default", name: "web", uid: "u1" },
  reason: "BackOff",
  type: "Warning",
  source: { component: "kubelet", host: "node-1" },
  count: 1,
  firstTimestamp: "2026-04-22T10:00:00Z",
  lastTimestamp: "2026-04-22T10:00:00Z",
  message,
  ...more,
});

test("a new event is created as it is", () => {
  const told = event("one");
  expect(correlator.correlate(told)).toEqual({ event: told, patch: undefined });
});

test("a repetition is counted in the first event", () => {
  const first = correlator.correlate(event("one"));
  const again = correlator.correlate(event("one", { lastTimestamp: "2026-04-22T10:05:00Z", firstTimestamp: "2026-04-22T10:05:00Z" }));
  expect(again?.patch).toEqual({ count: 2, lastTimestamp: "2026-04-22T10:05:00Z", message: "one" });
  expect(again?.event.metadata?.name).toBe(first?.event.metadata?.name);
  expect(again?.event.firstTimestamp).toBe("2026-04-22T10:00:00Z");
  expect(correlator.correlate(event("one"))?.patch?.count).toBe(3);
});

test.each<[string, Partial<Draft<Event>>]>([
  ["reason", { reason: "Other" }],
  ["type", { type: "Normal" }],
  ["source", { source: { component: "kubelet", host: "node-2" } }],
  ["object", { involvedObject: { apiVersion: "v1", kind: "Pod", namespace: "default", name: "web", uid: "u2" } }],
  ["part of the object", { involvedObject: { apiVersion: "v1", kind: "Pod", namespace: "default", name: "web", uid: "u1", fieldPath: "spec.containers{web}" } }],
])("another %s makes another event", (_what, more) => {
  correlator.correlate(event("one"));
  expect(correlator.correlate(event("one", more))?.patch).toBeUndefined();
});

test("the server's word on name and count is taken over", () => {
  const told = event("one");
  correlator.correlate(told);
  correlator.recorded({ ...told, count: 7, metadata: { ...told.metadata, name: "web.stored" } } as Event);
  const again = correlator.correlate(event("one"));
  expect([again?.event.metadata?.name, again?.patch?.count]).toEqual(["web.stored", 8]);
});

test("the tenth message that differs in nothing else is combined, and so are all that follow", () => {
  const told = Array.from({ length: 12 }, (_unused, index) => correlator.correlate(event(`message ${index}`)));
  expect(told.slice(0, 9).every((each) => each?.patch === undefined)).toBe(true);
  expect(told[9]?.event.message).toBe("(combined from similar events): message 9");
  expect(told[9]?.patch).toBeUndefined();
  expect(told[10]?.patch).toMatchObject({ count: 2, message: "(combined from similar events): message 10" });
  expect(told[11]?.patch).toMatchObject({ count: 3, message: "(combined from similar events): message 11" });
  expect(told[11]?.event.metadata?.name).toBe(told[9]?.event.metadata?.name);
});

test("similar events that are far apart are not combined", () => {
  for (let index = 0; index < 30; index++) {
    clock.time += 10 * minute + second;
    expect(correlator.correlate(event(`message ${index}`))?.event.message).toBe(`message ${index}`);
  }
});

test("an object's events stop after a burst of 25 and trickle on, one in five minutes", () => {
  const told = Array.from({ length: 40 }, () => correlator.correlate(event("one")));
  expect(told.filter((each) => each !== undefined)).toHaveLength(25);
  clock.time += 5 * minute;
  expect(correlator.correlate(event("one"))?.patch?.count).toBe(41);
  expect(correlator.correlate(event("one"))).toBeUndefined();
});

test("what one object has to tell does not silence another", () => {
  for (let index = 0; index < 40; index++) correlator.correlate(event("one"));
  const other = { apiVersion: "v1", kind: "Pod", namespace: "default", name: "db", uid: "u9" };
  expect(correlator.correlate(event("one", { involvedObject: other }))).toBeDefined();
});
