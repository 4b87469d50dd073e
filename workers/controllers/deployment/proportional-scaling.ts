import type { Deployment } from "../../api/apps/deployment.ts";
import type { ReplicaSet } from "../../api/apps/replica-set.ts";
import type { DeploymentContext, Rollout } from "./deployment-state.ts";
import { isRollingUpdate, maxSurge } from "./limits.ts";
import { allOf, availableOf, byAge, bySizeNewer, bySizeOlder, isActive, replicasOf, sum } from "./replica-sets.ts";
import { desiredReplicasAnnotation, maxReplicasAnnotation, numberIn } from "./revision.ts";
import { scaleReplicaSet } from "./scale-replica-set.ts";

/** Has the Deployment's size changed since its ReplicaSets were last scaled? */
export function isScalingEvent(rollout: Rollout): boolean {
  return allOf(rollout)
    .filter(isActive)
    .some((replicaSet) => {
      const desired = numberIn(replicaSet, desiredReplicasAnnotation);
      return desired !== undefined && desired !== (rollout.deployment.spec.replicas ?? 1);
    });
}

/**
 * Brings the ReplicaSets to the Deployment's size without moving the rollout on: each keeps its share, so
 * that a bad version does not grow because somebody scaled up in the middle of its rollout.
 */
export async function scale(context: DeploymentContext, rollout: Rollout): Promise<Rollout> {
  const { deployment, current, old } = rollout;
  const wanted = sizesOf(rollout);
  const apply = (replicaSet: ReplicaSet) => {
    const replicas = wanted.get(replicaSet.metadata.name);
    return replicas === undefined ? replicaSet : scaleReplicaSet(context, deployment, replicaSet, replicas);
  };
  const scaledOld: ReplicaSet[] = [];
  for (const replicaSet of old) scaledOld.push(await apply(replicaSet));
  return { deployment, current: current === undefined ? undefined : await apply(current), old: scaledOld };
}

/** The size that each ReplicaSet should have, by name. One that is missing stays as it is. */
export function sizesOf(rollout: Rollout): ReadonlyMap<string, number> {
  const { deployment, current, old } = rollout;
  const replicas = deployment.spec.replicas ?? 1;
  const single = activeOrLatest(rollout);
  if (single !== undefined) return replicasOf(single) === replicas ? new Map() : new Map([[single.metadata.name, replicas]]);
  if (isSaturated(deployment, current)) return new Map(old.filter(isActive).map(({ metadata }) => [metadata.name, 0]));
  return isRollingUpdate(deployment) ? proportionalSizes(deployment, allOf(rollout).filter(isActive)) : new Map();
}

/** The only ReplicaSet with replicas; when none has any, the current one or the newest. */
function activeOrLatest(rollout: Rollout): ReplicaSet | undefined {
  const active = allOf(rollout).filter(isActive);
  if (active.length === 0) return rollout.current ?? rollout.old.toSorted(byAge).at(-1);
  return active.length === 1 ? active[0] : undefined;
}

/** Does the current ReplicaSet provide all that the Deployment wants? */
function isSaturated({ spec: { replicas = 1 } }: Deployment, current: ReplicaSet | undefined): boolean {
  if (current === undefined) return false;
  return replicasOf(current) === replicas && numberIn(current, desiredReplicasAnnotation) === replicas && availableOf(current) === replicas;
}

function proportionalSizes(deployment: Deployment, active: readonly ReplicaSet[]): ReadonlyMap<string, number> {
  const replicas = deployment.spec.replicas ?? 1;
  const allowed = replicas > 0 ? replicas + maxSurge(deployment) : 0;
  const toAdd = allowed - sum(active, replicasOf);
  const ordered = active.toSorted(toAdd > 0 ? bySizeNewer : bySizeOlder);

  let added = 0;
  const sizes = new Map<string, number>();
  for (const replicaSet of ordered) {
    const share = shareOf(replicaSet, deployment, { toAdd, added });
    sizes.set(replicaSet.metadata.name, replicasOf(replicaSet) + share);
    added += share;
  }
  // What rounding left over goes to the largest.
  const largest = ordered[0]?.metadata.name ?? "";
  if (toAdd !== 0) sizes.set(largest, Math.max(0, (sizes.get(largest) ?? 0) + toAdd - added));
  return sizes;
}

function shareOf(replicaSet: ReplicaSet, deployment: Deployment, { toAdd, added }: { readonly toAdd: number; readonly added: number }): number {
  if (replicasOf(replicaSet) === 0 || toAdd === 0 || toAdd === added) return 0;
  const fraction = fractionOf(replicaSet, deployment);
  return toAdd > 0 ? Math.min(fraction, toAdd - added) : Math.max(fraction, toAdd - added);
}

/** By how much the ReplicaSet would change if it changed just as the whole Deployment does. */
function fractionOf(replicaSet: ReplicaSet, deployment: Deployment): number {
  const { spec: { replicas = 1 }, status } = deployment;
  const size = replicasOf(replicaSet);
  if (replicas === 0) return -size;
  // Without the annotation the present size is the best guess of the size before.
  const before = numberIn(replicaSet, maxReplicasAnnotation) || (status.replicas ?? 0);
  return before === 0 ? 0 : Math.round((size * (replicas + maxSurge(deployment))) / before) - size;
}
