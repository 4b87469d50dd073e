import type { Deployment } from "../../api/apps/deployment.ts";
import type { ReplicaSet } from "../../api/apps/replica-set.ts";
import { isRollingUpdate, maxSurge } from "./limits.ts";
import { replicasOf, sum } from "./replica-sets.ts";

/** How many replicas the current ReplicaSet should have now: as many as the surge leaves room for beside the old ones. */
export function newReplicas(deployment: Deployment, old: readonly ReplicaSet[], current: number): number {
  const replicas = deployment.spec.replicas ?? 1;
  if (!isRollingUpdate(deployment)) return replicas;
  const room = replicas + maxSurge(deployment) - sum(old, replicasOf) - current;
  return room <= 0 ? current : current + Math.min(room, replicas - current);
}
