import { findCondition } from "../../apimachinery/conditions.ts";
import type { Pod } from "../../api/core/pod.ts";
import type { PodDisruptionBudget } from "../../api/generated/policy/v1.ts";
import type { Clock } from "../../sim/clock.ts";
import type { Random } from "../../sim/random.ts";
import type { PodInfo } from "../cache/pod-info.ts";
import { fitErrorMessage } from "../framework/fit-error.ts";
import type { PreEnqueuePlugin } from "../framework/plugin.ts";
import type { PostFilterAnswer, PostFilterContext, PostFilterPlugin } from "../framework/post-filter.ts";
import { failed, fits, unresolvable, unschedulable } from "../framework/status.ts";
import { pickCandidate } from "../preemption/candidate.ts";
import type { Evictor } from "../preemption/evictor.ts";
import { type CandidateLimits, findCandidates } from "../preemption/find-candidates.ts";

export interface DefaultPreemptionOptions {
  readonly evictor: Evictor;
  readonly clock: Pick<Clock, "now">;
  readonly random: Random;
  /** The newest known state of the pod. */
  readonly latest: (pod: PodInfo) => PodInfo | undefined;
  readonly budgets: () => readonly PodDisruptionBudget[];
  readonly limits?: CandidateLimits;
}

const defaultLimits: CandidateLimits = { minCandidateNodesPercentage: 10, minCandidateNodesAbsolute: 100 };

const beingPreempted = unresolvable("waiting for the preemption for this pod to be finished");

/** Makes room for a pod that fits nowhere by evicting less important ones, where that does the least harm. */
export function defaultPreemption({ evictor, clock, random, latest, budgets, limits = defaultLimits }: DefaultPreemptionOptions): PostFilterPlugin & PreEnqueuePlugin {
  return {
    name: "DefaultPreemption",
    /** What brings a preemptor back is the business of the plugins that refused it. */
    wakesUpOn: [{ on: ["AssignedPod/Delete"], pod: () => false }],

    preEnqueue({ uid }) {
      return evictor.isPreempting(uid) ? beingPreempted : fits;
    },

    postFilter(queued, context): PostFilterAnswer {
      const pod = latest(queued);
      if (pod === undefined) return { refusal: failed(`preemption: pod "${queued.name}" not found`) };
      const obstacle = ineligibility(pod, context);
      if (obstacle !== undefined) return { refusal: unschedulable(`preemption: ${obstacle}`) };

      const now = clock.now();
      const { candidates, refusals } = findCandidates({ pod, context, budgets: budgets(), limits, random, now });
      const best = pickCandidate(candidates, now);
      if (best === undefined) {
        const message = fitErrorMessage({ allNodes: context.cluster.nodes.length, refusals });
        return { nominatedNodeName: "", refusal: unschedulable(`preemption: ${message}`) };
      }
      evictor.start(pod, best);
      return { nominatedNodeName: best.nodeName };
    },
  };
}

/** Why the pod may not evict others, if so. */
function ineligibility({ pod: { spec, status }, priority }: PodInfo, { cluster, refusals }: PostFilterContext): string | undefined {
  if (spec.preemptionPolicy === "Never") return "not eligible due to preemptionPolicy=Never.";
  const nominated = cluster.node(status.nominatedNodeName ?? "");
  if (nominated === undefined || refusals.of(nominated).code === "unresolvable") return undefined;
  for (const victim of nominated.pods.values()) {
    if (victim.priority < priority && isTerminatingByPreemption(victim.pod)) return "not eligible due to a terminating pod on the nominated node.";
  }
  return undefined;
}

function isTerminatingByPreemption({ metadata, status }: Pod): boolean {
  if (metadata.deletionTimestamp === undefined) return false;
  const condition = findCondition(status.conditions, "DisruptionTarget");
  return condition?.status === "True" && condition.reason === "PreemptionByScheduler";
}
