import { describe, expect, test } from "vitest";
import { cacheOf, info, node, pod, type PodSketch } from "../../testing/scheduling-objects.ts";
import type { Cache } from "./cache.ts";
import { podInfo } from "./pod-info.ts";

const usage = (cache: Cache, name: string) => {
  const { milliCpu, memory, nonZeroMilliCpu, pods } = cache.node(name)!;
  return { milliCpu, memory, nonZeroMilliCpu, pods: pods.size };
};
const empty = { milliCpu: 0, memory: 0, nonZeroMilliCpu: 0, pods: 0 };

describe("pods", () => {
  test("count on their node", () => {
    const cache = cacheOf([{ name: "n" }], [{ on: "n", cpu: "1", memory: "1Ki" }, { on: "n" }]);
    expect(usage(cache, "n")).toEqual({ milliCpu: 1000, memory: 1024, nonZeroMilliCpu: 1100, pods: 2 });
  });

  test("that leave give everything back", () => {
    const scalar: PodSketch = { spec: { containers: [{ name: "c", resources: { requests: { "nvidia.com/gpu": "2" } }, ports: [{ containerPort: 80, hostPort: 80 }] }] } };
    const cache = cacheOf([{ name: "n" }], [{ name: "gone", on: "n", cpu: "1" }, { name: "gpu", on: "n", ...scalar }]);
    expect(cache.node("n")!.scalars.get("nvidia.com/gpu")).toBe(2);
    cache.removePod("uid-default-gone");
    cache.removePod("uid-default-gpu");
    expect(usage(cache, "n")).toEqual(empty);
    expect(cache.node("n")!.scalars.get("nvidia.com/gpu")).toBe(0);
    expect(cache.node("n")!.usedPorts.conflicts({ ip: "0.0.0.0", protocol: "TCP", port: 80 })).toBe(false);
  });

  test("that change count as they are now", () => {
    const cache = cacheOf([{ name: "n" }], [{ name: "p", on: "n", cpu: "1" }]);
    cache.setPod(info({ name: "p", on: "n", cpu: "2" }));
    expect(usage(cache, "n").milliCpu).toBe(2000);
  });

  test("are counted once however often they are heard of", () => {
    const cache = cacheOf([{ name: "n" }]);
    const state = pod({ name: "p", on: "n", cpu: "1" });
    const first = podInfo(state);
    cache.setPod(first);
    cache.setPod(podInfo({ ...state, status: { ...state.status, phase: "Running" } }, first));
    expect(usage(cache, "n").milliCpu).toBe(1000);
    expect(cache.pod("uid-default-p")?.pod.status.phase).toBe("Running");
  });

  test("may be heard of before their node", () => {
    const cache = cacheOf([], [{ on: "late", cpu: "1" }]);
    expect(cache.node("late")).toBeUndefined();
    expect(cache.nodes).toEqual([]);
    cache.setNode(node({ name: "late" }));
    expect(usage(cache, "late").milliCpu).toBe(1000);
  });

  test("may stay longer than their node", () => {
    const cache = cacheOf([{ name: "n" }], [{ name: "p", on: "n", cpu: "1" }]);
    cache.removeNode("n");
    expect(cache.node("n")).toBeUndefined();
    cache.setNode(node({ name: "n" }));
    expect(usage(cache, "n").milliCpu).toBe(1000);
    cache.removeNode("n");
    cache.removePod("uid-default-p");
    cache.setNode(node({ name: "n" }));
    expect(usage(cache, "n")).toEqual(empty);
  });
});

describe("assumed pods", () => {
  test("count at once", () => {
    const cache = cacheOf([{ name: "n" }]);
    const assumed = cache.assume(info({ cpu: "1" }), "n");
    expect(assumed.pod.spec.nodeName).toBe("n");
    expect(cache.isAssumed(assumed.uid)).toBe(true);
    expect(usage(cache, "n").milliCpu).toBe(1000);
  });

  test("are forgotten when binding fails", () => {
    const cache = cacheOf([{ name: "n" }]);
    cache.forget(cache.assume(info({ cpu: "1" }), "n").uid);
    expect(usage(cache, "n")).toEqual(empty);
  });

  test("are confirmed by the API server, and then not forgotten", () => {
    const cache = cacheOf([{ name: "n" }]);
    const { uid, pod: bound } = cache.assume(info({ cpu: "1" }), "n");
    cache.setPod(podInfo(bound, cache.pod(uid)));
    expect(cache.isAssumed(uid)).toBe(false);
    cache.forget(uid);
    expect(usage(cache, "n").milliCpu).toBe(1000);
  });

  test("are moved when the API server says otherwise", () => {
    const cache = cacheOf([{ name: "n" }, { name: "m" }]);
    cache.assume(info({ cpu: "1" }), "n");
    cache.setPod(info({ cpu: "1", on: "m" }));
    expect(usage(cache, "n")).toEqual(empty);
    expect(usage(cache, "m").milliCpu).toBe(1000);
  });

  test("cannot be assumed twice", () => {
    const cache = cacheOf([{ name: "n" }]);
    cache.assume(info(), "n");
    expect(() => cache.assume(info(), "n")).toThrow("is placed already");
  });
});

describe("nodes", () => {
  test("of all zones take turns", () => {
    const cache = cacheOf([{ name: "a1", zone: "a" }, { name: "a2", zone: "a" }, { name: "a3", zone: "a" }, { name: "b1", zone: "b" }, { name: "c1", zone: "c" }, { name: "c2", zone: "c" }]);
    expect(cache.nodes.map(({ name }) => name)).toEqual(["a1", "b1", "c1", "a2", "c2", "a3"]);
  });

  test("that move to another zone move in the order", () => {
    const cache = cacheOf([{ name: "a1", zone: "a" }, { name: "a2", zone: "a" }, { name: "b1", zone: "b" }]);
    cache.setNode(node({ name: "a2", zone: "c" }));
    expect(cache.nodes.map(({ name }) => name)).toEqual(["a1", "a2", "b1"]);
  });

  test("a region makes another zone", () => {
    const cache = cacheOf([
      { name: "a1", zone: "a", labels: { "topology.kubernetes.io/region": "r1" } },
      { name: "a2", zone: "a", labels: { "topology.kubernetes.io/region": "r1" } },
      { name: "b1", zone: "a", labels: { "topology.kubernetes.io/region": "r2" } },
    ]);
    expect(cache.nodes.map(({ name }) => name)).toEqual(["a1", "b1", "a2"]);
  });

  test("belong to domains", () => {
    const cache = cacheOf([{ name: "a1", labels: { zone: "a" } }, { name: "a2", labels: { zone: "a" } }, { name: "none" }]);
    expect(Object.fromEntries(cache.domains("zone"))).toEqual({ a: 2 });
    expect(cache.covers("zone")).toBe(false);
    cache.setNode(node({ name: "none", labels: { zone: "b" } }));
    expect(cache.covers("zone")).toBe(true);
    cache.removeNode("a1");
    expect(Object.fromEntries(cache.domains("zone"))).toEqual({ a: 1, b: 1 });
  });

  test("bring their images and take them along", () => {
    const images = [{ names: ["x:1", "x@sha256:0"], sizeBytes: 100 }];
    const cache = cacheOf([{ name: "a", images }, { name: "b", images: [{ names: ["x:1"], sizeBytes: 100 }] }]);
    expect(cache.images.get("x:1")?.slots.size).toBe(2);
    cache.setNode(node({ name: "b" }));
    expect(cache.images.get("x:1")?.slots.size).toBe(1);
    cache.removeNode("a");
    expect(cache.images.get("x:1")).toBeUndefined();
    expect(cache.images.get("x@sha256:0")).toBeUndefined();
  });

  test("copies are changed without changing the node", () => {
    const cache = cacheOf([{ name: "n" }], [{ name: "p", on: "n", cpu: "1" }]);
    const copy = cache.node("n")!.copy();
    copy.removePod("uid-default-p");
    copy.addPod(info({ name: "q", cpu: "3", spec: { containers: [{ name: "c", ports: [{ containerPort: 1, hostPort: 1 }], resources: { requests: { "x.com/y": "1" } } }] } }));
    expect(usage(cache, "n")).toEqual({ milliCpu: 1000, memory: 0, nonZeroMilliCpu: 1000, pods: 1 });
    expect(cache.node("n")!.usedPorts.conflicts({ ip: "0.0.0.0", protocol: "TCP", port: 1 })).toBe(false);
    expect(cache.node("n")!.scalars.size).toBe(0);
  });
});
