import type { Pod } from "../../api/core/pod.ts";

/** Whether a budget for disruptions lets a pod go now. */
export interface DisruptionBudgets {
  /** Takes one disruption from the budgets of the pod; says why not when they forbid it. */
  claim(pod: Pod, dryRun: boolean): { readonly budget: string; readonly message: string } | undefined;
}
