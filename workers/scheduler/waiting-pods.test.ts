import { beforeEach, describe, expect, test } from "vitest";
import { Simulation } from "../sim/simulation.ts";
import { turn } from "../testing/node/turn.ts";
import { info } from "../testing/scheduling-objects.ts";
import { type PermitOutcome, WaitingPods } from "./waiting-pods.ts";

let clock: Simulation;
let pods: WaitingPods;
let outcome: PermitOutcome | undefined;
const pod = info();

beforeEach(() => {
  clock = new Simulation({ start: 1_776_852_000_000, turn });
  pods = new WaitingPods(clock);
  outcome = undefined;
});

const wait = (timeouts: Readonly<Record<string, number>>) =>
  clock.spawn(async () => {
    outcome = await pods.wait(pod, new Map(Object.entries(timeouts)));
  });

describe("a pod that is held", () => {
  test("goes on when all plugins allow it", async () => {
    wait({ A: 1000, B: 1000 });
    pods.allow(pod.uid, "A");
    await clock.settle();
    expect(outcome).toBeUndefined();
    pods.allow(pod.uid, "B");
    await clock.settle();
    expect(outcome).toEqual({ verdict: undefined, plugin: "B" });
    expect(pods.get(pod.uid)).toBeUndefined();
  });

  test("is let go when one rejects it", async () => {
    wait({ A: 1000, B: 1000 });
    pods.reject(pod.uid, "A", "no");
    await clock.settle();
    expect(outcome).toEqual({ verdict: { code: "unschedulable", reasons: ["no"] }, plugin: "A" });
  });

  test("is let go when the shortest time is over", async () => {
    wait({ A: 5000, B: 2000 });
    await clock.runFor(1999);
    expect([outcome, pods.get(pod.uid)]).toEqual([undefined, pod]);
    await clock.runFor(1);
    expect(outcome?.verdict?.reasons).toEqual(["rejected due to timeout after waiting 2s at plugin B"]);
  });

  test("leaves no timers behind", async () => {
    wait({ A: 5000 });
    pods.allow(pod.uid, "A");
    await clock.settle();
    expect(clock.settled).toBe(true);
  });

  test("is not held by a plugin that it does not wait for", async () => {
    wait({ A: 1000 });
    pods.allow(pod.uid, "X");
    pods.reject("another", "A", "no");
    await clock.settle();
    expect(outcome).toBeUndefined();
  });
});
