import { keyOf } from "../../apimachinery/object.ts";
import { controllerOf } from "../../apimachinery/owner-references.ts";
import { ApiError } from "../../apimachinery/status.ts";
import type { ReplicaSet } from "../../api/apps/replica-set.ts";
import type { Pod } from "../../api/core/pod.ts";
import { controlledBy, managedBy } from "../framework/indexes.ts";
import { createPod, deletePod, isNamespaceTerminating } from "../framework/pod-control.ts";
import { podsToDelete } from "../framework/pods-to-delete.ts";
import { slowStartBatch } from "../framework/slow-start.ts";
import type { ReplicaSetContext, ReplicaSetState } from "./replicaset-state.ts";

/** No more pods than this are created or deleted before the effects have been seen. */
const burst = 500;

/** Creates missing pods or deletes surplus ones. Returns what went wrong. */
export async function manageReplicas(context: ReplicaSetContext, replicaSet: ReplicaSet, active: readonly Pod[]): Promise<Error | undefined> {
  const surplus = active.length - (replicaSet.spec.replicas ?? 1);
  if (surplus < 0) return createPods(context, replicaSet, Math.min(-surplus, burst));
  if (surplus > 0) return deletePods(context, replicaSet, active, Math.min(surplus, burst));
  return undefined;
}

async function createPods(context: ReplicaSetContext, replicaSet: ReplicaSet, count: number): Promise<Error | undefined> {
  const { expectations } = context.state;
  const key = keyOf(replicaSet);
  expectations.expectCreations(key, count);
  const { successes, error } = await slowStartBatch(count, async () => {
    try {
      await createPod(context, replicaSet, replicaSet.spec.template);
    } catch (failure) {
      if (!isNamespaceTerminating(failure)) throw failure;
    }
  });
  for (let skipped = count - successes; skipped > 0; skipped--) expectations.creationObserved(key);
  return asError(error);
}

async function deletePods(context: ReplicaSetContext, replicaSet: ReplicaSet, active: readonly Pod[], count: number): Promise<Error | undefined> {
  const { clock, state } = context;
  const key = keyOf(replicaSet);
  const doomed = podsToDelete(active, relatedPods(state, replicaSet), count, clock.now());
  state.expectations.expectDeletions(key, doomed.map(keyOf));
  const failures = await Promise.all(doomed.map((pod) => remove(context, replicaSet, pod)));
  return failures.find((failure) => failure !== undefined);
}

async function remove(context: ReplicaSetContext, replicaSet: ReplicaSet, pod: Pod): Promise<Error | undefined> {
  try {
    await deletePod(context, replicaSet, pod);
    return undefined;
  } catch (error) {
    // Nobody will tell of a deletion that did not happen.
    context.state.expectations.deletionObserved(keyOf(replicaSet), keyOf(pod));
    return error instanceof ApiError && error.code === 404 ? undefined : asError(error);
  }
}

/** The pods of all ReplicaSets that work for the same owner, such as the revisions of a Deployment. */
function relatedPods({ replicaSets, pods }: ReplicaSetState, replicaSet: ReplicaSet): readonly Pod[] {
  const owner = controllerOf(replicaSet);
  const siblings = owner === undefined ? [replicaSet] : managedBy(replicaSets, owner.uid);
  return siblings.flatMap((sibling) => controlledBy(pods, sibling));
}

function asError(error: unknown): Error | undefined {
  if (error === undefined || error instanceof Error) return error;
  throw error;
}
