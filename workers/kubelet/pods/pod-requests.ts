import { milliValue, value } from "../../apimachinery/quantity.ts";
import { podLimits as limitsOf, podRequests as requestsOf, type ResourceAmounts } from "../../api/core/pod-requests.ts";
import type { Pod, PodSpec } from "../../api/generated/core/v1.ts";

const requests = new WeakMap<PodSpec, ResourceAmounts>();
const limits = new WeakMap<PodSpec, ResourceAmounts>();

/** What the pod asks for as a whole; computed once per spec. */
export const podRequests = ({ spec }: Pod): ResourceAmounts => remembered(requests, spec, requestsOf);

/** What the pod may use as a whole; computed once per spec. */
export const podLimits = ({ spec }: Pod): ResourceAmounts => remembered(limits, spec, limitsOf);

/** CPU in thousandths, as admission compares it. */
export const requestedMillis = (pod: Pod) => milliValue(podRequests(pod)["cpu"] ?? 0);

/** Any other resource in whole units. */
export const requestedUnits = (pod: Pod, resource: string) => value(podRequests(pod)[resource] ?? 0);

function remembered(known: WeakMap<PodSpec, ResourceAmounts>, spec: PodSpec, compute: (spec: PodSpec) => ResourceAmounts): ResourceAmounts {
  const found = known.get(spec);
  if (found !== undefined) return found;
  const amounts = compute(spec);
  known.set(spec, amounts);
  return amounts;
}
