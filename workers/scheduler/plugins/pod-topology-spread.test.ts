import { describe, expect, test } from "vitest";
import type { TopologySpreadConstraint } from "../../api/generated/core/v1.ts";
import { selectorFromSet } from "../../apimachinery/labels.ts";
import type { Taint } from "../../api/core/node.ts";
import { cacheOf, info, node, type NodeSketch, type PodSketch } from "../../testing/scheduling-objects.ts";
import { isSkipped, scores, verdicts } from "../../testing/scheduling-plugins.ts";
import { wakes } from "../framework/cluster-event.ts";
import { podTopologySpread } from "./pod-topology-spread.ts";

const plugin = podTopologySpread();
const skewed = "unschedulable: node(s) didn't match pod topology spread constraints";
const unlabelled = "unresolvable: node(s) didn't match pod topology spread constraints (missing required label)";

type Constraint = Partial<TopologySpreadConstraint>;

/** A pod labelled foo that is spread by such constraints; they count pods labelled foo. */
const spreading = (...constraints: readonly Constraint[]): PodSketch => ({ labels: { foo: "" }, spec: { topologySpreadConstraints: constraints.map(hard) } });
const hard = (constraint: Constraint): TopologySpreadConstraint => ({ maxSkew: 1, topologyKey: "zone", whenUnsatisfiable: "DoNotSchedule", labelSelector: { matchExpressions: [{ key: "foo", operator: "Exists" }] }, ...constraint });
const soft = (constraint: Constraint): Constraint => ({ ...constraint, whenUnsatisfiable: "ScheduleAnyway" });
const host: Constraint = { topologyKey: "kubernetes.io/hostname" };

const inZones = (zones: Readonly<Record<string, string | undefined>>): readonly NodeSketch[] =>
  Object.entries(zones).map(([name, zone]): NodeSketch => ({ name, labels: zone === undefined ? {} : { zone } }));
const zones = inZones({ a: "zone1", b: "zone1", x: "zone2", y: "zone2" });

/** So many pods labelled foo on each of the nodes. */
const counts = (on: Readonly<Record<string, number>>, more: PodSketch = {}): readonly PodSketch[] =>
  Object.entries(on).flatMap(([name, count]) => Array.from({ length: count }, (_, index) => ({ name: `${name}-${index}`, on: name, labels: { foo: "" }, ...more })));

describe("does not exceed the skew", () => {
  const cases: readonly (readonly [name: string, pod: PodSketch, nodes: readonly NodeSketch[], existing: readonly PodSketch[], fitting: string, missing: string])[] = [
    ["no existing pods", spreading({}), zones, [], "a b x y", ""],
    ["3/3 across zones", spreading({}), zones, counts({ a: 2, b: 1, x: 1, y: 2 }), "a b x y", ""],
    ["3/2 across zones", spreading({}), zones, counts({ a: 2, b: 1, x: 0, y: 2 }), "x y", ""],
    ["a larger skew is allowed", spreading({ maxSkew: 2 }), zones, counts({ a: 2, b: 1, x: 0, y: 2 }), "a b x y", ""],
    ["no node of the second zone is labelled", spreading({}), inZones({ a: "zone1", b: "zone1", x: undefined }), counts({ a: 2, b: 1, x: 5 }), "a b", "x"],
    ["the pod does not match its own constraint: equal counts suffice", { ...spreading({}), labels: { bar: "" } }, zones, counts({ a: 1, y: 1 }), "a b x y", ""],
    ["the pod does not match, counts differ by the skew", { ...spreading({}), labels: { bar: "" } }, zones, counts({ a: 1 }), "a b x y", ""],
    ["the pod does not match, counts differ by more", { ...spreading({}), labels: { bar: "" } }, zones, counts({ a: 2 }), "x y", ""],
    ["pods of other namespaces do not count", spreading({}), zones, [...counts({ a: 5 }, { namespace: "other" }), ...counts({ x: 1 })], "a b", ""],
    ["pods that terminate do not count", spreading({}), zones, [...counts({ a: 5 }, { deleted: true }), ...counts({ x: 1 })], "a b", ""],
    ["across hosts 2/1/0/3", spreading(host), zones, counts({ a: 2, b: 1, x: 0, y: 3 }), "x", ""],
    ["across hosts, all have some", spreading(host), zones, counts({ a: 2, b: 1, x: 1, y: 3 }), "b x", ""],
    ["zones and hosts, both hold", spreading({}, host), zones, counts({ a: 2, b: 1, x: 2, y: 1 }), "b y", ""],
    ["zones and hosts, no node satisfies both", spreading({}, host), inZones({ a: "zone1", b: "zone1", x: "zone2" }), counts({ a: 1, b: 0, x: 2 }), "b", ""],
    ["constraints with selectors of their own", spreading({}, { ...host, labelSelector: { matchLabels: { bar: "" } } }), zones, [...counts({ a: 1 }), { on: "x", labels: { bar: "" } }, { on: "y", labels: { bar: "" }, name: "y2" }], "x y", ""],
    ["without a selector nothing counts", spreading({ labelSelector: undefined }), zones, counts({ a: 5 }), "a b x y", ""],
    ["an empty selector counts the pod alone", spreading({ labelSelector: {} }), zones, counts({ a: 5 }), "a b x y", ""],
    ["fewer domains than wanted", spreading({ minDomains: 3 }), zones, counts({ a: 1, x: 1 }), "", ""],
    ["as many domains as wanted", spreading({ minDomains: 2 }), zones, counts({ a: 1, x: 1 }), "a b x y", ""],
    ["fewer domains than wanted, but none is used", spreading({ minDomains: 3 }), zones, [], "a b x y", ""],
    ["fewer domains than wanted, hosts", spreading({ ...host, minDomains: 5 }), zones, counts({ a: 1 }), "b x y", ""],
    ["nodes outside the node affinity do not count", { ...spreading({}), spec: { ...spreading({}).spec, nodeSelector: { zone: "zone1" } } }, zones, counts({ a: 3 }), "a b x y", ""],
    ["they do if the policy says so", { ...spreading({ nodeAffinityPolicy: "Ignore" }), spec: { ...spreading({ nodeAffinityPolicy: "Ignore" }).spec, nodeSelector: { zone: "zone1" } } }, zones, counts({ a: 3 }), "x y", ""],
    ["only pods with the same value under a key count", { ...spreading({ matchLabelKeys: ["version"] }), labels: { foo: "", version: "2" } }, zones, [...counts({ a: 5 }, { labels: { foo: "", version: "1" } }), { on: "x", labels: { foo: "", version: "2" } }], "a b", ""],
    ["a key that the pod does not have is ignored", spreading({ matchLabelKeys: ["version"] }), zones, counts({ a: 1 }), "x y", ""],
  ];
  test.each(cases)("%s", (_, pod, nodes, existing, fitting, missing) => {
    const expected = Object.fromEntries(nodes.map(({ name = "" }) => [name, fitting.split(" ").includes(name) ? "fits" : missing.split(" ").includes(name) ? unlabelled : skewed]));
    expect(verdicts(plugin, pod, cacheOf(nodes, existing))).toEqual(expected);
  });

  test("tainted nodes count unless the policy says otherwise", () => {
    const nodes = inZones({ a: "zone1", x: "zone2" }).map((node) => (node.name === "x" ? { ...node, taints: [{ key: "t", effect: "NoSchedule" as const }] } : node));
    const cache = cacheOf(nodes, counts({ a: 1 }));
    expect(verdicts(plugin, spreading({}), cache)["a"]).toBe(skewed);
    expect(verdicts(plugin, spreading({ nodeTaintsPolicy: "Honor" }), cache)["a"]).toBe("fits");
    const tolerating = spreading({ nodeTaintsPolicy: "Honor" });
    expect(verdicts(plugin, { ...tolerating, spec: { ...tolerating.spec, tolerations: [{ key: "t", operator: "Exists" }] } }, cache)["a"]).toBe(skewed);
  });

  test("pods without hard constraints are not looked at", () => {
    expect(isSkipped(plugin, {}, cacheOf(zones))).toBe(true);
    expect(isSkipped(plugin, spreading(soft({})), cacheOf(zones))).toBe(true);
  });
});

describe("what would be if pods came or went", () => {
  const after = (existing: readonly PodSketch[], change: (state: never, cache: ReturnType<typeof cacheOf>) => void) => {
    const cache = cacheOf(zones, existing);
    const pod = info(spreading({}));
    const answer = plugin.preFilter!(pod, cache) as { readonly state: never };
    const copy = plugin.copyState!(answer.state) as never;
    change(copy, cache);
    const fitting = (state: never) => cache.nodes.filter((node) => plugin.filter(pod, node, state) === undefined).map(({ name }) => name).sort().join(" ");
    return { now: fitting(answer.state), later: fitting(copy) };
  };
  const other = info({ name: "other", labels: { foo: "" } });

  test("a pod goes", () => {
    expect(after(counts({ a: 2, x: 1 }), (state, cache) => plugin.podRemoved!(state, info(spreading({})), other, cache.node("a")!))).toEqual({ now: "x y", later: "a b x y" });
  });
  test("a pod comes", () => {
    expect(after(counts({ a: 1, x: 1 }), (state, cache) => plugin.podAdded!(state, info(spreading({})), other, cache.node("x")!))).toEqual({ now: "a b x y", later: "a b" });
  });
  test("the last pod of a domain goes", () => {
    expect(after(counts({ a: 1, x: 1 }), (state, cache) => plugin.podRemoved!(state, info(spreading({})), other, cache.node("x")!))).toEqual({ now: "a b x y", later: "x y" });
  });
  test("a pod that does not count", () => {
    const stranger = info({ name: "stranger", labels: { bar: "" } });
    expect(after(counts({ a: 1 }), (state, cache) => plugin.podRemoved!(state, info(spreading({})), stranger, cache.node("a")!))).toEqual({ now: "x y", later: "x y" });
  });
});

describe("prefers domains with fewer pods", () => {
  const cases: readonly (readonly [name: string, pod: PodSketch, nodes: readonly NodeSketch[], existing: readonly PodSketch[], scores: Readonly<Record<string, number>> | undefined])[] = [
    ["no constraints", {}, zones, counts({ a: 1 }), undefined],
    ["hard constraints alone", spreading({}), zones, counts({ a: 1 }), undefined],
    ["no pods yet", spreading(soft(host)), inZones({ a: "zone1", b: "zone1" }), [], { a: 100, b: 100 }],
    ["one candidate", spreading(soft(host)), inZones({ a: "zone1" }), counts({ a: 5 }), { a: 100 }],
    ["2/1/0/3 across hosts", spreading(soft(host)), inZones({ a: "z", b: "z", c: "z", d: "z" }), counts({ a: 2, b: 1, d: 3 }), { a: 20, b: 60, c: 100, d: 0 }],
    ["4/2/1/~3~ across hosts, one node lacks the label", spreading(soft({ topologyKey: "node" })), ["a", "b", "c", "d"].map((name): NodeSketch => ({ name, labels: name === "d" ? {} : { node: name } })), counts({ a: 4, b: 2, c: 1, d: 3 }), { a: 33, b: 83, c: 100, d: 0 }],
    ["across zones", spreading(soft({})), zones, counts({ a: 1, b: 1, x: 1 }), { a: 33, b: 33, x: 100, y: 100 }],
    ["zones and hosts", spreading(soft({}), soft(host)), zones, counts({ a: 1, y: 1 }), { a: 33, b: 100, x: 100, y: 33 }],
    ["all equal", spreading(soft(host)), inZones({ a: "z", b: "z" }), counts({ a: 3, b: 3 }), { a: 100, b: 100 }],
    ["a skew that is allowed waters counts down", spreading(soft({ ...host, maxSkew: 5 })), inZones({ a: "z", b: "z" }), counts({ a: 1 }), { a: 80, b: 100 }],
  ];
  test.each(cases)("%s", (_, pod, nodes, existing, expected) => {
    expect(scores(plugin, pod, cacheOf(nodes, existing))).toEqual(expected);
  });
});

describe("by default", () => {
  const belonging = podTopologySpread({ defaultSelector: ({ labels }) => (labels["app"] === undefined ? undefined : selectorFromSet({ app: labels["app"] })) });
  const web: PodSketch = { labels: { app: "web" } };
  const onHosts = ["a", "b", "c"].map((name) => ({ name }));
  const inZone = (name: string, zone: string): NodeSketch => ({ name, zone });

  test("pods of a service or an owner are spread over hosts", () => {
    expect(scores(belonging, web, cacheOf(onHosts, [{ on: "a", ...web }, { on: "a", ...web, name: "2" }, { on: "b", ...web, name: "3" }]))).toEqual({ a: 40, b: 60, c: 100 });
  });
  test("and over zones", () => {
    const nodes = [inZone("a", "1"), inZone("b", "1"), inZone("x", "2")];
    expect(scores(belonging, web, cacheOf(nodes, [{ on: "a", ...web }]))).toEqual({ a: 66, b: 88, x: 100 });
  });
  test("nodes without zones take part by their hosts", () => {
    expect(scores(belonging, web, cacheOf([...onHosts, inZone("x", "1")], [{ on: "a", ...web }]))).toEqual({ a: 66, b: 100, c: 100, x: 33 });
  });
  test("pods that belong to nothing are not", () => {
    expect(scores(belonging, {}, cacheOf(onHosts))).toBeUndefined();
  });
  test("constraints of the pod's own take their place, even if they are hard ones", () => {
    expect(scores(belonging, { ...spreading({}), labels: { app: "web" } }, cacheOf(onHosts))).toBeUndefined();
  });
  test("a profile may demand instead of prefer", () => {
    const strict = podTopologySpread({ defaultConstraints: [{ topologyKey: "zone", maxSkew: 1, whenUnsatisfiable: "DoNotSchedule" }], defaultSelector: () => selectorFromSet({ app: "web" }) });
    expect(verdicts(strict, web, cacheOf(zones, [{ on: "a", ...web }]))).toEqual({ a: skewed, b: skewed, x: "fits", y: "fits" });
  });
});

describe("wakes a refused pod", () => {
  const waiting = info({ ...spreading({}, host), name: "waiting" });
  const other = (labels: Readonly<Record<string, string>>, more: PodSketch = {}) => info({ name: "other", labels, ...more });
  const inZone = (zone?: string, taints: readonly Taint[] = []) => node({ labels: zone === undefined ? {} : { zone }, taints });
  test.each([
    ["a pod comes that counts", { event: "AssignedPod/Add", pod: { after: other({ foo: "" }) } }, true],
    ["a pod comes that does not count", { event: "AssignedPod/Add", pod: { after: other({ bar: "" }) } }, false],
    ["a pod comes in another namespace", { event: "AssignedPod/Add", pod: { after: other({ foo: "" }, { namespace: "x" }) } }, false],
    ["a pod goes that counted", { event: "AssignedPod/Delete", pod: { before: other({ foo: "" }) } }, true],
    ["a pod comes to count", { event: "AssignedPod/UpdateLabel", pod: { before: other({}), after: other({ foo: "" }) } }, true],
    ["a pod counts as before", { event: "AssignedPod/UpdateLabel", pod: { before: other({ foo: "" }), after: other({ foo: "1" }) } }, false],
    ["a node comes with all labels", { event: "Node/Add", node: { after: inZone("a") } }, true],
    ["a node comes without a label", { event: "Node/Add", node: { after: inZone() } }, false],
    ["a node goes", { event: "Node/Delete", node: { before: inZone("a") } }, true],
    ["a node goes that did not count", { event: "Node/Delete", node: { before: inZone() } }, false],
    ["a node gets the label", { event: "Node/UpdateLabel", node: { before: inZone(), after: inZone("a") } }, true],
    ["a node moves", { event: "Node/UpdateLabel", node: { before: inZone("a"), after: inZone("b") } }, true],
    ["a taint comes or goes", { event: "Node/UpdateTaint", node: { before: inZone("a"), after: inZone("a", [{ key: "x", effect: "NoSchedule" }]) } }, true],
    ["its own labels change", { event: "TargetPod/UpdateLabel" }, true],
    ["a node has more room", { event: "Node/UpdateAllocatable" }, false],
  ] as const)("%s", (_, happening, expected) => {
    expect(wakes(plugin.wakesUpOn ?? [], waiting, happening)).toBe(expected);
  });
});
