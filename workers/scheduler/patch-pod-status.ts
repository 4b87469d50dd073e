import { setCondition } from "../apimachinery/conditions.ts";
import { formatTime } from "../apimachinery/timestamp.ts";
import { type Pod, type PodCondition, Pods } from "../api/core/pod.ts";
import type { Milliseconds } from "../base/units.ts";
import type { Client } from "../client/client.ts";

/** What the scheduler has to say in a pod's status. */
export interface PodStatusChange {
  readonly condition?: Pick<PodCondition, "type" | "status" | "reason" | "message">;
  /** Empty takes a nomination away; undefined leaves it as it is. */
  readonly nominatedNodeName?: string;
}

/** Writes what differs from the status of the pod, if anything does. */
export async function patchPodStatus(client: Client, pod: Pod, change: PodStatusChange, now: Milliseconds): Promise<void> {
  const conditions = change.condition === undefined ? undefined : changedCondition(pod, change.condition, now);
  const renominates = change.nominatedNodeName !== undefined && change.nominatedNodeName !== (pod.status.nominatedNodeName ?? "");
  if (conditions === undefined && !renominates) return;
  const { namespace, name, uid } = pod.metadata;
  const status = { ...(conditions !== undefined && { conditions }), ...(renominates && { nominatedNodeName: change.nominatedNodeName || null }) };
  await client.patch(Pods, { namespace, name }, { type: "strategic", subresource: "status", body: { metadata: { uid }, status } });
}

function changedCondition({ metadata, status }: Pod, condition: NonNullable<PodStatusChange["condition"]>, now: Milliseconds): readonly PodCondition[] | undefined {
  const observedGeneration = metadata.generation;
  const before = status.conditions ?? [];
  const after = setCondition<PodCondition>(before, { ...condition, ...(observedGeneration !== undefined && { observedGeneration }) }, formatTime(now));
  return after === before ? undefined : after.filter(({ type }) => type === condition.type);
}
