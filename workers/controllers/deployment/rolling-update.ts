import type { ReplicaSet } from "../../api/apps/replica-set.ts";
import { cleanUp } from "./clean-up.ts";
import type { DeploymentContext, Rollout } from "./deployment-state.ts";
import { isComplete } from "./deployment-status.ts";
import { maxUnavailable } from "./limits.ts";
import { withCurrentReplicaSet } from "./new-replica-set.ts";
import { newReplicas } from "./new-replicas.ts";
import { allOf, availableOf, byAge, isActive, replicasOf, sum } from "./replica-sets.ts";
import { scaleReplicaSet } from "./scale-replica-set.ts";
import { syncProgress } from "./sync-progress.ts";

/** One step of a rolling update: up with the new, or else down with the old, never both at once. */
export async function rollOut(context: DeploymentContext, found: Rollout): Promise<void> {
  const rollout = await withCurrentReplicaSet(context, found);
  const { deployment, current, old } = rollout;

  const wanted = wantedOf(rollout);
  if (wanted !== replicasOf(current)) return syncProgress(context, { ...rollout, current: await scaleReplicaSet(context, deployment, current, wanted) });

  const scaledDown = await scaleDownOld(context, rollout);
  if (scaledDown !== undefined) return syncProgress(context, scaledDown);
  if (isComplete(deployment, deployment.status)) await cleanUp(context, deployment, old);
  return syncProgress(context, rollout);
}

function wantedOf({ deployment, current, old }: Rollout & { readonly current: ReplicaSet }): number {
  const replicas = deployment.spec.replicas ?? 1;
  return replicasOf(current) >= replicas ? replicas : newReplicas(deployment, old, replicasOf(current));
}

/** The rollout after old ReplicaSets were made smaller; undefined when there was nothing that could go. */
async function scaleDownOld(context: DeploymentContext, rollout: Rollout & { readonly current: ReplicaSet }): Promise<Rollout | undefined> {
  const { deployment, current, old } = rollout;
  if (!old.some(isActive)) return undefined;

  const minimum = (deployment.spec.replicas ?? 1) - maxUnavailable(deployment);
  const missing = replicasOf(current) - availableOf(current);
  const mostToGo = sum(allOf(rollout), replicasOf) - minimum - missing;
  if (mostToGo <= 0) return undefined;

  const first = unhealthyToGo(old, mostToGo);
  const available = sum(allOf(rollout), surelyAvailable);
  const sizes = healthyToGo(old, first, available - minimum);
  if (sizes.size === 0) return undefined;

  const scaled: ReplicaSet[] = [];
  for (const replicaSet of old) {
    // Unhealthy replicas go in a step of their own, as the events show.
    const unhealthy = first.get(replicaSet.metadata.name);
    const step = unhealthy === undefined ? replicaSet : await scaleReplicaSet(context, deployment, replicaSet, unhealthy);
    const size = sizes.get(replicaSet.metadata.name);
    scaled.push(size === undefined || size === replicasOf(step) ? step : await scaleReplicaSet(context, deployment, step, size));
  }
  return { deployment, current, old: scaled };
}

/** A status may still count pods that were told to go. */
const surelyAvailable = (replicaSet: ReplicaSet) => Math.min(availableOf(replicaSet), replicasOf(replicaSet));

type Sizes = ReadonlyMap<string, number>;

/** Replicas that do not serve go first: nobody misses them. */
export function unhealthyToGo(old: readonly ReplicaSet[], mostToGo: number): Sizes {
  const sizes = new Map<string, number>();
  let left = mostToGo;
  for (const replicaSet of old.filter(isActive).sort(byAge)) {
    const going = Math.min(left, replicasOf(replicaSet) - availableOf(replicaSet));
    if (going <= 0) continue;
    left -= going;
    sizes.set(replicaSet.metadata.name, replicasOf(replicaSet) - going);
  }
  return sizes;
}

/** Then as many as can be spared of those that may serve, the oldest ReplicaSet first. */
export function healthyToGo(old: readonly ReplicaSet[], unhealthy: Sizes, spare: number): Sizes {
  const sizes = new Map(unhealthy);
  let left = spare;
  for (const replicaSet of old.filter(isActive).sort(byAge)) {
    const { name } = replicaSet.metadata;
    const size = sizes.get(name) ?? replicasOf(replicaSet);
    const going = Math.min(left, size);
    if (going <= 0) continue;
    left -= going;
    sizes.set(name, size - going);
  }
  return sizes;
}
