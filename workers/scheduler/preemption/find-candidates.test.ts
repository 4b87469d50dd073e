import { describe, expect, test } from "vitest";
import type { Affinity } from "../../api/generated/core/v1.ts";
import type { PodDisruptionBudget } from "../../api/generated/policy/v1.ts";
import { createRandom } from "../../sim/random.ts";
import { cacheOf, info, type NodeSketch, type PodSketch } from "../../testing/scheduling-objects.ts";
import { offlineFramework } from "../../testing/scheduling-plugins.ts";
import type { Cache } from "../cache/cache.ts";
import { fitErrorMessage } from "../framework/fit-error.ts";
import { filterWithNominated, SchedulingAlgorithm } from "../scheduling-algorithm.ts";
import { candidatesToFind, type CandidateLimits, findCandidates } from "./find-candidates.ts";

const now = 1_776_852_000_000;
const nobody = { on: () => [] };
const limits: CandidateLimits = { minCandidateNodesPercentage: 100, minCandidateNodesAbsolute: 100 };

/** A budget that lets so many pods with the label go. */
const budget = (label: string, disruptionsAllowed: number, more: Partial<PodDisruptionBudget["status"]> = {}): PodDisruptionBudget => ({
  apiVersion: "policy/v1", kind: "PodDisruptionBudget",
  metadata: { name: label, namespace: "default", uid: label, resourceVersion: "1", creationTimestamp: "" },
  spec: { selector: { matchLabels: { app: label } } },
  status: { disruptionsAllowed, ...more },
});

function search(cache: Cache, sketch: PodSketch, budgets: readonly PodDisruptionBudget[] = [], own: CandidateLimits = limits) {
  const framework = offlineFramework();
  const pod = info(sketch);
  const { state, refusals, node } = new SchedulingAlgorithm(cache, nobody, createRandom("place")).schedulePod(framework, pod);
  expect(node, "the pod must not fit without preemption").toBeUndefined();
  const context = { state, refusals, cluster: cache, filter: (where: never, what: never) => filterWithNominated({ framework, pod, state: what, nominations: nobody }, where) };
  return findCandidates({ pod, context, budgets, limits: own, random: createRandom("search"), now });
}

/** The victims by node, and the number of broken budgets where there are any. */
function victims(...args: Parameters<typeof search>): Readonly<Record<string, string>> {
  return Object.fromEntries(search(...args).candidates.map(({ nodeName, victims: list, violations }) => [nodeName, [...list.map(({ name }) => name), ...(violations > 0 ? [`${violations} violated`] : [])].join(" ")]));
}

const node = (name: string): NodeSketch => ({ name, cpu: "5", memory: "500" });
const large = { cpu: "5" };
const medium = { cpu: "3" };
const small = { cpu: "1" };
const on = (name: string, of: string, priority: number, more: PodSketch): PodSketch => ({ name, on: of, priority, ...more });

describe("the victims on each node", () => {
  const cases: readonly (readonly [name: string, pod: PodSketch, existing: readonly PodSketch[], victims: Readonly<Record<string, string>>])[] = [
    ["a pod that fits when any of them leaves", { priority: 100, ...large }, [on("a", "n1", 0, large), on("b", "n2", 0, large)], { n1: "a", n2: "b" }],
    ["equals are not preempted", { priority: 0, ...large }, [on("a", "n1", 0, large), on("b", "n2", 0, large)], {}],
    ["one of two is enough", { priority: 100, ...medium }, [on("a", "n1", 0, medium), on("b", "n1", 0, { ...small }), on("c", "n2", 0, large)], { n1: "a", n2: "c" }],
    ["the less important go", { priority: 100, ...medium }, [on("low", "n1", 0, medium), on("high", "n1", 50, small), on("c", "n2", 200, large)], { n1: "low" }],
    ["more important pods stay, so there is no room", { priority: 100, ...large }, [on("high", "n1", 200, small), on("low", "n1", 0, medium), on("b", "n2", 0, large)], { n2: "b" }],
    ["several small ones", { priority: 100, ...large }, [on("a", "n1", 0, small), on("b", "n1", 5, medium), on("c", "n2", 200, large)], { n1: "b a" }],
    ["mixed priorities: as few and as unimportant as possible", { priority: 100, ...medium }, [on("a", "n1", 0, small), on("b", "n1", 0, small), on("c", "n1", 10, medium), on("d", "n2", 200, large)], { n1: "c" }],
    ["the one that runs longest stays", { priority: 100, cpu: "2" }, [on("old", "n1", 0, { cpu: "2", started: "2026-04-22T08:00:00Z" }), on("new", "n1", 0, { cpu: "2", started: "2026-04-22T09:00:00Z" }), on("d", "n2", 200, large)], { n1: "new" }],
    ["nodes that could never do are not tried", { priority: 100, ...large, spec: { containers: [{ name: "c", resources: { requests: { cpu: "5" } } }], nodeSelector: { "kubernetes.io/hostname": "n1" } } }, [on("a", "n1", 0, large), on("b", "n2", 0, large)], { n1: "a" }],
    ["negative priorities", { priority: 0, ...large }, [on("a", "n1", -10, large), on("b", "n2", 0, large)], { n1: "a" }],
  ];
  test.each(cases)("%s", (_, pod, existing, expected) => {
    expect(victims(cacheOf([node("n1"), node("n2")], existing), pod)).toEqual(expected);
  });

  test("ports are freed", () => {
    const port = (cpu: string): PodSketch => ({ spec: { containers: [{ name: "c", resources: { requests: { cpu } }, ports: [{ containerPort: 80, hostPort: 80 }] }] } });
    expect(victims(cacheOf([node("n1")], [on("a", "n1", 0, port("1")), on("b", "n1", 0, small)]), { priority: 1, ...port("1") })).toEqual({ n1: "a" });
  });

  test("anti-affinity is satisfied", () => {
    const apart: Affinity = { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: "kubernetes.io/hostname", labelSelector: { matchLabels: { app: "noisy" } } }] } };
    const existing = [on("noisy", "n1", 0, { ...small, labels: { app: "noisy" } }), on("quiet", "n1", 0, small)];
    expect(victims(cacheOf([node("n1")], existing), { priority: 1, ...small, spec: { containers: [{ name: "c" }], affinity: apart } })).toEqual({ n1: "noisy" });
  });

  test("the anti-affinity of those who are there is, too", () => {
    const apart: Affinity = { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: "kubernetes.io/hostname", labelSelector: { matchLabels: { app: "new" } } }] } };
    const existing = [on("hostile", "n1", 0, { spec: { containers: [{ name: "c" }], affinity: apart } }), on("quiet", "n1", 0, small)];
    expect(victims(cacheOf([node("n1")], existing), { priority: 1, ...small, labels: { app: "new" } })).toEqual({ n1: "hostile" });
  });

  test("skew is evened out", () => {
    const spread: PodSketch = { labels: { app: "web" }, spec: { containers: [{ name: "c" }], topologySpreadConstraints: [{ maxSkew: 1, topologyKey: "zone", whenUnsatisfiable: "DoNotSchedule", labelSelector: { matchLabels: { app: "web" } } }] } };
    const nodes = [{ ...node("n1"), labels: { zone: "a" } }, { ...node("n2"), labels: { zone: "b" }, pods: "1" }];
    const existing = [on("w1", "n1", 0, { labels: { app: "web" } }), on("w2", "n1", 0, { labels: { app: "web" } }), on("full", "n2", 100, {})];
    expect(victims(cacheOf(nodes, existing), { priority: 10, ...spread })).toEqual({ n1: "w1 w2" });
  });
});

describe("disruption budgets", () => {
  const existing = [on("a", "n1", 0, { ...medium, labels: { app: "guarded" } }), on("b", "n1", 0, { cpu: "2", labels: { app: "free" } })];
  test.each([
    ["are spared where another pod will do", [budget("guarded", 0)], { cpu: "2" }, "b"],
    ["allow as many as they say", [budget("guarded", 1)], { cpu: "3" }, "a"],
    ["are broken where nothing else helps", [budget("guarded", 0)], { cpu: "3" }, "a 1 violated"],
    ["have let go of a pod that is being evicted already", [budget("guarded", 0, { disruptedPods: { a: "2026-04-22T10:00:00Z" } })], { cpu: "3" }, "a"],
    ["count each pod of theirs", [budget("guarded", 0), budget("free", 0)], { cpu: "5" }, "a b 2 violated"],
  ])("%s", (_, budgets, request, expected) => {
    expect(victims(cacheOf([node("n1")], existing), { priority: 1, ...request }, budgets)).toEqual({ n1: expected });
  });

  test("that select everything cover nothing", () => {
    const all: PodDisruptionBudget = { ...budget("x", 0), spec: { selector: {} } };
    expect(victims(cacheOf([node("n1")], existing), { priority: 1, cpu: "3" }, [all])).toEqual({ n1: "a" });
  });

  test("of other namespaces do not matter", () => {
    const other = { ...budget("guarded", 0), metadata: { ...budget("guarded", 0).metadata, namespace: "other" } };
    expect(victims(cacheOf([node("n1")], existing), { priority: 1, cpu: "3" }, [other])).toEqual({ n1: "a" });
  });
});

describe("why nodes are no candidates", () => {
  const message = (cache: Cache, pod: PodSketch) => fitErrorMessage({ allNodes: cache.nodes.length, refusals: search(cache, pod).refusals });
  test.each([
    ["nobody to preempt", [on("a", "n1", 10, large)], { priority: 10, ...large }, "0/1 nodes are available: 1 No preemption victims found for incoming pod."],
    ["beyond the node's size", [on("a", "n1", 0, large)], { priority: 10, cpu: "6" }, "0/1 nodes are available: 1 Preemption is not helpful for scheduling."],
    ["not enough to preempt", [on("a", "n1", 0, small), on("b", "n1", 20, medium)], { priority: 10, ...large }, "0/1 nodes are available: 1 Insufficient cpu."],
  ])("%s", (_, existing, pod, expected) => {
    expect(message(cacheOf([node("n1")], existing), pod)).toBe(expected);
  });
});

describe("how far the search goes", () => {
  test.each([
    [10, { minCandidateNodesPercentage: 10, minCandidateNodesAbsolute: 100 }, 10],
    [100, { minCandidateNodesPercentage: 10, minCandidateNodesAbsolute: 5 }, 10],
    [500, { minCandidateNodesPercentage: 10, minCandidateNodesAbsolute: 100 }, 100],
    [5000, { minCandidateNodesPercentage: 10, minCandidateNodesAbsolute: 100 }, 500],
    [5, { minCandidateNodesPercentage: 0, minCandidateNodesAbsolute: 1 }, 1],
  ])("of %i nodes with %j: %i", (nodes, own, expected) => {
    expect(candidatesToFind(nodes, own)).toBe(expected);
  });

  test("stops at enough candidates", () => {
    const names = ["n1", "n2", "n3", "n4"];
    const cache = cacheOf(names.map(node), names.map((name) => on(`p-${name}`, name, 0, large)));
    expect(search(cache, { priority: 1, ...large }, [], { minCandidateNodesPercentage: 0, minCandidateNodesAbsolute: 2 }).candidates).toHaveLength(2);
  });

  test("goes on while all candidates break budgets", () => {
    const names = ["n1", "n2", "n3", "n4"];
    const cache = cacheOf(names.map(node), names.map((name) => on(`p-${name}`, name, 0, { ...large, labels: { app: "guarded" } })));
    expect(search(cache, { priority: 1, ...large }, [budget("guarded", 0)], { minCandidateNodesPercentage: 0, minCandidateNodesAbsolute: 2 }).candidates).toHaveLength(4);
  });
});
