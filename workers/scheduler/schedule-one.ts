import type { Milliseconds } from "../base/units.ts";
import type { PodInfo } from "./cache/pod-info.ts";
import { bindPod, broken, refusedOn } from "./bind-pod.ts";
import { type Failure, failPod } from "./fail-pod.ts";
import { fitErrorMessage } from "./framework/fit-error.ts";
import { isRejection, type Refusal } from "./framework/status.ts";
import type { Parts, Profile } from "./parts.ts";
import type { QueuedPod } from "./queue/queued-pod.ts";
import { filterWithNominated, type ScheduleResult } from "./scheduling-algorithm.ts";

const nobody: ReadonlySet<string> = new Set();

/**
 * One attempt to schedule one pod: finds a node, counts the pod there, and leaves the binding to run on its own.
 * Nothing in here waits, so the cluster that the plugins see cannot change between one look and the next.
 */
export function scheduleOne(parts: Parts, queued: QueuedPod): void {
  const { cache, queue, algorithm, profiles } = parts;
  const pod = queued.info;
  const profile = profiles.get(pod.pod.spec.schedulerName ?? "");
  if (profile === undefined || isToBeSkipped(parts, profile, pod)) return queue.done(pod.uid);
  const result = cache.nodes.length === 0 ? undefined : algorithm.schedulePod(profile.framework, pod);
  const failure = result === undefined ? noNodes : failureOf(parts, profile, pod, result);
  parts.decided({ at: parts.clock.now(), pod, framework: profile.framework, cluster: cache, result, message: failure?.message });
  if (failure !== undefined) failPod(parts, profile, queued, failure);
  else commit(parts, profile, queued, result!);
}

function failureOf(parts: Parts, profile: Profile, pod: PodInfo, result: ScheduleResult): Failure | undefined {
  if (result.error !== undefined) return broken(result.error);
  return result.node === undefined ? unschedulable(parts, profile, pod, result) : undefined;
}

const noNodes: Failure = { reason: "Unschedulable", message: "no nodes available to schedule pods", refusedBy: nobody, nominatedNodeName: "" };

/** Pods that are being deleted, and pods that were changed and queued again while they were being placed. */
function isToBeSkipped({ cache }: Parts, { recorder }: Profile, { pod, uid, key, terminating }: PodInfo): boolean {
  if (terminating) recorder.record({ about: pod, type: "Warning", reason: "FailedScheduling", action: "Scheduling", message: `skip schedule deleting pod: ${key}` });
  return terminating || cache.isAssumed(uid);
}

/** No node fits: the post filter plugins may help, and in any case all is told. */
function unschedulable({ cache, nominator }: Parts, { framework }: Profile, pod: PodInfo, result: ScheduleResult): Failure {
  const { state, refusals, preFilterMessage } = result;
  const { message: postFilterMessage, nominatedNodeName } = framework.postFilter(pod, {
    state,
    refusals,
    cluster: cache,
    filter: (node, what) => filterWithNominated({ framework, pod, state: what, nominations: nominator }, node),
  });
  const message = fitErrorMessage({ allNodes: cache.nodes.length, refusals, preFilterMessage, postFilterMessage });
  return { reason: "Unschedulable", message, refusedBy: refusals.plugins, nominatedNodeName };
}

/** Counts the pod on its node, asks for reservations and permission, and starts the binding. */
function commit(parts: Parts, profile: Profile, queued: QueuedPod, { node, state: { values } }: ScheduleResult): void {
  const { cache, nominator, clock, queue } = parts;
  const { framework } = profile;
  const nodeName = node!.name;
  const assumed = cache.assume(queued.info, nodeName);
  nominator.delete(assumed.uid);

  const giveUp = (plugin: string, refusal: Refusal) => {
    cache.forget(assumed.uid);
    failPod(parts, profile, queued, isRejection(refusal) ? refusedOn(plugin, refusal) : broken(refusal));
  };
  const unreserved = framework.reserve(values, assumed, nodeName);
  if (unreserved !== undefined) return giveUp(unreserved.plugin, unreserved.refusal);

  const timeouts = new Map<string, Milliseconds>();
  for (const plugin of framework.permitters) {
    const { verdict, timeout = 0 } = plugin.permit(values, assumed, nodeName);
    if (verdict === undefined) continue;
    if (verdict.code === "wait") {
      timeouts.set(plugin.name, timeout);
      continue;
    }
    framework.unreserve(values, assumed, nodeName);
    return giveUp(plugin.name, verdict);
  }
  if (timeouts.size === 0) queue.done(assumed.uid);
  clock.spawn(() => bindPod(parts, profile, { queued, assumed, values, nodeName, timeouts }));
}
