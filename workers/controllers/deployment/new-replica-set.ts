import { findCondition } from "../../apimachinery/conditions.ts";
import type { LabelSelector } from "../../apimachinery/labels.ts";
import type { Draft } from "../../apimachinery/object.ts";
import { isControlledBy, newControllerRef } from "../../apimachinery/owner-references.ts";
import { podTemplateHash } from "../../apimachinery/pod-template-hash.ts";
import { ApiError } from "../../apimachinery/status.ts";
import { type Deployment, Deployments } from "../../api/apps/deployment.ts";
import { type ReplicaSet, ReplicaSets } from "../../api/apps/replica-set.ts";
import { isNamespaceTerminating } from "../framework/pod-control.ts";
import { conditionAt, type NewCondition, reasons, withCondition } from "./deployment-conditions.ts";
import type { DeploymentContext, Rollout } from "./deployment-state.ts";
import { hasProgressDeadline } from "./limits.ts";
import { newReplicas } from "./new-replicas.ts";
import { hashLabel, sameTemplate } from "./replica-sets.ts";
import { currentAnnotations, nextRevision, replicasAnnotations, revisionAnnotation } from "./revision.ts";
import { scaledText } from "./scale-replica-set.ts";

/** Keeps the annotations of the current ReplicaSet and the Deployment's revision up to date. Creates no ReplicaSet. */
export async function syncRevision(context: DeploymentContext, rollout: Rollout): Promise<Rollout> {
  const { deployment, current, old } = rollout;
  if (current === undefined) return rollout;

  const have = current.metadata.annotations ?? {};
  const annotations = currentAnnotations(deployment, have, nextRevision(old));
  const { minReadySeconds = 0 } = deployment.spec;
  if (annotations !== have || (current.spec.minReadySeconds ?? 0) !== minReadySeconds) {
    const metadata = { ...current.metadata, annotations };
    return { ...rollout, current: await context.client.update(ReplicaSets, { ...current, metadata, spec: { ...current.spec, minReadySeconds } }) };
  }
  const known = findCondition(deployment.status.conditions, "Progressing") !== undefined;
  const news = known ? undefined : progress(reasons.foundNewReplicaSet, `Found new replica set "${current.metadata.name}"`);
  return { ...rollout, deployment: await noteRevision(context, deployment, annotations[revisionAnnotation] ?? "", news) };
}

const progress = (reason: string, message: string): NewCondition => ({ type: "Progressing", status: "True", reason, message });

/** Writes the revision and the news to the Deployment where they differ; both go with its status. */
async function noteRevision({ client, clock }: DeploymentContext, deployment: Deployment, revision: string, news: NewCondition | undefined): Promise<Deployment> {
  const { metadata, status } = deployment;
  const told = news !== undefined && hasProgressDeadline(deployment);
  const conditions = told ? withCondition(status.conditions, conditionAt(news, clock.now())) : status.conditions;
  if (metadata.annotations?.[revisionAnnotation] === revision && conditions === status.conditions) return deployment;
  return client.updateStatus(Deployments, {
    ...deployment,
    metadata: { ...metadata, annotations: { ...metadata.annotations, [revisionAnnotation]: revision } },
    status: conditions === undefined ? status : { ...status, conditions },
  });
}

/** The rollout with a ReplicaSet for the Deployment's template, created now if there was none. */
export async function withCurrentReplicaSet(context: DeploymentContext, found: Rollout): Promise<Rollout & { readonly current: ReplicaSet }> {
  const { deployment, current, old } = await syncRevision(context, found);
  if (current !== undefined) return { deployment, current, old };

  const revision = nextRevision(old);
  const draft = draftOf(deployment, old, revision);
  const { replicaSet, created } = await create(context, deployment, draft);
  const { name } = replicaSet.metadata;
  const replicas = draft.spec?.replicas ?? 0;
  if (created && replicas > 0) context.recorder.normal(deployment, "ScalingReplicaSet", scaledText(name, 0, replicas));
  const news = created ? progress(reasons.newReplicaSetCreated, `Created new replica set "${name}"`) : undefined;
  return { deployment: await noteRevision(context, deployment, String(revision), news), current: replicaSet, old };
}

function draftOf(deployment: Deployment, old: readonly ReplicaSet[], revision: number): Draft<ReplicaSet> {
  const { metadata, spec, status } = deployment;
  const hash = podTemplateHash(spec.template, status.collisionCount);
  const labels = { ...spec.template.metadata?.labels, [hashLabel]: hash };
  return {
    metadata: {
      name: `${metadata.name}-${hash}`,
      namespace: metadata.namespace,
      labels,
      annotations: { ...currentAnnotations(deployment, {}, revision), ...replicasAnnotations(deployment) },
      ownerReferences: [newControllerRef(deployment)],
    },
    spec: {
      replicas: newReplicas(deployment, old, 0),
      minReadySeconds: spec.minReadySeconds,
      selector: withHash(spec.selector, hash),
      template: { ...spec.template, metadata: { ...spec.template.metadata, labels } },
    },
  };
}

const withHash = (selector: LabelSelector, hash: string): LabelSelector => ({ ...selector, matchLabels: { ...selector.matchLabels, [hashLabel]: hash } });

async function create(context: DeploymentContext, deployment: Deployment, draft: Draft<ReplicaSet>): Promise<{ readonly replicaSet: ReplicaSet; readonly created: boolean }> {
  try {
    return { replicaSet: await context.client.create(ReplicaSets, draft), created: true };
  } catch (error) {
    if (!(error instanceof ApiError) || isNamespaceTerminating(error)) throw error;
    if (error.reason === "AlreadyExists") return { replicaSet: await ownOrCollision(context, deployment, { draft, error }), created: false };
    await noteFailure(context, deployment, `Failed to create new replica set "${draft.metadata?.name}": ${error.message}`);
    throw error;
  }
}

/** A name that is taken is our own ReplicaSet, which the cache does not know yet, or another template with the same hash. */
async function ownOrCollision(
  { client, log, clock }: DeploymentContext,
  deployment: Deployment,
  { draft, error }: { readonly draft: Draft<ReplicaSet>; readonly error: ApiError },
): Promise<ReplicaSet> {
  const { namespace = "", name = "" } = draft.metadata ?? {};
  const found = await client.get(ReplicaSets, { namespace, name });
  if (isControlledBy(found, deployment) && sameTemplate(found.spec.template, deployment.spec.template)) return found;
  const collisionCount = (deployment.status.collisionCount ?? 0) + 1;
  await client.updateStatus(Deployments, { ...deployment, status: { ...deployment.status, collisionCount } });
  log.info(`found a hash collision for deployment ${namespace}/${deployment.metadata.name} at ${clock.now()}: collision count is now ${collisionCount}`);
  throw error;
}

async function noteFailure({ client, recorder, clock }: DeploymentContext, deployment: Deployment, message: string): Promise<void> {
  const reason = reasons.replicaSetCreateError;
  if (hasProgressDeadline(deployment)) {
    const condition = conditionAt({ type: "Progressing", status: "False", reason, message }, clock.now());
    const conditions = withCondition(deployment.status.conditions, condition);
    if (conditions !== deployment.status.conditions) await client.updateStatus(Deployments, { ...deployment, status: { ...deployment.status, conditions } });
  }
  recorder.warning(deployment, reason, message);
}
