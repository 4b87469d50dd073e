import { ApiError } from "../../apimachinery/status.ts";
import type { Deployment } from "../../api/apps/deployment.ts";
import { type ReplicaSet, ReplicaSets } from "../../api/apps/replica-set.ts";
import type { DeploymentContext } from "./deployment-state.ts";
import { hasRevisionHistoryLimit } from "./limits.ts";
import { byRevision, replicasOf } from "./replica-sets.ts";

/** Deletes the oldest revisions that are more than the Deployment wants to remember. */
export async function cleanUp({ client }: DeploymentContext, deployment: Deployment, old: readonly ReplicaSet[]): Promise<void> {
  if (!hasRevisionHistoryLimit(deployment)) return;
  const alive = old.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
  const surplus = Math.max(0, alive.length - (deployment.spec.revisionHistoryLimit ?? 0));
  for (const replicaSet of alive.toSorted(byRevision).slice(0, surplus)) {
    if (!isAtRest(replicaSet)) continue;
    const { namespace = "", name } = replicaSet.metadata;
    try {
      await client.delete(ReplicaSets, { namespace, name });
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== 404) throw error;
    }
  }
}

const isAtRest = (replicaSet: ReplicaSet) =>
  replicasOf(replicaSet) === 0 && replicaSet.status.replicas === 0 && (replicaSet.metadata.generation ?? 0) <= (replicaSet.status.observedGeneration ?? 0);
