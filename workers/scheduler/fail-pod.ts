import { ApiError } from "../apimachinery/status.ts";
import type { Pod } from "../api/core/pod.ts";
import { ConnectionError } from "../client/transport.ts";
import { podInfo } from "./cache/pod-info.ts";
import { truncateNote } from "./framework/fit-error.ts";
import { actor, type Parts, type Profile } from "./parts.ts";
import { patchPodStatus } from "./patch-pod-status.ts";
import type { QueuedPod } from "./queue/queued-pod.ts";

/** How an attempt has failed. */
export interface Failure {
  /** Unschedulable: the pod was refused. SchedulerError: something broke. */
  readonly reason: "Unschedulable" | "SchedulerError";
  readonly message: string;
  /** The plugins that refused. */
  readonly refusedBy: ReadonlySet<string>;
  /** Empty takes a nomination away, undefined leaves it as it is. */
  readonly nominatedNodeName?: string;
}

/** Puts the pod back into the queue and tells why: by an event, and by the pod's PodScheduled condition. */
export function failPod(parts: Parts, profile: Profile, queued: QueuedPod, failure: Failure): void {
  const { pods, queue, nominator } = parts;
  const { pod, uid, key } = queued.info;
  const { nominatedNodeName } = failure;
  const cause = { actor, ...(queued.cause !== undefined && { revision: queued.cause }) };
  const current = pods.get(key);
  if (current?.metadata.uid === uid && (current.spec.nodeName ?? "") === "") {
    const info = podInfo(current, queued.info);
    queue.retryLater(queued, info, failure);
    if (nominatedNodeName !== undefined) nominator.add(info, nominatedNodeName);
    else nominator.add(info);
  } else {
    queue.done(uid);
  }
  profile.recorder.record({ about: pod, type: "Warning", reason: "FailedScheduling", action: "Scheduling", message: truncateNote(failure.message), cause });
  parts.clock.spawn(() => tell(parts, pod, failure, cause));
}

async function tell({ client, clock, log }: Parts, pod: Pod, { reason, message, nominatedNodeName }: Failure, cause: { readonly actor: string; readonly revision?: number }): Promise<void> {
  try {
    const condition = { type: "PodScheduled", status: "False", reason, message };
    await patchPodStatus(client.because(cause), pod, { condition, nominatedNodeName }, clock.now());
  } catch (error) {
    if (!(error instanceof ApiError || error instanceof ConnectionError)) throw error;
    log.error(`Error updating pod ${pod.metadata.namespace}/${pod.metadata.name}: ${error.message}`);
  }
}
