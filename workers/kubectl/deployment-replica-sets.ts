import { isControlledBy } from "../apimachinery/owner-references.ts";
import { formatSelector, selectorFromLabelSelector } from "../apimachinery/labels.ts";
import { ReplicaSets } from "../api/apps/replica-set.ts";
import type { Deployment, ReplicaSet } from "../api/generated/apps/v1.ts";
import type { PodTemplateSpec } from "../api/generated/core/v1.ts";
import { deepEqual } from "../base/deep-equal.ts";
import type { Client } from "../client/client.ts";

/** The replica sets of a deployment: the one for its template as it is now, and all others, oldest first. */
export interface DeploymentReplicaSets {
  readonly current: ReplicaSet | undefined;
  readonly old: readonly ReplicaSet[];
}

/** Finds a deployment's own replica sets. */
export async function replicaSetsOf(deployment: Deployment, client: Client): Promise<DeploymentReplicaSets> {
  const labelSelector = formatSelector(selectorFromLabelSelector(deployment.spec.selector));
  const { items } = await client.list(ReplicaSets, { namespace: deployment.metadata.namespace ?? "", labelSelector });
  const own = items.filter((set) => isControlledBy(set, deployment)).toSorted((a, b) => compare(ageKey(a), ageKey(b)));
  const wanted = withoutHash(deployment.spec.template);
  const current = own.find(({ spec }) => deepEqual(withoutHash(spec.template), wanted));
  return { current, old: own.filter((set) => set !== current) };
}

const ageKey = ({ metadata }: ReplicaSet) => `${metadata.creationTimestamp}/${metadata.name}`;

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** The label that a deployment adds to the templates of its replica sets. */
export const hashLabel = "pod-template-hash";

/** A template as the deployment states it. */
export function withoutHash(template: PodTemplateSpec | undefined): PodTemplateSpec | undefined {
  if (template?.metadata?.labels?.[hashLabel] === undefined) return template;
  const { [hashLabel]: _hash, ...labels } = template.metadata.labels;
  return { ...template, metadata: { ...template.metadata, labels } };
}
