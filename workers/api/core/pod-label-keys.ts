import { mapShared } from "../defaulting.ts";
import type { Affinity, Pod, PodAffinityTerm, TopologySpreadConstraint } from "../generated/core/v1.ts";
import type { LabelSelector } from "../generated/meta/v1.ts";

type Labels = Readonly<Record<string, string>>;
type PodAffinityRules = NonNullable<Affinity["podAffinity"]>;

/** Rules that compare pods by some of their own labels become plain selectors once those labels are known. */
export function mergeLabelKeys(pod: Pod): Pod {
  const { affinity, topologySpreadConstraints } = pod.spec;
  if (affinity?.podAffinity === undefined && affinity?.podAntiAffinity === undefined && topologySpreadConstraints === undefined) return pod;
  const labels = pod.metadata.labels ?? {};
  const spec = {
    ...pod.spec,
    ...(affinity !== undefined && { affinity: mergeAffinity(affinity, labels) }),
    ...(topologySpreadConstraints !== undefined && { topologySpreadConstraints: mapShared(topologySpreadConstraints, (rule) => mergeTerm(rule, labels)) }),
  };
  return { ...pod, spec };
}

function mergeAffinity(affinity: Affinity, labels: Labels): Affinity {
  return {
    ...affinity,
    ...(affinity.podAffinity !== undefined && { podAffinity: mergeRules(affinity.podAffinity, labels) }),
    ...(affinity.podAntiAffinity !== undefined && { podAntiAffinity: mergeRules(affinity.podAntiAffinity, labels) }),
  };
}

function mergeRules(rules: PodAffinityRules, labels: Labels): PodAffinityRules {
  const required = rules.requiredDuringSchedulingIgnoredDuringExecution;
  const preferred = rules.preferredDuringSchedulingIgnoredDuringExecution;
  return {
    ...rules,
    ...(required !== undefined && { requiredDuringSchedulingIgnoredDuringExecution: mapShared(required, (term) => mergeTerm(term, labels)) }),
    ...(preferred !== undefined && {
      preferredDuringSchedulingIgnoredDuringExecution: mapShared(preferred, (weighted) => {
        const podAffinityTerm = mergeTerm(weighted.podAffinityTerm, labels);
        return podAffinityTerm === weighted.podAffinityTerm ? weighted : { ...weighted, podAffinityTerm };
      }),
    }),
  };
}

function mergeTerm<T extends PodAffinityTerm | TopologySpreadConstraint>(term: T, labels: Labels): T {
  const { labelSelector, matchLabelKeys = [] } = term;
  const mismatchLabelKeys = "mismatchLabelKeys" in term ? (term.mismatchLabelKeys ?? []) : [];
  if (labelSelector === undefined || matchLabelKeys.length + mismatchLabelKeys.length === 0) return term;
  const expressions = [...requirements(matchLabelKeys, "In", labels), ...requirements(mismatchLabelKeys, "NotIn", labels)];
  return expressions.length === 0 ? term : { ...term, labelSelector: withExpressions(labelSelector, expressions) };
}

type Expression = NonNullable<LabelSelector["matchExpressions"]>[number];

const requirements = (keys: readonly string[], operator: string, labels: Labels): readonly Expression[] =>
  keys.flatMap((key) => (labels[key] === undefined ? [] : [{ key, operator, values: [labels[key]] }]));

const withExpressions = (selector: LabelSelector, expressions: readonly Expression[]): LabelSelector => ({
  ...selector,
  matchExpressions: [...(selector.matchExpressions ?? []), ...expressions],
});
