import { scaledValue } from "../../apimachinery/int-or-string.ts";
import type { Deployment } from "../../api/apps/deployment.ts";

/** progressDeadlineSeconds and revisionHistoryLimit mean "none" with this value. */
const unlimited = 2 ** 31 - 1;

/** How many pods more than wanted there may be during a rolling update. */
export const maxSurge = (deployment: Deployment) => (isRollingUpdate(deployment) ? fenceposts(deployment).surge : 0);

/** How many of the wanted pods may be missing during a rolling update. */
export function maxUnavailable(deployment: Deployment): number {
  const replicas = deployment.spec.replicas ?? 1;
  if (!isRollingUpdate(deployment) || replicas === 0) return 0;
  return Math.min(fenceposts(deployment).unavailable, replicas);
}

export const isRollingUpdate = ({ spec }: Deployment) => spec.strategy?.type === "RollingUpdate";

/** Surge is rounded up and unavailability down. If both come to nothing one pod may be missing, or the update could never move. */
function fenceposts({ spec: { strategy, replicas = 1 } }: Deployment): { readonly surge: number; readonly unavailable: number } {
  const { maxSurge: surgeField = 0, maxUnavailable: unavailableField = 0 } = strategy?.rollingUpdate ?? {};
  const surge = scaledValue(surgeField, replicas, true);
  const unavailable = scaledValue(unavailableField, replicas, false);
  return { surge, unavailable: surge === 0 && unavailable === 0 ? 1 : unavailable };
}

/** Is a rollout that makes no progress ever called stuck? */
export const hasProgressDeadline = ({ spec: { progressDeadlineSeconds } }: Deployment) =>
  progressDeadlineSeconds !== undefined && progressDeadlineSeconds !== unlimited;

export const hasRevisionHistoryLimit = ({ spec: { revisionHistoryLimit } }: Deployment) =>
  revisionHistoryLimit !== undefined && revisionHistoryLimit !== unlimited;
