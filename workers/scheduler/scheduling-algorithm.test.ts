import { describe, expect, test } from "vitest";
import { createRandom } from "../sim/random.ts";
import { cacheOf, info, type NodeSketch, type PodSketch } from "../testing/scheduling-objects.ts";
import { offlineFramework } from "../testing/scheduling-plugins.ts";
import type { FilterPlugin, ScorePlugin } from "./framework/plugin.ts";
import { failed, unschedulable } from "./framework/status.ts";
import { nodesToFind, SchedulingAlgorithm } from "./scheduling-algorithm.ts";
import { pickBest } from "./node-scorer.ts";

const nobody = { on: () => [] };
const hosts = (count: number, more: NodeSketch = {}): readonly NodeSketch[] => Array.from({ length: count }, (_, index) => ({ name: `n${index}`, ...more }));
const nominating = (nodeName: string, ...pods: readonly PodSketch[]) => ({ on: (name: string) => (name === nodeName ? pods.map(info) : []) });

describe("how many nodes are enough", () => {
  test.each([
    [10, 0, 10],
    [99, 0, 99],
    [100, 0, 100],
    [1000, 0, 420],
    [5000, 0, 500],
    [6000, 0, 300],
    [10_000, 0, 500],
    [1000, 40, 400],
    [1000, 5, 100],
    [6000, 100, 6000],
    [1000, 100, 1000],
  ])("of %i nodes at %i %%: %i", (nodes, percentage, expected) => {
    expect(nodesToFind(nodes, percentage)).toBe(expected);
  });
});

describe("placing a pod", () => {
  test("the search goes on where it ended, so all nodes get their turn", () => {
    const algorithm = new SchedulingAlgorithm(cacheOf(hosts(1000)), nobody, createRandom("x"));
    const framework = offlineFramework({ percentageOfNodesToScore: 20 });
    const seen = Array.from({ length: 6 }, () => algorithm.schedulePod(framework, info()).feasible);
    expect(seen.map((nodes) => nodes.length)).toEqual([200, 200, 200, 200, 200, 200]);
    expect(new Set(seen.slice(0, 5).flat()).size).toBe(1000);
    expect(seen[5]).toEqual(seen[0]);
  });

  test("refused nodes do not count as enough", () => {
    const cache = cacheOf(hosts(300).map((node, index) => ({ ...node, cpu: index < 150 ? "1" : "4" })));
    const { feasible, refusals } = new SchedulingAlgorithm(cache, nobody, createRandom("x")).schedulePod(offlineFramework({ percentageOfNodesToScore: 33 }), info({ cpu: "2" }));
    expect([feasible.length, refusals.size]).toEqual([100, 150]);
  });

  test("one feasible node needs no scores", () => {
    const { node, scores } = new SchedulingAlgorithm(cacheOf([{ name: "a" }, { name: "b", cpu: "1" }]), nobody, createRandom("x")).schedulePod(offlineFramework(), info({ cpu: "2" }));
    expect([node?.name, scores]).toEqual(["a", undefined]);
  });

  test("the best node is taken", () => {
    const cache = cacheOf([{ name: "a" }, { name: "b" }, { name: "c" }], [{ on: "a", cpu: "2" }, { on: "b", cpu: "1" }, { on: "c", cpu: "3" }]);
    expect(new SchedulingAlgorithm(cache, nobody, createRandom("x")).schedulePod(offlineFramework(), info({ cpu: "500m" })).node?.name).toBe("b");
  });

  test("among equals, chance decides, and no node is favoured", () => {
    const algorithm = new SchedulingAlgorithm(cacheOf(hosts(4)), nobody, createRandom("x"));
    const framework = offlineFramework();
    const counts = new Map<string, number>();
    for (let round = 0; round < 4000; round++) {
      const name = algorithm.schedulePod(framework, info()).node!.name;
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    for (const count of counts.values()) expect(count).toBeGreaterThan(880);
    expect(counts.size).toBe(4);
  });

  test("nothing that is broken is taken for a refusal", () => {
    const broken: FilterPlugin = { name: "Broken", filter: () => failed("disk on fire") };
    const { error, refusals } = new SchedulingAlgorithm(cacheOf(hosts(2)), nobody, createRandom("x")).schedulePod(offlineFramework({ enabled: [broken] }), info());
    expect([error?.reasons, refusals.size]).toEqual([["disk on fire"], 0]);
  });

  test("all plugins that refused anywhere are named", () => {
    const cache = cacheOf([{ name: "a", cpu: "1" }, { name: "b", unschedulable: true }, { name: "c", taints: [{ key: "x", effect: "NoSchedule" }] }]);
    expect([...new SchedulingAlgorithm(cache, nobody, createRandom("x")).schedulePod(offlineFramework(), info({ cpu: "2" })).refusals.plugins].sort()).toEqual(["NodeResourcesFit", "NodeUnschedulable", "TaintToleration"]);
  });
});

describe("pods that name nodes", () => {
  const only = (...values: readonly string[]): PodSketch => ({ spec: { affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchFields: [{ key: "metadata.name", operator: "In", values }] }] } } } } });
  const place = (pod: PodSketch) => new SchedulingAlgorithm(cacheOf([{ name: "a" }, { name: "b", unschedulable: true }, { name: "c" }]), nobody, createRandom("x")).schedulePod(offlineFramework(), info(pod));

  test("are tried there and nowhere else", () => {
    const { node, refusals } = place(only("a"));
    expect([node?.name, refusals.size]).toEqual(["a", 0]);
  });

  test("say of all other nodes who left them out", () => {
    const { node, refusals } = place(only("b"));
    expect(node).toBeUndefined();
    expect(refusals.given.map(({ reasons }) => reasons)).toEqual([["node(s) were unschedulable"]]);
    expect(refusals.absent).toEqual({ code: "unresolvable", reasons: ["node(s) didn't satisfy plugin(s) [NodeAffinity]"] });
    expect([...refusals.plugins]).toEqual(["NodeAffinity", "NodeUnschedulable"]);
  });

  test("may name nodes that do not exist", () => {
    const { node, refusals } = place(only("z"));
    expect([node, refusals.size]).toEqual([undefined, 0]);
  });
});

describe("nominated pods", () => {
  const roomForOne = cacheOf([{ name: "a", cpu: "1" }, { name: "b", cpu: "1" }]);
  const place = (pod: PodSketch, nominated: PodSketch) => new SchedulingAlgorithm(roomForOne, nominating("a", nominated), createRandom("x")).schedulePod(offlineFramework(), info(pod));

  test("keep their room from pods that are not more important", () => {
    expect(place({ cpu: "1", priority: 5 }, { name: "nominee", cpu: "1", priority: 5 }).feasible.map(({ name }) => name)).toEqual(["b"]);
  });
  test("give way to pods that are", () => {
    expect(place({ cpu: "1", priority: 6 }, { name: "nominee", cpu: "1", priority: 5 }).feasible.map(({ name }) => name)).toEqual(["a", "b"]);
  });
  test("do not stand in their own way", () => {
    expect(place({ name: "nominee", cpu: "1" }, { name: "nominee", cpu: "1" }).feasible.map(({ name }) => name)).toEqual(["a", "b"]);
  });
  test("are tried on their node first", () => {
    expect(place({ cpu: "1", nominated: "b" }, { name: "other" }).feasible.map(({ name }) => name)).toEqual(["b"]);
  });
  test("are tried elsewhere when that fails", () => {
    const { node, refusals } = place({ cpu: "1", nominated: "a" }, { name: "other", cpu: "1" });
    expect([node?.name, refusals.size]).toEqual(["b", 1]);
  });
  test("do not satisfy affinity before they have come", () => {
    const near: PodSketch = { spec: { affinity: { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: "kubernetes.io/hostname", labelSelector: { matchLabels: { app: "db" } } }] } } } };
    expect(place(near, { name: "db", labels: { app: "db" } }).feasible).toEqual([]);
  });
});

describe("choosing among scores", () => {
  test.each([
    [[1], 0],
    [[1, 3, 2], 1],
    [[-5, -3, -9], 1],
    [[0, 0, 7], 2],
  ])("%j", (totals, expected) => {
    expect(pickBest(Float64Array.from(totals), createRandom("x"))).toBe(expected);
  });

  test("weights count", () => {
    const favour = (name: string, node: string): ScorePlugin => ({ name, score: (_, { name: own }) => (own === node ? 100 : 0) });
    const framework = offlineFramework({ enabled: [favour("A", "a"), favour("B", "b")], weights: { A: 10, B: 20 } });
    const { node, scores } = new SchedulingAlgorithm(cacheOf([{ name: "a" }, { name: "b" }]), nobody, createRandom("x")).schedulePod(framework, info());
    expect(node?.name).toBe("b");
    expect(scores?.byPlugin.map(({ plugin, weight }) => `${plugin} ${weight}`)).toEqual(["TaintToleration 3", "NodeResourcesFit 1", "ImageLocality 1", "A 10", "B 20"]);
  });

  test("without score plugins the first node will do", () => {
    const names = ["TaintToleration", "NodeAffinity", "NodeResourcesFit", "PodTopologySpread", "InterPodAffinity", "NodeResourcesBalancedAllocation", "ImageLocality"];
    const { feasible } = new SchedulingAlgorithm(cacheOf(hosts(5)), nobody, createRandom("x")).schedulePod(offlineFramework({ disabled: names }), info());
    expect(feasible).toHaveLength(1);
  });

  test("a filter can be added to the default ones", () => {
    const picky: FilterPlugin = { name: "Picky", filter: (_, { name }) => (name === "n3" ? undefined : unschedulable("not n3")) };
    expect(new SchedulingAlgorithm(cacheOf(hosts(5)), nobody, createRandom("x")).schedulePod(offlineFramework({ enabled: [picky] }), info()).node?.name).toBe("n3");
  });
});
