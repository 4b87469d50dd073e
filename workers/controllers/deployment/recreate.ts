import type { ReplicaSet } from "../../api/apps/replica-set.ts";
import { controlledBy } from "../framework/indexes.ts";
import { isPodTerminal } from "../framework/pod-state.ts";
import { cleanUp } from "./clean-up.ts";
import type { DeploymentContext, Rollout } from "./deployment-state.ts";
import { isComplete } from "./deployment-status.ts";
import { syncRevision, withCurrentReplicaSet } from "./new-replica-set.ts";
import { isActive, sum } from "./replica-sets.ts";
import { scaleReplicaSet } from "./scale-replica-set.ts";
import { syncProgress } from "./sync-progress.ts";

/** Ends all old pods, waits until the last of them is gone, and only then starts new ones. */
export async function recreate(context: DeploymentContext, found: Rollout): Promise<void> {
  const rollout = await syncRevision(context, found);
  const { deployment, old } = rollout;
  if (old.some(isActive)) {
    const ended: ReplicaSet[] = [];
    for (const replicaSet of old) ended.push(isActive(replicaSet) ? await scaleReplicaSet(context, deployment, replicaSet, 0) : replicaSet);
    return syncProgress(context, { ...rollout, old: ended });
  }
  if (oldPodsRun(context, old)) return syncProgress(context, rollout);

  const renewed = await withCurrentReplicaSet(context, rollout);
  const current = await scaleReplicaSet(context, renewed.deployment, renewed.current, deployment.spec.replicas ?? 1);
  if (isComplete(renewed.deployment, renewed.deployment.status)) await cleanUp(context, renewed.deployment, old);
  return syncProgress(context, { ...renewed, current });
}

/** A pod that is still terminating counts: it may hold what the new one needs. */
function oldPodsRun({ state: { pods } }: DeploymentContext, old: readonly ReplicaSet[]): boolean {
  if (sum(old, ({ status }) => status.replicas) > 0) return true;
  return old.some((replicaSet) => controlledBy(pods, replicaSet).some((pod) => !isPodTerminal(pod)));
}
