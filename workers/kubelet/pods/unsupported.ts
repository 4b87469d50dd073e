import type { Pod } from "../../api/generated/core/v1.ts";
import { containersOf } from "./pod-containers.ts";

/** What a pod asks for that this kubelet cannot do, as the event that says so. */
export interface Unsupported {
  readonly reason: string;
  readonly message: string;
}

/** The first thing that the pod asks for in vain. Such a pod is not started half-way: it waits and says why. */
export function unsupportedBy(pod: Pod): Unsupported | undefined {
  if ((pod.spec.resourceClaims ?? []).length > 0) {
    return { reason: "FailedPrepareDynamicResources", message: "Failed to prepare dynamic resources: dynamic resource allocation is not supported by this kubelet" };
  }
  for (const { container } of containersOf(pod)) {
    const rule = container.restartPolicyRules?.find(({ action }) => action !== "Restart");
    if (rule !== undefined) return { reason: "FailedSync", message: `Error syncing pod: container ${container.name}: restart action ${rule.action} is not supported by this kubelet` };
  }
  return undefined;
}
