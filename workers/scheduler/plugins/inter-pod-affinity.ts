import { matches } from "../../apimachinery/labels.ts";
import type { Node } from "../../api/core/node.ts";
import { type AffinityTerm, type LabelledPod, type NamespaceLabels, termMatches } from "../cache/affinity-term.ts";
import type { Cluster } from "../cache/cache.ts";
import type { DomainCounts } from "../cache/node-counts.ts";
import type { NodeInfo } from "../cache/node-info.ts";
import type { PodInfo } from "../cache/pod-info.ts";
import type { PodMatcher } from "../cache/pod-counters.ts";
import { OverlaidCounts } from "../cache/overlaid-counts.ts";
import type { Change } from "../framework/cluster-event.ts";
import type { FilterPlugin, ScorePlugin } from "../framework/plugin.ts";
import { fits, skip, unresolvable, unschedulable } from "../framework/status.ts";

const affinityRefusal = unresolvable("node(s) didn't match pod affinity rules");
const antiAffinityRefusal = unschedulable("node(s) didn't match pod anti-affinity rules");
const existingRefusal = unschedulable("node(s) didn't satisfy existing pods anti-affinity rules");

export interface InterPodAffinityArgs {
  /** What a required affinity of placed pods weighs in scoring, 0 to 100. */
  readonly hardPodAffinityWeight?: number;
  readonly ignorePreferredTermsOfExistingPods?: boolean;
}

/** How many pods that a term is about are in each domain of its topology. */
interface TermCounts {
  readonly term: AffinityTerm;
  readonly counts: DomainCounts;
}

interface AffinityState {
  readonly namespaceLabels: NamespaceLabels;
  /** Placed pods that do not want this pod near them. */
  readonly existing: readonly TermCounts[];
  /** Placed pods that match all required affinity terms of this pod, counted for each term. */
  readonly affinity: readonly TermCounts[];
  /** Placed pods that this pod does not want near itself. */
  readonly antiAffinity: readonly TermCounts[];
}

interface Attraction {
  readonly topologyKey: string;
  readonly counts: DomainCounts;
  readonly weight: number;
}

/** Keeps pods near pods that they need, and apart from pods that either side cannot stand; prefers what either side prefers. */
export function interPodAffinity({ hardPodAffinityWeight = 1, ignorePreferredTermsOfExistingPods = false }: InterPodAffinityArgs = {}): FilterPlugin<AffinityState> & ScorePlugin<readonly Attraction[]> {
  return {
    name: "InterPodAffinity",
    wakesUpOn: [
      { on: ["AssignedPod/Add", "AssignedPod/UpdateLabel", "AssignedPod/Delete"], pod: changesCompany },
      { on: ["Node/Add", "Node/UpdateLabel"], node: changesDomains },
      "TargetPod/UpdateLabel",
      "Namespace/Add",
      "Namespace/UpdateLabel",
    ],

    preFilter(pod, cluster) {
      const existing = cluster.terms.matching("requiredAntiAffinity", pod);
      const { requiredAffinity, requiredAntiAffinity } = pod.affinity;
      if (existing.length + requiredAffinity.length + requiredAntiAffinity.length === 0) return skip;
      return {
        state: {
          namespaceLabels: cluster.namespaceLabels,
          existing: existing.map(({ term, counts }) => ({ term, counts: counts.by(term.topologyKey) })),
          affinity: countAll(requiredAffinity, cluster),
          antiAffinity: requiredAntiAffinity.map((term) => ({ term, counts: countEach(term, cluster) })),
        },
      };
    },

    filter(pod, node, state) {
      if (!satisfiesAffinity(pod, node, state)) return affinityRefusal;
      if (holdsAny(state.antiAffinity, node)) return antiAffinityRefusal;
      return holdsAny(state.existing, node) ? existingRefusal : fits;
    },

    copyState: ({ namespaceLabels, existing, affinity, antiAffinity }) => ({
      namespaceLabels,
      existing: existing.map(overlaid),
      affinity: affinity.map(overlaid),
      antiAffinity: antiAffinity.map(overlaid),
    }),

    podAdded: (state, pod, added, node) => change({ state, pod, other: added, node }, 1),
    podRemoved: (state, pod, removed, node) => change({ state, pod, other: removed, node }, -1),

    preScore(pod, _, cluster) {
      const { preferredAffinity, preferredAntiAffinity } = pod.affinity;
      const attractions: Attraction[] = [];
      const attract = (term: AffinityTerm, counts: DomainCounts, weight: number) => {
        if (counts.size > 0 && weight !== 0) attractions.push({ topologyKey: term.topologyKey, counts, weight });
      };
      for (const { term, weight } of preferredAffinity) attract(term, countEach(term, cluster), weight);
      for (const { term, weight } of preferredAntiAffinity) attract(term, countEach(term, cluster), -weight);
      for (const { term, counts } of cluster.terms.matching("requiredAffinity", pod)) attract(term, counts.by(term.topologyKey), hardPodAffinityWeight);
      const ignores = ignorePreferredTermsOfExistingPods && preferredAffinity.length + preferredAntiAffinity.length === 0;
      if (!ignores) {
        for (const { term, counts, weight } of cluster.terms.matching("preferredAffinity", pod)) attract(term, counts.by(term.topologyKey), weight);
        for (const { term, counts, weight } of cluster.terms.matching("preferredAntiAffinity", pod)) attract(term, counts.by(term.topologyKey), -weight);
      }
      return attractions.length === 0 ? skip : { state: attractions };
    },

    score(_, { labels }, attractions) {
      let sum = 0;
      for (const { topologyKey, counts, weight } of attractions) {
        const domain = labels[topologyKey];
        if (domain !== undefined) sum += weight * (counts.get(domain) ?? 0);
      }
      return sum;
    },

    normalize: spreadBetweenExtremes,
  };
}

/**
 * Every term needs a matching pod in the node's domain. The first of a group of pods that need each other is let
 * in where there is none yet, provided that it matches its own terms.
 */
function satisfiesAffinity(pod: PodInfo, { labels }: NodeInfo, { affinity, namespaceLabels }: AffinityState): boolean {
  let found = true;
  for (const { term, counts } of affinity) {
    const domain = labels[term.topologyKey];
    if (domain === undefined) return false;
    if ((counts.get(domain) ?? 0) <= 0) found = false;
  }
  if (found) return true;
  return affinity.every(({ counts }) => counts.size === 0) && affinity.every(({ term }) => termMatches(term, pod, namespaceLabels));
}

function holdsAny(terms: readonly TermCounts[], { labels }: NodeInfo): boolean {
  for (const { term, counts } of terms) {
    const domain = labels[term.topologyKey];
    if (domain !== undefined && (counts.get(domain) ?? 0) > 0) return true;
  }
  return false;
}

function countEach(term: AffinityTerm, { counters, namespaceLabels }: Cluster): DomainCounts {
  return counters.count(matcherOf([term], namespaceLabels)).by(term.topologyKey);
}

/** One pod has to match all the terms together. */
function countAll(terms: readonly AffinityTerm[], { counters, namespaceLabels }: Cluster): readonly TermCounts[] {
  if (terms.length === 0) return none;
  const counts = counters.count(matcherOf(terms, namespaceLabels));
  return terms.map((term) => ({ term, counts: counts.by(term.topologyKey) }));
}

const none: readonly TermCounts[] = Object.freeze([]);

const matcherOf = (terms: readonly AffinityTerm[], namespaceLabels: NamespaceLabels): PodMatcher => ({
  key: `affinity ${terms.map(({ key }) => key).join(" & ")}`,
  asksNamespaces: terms.some(({ namespaceSelector }) => !namespaceSelector.nothing && namespaceSelector.requirements.length > 0),
  matches: (pod) => terms.every((term) => termMatches(term, pod, namespaceLabels)),
});

const overlaid = ({ term, counts }: TermCounts): TermCounts => ({ term, counts: new OverlaidCounts(counts) });

interface WhatIf {
  readonly state: AffinityState;
  readonly pod: PodInfo;
  readonly other: PodInfo;
  readonly node: NodeInfo;
}

/** In a copied state, counts a pod that comes to the node or leaves it. */
function change({ state, pod, other, node }: WhatIf, delta: 1 | -1): void {
  const { existing, affinity, antiAffinity, namespaceLabels } = state;
  const add = ({ term, counts }: TermCounts) => {
    const domain = node.labels[term.topologyKey];
    if (domain !== undefined) (counts as OverlaidCounts).add(domain, delta);
  };
  for (const own of other.affinity.requiredAntiAffinity) {
    if (termMatches(own, pod, namespaceLabels)) add(existing.find(({ term }) => term.key === own.key) ?? placed(existing as TermCounts[], own));
  }
  if (affinity.length > 0 && affinity.every(({ term }) => termMatches(term, other, namespaceLabels))) for (const each of affinity) add(each);
  for (const each of antiAffinity) if (termMatches(each.term, other, namespaceLabels)) add(each);
}

/** A term that no placed pod has carried so far. */
function placed(existing: TermCounts[], term: AffinityTerm): TermCounts {
  const counts: TermCounts = { term, counts: new OverlaidCounts(new Map()) };
  existing.push(counts);
  return counts;
}

/** Has a pod come that this one may need, or one gone that may have kept it away? */
function changesCompany({ affinity, namespace, labels }: PodInfo, { before, after }: Change<PodInfo>): boolean {
  const { requiredAffinity, requiredAntiAffinity } = affinity;
  if (after !== undefined && requiredAffinity.length > 0 && requiredAffinity.every((term) => mayMatch(term, after))) return true;
  if (before === undefined) return false;
  return requiredAntiAffinity.some((term) => mayMatch(term, before)) || before.affinity.requiredAntiAffinity.some((term) => mayMatch(term, { namespace, labels }));
}

/** Namespaces that are selected by their labels are taken to match. */
const mayMatch = ({ selector, namespaces, namespaceSelector }: AffinityTerm, { namespace, labels }: LabelledPod) =>
  matches(selector, labels) && (namespaces.has(namespace) || !namespaceSelector.nothing);

/** Has a node come into a domain that counts for the pod? */
function changesDomains({ affinity: { requiredAffinity, requiredAntiAffinity } }: PodInfo, { before, after }: Change<Node>): boolean {
  const domain = (node: Node | undefined, { topologyKey }: AffinityTerm) => node?.metadata.labels?.[topologyKey];
  if (requiredAffinity.some((term) => domain(after, term) !== undefined && domain(after, term) !== domain(before, term))) return true;
  // Any new node may be free of pods that keep this one away.
  if (before === undefined) return requiredAffinity.length === 0 || requiredAntiAffinity.length > 0;
  return requiredAntiAffinity.some((term) => domain(before, term) !== undefined && domain(after, term) !== domain(before, term));
}

/** The lowest score becomes 0, the highest 100. */
function spreadBetweenExtremes(scores: Float64Array): void {
  let lowest = Infinity;
  let highest = -Infinity;
  for (const score of scores) {
    lowest = Math.min(lowest, score);
    highest = Math.max(highest, score);
  }
  const range = highest - lowest;
  for (let index = 0; index < scores.length; index++) scores[index] = range > 0 ? Math.trunc(100 * ((scores[index]! - lowest) / range)) : 0;
}
