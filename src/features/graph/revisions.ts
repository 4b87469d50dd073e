import { revisionOf } from "../../cluster/pod-facts.ts";
import type { Entry, ObjectIndex, Table } from "../../cluster/object-table.ts";
import { ownedBy, tableOf } from "../../cluster/object-table.ts";
import { controllerOf, type ResourceTypes } from "../../lib/resources.ts";
import { memoLast } from "../../lib/memo.ts";

type ReplicaSet = ResourceTypes["replicasets.apps"];

const revisionAnnotation = "deployment.kubernetes.io/revision";

/** The number of a ReplicaSet's revision; 0 where it has none. */
export const revisionNumber = ({ metadata }: ReplicaSet) => Number(metadata.annotations?.[revisionAnnotation] ?? 0);

/**
 * Template hashes that mark a pod as of the old or the new revision, for the Deployments that are in the middle
 * of a rollout (two ReplicaSets with pods). Everyone else's pods carry no stripe.
 */
const rolloutHashes = memoLast((replicaSets: Table<ReplicaSet>) => {
  const byDeployment = new Map<string, Entry<ReplicaSet>[]>();
  for (const entry of replicaSets.values()) {
    const owner = controllerOf(entry.object.metadata.ownerReferences);
    if (owner !== undefined && hasPods(entry.object)) byDeployment.set(owner.uid, [...(byDeployment.get(owner.uid) ?? []), entry]);
  }
  const hashes = new Map<string, "old" | "new">();
  for (const living of byDeployment.values()) {
    if (living.length < 2) continue;
    const newest = Math.max(...living.map(({ object }) => revisionNumber(object)));
    for (const { object } of living) {
      const hash = object.metadata.labels?.["pod-template-hash"];
      if (hash !== undefined) hashes.set(hash, revisionNumber(object) === newest ? "new" : "old");
    }
  }
  return hashes;
});

const hasPods = ({ spec, status }: ReplicaSet) => (spec.replicas ?? 0) > 0 || (status.replicas ?? 0) > 0;

/** A function from pods to their stripe, for one version of the objects. */
export function stripes(index: ObjectIndex): (pod: Entry<ResourceTypes["pods"]>) => "old" | "new" | undefined {
  const hashes = rolloutHashes(tableOf(index, "replicasets.apps"));
  return (pod) => (hashes.size === 0 ? undefined : hashes.get(revisionOf(pod) ?? ""));
}

/** The ReplicaSets of a Deployment, newest revision first; those that are empty only if asked for. */
export function replicaSetsOf(index: ObjectIndex, uid: string): readonly Entry<ReplicaSet>[] {
  const owned = [...ownedBy(index, uid).values()].filter(({ resource }) => resource === "replicasets.apps") as Entry<ReplicaSet>[];
  return owned.sort((a, b) => revisionNumber(b.object) - revisionNumber(a.object));
}
