import { applyStrategicMergePatch } from "../apimachinery/patch/strategic-merge-patch.ts";
import type { JsonObject } from "../apimachinery/json-value.ts";
import type { KubernetesObject } from "../apimachinery/object.ts";
import { isControlledBy } from "../apimachinery/owner-references.ts";
import { formatSelector, type LabelSelector, selectorFromLabelSelector } from "../apimachinery/labels.ts";
import { ControllerRevisions } from "../api/apps/controller-revision.ts";
import { Deployments } from "../api/apps/deployment.ts";
import type { ControllerRevision, Deployment, ReplicaSet } from "../api/generated/apps/v1.ts";
import type { PodTemplateSpec } from "../api/generated/core/v1.ts";
import { definitionName } from "../api/schema.ts";
import { typeSchema } from "../api/type-schema.ts";
import type { Client } from "../client/client.ts";
import { replicaSetsOf } from "./deployment-replica-sets.ts";
import type { FoundObject } from "./found-objects.ts";
import { noHistory, revisionAnnotation } from "./rollout-status.ts";

/** One entry of a rollout history. */
export interface Revision {
  readonly number: number;
  readonly changeCause: string | undefined;
  readonly template: PodTemplateSpec | undefined;
  /** What keeps it: a replica set of a deployment, or a controller revision. */
  readonly keeper: ReplicaSet | ControllerRevision;
}

export const changeCauseAnnotation = "kubernetes.io/change-cause";

/** All revisions that there are, oldest first. */
export async function revisionsOf({ resource, object }: FoundObject, client: Client): Promise<readonly Revision[]> {
  const kind = resource.group === "apps" ? resource.kind : "";
  if (kind === "Deployment") return byNumber(await deploymentRevisions(object, client));
  if (kind === "DaemonSet" || kind === "StatefulSet") return byNumber(await controllerRevisions({ resource, object }, client));
  throw noHistory(object, "history");
}

const byNumber = (revisions: readonly Revision[]) => revisions.toSorted((a, b) => a.number - b.number);

async function deploymentRevisions({ metadata }: KubernetesObject, client: Client): Promise<readonly Revision[]> {
  const deployment: Deployment = await client.get(Deployments, { name: metadata.name, namespace: metadata.namespace ?? "" });
  const { old, current } = await replicaSetsOf(deployment, client);
  return [...old, ...(current === undefined ? [] : [current])].flatMap((keeper) => {
    const number = keeper.metadata.annotations?.[revisionAnnotation];
    const changeCause = keeper.metadata.annotations?.[changeCauseAnnotation];
    return number === undefined ? [] : [{ number: Number(number), changeCause, template: withCause(keeper.spec.template, changeCause), keeper }];
  });
}

/** In the details of a revision its cause stands among the annotations of the template. */
function withCause(template: PodTemplateSpec | undefined, changeCause: string | undefined): PodTemplateSpec | undefined {
  if (template === undefined || changeCause === undefined || changeCause === "") return template;
  return { ...template, metadata: { ...template.metadata, annotations: { ...template.metadata?.annotations, [changeCauseAnnotation]: changeCause } } };
}

async function controllerRevisions({ resource, object }: FoundObject, client: Client): Promise<readonly Revision[]> {
  const { selector } = (object as unknown as { readonly spec: { readonly selector: LabelSelector } }).spec;
  const labelSelector = formatSelector(selectorFromLabelSelector(selector));
  const { items } = await client.list(ControllerRevisions, { namespace: object.metadata.namespace ?? "", labelSelector });
  const name = definitionName(resource);
  return items.filter((keeper) => isControlledBy(keeper, object)).map((keeper) => {
    const restored = name === undefined ? undefined : applyStrategicMergePatch(object as unknown as JsonObject, keeper.data, typeSchema(name));
    const template = (restored as { readonly spec?: { readonly template?: PodTemplateSpec } } | undefined)?.spec?.template;
    return { number: keeper.revision, changeCause: keeper.metadata.annotations?.[changeCauseAnnotation], template, keeper };
  });
}
