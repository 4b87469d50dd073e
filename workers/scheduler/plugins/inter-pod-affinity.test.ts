import { describe, expect, test } from "vitest";
import type { Affinity, PodAffinityTerm, WeightedPodAffinityTerm } from "../../api/generated/core/v1.ts";
import { cacheOf, info, node, type NodeSketch, type PodSketch } from "../../testing/scheduling-objects.ts";
import { isSkipped, scores, verdicts } from "../../testing/scheduling-plugins.ts";
import { wakes } from "../framework/cluster-event.ts";
import { interPodAffinity } from "./inter-pod-affinity.ts";

const plugin = interPodAffinity();
const affinityRefusal = "unresolvable: node(s) didn't match pod affinity rules";
const antiAffinityRefusal = "unschedulable: node(s) didn't match pod anti-affinity rules";
const existingRefusal = "unschedulable: node(s) didn't satisfy existing pods anti-affinity rules";

type Term = Partial<PodAffinityTerm>;
const term = (labels: Readonly<Record<string, string>> | undefined, more: Term = {}): PodAffinityTerm => ({ topologyKey: "zone", ...(labels && { labelSelector: { matchLabels: labels } }), ...more });
const near = (...terms: readonly PodAffinityTerm[]): Affinity => ({ podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: terms } });
const apart = (...terms: readonly PodAffinityTerm[]): Affinity => ({ podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: terms } });
const withAffinity = (labels: Readonly<Record<string, string>>, affinity: Affinity, more: PodSketch = {}): PodSketch => ({ labels, ...more, spec: { affinity } });

const web = { app: "web" };
const db = { app: "db" };
/** Two nodes in one zone, one in another, one in none. */
const nodes: readonly NodeSketch[] = [{ name: "a1", labels: { zone: "a" } }, { name: "a2", labels: { zone: "a" } }, { name: "b1", labels: { zone: "b" } }, { name: "none" }];

describe("keeps pods near and apart", () => {
  const cases: readonly (readonly [name: string, pod: PodSketch, existing: readonly PodSketch[], verdicts: readonly [a1: string, a2: string, b1: string, none: string]])[] = [
    ["no affinity", {}, [], ["fits", "fits", "fits", "fits"]],
    ["near a pod", withAffinity(web, near(term(db))), [{ on: "a1", labels: db }], ["fits", "fits", affinityRefusal, affinityRefusal]],
    ["no pod to be near", withAffinity(web, near(term(db))), [], [affinityRefusal, affinityRefusal, affinityRefusal, affinityRefusal]],
    ["the first of its kind", withAffinity(web, near(term(web))), [], ["fits", "fits", "fits", affinityRefusal]],
    ["the second of its kind", withAffinity(web, near(term(web))), [{ on: "b1", labels: web }], [affinityRefusal, affinityRefusal, "fits", affinityRefusal]],
    ["the pod is in another namespace", withAffinity(web, near(term(db))), [{ on: "a1", labels: db, namespace: "other" }], [affinityRefusal, affinityRefusal, affinityRefusal, affinityRefusal]],
    ["in a namespace that is listed", withAffinity(web, near(term(db, { namespaces: ["other"] }))), [{ on: "a1", labels: db, namespace: "other" }], ["fits", "fits", affinityRefusal, affinityRefusal]],
    ["in a namespace that is selected", withAffinity(web, near(term(db, { namespaceSelector: { matchLabels: { team: "red" } } }))), [{ on: "a1", labels: db, namespace: "red" }, { on: "b1", labels: db, namespace: "blue" }], ["fits", "fits", affinityRefusal, affinityRefusal]],
    ["an empty namespace selector selects all", withAffinity(web, near(term(db, { namespaceSelector: {} }))), [{ on: "b1", labels: db, namespace: "blue" }], [affinityRefusal, affinityRefusal, "fits", affinityRefusal]],
    ["all terms have to hold", withAffinity(web, near(term(db), term({ tier: "1" }))), [{ on: "a1", labels: db }, { on: "b1", labels: { ...db, tier: "1" } }], [affinityRefusal, affinityRefusal, "fits", affinityRefusal]],
    ["terms of different topologies", withAffinity(web, near(term(db), term(db, { topologyKey: "kubernetes.io/hostname" }))), [{ on: "a1", labels: db }], ["fits", affinityRefusal, affinityRefusal, affinityRefusal]],
    ["apart from a pod", withAffinity(web, apart(term(db))), [{ on: "a1", labels: db }], [antiAffinityRefusal, antiAffinityRefusal, "fits", "fits"]],
    ["apart from any of several", withAffinity(web, apart(term(db), term({ app: "cache" }))), [{ on: "a1", labels: db }, { on: "b1", labels: { app: "cache" } }], [antiAffinityRefusal, antiAffinityRefusal, antiAffinityRefusal, "fits"]],
    ["without a selector nothing matches", withAffinity(web, apart(term(undefined))), [{ on: "a1", labels: db }], ["fits", "fits", "fits", "fits"]],
    ["an existing pod wants to be apart", { labels: web }, [withAffinity(db, apart(term(web)), { on: "a1" })], [existingRefusal, existingRefusal, "fits", "fits"]],
    ["an existing pod wants to be apart from others", { labels: { app: "x" } }, [withAffinity(db, apart(term(web)), { on: "a1" })], ["fits", "fits", "fits", "fits"]],
    ["an existing pod of another namespace", { labels: web }, [withAffinity(db, apart(term(web)), { on: "a1", namespace: "other" })], ["fits", "fits", "fits", "fits"]],
    ["that selects this namespace", { labels: web }, [withAffinity(db, apart(term(web, { namespaceSelector: {} })), { on: "a1", namespace: "other" })], [existingRefusal, existingRefusal, "fits", "fits"]],
    ["both sides", withAffinity(web, apart(term(web))), [withAffinity(web, apart(term(web)), { on: "a1" })], [antiAffinityRefusal, antiAffinityRefusal, "fits", "fits"]],
    ["near one and apart from another", withAffinity(web, { ...near(term(db)), ...apart(term({ app: "noisy" }, { topologyKey: "kubernetes.io/hostname" })) }), [{ on: "a1", labels: db }, { on: "a2", labels: { app: "noisy" } }], ["fits", antiAffinityRefusal, affinityRefusal, affinityRefusal]],
    ["one pod per host", withAffinity(web, apart(term(web, { topologyKey: "kubernetes.io/hostname" }))), [{ on: "a1", labels: web }, { on: "b1", labels: web }], [antiAffinityRefusal, "fits", antiAffinityRefusal, "fits"]],
    ["only pods with the same value under a key", withAffinity({ ...web, v: "2" }, apart(term(web, { matchLabelKeys: ["v"] }))), [{ on: "a1", labels: { ...web, v: "1" } }, { on: "b1", labels: { ...web, v: "2" } }], ["fits", "fits", antiAffinityRefusal, "fits"]],
    ["only pods with another value under a key", withAffinity({ ...web, v: "2" }, apart(term(web, { mismatchLabelKeys: ["v"] }))), [{ on: "a1", labels: { ...web, v: "1" } }, { on: "b1", labels: { ...web, v: "2" } }], [antiAffinityRefusal, antiAffinityRefusal, "fits", "fits"]],
    ["pods that terminate are still there", withAffinity(web, apart(term(db))), [{ on: "a1", labels: db, deleted: true }], [antiAffinityRefusal, antiAffinityRefusal, "fits", "fits"]],
    ["a pod on a node without the label is in no domain", withAffinity(web, apart(term(db))), [{ on: "none", labels: db }], ["fits", "fits", "fits", "fits"]],
    ["the first of its kind, while one is outside all domains", withAffinity(web, near(term(web))), [{ on: "none", labels: web }], ["fits", "fits", "fits", affinityRefusal]],
  ];
  test.each(cases)("%s", (_, pod, existing, [a1, a2, b1, none]) => {
    const cache = cacheOf(nodes, existing, { default: {}, red: { team: "red" }, blue: { team: "blue" } });
    expect(verdicts(plugin, pod, cache)).toEqual({ a1, a2, b1, none });
  });

  test("pods that nobody has anything against or for are not looked at", () => {
    expect(isSkipped(plugin, { labels: web }, cacheOf(nodes, [withAffinity(db, apart(term(db)), { on: "a1" })]))).toBe(true);
    expect(isSkipped(plugin, { labels: db }, cacheOf(nodes, [withAffinity(db, apart(term(db)), { on: "a1" })]))).toBe(false);
  });

  test("follows pods that come and go", () => {
    const cache = cacheOf(nodes, [{ on: "a1", name: "first", labels: db }]);
    const pod = withAffinity(web, near(term(db)));
    expect(verdicts(plugin, pod, cache)["b1"]).toBe(affinityRefusal);
    cache.setPod(info({ on: "b1", name: "second", labels: db }));
    expect(verdicts(plugin, pod, cache)["b1"]).toBe("fits");
    cache.removePod("uid-default-first");
    expect(verdicts(plugin, pod, cache)["a2"]).toBe(affinityRefusal);
  });
});

describe("what would be if pods came or went", () => {
  /** The nodes that fit now, and those that fit after the change. */
  const compare = (pod: PodSketch, existing: readonly PodSketch[], change: "podAdded" | "podRemoved", other: PodSketch) => {
    const cache = cacheOf(nodes, existing);
    const own = info(pod);
    const { state } = plugin.preFilter!(own, cache) as { readonly state: never };
    const copy = plugin.copyState!(state) as never;
    plugin[change]!(copy, own, info({ name: "other", ...other }), cache.node(other.on!)!);
    const fitting = (what: never) => cache.nodes.filter((node) => plugin.filter(own, node, what) === undefined).map(({ name }) => name).sort().join(" ");
    return [fitting(state), fitting(copy)];
  };
  test.each([
    ["the pod to be apart from goes", withAffinity(web, apart(term(db))), [{ on: "a1", labels: db }], "podRemoved", { on: "a1", labels: db }, ["b1 none", "a1 a2 b1 none"]],
    ["a pod to be apart from comes", withAffinity(web, apart(term(db))), [], "podAdded", { on: "b1", labels: db }, ["a1 a2 b1 none", "a1 a2 none"]],
    ["the pod to be near goes", withAffinity(web, near(term(db))), [{ on: "a1", labels: db }], "podRemoved", { on: "a1", labels: db }, ["a1 a2", ""]],
    ["a pod to be near comes", withAffinity(web, near(term(db))), [], "podAdded", { on: "b1", labels: db }, ["", "b1"]],
    ["the pod that wanted to be apart goes", { labels: web }, [withAffinity(db, apart(term(web)), { on: "a1" })], "podRemoved", withAffinity(db, apart(term(web)), { on: "a1" }), ["b1 none", "a1 a2 b1 none"]],
    ["a pod that wants to be apart comes", withAffinity(web, apart(term(db))), [], "podAdded", withAffinity({ app: "x" }, apart(term(web)), { on: "b1" }), ["a1 a2 b1 none", "a1 a2 none"]],
    ["the last of its kind goes", withAffinity(web, near(term(web))), [{ on: "a1", labels: web }], "podRemoved", { on: "a1", labels: web }, ["a1 a2", "a1 a2 b1"]],
  ] as const)("%s", (_, pod, existing, change, other, expected) => {
    expect(compare(pod, existing, change, other)).toEqual(expected);
  });
});

describe("prefers", () => {
  const preferNear = (...terms: readonly WeightedPodAffinityTerm[]): Affinity => ({ podAffinity: { preferredDuringSchedulingIgnoredDuringExecution: terms } });
  const preferApart = (...terms: readonly WeightedPodAffinityTerm[]): Affinity => ({ podAntiAffinity: { preferredDuringSchedulingIgnoredDuringExecution: terms } });
  const by = (weight: number, podAffinityTerm: PodAffinityTerm): WeightedPodAffinityTerm => ({ weight, podAffinityTerm });
  const cases: readonly (readonly [name: string, pod: PodSketch, existing: readonly PodSketch[], scores: Readonly<Record<string, number>> | undefined])[] = [
    ["nothing", {}, [{ on: "a1" }], undefined],
    ["to be near", withAffinity(web, preferNear(by(5, term(db)))), [{ on: "a1", labels: db }], { a1: 100, a2: 100, b1: 0, none: 0 }],
    ["the more pods, the more", withAffinity(web, preferNear(by(5, term(db)))), [{ on: "a1", labels: db }, { on: "a2", labels: db }, { on: "b1", labels: db }], { a1: 100, a2: 100, b1: 50, none: 0 }],
    ["by weight", withAffinity(web, preferNear(by(8, term(db)), by(2, term({ app: "cache" })))), [{ on: "a1", labels: db }, { on: "b1", labels: { app: "cache" } }], { a1: 100, a2: 100, b1: 25, none: 0 }],
    ["to be apart", withAffinity(web, preferApart(by(5, term(db)))), [{ on: "a1", labels: db }], { a1: 0, a2: 0, b1: 100, none: 100 }],
    ["near one, apart from another", withAffinity(web, { ...preferNear(by(8, term(db))), ...preferApart(by(5, term({ app: "noisy" }))) }), [{ on: "a1", labels: db }, { on: "b1", labels: { app: "noisy" } }], { a1: 100, a2: 100, b1: 0, none: 38 }],
    ["what existing pods prefer", { labels: web }, [withAffinity(db, preferNear(by(5, term(web))), { on: "a1" })], { a1: 100, a2: 100, b1: 0, none: 0 }],
    ["what existing pods would rather not", { labels: web }, [withAffinity(db, preferApart(by(5, term(web))), { on: "b1" })], { a1: 100, a2: 100, b1: 0, none: 100 }],
    ["what existing pods require", { labels: web }, [withAffinity(db, near(term(web)), { on: "a1" })], { a1: 100, a2: 100, b1: 0, none: 0 }],
    ["existing pods of other namespaces", { labels: web }, [withAffinity(db, preferNear(by(5, term(web))), { on: "a1", namespace: "other" })], undefined],
    ["nobody to be near", withAffinity(web, preferNear(by(5, term(db)))), [], undefined],
    ["equal everywhere", withAffinity(web, preferNear(by(5, term(db, { topologyKey: "kubernetes.io/hostname" })))), nodes.map(({ name }) => ({ on: name, labels: db })), { a1: 0, a2: 0, b1: 0, none: 0 }],
  ];
  test.each(cases)("%s", (_, pod, existing, expected) => {
    expect(scores(plugin, pod, cacheOf(nodes, existing))).toEqual(expected);
  });

  test("required affinity of existing pods weighs as configured", () => {
    const existing = [withAffinity(db, near(term(web)), { on: "a1" }), withAffinity(db, preferNear(by(10, term(web))), { on: "b1" })];
    expect(scores(interPodAffinity({ hardPodAffinityWeight: 5 }), { labels: web }, cacheOf(nodes, existing))).toEqual({ a1: 50, a2: 50, b1: 100, none: 0 });
    expect(scores(interPodAffinity({ hardPodAffinityWeight: 0 }), { labels: web }, cacheOf(nodes, existing))).toEqual({ a1: 0, a2: 0, b1: 100, none: 0 });
  });

  test("preferences of existing pods can be ignored for pods without their own", () => {
    const existing = [withAffinity(db, preferNear(by(10, term(web))), { on: "b1" })];
    expect(scores(interPodAffinity({ ignorePreferredTermsOfExistingPods: true }), { labels: web }, cacheOf(nodes, existing))).toBeUndefined();
  });
});

describe("wakes a refused pod", () => {
  const seeking = info(withAffinity(web, near(term(db), term({ tier: "1" }))));
  const shy = info(withAffinity(web, apart(term(db))));
  const neutral = info({ labels: web });
  const other = (labels: Readonly<Record<string, string>>, more: PodSketch = {}) => info({ name: "other", labels, ...more });
  const inZone = (zone?: string) => node({ labels: zone === undefined ? {} : { zone } });
  test.each([
    ["a pod comes that it needs", seeking, { event: "AssignedPod/Add", pod: { after: other({ ...db, tier: "1" }) } }, true],
    ["a pod comes that satisfies one term only", seeking, { event: "AssignedPod/Add", pod: { after: other(db) } }, false],
    ["a pod comes in another namespace", seeking, { event: "AssignedPod/Add", pod: { after: other({ ...db, tier: "1" }, { namespace: "x" }) } }, false],
    ["a pod comes to be what it needs", seeking, { event: "AssignedPod/UpdateLabel", pod: { before: other(db), after: other({ ...db, tier: "1" }) } }, true],
    ["a pod goes that it shuns", shy, { event: "AssignedPod/Delete", pod: { before: other(db) } }, true],
    ["a pod goes that it does not mind", shy, { event: "AssignedPod/Delete", pod: { before: other({ app: "x" }) } }, false],
    ["a pod goes that shunned it", neutral, { event: "AssignedPod/Delete", pod: { before: info(withAffinity(db, apart(term(web)))) } }, true],
    ["a pod goes that shunned others", neutral, { event: "AssignedPod/Delete", pod: { before: info(withAffinity(db, apart(term({ app: "x" })))) } }, false],
    ["a pod comes that it shuns", shy, { event: "AssignedPod/Add", pod: { after: other(db) } }, false],
    ["a namespace that is selected by labels may be any", info(withAffinity(web, near(term(db, { namespaceSelector: { matchLabels: { a: "b" } } })))), { event: "AssignedPod/Add", pod: { after: other(db, { namespace: "x" }) } }, true],
    ["its own labels change", shy, { event: "TargetPod/UpdateLabel" }, true],
    ["a node comes in a domain", seeking, { event: "Node/Add", node: { after: inZone("a") } }, true],
    ["a node comes in no domain", seeking, { event: "Node/Add", node: { after: inZone() } }, false],
    ["a node comes, away from all that it shuns", shy, { event: "Node/Add", node: { after: inZone() } }, true],
    ["a node comes, away from all that shun it", neutral, { event: "Node/Add", node: { after: inZone("a") } }, true],
    ["a node enters a domain", seeking, { event: "Node/UpdateLabel", node: { before: inZone(), after: inZone("a") } }, true],
    ["a node changes its domain", seeking, { event: "Node/UpdateLabel", node: { before: inZone("b"), after: inZone("a") } }, true],
    ["a node stays in its domain", seeking, { event: "Node/UpdateLabel", node: { before: inZone("a"), after: inZone("a") } }, false],
    ["a node leaves the domain that it shuns", shy, { event: "Node/UpdateLabel", node: { before: inZone("a"), after: inZone() } }, true],
    ["a node enters a domain, which does not help who shuns", shy, { event: "Node/UpdateLabel", node: { before: inZone(), after: inZone("a") } }, false],
    ["a namespace changes", seeking, { event: "Namespace/UpdateLabel" }, true],
    ["a taint goes", seeking, { event: "Node/UpdateTaint" }, false],
  ] as const)("%s", (_, pod, happening, expected) => {
    expect(wakes(plugin.wakesUpOn ?? [], pod, happening)).toBe(expected);
  });
});
