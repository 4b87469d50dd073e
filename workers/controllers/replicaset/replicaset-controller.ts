import { selectorFromLabelSelector } from "../../apimachinery/labels.ts";
import { splitKey, type ObjectKey } from "../../apimachinery/object.ts";
import { type ReplicaSet, ReplicaSets } from "../../api/apps/replica-set.ts";
import { type Pod, Pods } from "../../api/core/pod.ts";
import { claimObjects } from "../framework/claim-objects.ts";
import { controlledBy, orphansIn } from "../framework/indexes.ts";
import { isPodActive, isPodTerminating, nextAvailabilityCheck } from "../framework/pod-state.ts";
import { reconciler } from "../framework/reconciler.ts";
import { listenToPods } from "./listen-to-pods.ts";
import { manageReplicas } from "./manage-replicas.ts";
import { replicaSetState, type ReplicaSetContext, type ReplicaSetState } from "./replicaset-state.ts";
import { statusOf, updateStatus } from "./replicaset-status.ts";

/** Keeps as many pods alive as each ReplicaSet wants. */
export const replicaSetController = reconciler<ReplicaSet, ReplicaSetState>({
  name: "replicaset-controller",
  reconciles: ReplicaSets,
  workers: 5,
  state: replicaSetState,
  listen: listenToPods,
  reconcile,
});

async function reconcile(key: ObjectKey, context: ReplicaSetContext): Promise<void> {
  const { clock, state } = context;
  const { replicaSets, pods, expectations } = state;
  const replicaSet = replicaSets.get(key);
  if (replicaSet === undefined) return expectations.forget(key);

  const counts = expectations.satisfied(key);
  const claimed = await claimPods(context, replicaSet, [...controlledBy(pods, replicaSet), ...orphansIn(pods, splitKey(key).namespace)]);
  const active = claimed.filter(isPodActive);
  const failure = counts && replicaSet.metadata.deletionTimestamp === undefined ? await manageReplicas(context, replicaSet, active) : undefined;

  const terminating = claimed.filter(isPodTerminating).length;
  const updated = await updateStatus(context, replicaSet, statusOf(replicaSet, { active, terminating, failure, now: clock.now() }));
  if (failure !== undefined) throw failure;
  const next = nextAvailabilityCheck(active, updated.spec.minReadySeconds ?? 0, clock.now());
  if (next !== undefined) context.requeueAfter(next);
}

const claimPods = ({ client }: ReplicaSetContext, owner: ReplicaSet, candidates: readonly Pod[]) =>
  claimObjects({ client, owner, ownerResource: ReplicaSets, resource: Pods, selector: selectorFromLabelSelector(owner.spec.selector), candidates });
