import { describe, expect, test } from "vitest";
import { createRandom } from "../sim/random.ts";
import { cacheOf, info, type NodeSketch, type PodSketch } from "../testing/scheduling-objects.ts";
import { offlineFramework } from "../testing/scheduling-plugins.ts";
import { DecisionLog } from "./decision-log.ts";
import { SchedulingAlgorithm } from "./scheduling-algorithm.ts";

const framework = offlineFramework();
const nobody = { on: () => [] };

/** Attempts to place the pod and records how it went. */
function decide(log: DecisionLog, nodes: readonly NodeSketch[], sketch: PodSketch, message?: string) {
  const cluster = cacheOf(nodes);
  const pod = info(sketch);
  return log.add({ at: 1000, pod, framework, cluster, result: new SchedulingAlgorithm(cluster, nobody, createRandom("x")).schedulePod(framework, pod), message });
}

describe("a decision", () => {
  test("for a node tells the scores of all plugins on all nodes that were in question", () => {
    const record = decide(new DecisionLog(), [{ name: "b", cpu: "8" }, { name: "a", cpu: "4" }, { name: "c", cpu: "1" }], { cpu: "2" }).record();
    expect(record).toMatchObject({ at: 1000, pod: "default/pod", chosen: "b" });
    expect(record.nodes.map(({ node, total }) => [node, total])).toEqual([["a", 435], ["b", 454], ["c", undefined]]);
    expect(record.nodes[1]?.scores).toEqual([
      { plugin: "TaintToleration", score: 100, weight: 3 },
      { plugin: "NodeResourcesFit", score: 86, weight: 1 },
      { plugin: "NodeResourcesBalancedAllocation", score: 68, weight: 1 },
      { plugin: "ImageLocality", score: 0, weight: 1 },
    ]);
    expect(record.nodes[2]?.refusals).toEqual([{ plugin: "NodeResourcesFit", reason: "Insufficient cpu" }]);
  });

  test("against all nodes tells everything that speaks against each", () => {
    const nodes: readonly NodeSketch[] = [{ name: "a", unschedulable: true, cpu: "1" }, { name: "b", taints: [{ key: "gpu", value: "yes", effect: "NoSchedule" }] }];
    const record = decide(new DecisionLog(), nodes, { cpu: "2", spec: { nodeSelector: { x: "y" }, containers: [{ name: "c", resources: { requests: { cpu: "2" } } }] } }, "no").record();
    expect(record.chosen).toBeUndefined();
    expect(record.message).toBe("no");
    expect(record.nodes.map(({ node, refusals }) => [node, refusals.map(({ reason }) => reason)])).toEqual([
      ["a", ["node(s) were unschedulable", "node(s) didn't match Pod's node affinity/selector", "Insufficient cpu"]],
      ["b", ["node(s) had untolerated taint {gpu: yes}", "node(s) didn't match Pod's node affinity/selector"]],
    ]);
  });

  test("without scores tells that there was but one node", () => {
    const record = decide(new DecisionLog(), [{ name: "a" }], {}).record();
    expect(record).toEqual({ at: 1000, pod: "default/pod", chosen: "a", nodes: [{ node: "a", refusals: [], scores: [] }] });
  });

  test("about a pod that was refused for itself tells so for every node", () => {
    const claim = { volumes: [{ name: "v", persistentVolumeClaim: { claimName: "data" } }] };
    const record = decide(new DecisionLog(), [{ name: "a" }, { name: "b" }], { spec: { containers: [{ name: "c" }], ...claim } }, "no").record();
    expect(record.nodes.map(({ refusals }) => refusals)).toEqual(Array(2).fill([{ plugin: "VolumeBinding", reason: 'persistentvolumeclaim "data" not found' }]));
  });

  test("about a pod that names its node tells who left the others out", () => {
    const affinity = { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchFields: [{ key: "metadata.name", operator: "In" as const, values: ["a"] }] }] } } };
    const record = decide(new DecisionLog(), [{ name: "a" }, { name: "b" }], { spec: { containers: [{ name: "c" }], affinity } }).record();
    expect(record.nodes).toEqual([
      { node: "a", refusals: [], scores: [] },
      { node: "b", refusals: [{ plugin: "NodeAffinity", reason: "node(s) didn't match Pod's node affinity/selector" }], scores: [] },
    ]);
  });

  test("does not change when the next pod is scored", () => {
    const cluster = cacheOf([{ name: "a" }, { name: "b" }]);
    const algorithm = new SchedulingAlgorithm(cluster, nobody, createRandom("x"));
    const log = new DecisionLog();
    const first = log.add({ at: 0, pod: info({ cpu: "1" }), framework, cluster, result: algorithm.schedulePod(framework, info({ cpu: "1" })) });
    const before = JSON.stringify(first.record());
    cluster.assume(info({ name: "other", cpu: "3" }), "a");
    algorithm.schedulePod(framework, info({ cpu: "2" }));
    expect(JSON.stringify(first.record())).toBe(before);
  });

  test("in a large cluster keeps the best nodes and the chosen one", () => {
    const nodes = Array.from({ length: 90 }, (_, index) => ({ name: `n${String(index).padStart(2, "0")}`, cpu: `${index + 2}` }));
    const record = decide(new DecisionLog(), nodes, { cpu: "1" }).record();
    expect(record.nodes.length).toBeLessThanOrEqual(21);
    expect(record.nodes.some(({ node }) => node === record.chosen)).toBe(true);
    const totals = record.nodes.map(({ total = 0 }) => total);
    expect(Math.max(...totals)).toBe(record.nodes.find(({ node }) => node === record.chosen)?.total);
  });
});

describe("the log", () => {
  test("keeps the last attempts of a pod", () => {
    const log = new DecisionLog();
    for (let attempt = 0; attempt < 8; attempt++) decide(log, [{ name: "a" }], {}, `attempt ${attempt}`);
    expect(log.of("default/pod").map(({ message }) => message)).toEqual([3, 4, 5, 6, 7].map((attempt) => `attempt ${attempt}`));
    expect(log.of("default/other")).toEqual([]);
  });

  test("keeps the last pods", () => {
    const log = new DecisionLog();
    for (let index = 0; index < 1005; index++) decide(log, [{ name: "a" }], { name: `p${index}` });
    expect(log.of("default/p4")).toEqual([]);
    expect(log.of("default/p5")).toHaveLength(1);
  });
});
