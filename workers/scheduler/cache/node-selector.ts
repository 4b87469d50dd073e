import { type LabelOperator, type LabelRequirement, type LabelSet, satisfies } from "../../apimachinery/label-requirement.ts";
import { setMatches } from "../../apimachinery/labels.ts";
import type { PodSpec } from "../../api/core/pod.ts";
import type { NodeSelectorRequirement, NodeSelectorTerm } from "../../api/generated/core/v1.ts";

/** What a node selector looks at. */
export interface SelectableNode {
  readonly name: string;
  readonly labels: LabelSet;
}

/** Does the node match? */
export type NodeMatcher = (node: SelectableNode) => boolean;

const operators: ReadonlyMap<string, LabelOperator> = new Map([["In", "in"], ["NotIn", "notin"], ["Exists", "exists"], ["DoesNotExist", "!"], ["Gt", "gt"], ["Lt", "lt"]]);

const everyNode: NodeMatcher = () => true;

const known = new WeakMap<object, NodeMatcher>();

/** What the pod requires of its node by nodeSelector and required node affinity; undefined when it requires nothing. */
export function requiredNodeMatcher({ nodeSelector, affinity }: PodSpec): NodeMatcher | undefined {
  const terms = affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms;
  const hasSelector = nodeSelector !== undefined && Object.keys(nodeSelector).length > 0;
  if (terms === undefined) return hasSelector ? ({ labels }) => setMatches(nodeSelector, labels) : undefined;
  const matchesTerms = nodeSelectorMatcher(terms);
  return hasSelector ? (node) => setMatches(nodeSelector, node.labels) && matchesTerms(node) : matchesTerms;
}

/** Any of the terms has to match. No terms match nothing. */
export function nodeSelectorMatcher(terms: readonly NodeSelectorTerm[]): NodeMatcher {
  const found = known.get(terms);
  if (found !== undefined) return found;
  const matchers = terms.map(nodeSelectorTermMatcher);
  const matcher: NodeMatcher = (node) => matchers.some((matches) => matches(node));
  known.set(terms, matcher);
  return matcher;
}

/** All requirements of the term have to match; a term without any matches nothing. */
export function nodeSelectorTermMatcher({ matchExpressions = [], matchFields = [] }: NodeSelectorTerm): NodeMatcher {
  if (matchExpressions.length === 0 && matchFields.length === 0) return () => false;
  const expressions = matchExpressions.map(requirement);
  const byLabels: NodeMatcher = expressions.length === 0 ? everyNode : ({ labels }) => expressions.every((each) => each !== undefined && satisfies(each, labels));
  if (matchFields.length === 0) return byLabels;
  const fields = matchFields.map(requirement);
  return (node) => byLabels(node) && fields.every((each) => each !== undefined && satisfies(each, { "metadata.name": node.name }));
}

/** The nodes that the terms allow by name; undefined when some term names none. */
export function namedNodes(terms: readonly NodeSelectorTerm[]): ReadonlySet<string> | undefined {
  const names = new Set<string>();
  for (const { matchFields = [] } of terms) {
    const lists = matchFields.filter(({ key, operator }) => key === "metadata.name" && operator === "In").map(({ values = [] }) => values);
    if (lists.length === 0) return undefined;
    for (const name of lists[0]!) if (lists.every((list) => list.includes(name))) names.add(name);
  }
  return names;
}

/** Undefined for an operator that does not exist, which matches nothing. */
function requirement({ key, operator, values = [] }: NodeSelectorRequirement): LabelRequirement | undefined {
  const own = operators.get(operator);
  return own === undefined ? undefined : { key, operator: own, values };
}
