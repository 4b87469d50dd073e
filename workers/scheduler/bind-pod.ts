import type { Milliseconds } from "../base/units.ts";
import type { PodInfo } from "./cache/pod-info.ts";
import { type Failure, failPod } from "./fail-pod.ts";
import type { CycleValues } from "./framework/cycle-values.ts";
import { fitErrorMessage } from "./framework/fit-error.ts";
import { Refusals } from "./framework/refusals.ts";
import type { Refusal } from "./framework/status.ts";
import { actor, type Parts, type Profile } from "./parts.ts";
import type { QueuedPod } from "./queue/queued-pod.ts";

/** A pod that has a node and is to be bound to it. */
export interface Binding {
  readonly queued: QueuedPod;
  readonly assumed: PodInfo;
  readonly values: CycleValues;
  readonly nodeName: string;
  /** The plugins that have to allow it yet, and how long that may take. */
  readonly timeouts: ReadonlyMap<string, Milliseconds>;
}

/** Waits for permission, binds the pod, and tells; when that fails, everything is as if the node had not been chosen. */
export async function bindPod(parts: Parts, profile: Profile, binding: Binding): Promise<void> {
  const failure = await attempt(parts, profile, binding);
  if (failure !== undefined) return undo(parts, profile, binding, failure);
  const { assumed, queued, values, nodeName } = binding;
  const cause = { actor, ...(queued.cause !== undefined && { revision: queued.cause }) };
  const message = `Successfully assigned ${assumed.key} to ${nodeName}`;
  profile.recorder.record({ about: assumed.pod, type: "Normal", reason: "Scheduled", action: "Binding", message, cause });
  for (const plugin of profile.framework.postBinders) plugin.postBind(values, assumed, nodeName);
}

async function attempt({ waitingPods, queue }: Parts, { framework }: Profile, { queued, assumed, values, nodeName, timeouts }: Binding): Promise<Failure | undefined> {
  if (timeouts.size > 0) {
    const { verdict, plugin } = await waitingPods.wait(assumed, timeouts);
    if (verdict !== undefined) return refusedOn(plugin, verdict);
    queue.done(assumed.uid);
  }
  const refusal = (await framework.preBind(values, assumed, nodeName)) ?? (await framework.bind(assumed, nodeName, queued.cause));
  return refusal === undefined ? undefined : broken(refusal);
}

/** The pod's room on the node is free again, which may suit others. */
function undo(parts: Parts, profile: Profile, { queued, assumed, values, nodeName }: Binding, failure: Failure): void {
  profile.framework.unreserve(values, assumed, nodeName);
  parts.cache.forget(assumed.uid);
  failPod(parts, profile, queued, failure);
  parts.queue.happened({ event: "AssignedPod/Delete", pod: { before: assumed } }, assumed.uid);
}

const nobody: ReadonlySet<string> = new Set();

/** Something broke: the pod is not to blame. */
export const broken = ({ reasons }: Refusal): Failure => ({ reason: "SchedulerError", message: reasons.join(", "), refusedBy: nobody, nominatedNodeName: "" });

/** A refusal after a node was found is told as if that node were all there is. */
export function refusedOn(plugin: string, refusal: Refusal): Failure {
  const refusals = new Refusals();
  refusals.absent = refusal;
  return { reason: "Unschedulable", message: fitErrorMessage({ allNodes: 1, refusals }), refusedBy: new Set([plugin]), nominatedNodeName: "" };
}
