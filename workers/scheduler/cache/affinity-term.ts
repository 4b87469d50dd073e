import { FormatError } from "../../apimachinery/format-error.ts";
import { formatSelector, isEverything, matches, nothing, type Selector, selectorFromLabelSelector } from "../../apimachinery/labels.ts";
import type { LabelSet } from "../../apimachinery/label-requirement.ts";
import type { Pod } from "../../api/core/pod.ts";
import type { PodAffinityTerm, WeightedPodAffinityTerm } from "../../api/generated/core/v1.ts";

/** Whose labels are asked: pods by namespace and labels. */
export interface LabelledPod {
  readonly namespace: string;
  readonly labels: LabelSet;
}

/** A term of pod affinity or anti-affinity, ready to be matched. */
export interface AffinityTerm {
  readonly topologyKey: string;
  readonly namespaces: ReadonlySet<string>;
  readonly namespaceSelector: Selector;
  readonly selector: Selector;
  /** Equal terms have equal keys. */
  readonly key: string;
}

export interface WeightedAffinityTerm {
  readonly term: AffinityTerm;
  readonly weight: number;
}

/** The labels of a namespace; undefined when there is no such namespace. */
export type NamespaceLabels = (namespace: string) => LabelSet | undefined;

/** The affinity of a pod, all four kinds of it. */
export interface PodAffinityTerms {
  readonly requiredAffinity: readonly AffinityTerm[];
  readonly requiredAntiAffinity: readonly AffinityTerm[];
  readonly preferredAffinity: readonly WeightedAffinityTerm[];
  readonly preferredAntiAffinity: readonly WeightedAffinityTerm[];
}

const noTerms: readonly never[] = Object.freeze([]);

export const noAffinity: PodAffinityTerms = Object.freeze({
  requiredAffinity: noTerms,
  requiredAntiAffinity: noTerms,
  preferredAffinity: noTerms,
  preferredAntiAffinity: noTerms,
});

/** Reads the affinity of a pod. */
export function affinityTermsOf(pod: Pod): PodAffinityTerms {
  const { podAffinity, podAntiAffinity } = pod.spec.affinity ?? {};
  if (podAffinity === undefined && podAntiAffinity === undefined) return noAffinity;
  const required = (terms: readonly PodAffinityTerm[] | undefined) => terms?.map((term) => affinityTerm(pod, term)) ?? noTerms;
  const preferred = (terms: readonly WeightedPodAffinityTerm[] | undefined) =>
    terms?.map(({ weight, podAffinityTerm }) => ({ weight, term: affinityTerm(pod, podAffinityTerm) })) ?? noTerms;
  return {
    requiredAffinity: required(podAffinity?.requiredDuringSchedulingIgnoredDuringExecution),
    requiredAntiAffinity: required(podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution),
    preferredAffinity: preferred(podAffinity?.preferredDuringSchedulingIgnoredDuringExecution),
    preferredAntiAffinity: preferred(podAntiAffinity?.preferredDuringSchedulingIgnoredDuringExecution),
  };
}

/** Does the term speak of this pod? */
export function termMatches(term: AffinityTerm, { namespace, labels }: LabelledPod, labelsOf: NamespaceLabels): boolean {
  if (!matches(term.selector, labels)) return false;
  if (term.namespaces.has(namespace)) return true;
  if (term.namespaceSelector.nothing) return false;
  return isEverything(term.namespaceSelector) || matches(term.namespaceSelector, labelsOf(namespace) ?? {});
}

/** Without namespaces and namespace selector a term speaks of the pod's own namespace. */
function affinityTerm(pod: Pod, podAffinityTerm: PodAffinityTerm): AffinityTerm {
  const { labelSelector, namespaces = noTerms, namespaceSelector, topologyKey, matchLabelKeys, mismatchLabelKeys } = podAffinityTerm;
  const own = namespaces.length === 0 && namespaceSelector === undefined;
  const set = new Set(own ? [pod.metadata.namespace ?? ""] : namespaces);
  const labels = pod.metadata.labels ?? {};
  const selector = withLabelKeys(withLabelKeys(readable(() => selectorFromLabelSelector(labelSelector)), matchLabelKeys, labels, "in"), mismatchLabelKeys, labels, "notin");
  const ofNamespaces = readable(() => selectorFromLabelSelector(namespaceSelector));
  return { topologyKey, namespaces: set, namespaceSelector: ofNamespaces, selector, key: keyOfTerm(topologyKey, set, ofNamespaces, selector) };
}

/** Adds what the pod's own labels say under the keys. Repeating a requirement that is there already changes nothing. */
export function withLabelKeys(selector: Selector, keys: readonly string[] | undefined, labels: LabelSet, operator: "in" | "notin"): Selector {
  const present = keys?.filter((key) => Object.hasOwn(labels, key)) ?? noTerms;
  if (present.length === 0 || selector.nothing) return selector;
  return { nothing: false, requirements: [...selector.requirements, ...present.map((key) => ({ key, operator, values: [labels[key]!] }))] };
}

/** The API server has validated selectors; one that slipped through matches nothing. */
export function readable(read: () => Selector): Selector {
  try {
    return read();
  } catch (error) {
    if (error instanceof FormatError) return nothing;
    throw error;
  }
}

const keyOfTerm = (topologyKey: string, namespaces: ReadonlySet<string>, ofNamespaces: Selector, selector: Selector) =>
  `${topologyKey}|${[...namespaces].sort().join(",")}|${selectorKey(ofNamespaces)}|${selectorKey(selector)}`;

/** Tells selectors apart: the one that matches nothing from the one that matches everything, too. */
export const selectorKey = (selector: Selector) => (selector.nothing ? "!" : `=${formatSelector(selector)}`);
