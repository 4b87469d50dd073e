import { deepEqual } from "../../base/deep-equal.ts";
import type { Deployment } from "../../api/apps/deployment.ts";
import type { ReplicaSet } from "../../api/apps/replica-set.ts";
import type { PodTemplateSpec } from "../../api/generated/core/v1.ts";
import type { Rollout } from "./deployment-state.ts";
import { revisionNumber } from "./revision.ts";

/** The label that tells the pods of a Deployment's ReplicaSets apart. */
export const hashLabel = "pod-template-hash";

export const replicasOf = ({ spec }: ReplicaSet) => spec.replicas ?? 1;

export const availableOf = ({ status }: ReplicaSet) => status.availableReplicas ?? 0;

export const isActive = (replicaSet: ReplicaSet) => replicasOf(replicaSet) > 0;

/** All ReplicaSets of a rollout, the current one last. */
export const allOf = ({ current, old }: Rollout): readonly ReplicaSet[] => (current === undefined ? old : [...old, current]);

export const sum = (replicaSets: readonly ReplicaSet[], count: (replicaSet: ReplicaSet) => number) =>
  replicaSets.reduce((total, replicaSet) => total + count(replicaSet), 0);

/** Splits the ReplicaSets into the one with the Deployment's template and the others. Of several with that template the oldest counts. */
export function rolloutOf(deployment: Deployment, replicaSets: readonly ReplicaSet[]): Rollout {
  const current = replicaSets.toSorted(byAge).find(({ spec }) => sameTemplate(spec.template, deployment.spec.template));
  return { deployment, current, old: replicaSets.filter((replicaSet) => replicaSet.metadata.uid !== current?.metadata.uid) };
}

/** Do the templates describe the same pods? The hash label, which only a ReplicaSet has, does not count. */
export function sameTemplate(a: PodTemplateSpec | undefined, b: PodTemplateSpec | undefined): boolean {
  return deepEqual(a?.spec, b?.spec) && deepEqual(metadataWithoutHash(a), metadataWithoutHash(b));
}

function metadataWithoutHash(template: PodTemplateSpec | undefined) {
  const { labels, annotations = {}, creationTimestamp: _none, ...rest } = template?.metadata ?? {};
  const { [hashLabel]: _hash, ...others } = labels ?? {};
  return { ...rest, annotations, labels: others };
}

/** Oldest first. */
export function byAge(a: ReplicaSet, b: ReplicaSet): number {
  const [createdA, createdB] = [a.metadata.creationTimestamp, b.metadata.creationTimestamp];
  if (createdA !== createdB) return createdA < createdB ? -1 : 1;
  return a.metadata.name < b.metadata.name ? -1 : a.metadata.name > b.metadata.name ? 1 : 0;
}

/** Largest first, of equal ones the newest: the order in which replicas are added. */
export const bySizeNewer = (a: ReplicaSet, b: ReplicaSet) => replicasOf(b) - replicasOf(a) || byAge(b, a);

/** Largest first, of equal ones the oldest: the order in which replicas are taken away. */
export const bySizeOlder = (a: ReplicaSet, b: ReplicaSet) => replicasOf(b) - replicasOf(a) || byAge(a, b);

/** Lowest revision first. */
export const byRevision = (a: ReplicaSet, b: ReplicaSet) => revisionNumber(a) - revisionNumber(b) || byAge(a, b);
