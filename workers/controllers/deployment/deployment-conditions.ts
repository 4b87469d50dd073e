import type { Milliseconds } from "../../base/units.ts";
import { findCondition } from "../../apimachinery/conditions.ts";
import { formatTime } from "../../apimachinery/timestamp.ts";
import type { Deployment } from "../../api/apps/deployment.ts";
import type { DeploymentCondition } from "../../api/generated/apps/v1.ts";

export type Conditions = readonly DeploymentCondition[];

export const reasons = {
  foundNewReplicaSet: "FoundNewReplicaSet",
  newReplicaSetCreated: "NewReplicaSetCreated",
  replicaSetCreateError: "ReplicaSetCreateError",
  replicaSetUpdated: "ReplicaSetUpdated",
  newReplicaSetAvailable: "NewReplicaSetAvailable",
  progressDeadlineExceeded: "ProgressDeadlineExceeded",
  paused: "DeploymentPaused",
  resumed: "DeploymentResumed",
  minimumAvailable: "MinimumReplicasAvailable",
  minimumUnavailable: "MinimumReplicasUnavailable",
} as const;

export interface NewCondition {
  readonly type: "Available" | "Progressing" | "ReplicaFailure";
  readonly status: "True" | "False" | "Unknown";
  readonly reason: string;
  readonly message: string;
}

/** A condition that begins now. */
export function conditionAt({ type, status, reason, message }: NewCondition, now: Milliseconds): DeploymentCondition {
  const time = formatTime(now);
  return { type, status, lastUpdateTime: time, lastTransitionTime: time, reason, message };
}

/**
 * Puts the condition at the end of the list, unless one with the same status and reason is there: a new
 * message alone is no news. The time of transition stays while the status does.
 */
export function withCondition(conditions: Conditions | undefined, condition: DeploymentCondition): Conditions {
  const previous = findCondition(conditions, condition.type);
  if (previous?.status === condition.status && previous.reason === condition.reason) return conditions ?? [];
  const lastTransitionTime = previous?.status === condition.status ? previous.lastTransitionTime : condition.lastTransitionTime;
  return [...withoutCondition(conditions, condition.type), { ...condition, lastTransitionTime }];
}

export const withoutCondition = (conditions: Conditions | undefined, type: string): Conditions =>
  (conditions ?? []).filter((condition) => condition.type !== type);

export const progressing = ({ status }: Pick<Deployment, "status">) => findCondition(status.conditions, "Progressing");
