import { findCondition } from "../../apimachinery/conditions.ts";
import { formatTime } from "../../apimachinery/timestamp.ts";
import { type Pod, Pods } from "../../api/core/pod.ts";
import { ApiError } from "../../apimachinery/status.ts";
import type { Client } from "../../client/client.ts";
import type { EventRecorder } from "../../client/event-recorder.ts";
import type { Clock } from "../../sim/clock.ts";
import { podReference } from "../framework/disruption-target.ts";
import { ignoringNotFound } from "../framework/ignore-refusals.ts";

export interface PodMarker {
  readonly client: Client;
  readonly recorder: EventRecorder;
  readonly clock: Clock;
}

/** Nobody can tell whether these pods still serve: so they must not be sent anything. False when some could not be marked. */
export async function markPodsNotReady({ client, recorder, clock }: PodMarker, pods: readonly Pod[]): Promise<boolean> {
  let complete = true;
  for (const pod of pods) {
    const ready = findCondition(pod.status.conditions, "Ready");
    if (ready === undefined || ready.status === "False") continue;
    const conditions = [{ type: "Ready", status: "False", lastTransitionTime: formatTime(clock.now()) }];
    const body = { metadata: { uid: pod.metadata.uid }, status: { conditions } };
    try {
      const marked = await ignoringNotFound(client.patch(Pods, podReference(pod), { type: "strategic", body, subresource: "status" }));
      if (marked !== undefined) recorder.warning(pod, "NodeNotReady", "Node is not ready");
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      complete = false;
    }
  }
  return complete;
}
