import { selectorFromLabelSelector } from "../../apimachinery/labels.ts";
import type { ObjectKey } from "../../apimachinery/object.ts";
import { type Deployment, Deployments } from "../../api/apps/deployment.ts";
import { ReplicaSets } from "../../api/apps/replica-set.ts";
import { claimObjects } from "../framework/claim-objects.ts";
import { controlledBy, orphansIn } from "../framework/indexes.ts";
import { reconciler } from "../framework/reconciler.ts";
import { cleanUp } from "./clean-up.ts";
import { conditionAt, type NewCondition, progressing, reasons, withCondition } from "./deployment-conditions.ts";
import { deploymentState, type DeploymentContext, type DeploymentState, type Rollout } from "./deployment-state.ts";
import { hasProgressDeadline } from "./limits.ts";
import { listenToParts } from "./listen-to-parts.ts";
import { syncRevision } from "./new-replica-set.ts";
import { isScalingEvent, scale } from "./proportional-scaling.ts";
import { recreate } from "./recreate.ts";
import { rolloutOf } from "./replica-sets.ts";
import { rollOut } from "./rolling-update.ts";
import { syncStatusOnly } from "./sync-progress.ts";

/**
 * Rolls new versions of a pod template out through ReplicaSets, one for each template. The rollback
 * annotation of the API's first versions is not served: undoing means applying an old template.
 */
export const deploymentController = reconciler<Deployment, DeploymentState>({
  name: "deployment-controller",
  reconciles: Deployments,
  workers: 5,
  mostRetries: 15,
  state: deploymentState,
  listen: listenToParts,
  reconcile,
});

async function reconcile(key: ObjectKey, context: DeploymentContext): Promise<void> {
  const deployment = context.state.deployments.get(key);
  if (deployment === undefined) return;
  if (selectsAll(deployment)) return refuse(context, deployment);

  const rollout = rolloutOf(deployment, await claim(context, deployment));
  if (deployment.metadata.deletionTimestamp !== undefined) return syncStatusOnly(context, rollout);

  const checked = { ...rollout, deployment: await notePause(context, deployment) };
  if (deployment.spec.paused === true || isScalingEvent(checked)) return syncScale(context, checked);
  return deployment.spec.strategy?.type === "Recreate" ? recreate(context, checked) : rollOut(context, checked);
}

const selectsAll = ({ spec: { selector } }: Deployment) =>
  Object.keys(selector.matchLabels ?? {}).length === 0 && (selector.matchExpressions ?? []).length === 0;

async function refuse({ client, recorder }: DeploymentContext, deployment: Deployment): Promise<void> {
  const { metadata: { generation = 0 }, status } = deployment;
  recorder.warning(deployment, "SelectingAll", "This deployment is selecting all pods. A non-empty selector is required.");
  if ((status.observedGeneration ?? 0) >= generation) return;
  await client.updateStatus(Deployments, { ...deployment, status: { ...status, observedGeneration: generation } });
}

function claim({ client, state: { replicaSets } }: DeploymentContext, owner: Deployment) {
  const candidates = [...controlledBy(replicaSets, owner), ...orphansIn(replicaSets, owner.metadata.namespace)];
  return claimObjects({ client, owner, ownerResource: Deployments, resource: ReplicaSets, selector: selectorFromLabelSelector(owner.spec.selector), candidates });
}

/** While paused the deadline for progress does not run, and after that it begins anew. */
async function notePause({ client, clock }: DeploymentContext, deployment: Deployment): Promise<Deployment> {
  const known = progressing(deployment);
  if (!hasProgressDeadline(deployment) || known?.reason === reasons.progressDeadlineExceeded) return deployment;
  const paused = deployment.spec.paused === true;
  if (paused === (known?.reason === reasons.paused)) return deployment;
  const news: NewCondition = paused
    ? { type: "Progressing", status: "Unknown", reason: reasons.paused, message: "Deployment is paused" }
    : { type: "Progressing", status: "Unknown", reason: reasons.resumed, message: "Deployment is resumed" };
  const conditions = withCondition(deployment.status.conditions, conditionAt(news, clock.now()));
  return client.updateStatus(Deployments, { ...deployment, status: { ...deployment.status, conditions } });
}

async function syncScale(context: DeploymentContext, found: Rollout): Promise<void> {
  const rollout = await scale(context, await syncRevision(context, found));
  if (rollout.deployment.spec.paused === true) await cleanUp(context, rollout.deployment, rollout.old);
  return syncStatusOnly(context, rollout);
}
