import type { Node, NodeSelectorRequirement, NodeSelectorTerm, Pod } from "../../api/generated/core/v1.ts";

type Labels = Readonly<Record<string, string>>;

/** Does the node carry what the pod's nodeSelector and required node affinity ask for? */
export function matchesNode({ spec }: Pod, node: Pick<Node, "metadata">): boolean {
  const labels = node.metadata.labels ?? {};
  for (const [key, value] of Object.entries(spec.nodeSelector ?? {})) if (labels[key] !== value) return false;
  const required = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  return required === undefined || required.nodeSelectorTerms.some((term) => matchesTerm(term, labels, node.metadata.name));
}

/** A term without any requirement matches no node. */
function matchesTerm({ matchExpressions = [], matchFields = [] }: NodeSelectorTerm, labels: Labels, name: string): boolean {
  if (matchExpressions.length + matchFields.length === 0) return false;
  const fields: Labels = { "metadata.name": name };
  return matchExpressions.every((requirement) => satisfies(requirement, labels)) && matchFields.every((requirement) => satisfies(requirement, fields));
}

function satisfies({ key, operator, values = [] }: NodeSelectorRequirement, labels: Labels): boolean {
  const value = labels[key];
  switch (operator) {
    case "In":
      return value !== undefined && values.includes(value);
    case "NotIn":
      return value === undefined || !values.includes(value);
    case "Exists":
      return value !== undefined;
    case "DoesNotExist":
      return value === undefined;
    case "Gt":
      return compare(value, values[0], (a, b) => a > b);
    case "Lt":
      return compare(value, values[0], (a, b) => a < b);
  }
}

function compare(value: string | undefined, bound: string | undefined, holds: (a: number, b: number) => boolean): boolean {
  if (value === undefined || bound === undefined || !/^-?\d+$/.test(value) || !/^-?\d+$/.test(bound)) return false;
  return holds(Number(value), Number(bound));
}
