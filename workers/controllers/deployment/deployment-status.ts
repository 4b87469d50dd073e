import { deepEqual } from "../../base/deep-equal.ts";
import type { Milliseconds } from "../../base/units.ts";
import type { Deployment } from "../../api/apps/deployment.ts";
import type { ReplicaSet } from "../../api/apps/replica-set.ts";
import { omitZeros } from "../framework/omit-zeros.ts";
import { conditionAt, type Conditions, reasons, withCondition } from "./deployment-conditions.ts";
import type { Rollout } from "./deployment-state.ts";
import { maxUnavailable } from "./limits.ts";
import { allOf, availableOf, replicasOf, sum } from "./replica-sets.ts";

export type DeploymentStatus = Deployment["status"];

/** The status that follows from the ReplicaSets, with the condition Available. */
export function statusOf(rollout: Rollout, now: Milliseconds): DeploymentStatus {
  const { deployment, current } = rollout;
  const all = allOf(rollout);
  const available = sum(all, availableOf);
  const counts = omitZeros({
    observedGeneration: deployment.metadata.generation ?? 0,
    replicas: sum(all, actual),
    updatedReplicas: current === undefined ? 0 : actual(current),
    readyReplicas: sum(all, ({ status }) => status.readyReplicas ?? 0),
    availableReplicas: available,
    unavailableReplicas: Math.max(0, sum(all, replicasOf) - available),
  });
  const { collisionCount } = deployment.status;
  const terminatingReplicas = terminatingOf(all);
  return {
    ...counts,
    ...(terminatingReplicas !== undefined && { terminatingReplicas }),
    ...(collisionCount !== undefined && { collisionCount }),
    conditions: withAvailability(deployment, available, now),
  };
}

const actual = ({ status }: ReplicaSet) => status.replicas;

/** Unknown as long as one ReplicaSet has not told yet. */
function terminatingOf(all: readonly ReplicaSet[]): number | undefined {
  if (all.some(({ status }) => status.terminatingReplicas === undefined)) return undefined;
  return sum(all, ({ status }) => status.terminatingReplicas ?? 0);
}

function withAvailability(deployment: Deployment, available: number, now: Milliseconds): Conditions {
  const enough = available >= (deployment.spec.replicas ?? 1) - maxUnavailable(deployment);
  const condition = enough
    ? ({ type: "Available", status: "True", reason: reasons.minimumAvailable, message: "Deployment has minimum availability." } as const)
    : ({ type: "Available", status: "False", reason: reasons.minimumUnavailable, message: "Deployment does not have minimum availability." } as const);
  return withCondition(deployment.status.conditions, conditionAt(condition, now));
}

/** Do all wanted pods run the current template and serve, and are all others gone? */
export function isComplete({ metadata, spec: { replicas = 1 } }: Deployment, status: DeploymentStatus): boolean {
  return (
    (status.updatedReplicas ?? 0) === replicas &&
    (status.replicas ?? 0) === replicas &&
    (status.availableReplicas ?? 0) === replicas &&
    (status.observedGeneration ?? 0) >= (metadata.generation ?? 0)
  );
}

/** Is there any progress from one status to the next? */
export function isProgressing(before: DeploymentStatus, after: DeploymentStatus): boolean {
  const old = ({ replicas = 0, updatedReplicas = 0 }: DeploymentStatus) => replicas - updatedReplicas;
  return (
    (after.updatedReplicas ?? 0) > (before.updatedReplicas ?? 0) ||
    old(after) < old(before) ||
    (after.readyReplicas ?? 0) > (before.readyReplicas ?? 0) ||
    (after.availableReplicas ?? 0) > (before.availableReplicas ?? 0)
  );
}

export const sameStatus = (a: DeploymentStatus, b: DeploymentStatus) => deepEqual(omitZeros({ conditions: [], ...a }), omitZeros({ conditions: [], ...b }));
