import { isEverything, matches, selectorFromLabelSelector } from "../../apimachinery/labels.ts";
import type { PodDisruptionBudget } from "../../api/generated/policy/v1.ts";
import type { PodInfo } from "../cache/pod-info.ts";

export interface BudgetSplit {
  /** Pods whose eviction would break a budget. */
  readonly violating: readonly PodInfo[];
  readonly nonViolating: readonly PodInfo[];
}

/** Splits pods by what evicting them in this order does to disruption budgets. Keeps the order. */
export function splitByBudgets(pods: readonly PodInfo[], budgets: readonly PodDisruptionBudget[]): BudgetSplit {
  const left = new Map(budgets.map((budget) => [budget, budget.status.disruptionsAllowed ?? 0]));
  const violating: PodInfo[] = [];
  const nonViolating: PodInfo[] = [];
  for (const pod of pods) (breaksBudget(pod, left) ? violating : nonViolating).push(pod);
  return { violating, nonViolating };
}

/** Takes the pod from every budget that covers it. */
function breaksBudget(pod: PodInfo, left: Map<PodDisruptionBudget, number>): boolean {
  let breaks = false;
  for (const [budget, allowed] of left) {
    // The API server has let go of a disrupted pod already, so it costs nothing more.
    if (!covers(budget, pod) || budget.status.disruptedPods?.[pod.name] !== undefined) continue;
    left.set(budget, allowed - 1);
    if (allowed - 1 < 0) breaks = true;
  }
  return breaks;
}

/** To the scheduler a budget with an empty selector covers nothing. */
function covers({ metadata, spec }: PodDisruptionBudget, { namespace, labels }: PodInfo): boolean {
  if (metadata.namespace !== namespace || Object.keys(labels).length === 0) return false;
  const selector = selectorFromLabelSelector(spec.selector);
  return !isEverything(selector) && matches(selector, labels);
}
