import { beforeEach, describe, expect, test } from "vitest";
import { Simulation } from "../../sim/simulation.ts";
import { turn } from "../../testing/node/turn.ts";
import { info, type PodSketch } from "../../testing/scheduling-objects.ts";
import type { ClusterEvent, Wake } from "../framework/cluster-event.ts";
import { prioritySort } from "../plugins/priority-sort.ts";
import { backoffOf } from "./backoff.ts";
import { SchedulingQueue } from "./scheduling-queue.ts";

const start = 1_776_852_000_000;
const wakes: Readonly<Record<string, readonly Wake[]>> = {
  Fit: [{ on: ["AssignedPod/Delete"], pod: (_, { before }) => before?.name !== "useless" }, "Node/Add"],
  Taints: ["Node/UpdateTaint"],
  Gate: ["TargetPod/UpdateSchedulingGatesEliminated"],
};
const by = (...plugins: readonly string[]) => ({ refusedBy: new Set(plugins) });

let clock: Simulation;
let queue: SchedulingQueue;
let gated: Set<string>;

beforeEach(() => {
  clock = new Simulation({ start, turn });
  gated = new Set();
  const profile = {
    gate: ({ name }: { readonly name: string }) => (gated.has(name) ? "Gate" : undefined),
    wakesOf: (plugin: string) => wakes[plugin] ?? [],
    listeners: (event: ClusterEvent) => Object.keys(wakes).filter((plugin) => wakes[plugin]!.some((wake) => (typeof wake === "string" ? wake === event : (wake.on as readonly string[]).includes(event)))),
  };
  queue = new SchedulingQueue({ clock, profiles: new Map([["default-scheduler", profile]]), before: (a, b) => prioritySort.before(a, b) });
});

const add = (sketch: PodSketch) => queue.add(info(sketch), 1);
const pop = () => queue.pop()?.info.name;
/** Takes the next pod and refuses it. */
const refuse = (...plugins: readonly string[]) => {
  const pod = queue.pop()!;
  queue.retryLater(pod, pod.info, by(...plugins));
  return pod;
};
const where = () => ({ active: queue.count("active"), backoff: queue.count("backoff"), unschedulable: queue.count("unschedulable") });
const event = (name: ClusterEvent, pod?: PodSketch) => queue.happened({ event: name, ...(pod && { pod: { before: info(pod) } }) });

describe("pods to try", () => {
  test("come in order of importance, then of arrival", () => {
    add({ name: "low", priority: -1 });
    add({ name: "first" });
    add({ name: "second" });
    add({ name: "high", priority: 100 });
    expect([pop(), pop(), pop(), pop(), pop()]).toEqual(["high", "first", "second", "low", undefined]);
  });

  test("that are deleted do not come", () => {
    add({ name: "a" });
    add({ name: "b" });
    queue.delete("uid-default-a");
    expect([pop(), pop()]).toEqual(["b", undefined]);
  });

  test("keep their place when they change", () => {
    add({ name: "a" });
    add({ name: "b" });
    queue.update(info({ name: "a", labels: { x: "y" } }), []);
    expect(queue.pop()?.info.labels).toEqual({ x: "y" });
    expect(pop()).toBe("b");
  });

  test("announce themselves", () => {
    let times = 0;
    queue.onReady(() => times++);
    add({ name: "a" });
    expect(times).toBe(1);
  });
});

describe("refused pods", () => {
  test("wait for an event that their plugin names", () => {
    add({ name: "a" });
    refuse("Fit");
    event("Node/UpdateTaint");
    expect(where()).toEqual({ active: 0, backoff: 0, unschedulable: 1 });
    event("Node/Add");
    expect(where()).toEqual({ active: 0, backoff: 1, unschedulable: 0 });
  });

  test("are not woken when the hint knows better", () => {
    add({ name: "a" });
    refuse("Fit");
    event("AssignedPod/Delete", { name: "useless" });
    expect(where().unschedulable).toBe(1);
    event("AssignedPod/Delete", { name: "useful" });
    expect(where().unschedulable).toBe(0);
  });

  test("are woken by any of the plugins that refused", () => {
    add({ name: "a" });
    refuse("Fit", "Taints");
    event("Node/UpdateTaint");
    expect(where().unschedulable).toBe(0);
  });

  test("come back at once when there is nothing else to do", () => {
    add({ name: "a" });
    refuse("Fit");
    event("Node/Add");
    expect(pop()).toBe("a");
  });

  test("let others go first while they pause", () => {
    add({ name: "a", priority: 10 });
    refuse("Fit");
    event("Node/Add");
    add({ name: "b" });
    expect([pop(), pop()]).toEqual(["b", "a"]);
  });

  test("do not pause when the pause is over already", async () => {
    add({ name: "a" });
    refuse("Fit");
    await clock.runFor(1000);
    event("Node/Add");
    expect(where()).toEqual({ active: 1, backoff: 0, unschedulable: 0 });
  });

  test("remember what woke them", () => {
    add({ name: "a" });
    refuse("Fit");
    queue.happened({ event: "Node/Add", revision: 42 });
    expect(queue.pop()?.cause).toBe(42);
  });

  test("are tried again after five minutes, come what may", async () => {
    add({ name: "a" });
    refuse("Fit");
    await clock.runFor(5 * 60_000);
    expect(where().unschedulable).toBe(1);
    await clock.runFor(31_000);
    expect(where()).toEqual({ active: 1, backoff: 0, unschedulable: 0 });
  });

  test("that change themselves are looked at by their plugins", () => {
    add({ name: "a" });
    refuse("Taints");
    queue.update(info({ name: "a" }), [{ event: "TargetPod/UpdateLabel" }]);
    expect(where().unschedulable).toBe(1);
    queue.update(info({ name: "a" }), [{ event: "Node/UpdateTaint" }]);
    expect(where().unschedulable).toBe(0);
  });

  test("can be activated", () => {
    add({ name: "a" });
    refuse("Fit");
    queue.activate("uid-default-a");
    expect(where().active).toBe(1);
  });

  test("are not moved by an event that they caused", () => {
    add({ name: "a" });
    refuse("Fit");
    queue.happened({ event: "Node/Add" }, "uid-default-a");
    expect(where().unschedulable).toBe(1);
  });
});

describe("what happens while a pod is being tried", () => {
  test("counts when it fails", () => {
    add({ name: "a" });
    const pod = queue.pop()!;
    event("Node/Add");
    queue.retryLater(pod, pod.info, by("Fit"));
    expect(where()).toEqual({ active: 0, backoff: 1, unschedulable: 0 });
  });

  test("does not count when it is of no use", () => {
    add({ name: "a" });
    const pod = queue.pop()!;
    event("Node/UpdateTaint");
    queue.retryLater(pod, pod.info, by("Fit"));
    expect(where().unschedulable).toBe(1);
  });

  test("a pod that is done does not come back", () => {
    add({ name: "a" });
    queue.pop();
    queue.done("uid-default-a");
    expect(queue.get("uid-default-a")).toBeUndefined();
    event("Node/Add");
    expect(pop()).toBeUndefined();
  });
});

describe("pods on which something broke", () => {
  test("come back after a pause, and not before", async () => {
    add({ name: "a" });
    refuse();
    expect(pop()).toBeUndefined();
    await clock.runFor(999);
    expect(pop()).toBeUndefined();
    await clock.runFor(1);
    expect(pop()).toBe("a");
  });

  test("pause longer each time, up to ten seconds", async () => {
    add({ name: "a" });
    const pauses: number[] = [];
    for (let attempt = 0; attempt < 6; attempt++) {
      refuse();
      const failed = clock.now();
      while (queue.count("active") === 0) await clock.runFor(1000);
      pauses.push((clock.now() - failed) / 1000);
    }
    expect(pauses).toEqual([1, 2, 4, 8, 10, 10]);
  });

  test("let the world settle once it is clear that they will not stop", async () => {
    add({ name: "a" });
    for (let attempt = 0; attempt < 12; attempt++) {
      refuse();
      await clock.runFor(10_000);
    }
    refuse();
    expect(clock.settled).toBe(true);
  });
});

describe("gated pods", () => {
  test("wait outside until their gate opens", () => {
    gated.add("a");
    add({ name: "a" });
    expect(where()).toEqual({ active: 0, backoff: 0, unschedulable: 1 });
    gated.delete("a");
    event("Node/Add");
    expect(where().unschedulable).toBe(1);
    queue.update(info({ name: "a" }), [{ event: "TargetPod/UpdateSchedulingGatesEliminated" }]);
    expect(where()).toEqual({ active: 1, backoff: 0, unschedulable: 0 });
  });

  test("stay outside while it is closed, whatever happens", async () => {
    gated.add("a");
    add({ name: "a" });
    queue.update(info({ name: "a" }), [{ event: "TargetPod/UpdateSchedulingGatesEliminated" }]);
    await clock.runFor(6 * 60_000);
    expect(where()).toEqual({ active: 0, backoff: 0, unschedulable: 1 });
  });

  test("that were refused before are still woken by what concerns the refusal", () => {
    add({ name: "a" });
    const pod = queue.pop()!;
    gated.add("a");
    queue.retryLater(pod, pod.info, by("Fit"));
    event("Node/Add");
    expect(where().unschedulable).toBe(1);
    gated.delete("a");
    event("Node/Add");
    expect(pop()).toBe("a");
  });
});

describe("the pause after an attempt", () => {
  test.each([
    [0, 0, 0],
    [1, 0, 1000],
    [2, 0, 2000],
    [4, 0, 8000],
    [5, 0, 10_000],
    [50, 0, 10_000],
    [50, 1, 1000],
    [0, 3, 4000],
  ])("%i refusals, %i errors in a row: %i ms", (unschedulableCount, consecutiveErrors, expected) => {
    expect(backoffOf({ unschedulableCount, consecutiveErrors })).toBe(expected);
  });
});
