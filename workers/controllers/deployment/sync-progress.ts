import { second, type Milliseconds } from "../../base/units.ts";
import { parseTime } from "../../apimachinery/timestamp.ts";
import { type Deployment, Deployments } from "../../api/apps/deployment.ts";
import type { DeploymentCondition } from "../../api/generated/apps/v1.ts";
import { conditionAt, type Conditions, progressing, reasons, withCondition, withoutCondition } from "./deployment-conditions.ts";
import type { DeploymentContext, Rollout } from "./deployment-state.ts";
import { type DeploymentStatus, isComplete, isProgressing, sameStatus, statusOf } from "./deployment-status.ts";
import { hasProgressDeadline } from "./limits.ts";
import { allOf } from "./replica-sets.ts";

/** Writes the status while a rollout is under way: how it gets on, or that it is stuck. */
export async function syncProgress(context: DeploymentContext, rollout: Rollout): Promise<void> {
  const { deployment } = rollout;
  const now = context.clock.now();
  const observed = statusOf(rollout, now);
  const status = { ...observed, conditions: withFailures(withProgress(rollout, observed, now), rollout) };
  if (sameStatus(deployment.status, status)) return watchForDeadline(context, deployment, status);
  await context.client.updateStatus(Deployments, { ...deployment, status });
}

/** Writes the status of a Deployment that is paused, being scaled or being deleted: its progress is not judged. */
export async function syncStatusOnly({ client, clock }: DeploymentContext, rollout: Rollout): Promise<void> {
  const { deployment } = rollout;
  const status = statusOf(rollout, clock.now());
  if (!sameStatus(deployment.status, status)) await client.updateStatus(Deployments, { ...deployment, status });
}

function withProgress({ deployment, current }: Rollout, status: DeploymentStatus, now: Milliseconds): Conditions {
  const { conditions = [] } = status;
  if (!hasProgressDeadline(deployment)) return withoutCondition(conditions, "Progressing");
  const known = progressing(deployment);
  if ((status.replicas ?? 0) === (status.updatedReplicas ?? 0) && known?.reason === reasons.newReplicaSetAvailable) return conditions;

  const about = current === undefined ? `Deployment "${deployment.metadata.name}"` : `ReplicaSet "${current.metadata.name}"`;
  if (isComplete(deployment, status)) {
    return withCondition(conditions, conditionAt({ type: "Progressing", status: "True", reason: reasons.newReplicaSetAvailable, message: `${about} has successfully progressed.` }, now));
  }
  if (isProgressing(deployment.status, status)) {
    return renewed(conditions, known, conditionAt({ type: "Progressing", status: "True", reason: reasons.replicaSetUpdated, message: `${about} is progressing.` }, now));
  }
  if (isTimedOut(deployment, known, now)) {
    return withCondition(conditions, conditionAt({ type: "Progressing", status: "False", reason: reasons.progressDeadlineExceeded, message: `${about} has timed out progressing.` }, now));
  }
  return conditions;
}

/** Each bit of progress renews the time of update, from which the deadline counts. */
function renewed(conditions: Conditions, known: DeploymentCondition | undefined, next: DeploymentCondition): Conditions {
  const lastTransitionTime = known?.status === "True" ? known.lastTransitionTime : next.lastTransitionTime;
  return [...withoutCondition(conditions, "Progressing"), { ...next, lastTransitionTime }];
}

function isTimedOut(deployment: Deployment, known: DeploymentCondition | undefined, now: Milliseconds): boolean {
  if (known === undefined || known.reason === reasons.newReplicaSetAvailable) return false;
  return known.reason === reasons.progressDeadlineExceeded || deadlineOf(deployment, known) < now;
}

const deadlineOf = ({ spec }: Deployment, { lastUpdateTime = "" }: DeploymentCondition): Milliseconds =>
  parseTime(lastUpdateTime) + (spec.progressDeadlineSeconds ?? 0) * second;

/** What keeps ReplicaSets from creating pods is told on the Deployment too; the current one has precedence. */
function withFailures(conditions: Conditions, rollout: Rollout): Conditions {
  const candidates = rollout.current === undefined ? allOf(rollout) : [rollout.current, ...rollout.old];
  const failure = candidates.flatMap(({ status }) => status.conditions ?? []).find(({ type }) => type === "ReplicaFailure");
  if (failure === undefined) return withoutCondition(conditions, "ReplicaFailure");
  const { status, reason, message, lastTransitionTime } = failure;
  return withCondition(conditions, { type: "ReplicaFailure", status, lastUpdateTime: lastTransitionTime, lastTransitionTime, reason, message });
}

/** Nothing will happen to a rollout that is stuck: looks again when its deadline has passed. */
function watchForDeadline({ clock, requeueAfter }: DeploymentContext, deployment: Deployment, status: DeploymentStatus): void {
  const known = progressing(deployment);
  if (!hasProgressDeadline(deployment) || known === undefined) return;
  if (isComplete(deployment, status) || known.reason === reasons.progressDeadlineExceeded) return;
  requeueAfter(Math.max(0, deadlineOf(deployment, known) - clock.now()) + second);
}
