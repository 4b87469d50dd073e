import { untoleratedTaint } from "../../apimachinery/taints.ts";
import { isEverything, matches, type Selector, selectorFromLabelSelector } from "../../apimachinery/labels.ts";
import type { TopologySpreadConstraint } from "../../api/generated/core/v1.ts";
import { readable, selectorKey, withLabelKeys } from "./affinity-term.ts";
import type { Cluster } from "./cache.ts";
import type { NodeCounts } from "./node-counts.ts";
import type { NodeInfo } from "./node-info.ts";
import { type NodeMatcher, requiredNodeMatcher } from "./node-selector.ts";
import type { PodInfo } from "./pod-info.ts";

/** A topology spread constraint of a pod, ready to be counted by. */
export interface SpreadConstraint {
  readonly topologyKey: string;
  readonly maxSkew: number;
  readonly minDomains: number;
  readonly selector: Selector;
  /** Does the pod itself count? */
  readonly selfMatch: 0 | 1;
  /** Which nodes count at all; undefined means all. */
  readonly includes: NodeMatcher | undefined;
}

/** Reads constraints; `selector` takes the place of theirs, for default constraints. */
export function spreadConstraints(pod: PodInfo, constraints: readonly TopologySpreadConstraint[], selector?: Selector): readonly SpreadConstraint[] {
  return constraints.map((constraint) => {
    const { topologyKey, maxSkew, minDomains = 1, labelSelector, matchLabelKeys } = constraint;
    const own = selector ?? withLabelKeys(readable(() => selectorFromLabelSelector(labelSelector)), matchLabelKeys, pod.labels, "in");
    return { topologyKey, maxSkew, minDomains, selector: own, selfMatch: matches(own, pod.labels) ? 1 : 0, includes: inclusion(pod, constraint) };
  });
}

/** Counts of the pods that the constraint is about: those of the pod's namespace that match and are not on their way out. */
export function countsOf({ counters }: Cluster, namespace: string, { selector }: SpreadConstraint): NodeCounts {
  return counters.count({
    key: `spread ${namespace} ${selectorKey(selector)}`,
    asksNamespaces: false,
    matches: (pod) => !pod.terminating && pod.namespace === namespace && isCounted(selector, pod),
  });
}

/** A selector that is empty matches the pod itself, but counts no other. */
export const isCounted = (selector: Selector, { labels }: Pick<PodInfo, "labels">) => !isEverything(selector) && matches(selector, labels);

/** By default nodes count that the pod's node affinity allows, whatever their taints. */
function inclusion(pod: PodInfo, { nodeAffinityPolicy = "Honor", nodeTaintsPolicy = "Ignore" }: TopologySpreadConstraint): NodeMatcher | undefined {
  const { spec } = pod.pod;
  const required = nodeAffinityPolicy === "Honor" ? requiredNodeMatcher(spec) : undefined;
  if (nodeTaintsPolicy === "Ignore") return required;
  const bears: NodeMatcher = (node) => untoleratedTaint((node as NodeInfo).hardTaints, spec.tolerations, () => true) === undefined;
  return required === undefined ? bears : (node) => required(node) && bears(node);
}
