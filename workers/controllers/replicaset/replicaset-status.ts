import { deepEqual } from "../../base/deep-equal.ts";
import type { Milliseconds } from "../../base/units.ts";
import { findCondition, removeCondition } from "../../apimachinery/conditions.ts";
import { setMatches } from "../../apimachinery/labels.ts";
import { ApiError } from "../../apimachinery/status.ts";
import { formatTime } from "../../apimachinery/timestamp.ts";
import { type ReplicaSet, ReplicaSets } from "../../api/apps/replica-set.ts";
import type { Pod } from "../../api/core/pod.ts";
import type { ReplicaSetCondition } from "../../api/generated/apps/v1.ts";
import { omitZeros } from "../framework/omit-zeros.ts";
import { isPodAvailable, isPodReady } from "../framework/pod-state.ts";
import type { ReplicaSetContext } from "./replicaset-state.ts";

/** What was seen of the pods of a ReplicaSet. */
export interface Observed {
  readonly active: readonly Pod[];
  readonly terminating: number;
  /** Why pods could not be created or deleted. */
  readonly failure: Error | undefined;
  readonly now: Milliseconds;
}

/** The status that follows from the pods. */
export function statusOf(replicaSet: ReplicaSet, observed: Observed): ReplicaSet["status"] {
  const { active, terminating, now } = observed;
  const { minReadySeconds = 0, template } = replicaSet.spec;
  const templateLabels = template?.metadata?.labels ?? {};
  const conditions = conditionsOf(replicaSet, observed);
  const { status } = replicaSet;
  return {
    ...(status.observedGeneration !== undefined && { observedGeneration: status.observedGeneration }),
    replicas: active.length,
    ...omitZeros({
      fullyLabeledReplicas: count(active, ({ metadata }) => setMatches(templateLabels, metadata.labels)),
      readyReplicas: count(active, isPodReady),
      availableReplicas: count(active, (pod) => isPodAvailable(pod, minReadySeconds, now)),
    }),
    terminatingReplicas: terminating,
    ...(conditions.length > 0 && { conditions }),
  };
}

function count(pods: readonly Pod[], counts: (pod: Pod) => boolean): number {
  let total = 0;
  for (const pod of pods) if (counts(pod)) total++;
  return total;
}

function conditionsOf({ spec, status }: ReplicaSet, { active, failure, now }: Observed): readonly ReplicaSetCondition[] {
  if (failure === undefined) return removeCondition(status.conditions, "ReplicaFailure");
  if (findCondition(status.conditions, "ReplicaFailure") !== undefined) return status.conditions ?? [];
  const reason = active.length < (spec.replicas ?? 1) ? "FailedCreate" : "FailedDelete";
  const condition = { type: "ReplicaFailure", status: "True", reason, message: failure.message, lastTransitionTime: formatTime(now) };
  return [...(status.conditions ?? []), condition];
}

/** Writes the status if it differs. A copy that is too old is fetched anew, once. */
export async function updateStatus({ client }: ReplicaSetContext, replicaSet: ReplicaSet, next: ReplicaSet["status"]): Promise<ReplicaSet> {
  if (replicaSet.status.observedGeneration === replicaSet.metadata.generation && sameStatus(replicaSet.status, next)) return replicaSet;
  // The generation that was acted upon, even if the copy fetched below has a newer one.
  const status = { ...next, observedGeneration: replicaSet.metadata.generation };
  try {
    return await client.updateStatus(ReplicaSets, { ...replicaSet, status });
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const { namespace, name } = replicaSet.metadata;
    const fresh = await client.get(ReplicaSets, { namespace: namespace ?? "", name });
    return client.updateStatus(ReplicaSets, { ...fresh, status });
  }
}

/** On the wire a count of 0 may be missing. */
function sameStatus(a: ReplicaSet["status"], b: ReplicaSet["status"]): boolean {
  return (
    a.replicas === b.replicas &&
    (a.fullyLabeledReplicas ?? 0) === (b.fullyLabeledReplicas ?? 0) &&
    (a.readyReplicas ?? 0) === (b.readyReplicas ?? 0) &&
    (a.availableReplicas ?? 0) === (b.availableReplicas ?? 0) &&
    a.terminatingReplicas === b.terminatingReplicas &&
    deepEqual(a.conditions ?? [], b.conditions ?? [])
  );
}
