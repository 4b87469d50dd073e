import type { Draft, KubernetesObject } from "../../apimachinery/object.ts";
import { newControllerRef } from "../../apimachinery/owner-references.ts";
import { ApiError } from "../../apimachinery/status.ts";
import { type Pod, Pods } from "../../api/core/pod.ts";
import type { PodTemplateSpec } from "../../api/generated/core/v1.ts";
import type { Client } from "../../client/client.ts";
import type { EventRecorder } from "../../client/event-recorder.ts";

/** Writes pods on behalf of a controller and tells about it with events on the owner. */
export interface PodControl {
  readonly client: Client;
  readonly recorder: EventRecorder;
}

const namespaceTerminating = "NamespaceTerminating";

/** Was the create refused because its namespace is being deleted? Nothing can be done about that. */
export const isNamespaceTerminating = (error: unknown) =>
  error instanceof ApiError && error.status.details?.causes?.some(({ reason }) => reason === namespaceTerminating) === true;

/** Creates a pod from the template of its owner. */
export async function createPod({ client, recorder }: PodControl, owner: KubernetesObject, template: PodTemplateSpec | undefined): Promise<Pod> {
  try {
    const pod = await client.create(Pods, podFromTemplate(owner, template));
    recorder.normal(owner, "SuccessfulCreate", `Created pod: ${pod.metadata.name}`);
    return pod;
  } catch (error) {
    if (error instanceof Error && !isNamespaceTerminating(error)) recorder.warning(owner, "FailedCreate", `Error creating: ${error.message}`);
    throw error;
  }
}

/** The pod that an owner's template describes; the server completes its name. */
function podFromTemplate(owner: KubernetesObject, template: PodTemplateSpec | undefined): Draft<Pod> {
  const { labels, annotations, finalizers } = template?.metadata ?? {};
  return {
    metadata: {
      generateName: `${owner.metadata.name}-`,
      namespace: owner.metadata.namespace,
      ...(labels !== undefined && { labels }),
      ...(annotations !== undefined && { annotations }),
      ...(finalizers !== undefined && { finalizers }),
      ownerReferences: [newControllerRef(owner)],
    },
    ...(template?.spec !== undefined && { spec: template.spec }),
  };
}

/** Deletes a pod of the owner. A pod that is gone already makes an error, but no event. */
export async function deletePod({ client, recorder }: PodControl, owner: KubernetesObject, { metadata: { namespace, name } }: Pod): Promise<void> {
  try {
    await client.delete(Pods, { namespace: namespace ?? "", name });
    recorder.normal(owner, "SuccessfulDelete", `Deleted pod: ${name}`);
  } catch (error) {
    if (error instanceof Error && !(error instanceof ApiError && error.code === 404)) recorder.warning(owner, "FailedDelete", `Error deleting: ${error.message}`);
    throw error;
  }
}
