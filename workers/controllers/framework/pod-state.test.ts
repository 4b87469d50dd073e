import { expect, test } from "vitest";
import { pod } from "../../testing/workloads.ts";
import { omitZeros } from "./omit-zeros.ts";
import { isPodActive, isPodAvailable, isPodReady, isPodTerminal, isPodTerminating, nextAvailabilityCheck, readySince } from "./pod-state.ts";
import { TriggerTimeTracker } from "./trigger-time-tracker.ts";
import type { Service } from "../../api/core/service.ts";

const start = 1_776_852_000_000;
const deleted = { metadata: { deletionTimestamp: "2026-04-22T10:00:00Z" } };

test.each([
  ["Running", false, true, false, false],
  ["Pending", false, true, false, false],
  ["Unknown", false, true, false, false],
  ["Running", true, false, true, false],
  ["Succeeded", false, false, false, true],
  ["Failed", true, false, false, true],
] as const)("a pod in phase %s, deleted: %s: active %s, terminating %s, terminal %s", (phase, gone, active, terminating, terminal) => {
  const subject = pod("a", { phase, ...(gone && deleted) });
  expect([isPodActive(subject), isPodTerminating(subject), isPodTerminal(subject)]).toEqual([active, terminating, terminal]);
});

test.each([
  [true, 0, 0, true],
  [false, 0, 0, false],
  [true, 30, 29_999, false],
  [true, 30, 30_000, true],
  [false, 30, 90_000, false],
])("ready: %s, has to be for %i s, is since %i ms: available %s", (ready, minReadySeconds, age, expected) => {
  expect(isPodAvailable(pod("a", { ready }), minReadySeconds, start + age)).toBe(expected);
});

test("a pod that never told of its readiness is not ready since ever", () => {
  const silent = pod("a", { status: { conditions: undefined } });
  expect([isPodReady(silent), readySince(silent)]).toEqual([false, undefined]);
  expect(readySince(pod("b"))).toBe(start);
});

test("the next look is due when the next pod has proved itself", () => {
  const pods = [pod("a", { readySince: "2026-04-22T10:00:10Z" }), pod("b", { readySince: "2026-04-22T10:00:05Z" }), pod("c", { ready: false }), pod("d")];
  expect(nextAvailabilityCheck(pods, 30, start + 31_000)).toBe(4000);
  expect(nextAvailabilityCheck(pods, 30, start + 60_000)).toBeUndefined();
  expect(nextAvailabilityCheck(pods, 0, start)).toBeUndefined();
  expect(nextAvailabilityCheck([], 30, start)).toBeUndefined();
});

test("zeros and missing values are left out, everything else stays", () => {
  expect(omitZeros({ a: 0, b: 1, c: undefined, d: "", e: false, f: [] })).toEqual({ b: 1, d: "", e: false, f: [] });
});

const service = { apiVersion: "v1", kind: "Service", metadata: { name: "web", namespace: "default", uid: "s", resourceVersion: "1", creationTimestamp: "2026-04-22T10:00:00Z" }, spec: {}, status: {} } as Service;

test("the first endpoints of a service were triggered by the service", () => {
  const tracker = new TriggerTimeTracker();
  expect(tracker.changedAt(service, [pod("a", { readySince: "2026-04-22T10:00:30Z" })])).toBe(start);
});

test("later the earliest of the changes counts, and each counts once", () => {
  const tracker = new TriggerTimeTracker();
  tracker.changedAt(service, [pod("old")]);
  const pods = [pod("old"), pod("a", { readySince: "2026-04-22T10:00:30Z" }), pod("b", { readySince: "2026-04-22T10:00:20Z" })];
  expect(tracker.changedAt(service, pods)).toBe(start + 20_000);
  expect(tracker.changedAt(service, pods)).toBeUndefined();
  expect(tracker.changedAt(service, [pod("old", { readySince: "2026-04-22T10:05:00Z" })])).toBe(start + 300_000);
});

test("a service that was forgotten begins anew", () => {
  const tracker = new TriggerTimeTracker();
  tracker.changedAt(service, []);
  expect(tracker.changedAt(service, [])).toBeUndefined();
  tracker.forget("default/web");
  expect(tracker.changedAt(service, [])).toBe(start);
});
