import { expect, test } from "vitest";
import { createRandom } from "./random.ts";
import { FaultPoints } from "./fault-points.ts";
import { InputLog } from "./input-log.ts";

test("the same seed gives the same draws, another seed others", () => {
  const draw = (seed: string) => {
    const random = createRandom(seed);
    return [random.next(), random.integer(1, 6), random.text(5, "abc"), random.uuid()];
  };
  expect(draw("a")).toEqual(draw("a"));
  expect(draw("a")).not.toEqual(draw("b"));
});

test("a fork does not depend on what was drawn before it", () => {
  const fresh = createRandom("seed").fork("kubelet");
  const used = createRandom("seed");
  used.next();
  expect(used.fork("kubelet").next()).toBe(fresh.next());
});

test("whole numbers cover their range evenly", () => {
  const random = createRandom("dice");
  const counts = [0, 0, 0, 0, 0, 0];
  for (let roll = 0; roll < 6_000; roll++) counts[random.integer(1, 6) - 1]!++;
  for (const count of counts) expect(Math.abs(count - 1_000)).toBeLessThan(150);
});

test("ids have the form of version 4", () => {
  expect(createRandom("id").uuid()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

test("fault points strike as often as they are armed to, and draw nothing when unarmed", () => {
  const faults = new FaultPoints(createRandom("faults"));
  expect(faults.strike("cri/pull")).toBeUndefined();
  faults.arm("cri/pull", { probability: 1, times: 2, error: "no route to host" });
  expect([1, 2, 3].map(() => faults.strike("cri/pull")?.error)).toEqual(["no route to host", "no route to host", undefined]);
  faults.arm("cri/pull", { probability: 0.5, delay: 10 });
  const hits = Array.from({ length: 1_000 }, () => faults.strike("cri/pull")).filter((fault) => fault !== undefined).length;
  expect(Math.abs(hits - 500)).toBeLessThan(60);
  faults.disarm("cri/pull");
  expect(faults.strike("cri/pull")).toBeUndefined();
});

test("the input log numbers inputs from 1 and refuses the past", () => {
  const log = new InputLog<string>();
  expect(log.append(5, "apply")).toBe(1);
  expect(log.append(5, "kill")).toBe(2);
  expect(() => log.append(4, "late")).toThrow("order of virtual time");
  expect(log.entries).toEqual([{ at: 5, action: "apply" }, { at: 5, action: "kill" }]);
});
