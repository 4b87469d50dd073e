import type { Node } from "../../api/core/node.ts";
import type { NodeAffinity, NodeSelectorTerm, PreferredSchedulingTerm } from "../../api/generated/core/v1.ts";
import { namedNodes, nodeSelectorMatcher, nodeSelectorTermMatcher, type NodeMatcher, requiredNodeMatcher } from "../cache/node-selector.ts";
import type { PodInfo } from "../cache/pod-info.ts";
import type { Change } from "../framework/cluster-event.ts";
import type { FilterPlugin, PreFilterAnswer, ScorePlugin } from "../framework/plugin.ts";
import { fits, skip, unresolvable } from "../framework/status.ts";

const refusal = unresolvable("node(s) didn't match Pod's node affinity/selector");
const enforcedRefusal = unresolvable("node(s) didn't match scheduler-enforced node affinity");
const conflict = unresolvable("pod affinity terms conflict");

interface WeightedMatcher {
  readonly weight: number;
  readonly matches: NodeMatcher;
}

export interface NodeAffinityArgs {
  /** Holds for every pod of the profile, besides its own affinity. */
  readonly addedAffinity?: NodeAffinity;
}

const everyNode: NodeMatcher = () => true;

/** Keeps pods on nodes that their nodeSelector and node affinity allow, and prefers the nodes that they prefer. */
export function nodeAffinity({ addedAffinity }: NodeAffinityArgs = {}): FilterPlugin<NodeMatcher> & ScorePlugin<readonly WeightedMatcher[]> {
  const addedTerms = addedAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms;
  const enforced = addedTerms === undefined ? undefined : nodeSelectorMatcher(addedTerms);
  const added = weighted(addedAffinity?.preferredDuringSchedulingIgnoredDuringExecution);

  return {
    name: "NodeAffinity",
    wakesUpOn: [{ on: ["Node/Add", "Node/UpdateLabel"], node: (pod, change) => comesToMatch(pod, change, enforced ?? everyNode) }],
    best: "highest",

    preFilter({ pod: { spec } }): PreFilterAnswer<NodeMatcher> {
      const required = requiredNodeMatcher(spec);
      if (required === undefined && enforced === undefined) return skip;
      const state = required ?? everyNode;
      const nodeNames = namesOf(spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms);
      if (nodeNames === undefined) return { state };
      return nodeNames.size === 0 ? { refusal: conflict } : { state, nodeNames };
    },

    filter(_, node, required) {
      if (enforced !== undefined && !enforced(node)) return enforcedRefusal;
      return required(node) ? fits : refusal;
    },

    preScore({ pod: { spec } }) {
      const own = weighted(spec.affinity?.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution);
      return own.length + added.length === 0 ? skip : { state: [...added, ...own] };
    },

    score(_, node, preferences) {
      let sum = 0;
      for (const { weight, matches } of preferences) if (matches(node)) sum += weight;
      return sum;
    },
  };
}

const namesOf = (terms: readonly NodeSelectorTerm[] | undefined) => (terms === undefined || terms.length === 0 ? undefined : namedNodes(terms));

const weighted = (terms: readonly PreferredSchedulingTerm[] | undefined): readonly WeightedMatcher[] =>
  terms?.filter(({ weight }) => weight !== 0).map(({ weight, preference }) => ({ weight, matches: nodeSelectorTermMatcher(preference) })) ?? [];

/** Did the node not match before, and does now? */
function comesToMatch({ pod: { spec } }: PodInfo, { before, after }: Change<Node>, enforced: NodeMatcher): boolean {
  const required = requiredNodeMatcher(spec) ?? everyNode;
  const allows = ({ metadata: { name, labels = {} } }: Node) => enforced({ name, labels }) && required({ name, labels });
  return after !== undefined && allows(after) && (before === undefined || !allows(before));
}
