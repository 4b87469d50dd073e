import fc from "fast-check";
import { expect, test } from "vitest";
import type { PodAffinityTerm, TopologySpreadConstraint } from "../api/generated/core/v1.ts";
import { labelSelectorMatches } from "../apimachinery/labels.ts";
import type { Pod } from "../api/core/pod.ts";
import { cacheOf, info, type NodeSketch, pod, type PodSketch } from "../testing/scheduling-objects.ts";
import { verdicts } from "../testing/scheduling-plugins.ts";
import { interPodAffinity } from "./plugins/inter-pod-affinity.ts";
import { podTopologySpread } from "./plugins/pod-topology-spread.ts";

/**
 * The two plugins that look beyond the node, against their definitions: written down here as plainly as can be,
 * by walking over all pods and nodes, in random clusters.
 */
const zones = ["a", "b", undefined];
const racks = ["1", "2", undefined];
const apps = ["web", "db"];
const namespaces: Readonly<Record<string, Readonly<Record<string, string>>>> = { default: {}, red: { team: "red" } };

const selector = fc.oneof(
  fc.constantFrom(...apps).map((app) => ({ matchLabels: { app } })),
  fc.constant({ matchExpressions: [{ key: "app", operator: "Exists" as const }] }),
  fc.constant({ matchExpressions: [{ key: "app", operator: "NotIn" as const, values: ["web"] }] }),
  fc.constant({}),
  fc.constant(undefined),
);
const term: fc.Arbitrary<PodAffinityTerm> = fc.record(
  {
    topologyKey: fc.constantFrom("zone", "rack", "kubernetes.io/hostname"),
    labelSelector: selector,
    namespaces: fc.constantFrom(["default"], ["red"], ["default", "red"]),
    namespaceSelector: fc.constantFrom({}, { matchLabels: { team: "red" } }),
  },
  { requiredKeys: ["topologyKey"] },
);
const constraint: fc.Arbitrary<TopologySpreadConstraint> = fc.record(
  {
    topologyKey: fc.constantFrom("zone", "rack", "kubernetes.io/hostname"),
    maxSkew: fc.integer({ min: 1, max: 2 }),
    whenUnsatisfiable: fc.constant("DoNotSchedule" as const),
    labelSelector: selector,
    minDomains: fc.integer({ min: 1, max: 4 }),
    nodeAffinityPolicy: fc.constantFrom("Honor" as const, "Ignore" as const),
    nodeTaintsPolicy: fc.constantFrom("Honor" as const, "Ignore" as const),
  },
  { requiredKeys: ["topologyKey", "maxSkew", "whenUnsatisfiable"] },
);
const nodes: fc.Arbitrary<readonly NodeSketch[]> = fc
  .array(fc.record({ zone: fc.constantFrom(...zones), rack: fc.constantFrom(...racks), tainted: fc.boolean() }), { minLength: 1, maxLength: 6 })
  .map((list) => list.map(({ zone, rack, tainted }, index) => ({
    name: `n${index}`,
    labels: { ...(zone !== undefined && { zone }), ...(rack !== undefined && { rack }) },
    ...(tainted && { taints: [{ key: "t", effect: "NoSchedule" as const }] }),
  })));
const placed = fc.record({
  on: fc.nat(5),
  app: fc.constantFrom(...apps, undefined),
  namespace: fc.constantFrom("default", "red"),
  deleted: fc.boolean(),
  antiAffinity: fc.array(term, { maxLength: 1 }),
});
const existing: fc.Arbitrary<readonly PodSketch[]> = fc.array(placed, { maxLength: 8 }).map((list) =>
  list.map(({ on, app, namespace, deleted, antiAffinity }, index) => ({
    name: `p${index}`, on: `n${on}`, namespace, deleted, ...(app !== undefined && { labels: { app } }),
    spec: { containers: [{ name: "c" }], affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: antiAffinity } } },
  })),
);
const labelled = fc.constantFrom(...apps, undefined).map((app): PodSketch => (app === undefined ? {} : { labels: { app } }));

/** Nodes and pods as plain lists. */
interface World {
  readonly nodes: readonly { readonly name: string; readonly labels: Readonly<Record<string, string>>; readonly tainted: boolean }[];
  readonly pods: readonly Pod[];
}

const worldOf = (sketches: readonly NodeSketch[], pods: readonly PodSketch[]): World => ({
  nodes: sketches.map(({ name = "", labels = {}, taints = [] }) => ({ name, labels: { "kubernetes.io/hostname": name, ...labels }, tainted: taints.length > 0 })),
  pods: pods.map(pod),
});

const nodeOf = ({ nodes: list }: World, { spec }: Pod) => list.find(({ name }) => name === spec.nodeName);

/** Does the term of `owner` speak of `other`? */
function speaksOf(owner: Pod, { namespaces: listed = [], namespaceSelector, labelSelector }: PodAffinityTerm, other: Pod): boolean {
  const own = listed.length === 0 && namespaceSelector === undefined;
  const namespace = other.metadata.namespace ?? "";
  const inNamespace = (own ? namespace === owner.metadata.namespace : listed.includes(namespace)) || labelSelectorMatches(namespaceSelector, namespaces[namespace]);
  return inNamespace && labelSelectorMatches(labelSelector, other.metadata.labels);
}

/** Are the node and the pod's node in one domain? */
function together(world: World, node: World["nodes"][number], other: Pod, topologyKey: string): boolean {
  const domain = node.labels[topologyKey];
  return domain !== undefined && nodeOf(world, other)?.labels[topologyKey] === domain;
}

function affinityFits(world: World, incoming: Pod, node: World["nodes"][number]): boolean {
  const { podAffinity, podAntiAffinity } = incoming.spec.affinity ?? {};
  const wanted = podAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
  const unwanted = podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
  const friends = world.pods.filter((other) => wanted.every((each) => speaksOf(incoming, each, other)));
  const inSomeDomain = friends.filter((other) => wanted.some(({ topologyKey }) => nodeOf(world, other)?.labels[topologyKey] !== undefined));
  const labelledNode = wanted.every(({ topologyKey }) => node.labels[topologyKey] !== undefined);
  const near = wanted.every(({ topologyKey }) => friends.some((other) => together(world, node, other, topologyKey)));
  const firstOfItsKind = inSomeDomain.length === 0 && wanted.every((each) => speaksOf(incoming, each, incoming));
  if (wanted.length > 0 && !(labelledNode && (near || firstOfItsKind))) return false;
  if (unwanted.some((each) => world.pods.some((other) => speaksOf(incoming, each, other) && together(world, node, other, each.topologyKey)))) return false;
  return !world.pods.some((other) => (other.spec.affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? []).some((each) => speaksOf(other, each, incoming) && together(world, node, other, each.topologyKey)));
}

function spreadFits(world: World, incoming: Pod, node: World["nodes"][number]): boolean {
  const constraints = incoming.spec.topologySpreadConstraints ?? [];
  const zone = incoming.spec.nodeSelector?.["zone"];
  return constraints.every(({ topologyKey, maxSkew, minDomains = 1, labelSelector, nodeAffinityPolicy = "Honor", nodeTaintsPolicy = "Ignore" }) => {
    const own = node.labels[topologyKey];
    if (own === undefined) return false;
    const eligible = world.nodes.filter(({ labels, tainted }) =>
      constraints.every((each) => labels[each.topologyKey] !== undefined) &&
      (nodeAffinityPolicy === "Ignore" || zone === undefined || labels["zone"] === zone) &&
      (nodeTaintsPolicy === "Ignore" || !tainted));
    const empty = labelSelector !== undefined && Object.keys(labelSelector).length === 0;
    const matching = world.pods.filter(({ metadata }) => !empty && metadata.deletionTimestamp === undefined && metadata.namespace === incoming.metadata.namespace && labelSelectorMatches(labelSelector, metadata.labels));
    const countIn = (domain: string) => matching.filter(({ spec }) => eligible.some(({ name, labels }) => name === spec.nodeName && labels[topologyKey] === domain)).length;
    const domains = [...new Set(eligible.map(({ labels }) => labels[topologyKey]!))];
    const fewest = domains.length === 0 || domains.length < minDomains ? 0 : Math.min(...domains.map(countIn));
    const self = labelSelectorMatches(labelSelector, incoming.metadata.labels) ? 1 : 0;
    return countIn(own) + self - fewest <= maxSkew;
  });
}

const fitting = (all: Readonly<Record<string, string>>) => Object.keys(all).filter((name) => all[name] === "fits").sort();

test("pods are kept near and apart as the terms say", () => {
  fc.assert(
    fc.property(nodes, existing, labelled, fc.array(term, { maxLength: 2 }), fc.array(term, { maxLength: 2 }), (sketches, pods, labels, near, apart) => {
      const affinity = { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: near }, podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: apart } };
      const sketch: PodSketch = { name: "incoming", ...labels, spec: { containers: [{ name: "c" }], affinity } };
      const world = worldOf(sketches, pods);
      const expected = world.nodes.filter((node) => affinityFits(world, pod(sketch), node)).map(({ name }) => name);
      expect(fitting(verdicts(interPodAffinity(), sketch, cacheOf(sketches, pods, namespaces)))).toEqual(expected);
    }),
    { numRuns: 500, seed: 36 },
  );
});

test("pods are spread as the constraints say", () => {
  fc.assert(
    fc.property(nodes, existing, labelled, fc.array(constraint, { minLength: 1, maxLength: 2 }), fc.constantFrom("a", undefined), (sketches, pods, labels, topologySpreadConstraints, zone) => {
      const sketch: PodSketch = { name: "incoming", ...labels, spec: { containers: [{ name: "c" }], topologySpreadConstraints, ...(zone !== undefined && { nodeSelector: { zone } }) } };
      const world = worldOf(sketches, pods);
      const expected = world.nodes.filter((node) => spreadFits(world, pod(sketch), node)).map(({ name }) => name);
      expect(fitting(verdicts(podTopologySpread(), sketch, cacheOf(sketches, pods, namespaces)))).toEqual(expected);
    }),
    { numRuns: 500, seed: 36 },
  );
});

test("what would be if a pod came is what is when it has come", () => {
  fc.assert(
    fc.property(nodes, existing, labelled, term, constraint, (sketches, pods, labels, near, spread) => {
      const sketch: PodSketch = { name: "incoming", ...labels, spec: { containers: [{ name: "c" }], affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [near] } }, topologySpreadConstraints: [spread] } };
      const [last, ...others] = pods.toReversed();
      if (last === undefined || !sketches.some(({ name }) => name === last.on)) return;
      const incoming = info(sketch);
      const before = cacheOf(sketches, others, namespaces);
      const after = cacheOf(sketches, pods, namespaces);
      for (const plugin of [interPodAffinity(), podTopologySpread()]) {
        const answer = plugin.preFilter!(incoming, before) as { readonly state: never };
        const state = plugin.copyState!(answer.state) as never;
        plugin.podAdded!(state, incoming, info(last), before.node(last.on!)!);
        const whatIf = before.nodes.filter((node) => plugin.filter(incoming, node, state) === undefined).map(({ name }) => name).sort();
        expect(whatIf, plugin.name).toEqual(fitting(verdicts(plugin, sketch, after)));
        plugin.podRemoved!(state, incoming, info(last), before.node(last.on!)!);
        const back = before.nodes.filter((node) => plugin.filter(incoming, node, state) === undefined).map(({ name }) => name).sort();
        expect(back, plugin.name).toEqual(fitting(verdicts(plugin, sketch, before)));
      }
    }),
    { numRuns: 500, seed: 36 },
  );
});
