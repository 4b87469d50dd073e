import type { Milliseconds } from "../../base/units.ts";
import { setCondition } from "../../apimachinery/conditions.ts";
import { formatTime } from "../../apimachinery/timestamp.ts";
import { type Pod, Pods } from "../../api/core/pod.ts";
import type { Client, ObjectReference } from "../../client/client.ts";
import { ignoringNotFound } from "./ignore-refusals.ts";

/** Why a pod that did nothing wrong is ended. */
export interface Disruption {
  readonly reason: string;
  readonly message: string;
  readonly now: Milliseconds;
  /** Also tells that the pod has ended, where no kubelet can. */
  readonly phase?: "Failed";
}

/** Notes on the pod that it is about to be ended by a disruption. False when it is gone. */
export async function markDisrupted(client: Client, pod: Pod, { reason, message, now, phase }: Disruption): Promise<boolean> {
  const time = formatTime(now);
  const condition = { type: "DisruptionTarget", status: "True", reason, message };
  const conditions = setCondition(pod.status.conditions, { ...condition, observedGeneration: pod.metadata.generation }, time);
  const changed = conditions.find(({ type }) => type === condition.type);
  if (conditions === pod.status.conditions && (phase === undefined || pod.status.phase === phase)) return true;
  const body = { metadata: { uid: pod.metadata.uid }, status: { ...(phase !== undefined && { phase }), conditions: [changed] } };
  const patched = await ignoringNotFound(client.patch(Pods, podReference(pod), { type: "strategic", body, subresource: "status" }));
  return patched !== undefined;
}

/** Where the API server finds the pod. */
export const podReference = ({ metadata: { namespace = "", name } }: Pod): ObjectReference => ({ namespace, name });
