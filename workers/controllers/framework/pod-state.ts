import { second, type Milliseconds } from "../../base/units.ts";
import { findCondition } from "../../apimachinery/conditions.ts";
import { tryParseTime } from "../../apimachinery/timestamp.ts";
import type { Pod } from "../../api/core/pod.ts";

/** Has it ended for good? */
export const isPodTerminal = ({ status }: Pod) => status.phase === "Succeeded" || status.phase === "Failed";

/** Does it still count towards the pods that a controller wants? */
export const isPodActive = (pod: Pod) => !isPodTerminal(pod) && pod.metadata.deletionTimestamp === undefined;

/** Is it being deleted and has not ended yet? */
export const isPodTerminating = (pod: Pod) => !isPodTerminal(pod) && pod.metadata.deletionTimestamp !== undefined;

/** Does it serve? */
export const isPodReady = ({ status }: Pod) => findCondition(status.conditions, "Ready")?.status === "True";

const sinces = new WeakMap<Pod, { readonly since: Milliseconds | undefined }>();

/** Since when the condition Ready holds as it does. Asked often for the same pods: the answer is kept. */
export function readySince(pod: Pod): Milliseconds | undefined {
  const known = sinces.get(pod);
  if (known !== undefined) return known.since;
  const since = tryParseTime(findCondition(pod.status.conditions, "Ready")?.lastTransitionTime);
  sinces.set(pod, { since });
  return since;
}

/** Has it been ready for long enough? */
export function isPodAvailable(pod: Pod, minReadySeconds: number, now: Milliseconds): boolean {
  if (!isPodReady(pod)) return false;
  if (minReadySeconds === 0) return true;
  const since = readySince(pod);
  return since !== undefined && since + minReadySeconds * second <= now;
}

/** How long until the next of the ready pods counts as available; undefined when none is on its way. */
export function nextAvailabilityCheck(pods: readonly Pod[], minReadySeconds: number, now: Milliseconds): Milliseconds | undefined {
  if (minReadySeconds === 0) return undefined;
  let next: Milliseconds | undefined;
  for (const pod of pods) {
    const since = isPodReady(pod) ? readySince(pod) : undefined;
    if (since === undefined) continue;
    const left = since + minReadySeconds * second - now;
    if (left > 0 && (next === undefined || left < next)) next = left;
  }
  return next;
}
