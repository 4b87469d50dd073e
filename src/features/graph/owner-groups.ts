import type { Endpoints } from "../../cluster/endpoints.ts";
import { ownedBy, tableOf, type Entry, type ObjectIndex } from "../../cluster/object-table.ts";
import { isSystem, revisionOf } from "../../cluster/pod-facts.ts";
import { targetId } from "../../lib/object-key.ts";
import { controllerOf, kindOf, type ResourceTypes } from "../../lib/resources.ts";
import type { PodEntry } from "./pod-look.ts";
import { replicaSetsOf, revisionNumber } from "./revisions.ts";

/** Pods that share a direct owner: a ReplicaSet, or the workload itself. */
export interface Branch {
  readonly id: string;
  /** The owner between workload and pods; absent where the workload owns the pods itself. */
  readonly owner?: Entry;
  readonly title: string;
  readonly detail: string;
  readonly current: boolean;
  readonly pods: readonly PodEntry[];
}

/** A workload with all that it owns, or the pods that nobody owns. */
export interface Group {
  readonly id: string;
  readonly workload?: Entry;
  readonly kind: string;
  readonly name: string;
  readonly branches: readonly Branch[];
  /** Keys of Services with endpoints among the pods. */
  readonly services: readonly string[];
}

const roots = ["deployments.apps", "statefulsets.apps", "daemonsets.apps", "replicasets.apps", "cronjobs.batch", "jobs.batch"] as const;

/** All workloads in a steady order: by kind, then by namespace and name; pods without an owner come last. */
export function ownerGroups(index: ObjectIndex, endpoints: Endpoints, showSystem: boolean): readonly Group[] {
  const shown = (entry: Entry) => showSystem || !isSystem(entry);
  const groups = roots.flatMap((resource) =>
    [...tableOf(index, resource as string).values()]
      .filter((entry) => shown(entry) && !isOwned(entry))
      .sort(byKey)
      .map((workload) => groupOf(index, workload, endpoints)),
  );
  const bare = ([...tableOf(index, "pods").values()] as PodEntry[]).filter((pod) => shown(pod) && !isOwned(pod)).sort(byKey);
  return bare.length === 0 ? groups : [...groups, bareGroup(bare, endpoints)];
}

const isOwned = ({ object }: Entry) => controllerOf(object.metadata.ownerReferences) !== undefined;

export const byKey = (a: Entry, b: Entry) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0);

/** Services to draw. The API server's own is part of the system, though it lives elsewhere. */
export const shownServices = (index: ObjectIndex, showSystem: boolean): readonly Entry<ResourceTypes["services"]>[] =>
  [...tableOf(index, "services").values()].filter((service) => showSystem || (!isSystem(service) && service.key !== "default/kubernetes")).sort(byKey);

function groupOf(index: ObjectIndex, workload: Entry, endpoints: Endpoints): Group {
  const branches = branchesOf(index, workload);
  return {
    id: targetId(workload),
    workload,
    kind: kindOf(workload.resource),
    name: workload.object.metadata.name,
    branches,
    services: servicesOf(branches, endpoints),
  };
}

function bareGroup(pods: readonly PodEntry[], endpoints: Endpoints): Group {
  const branches = [{ id: "bare", title: "", detail: "", current: true, pods }];
  return { id: "bare", kind: "No controller", name: "Bare pods", branches, services: servicesOf(branches, endpoints) };
}

function branchesOf(index: ObjectIndex, workload: Entry): readonly Branch[] {
  const { uid } = workload.object.metadata;
  if (workload.resource === "deployments.apps") return replicaSetBranches(index, uid);
  if (workload.resource === "cronjobs.batch") return [...ownedBy(index, uid).values()].sort(byKey).map((job) => jobBranch(index, job));
  return revisionBranches(workload, podsOf(index, uid));
}

/** The newest ReplicaSet always; older ones only while they have pods. */
function replicaSetBranches(index: ObjectIndex, uid: string): readonly Branch[] {
  return replicaSetsOf(index, uid).flatMap((entry, position) => {
    const pods = podsOf(index, entry.object.metadata.uid);
    const wanted = entry.object.spec.replicas ?? 0;
    if (position > 0 && pods.length === 0 && wanted === 0) return [];
    const ready = entry.object.status.readyReplicas ?? 0;
    return [{ id: targetId(entry), owner: entry, title: `Revision ${revisionNumber(entry.object)}`, detail: `${ready} of ${wanted} ready`, current: position === 0, pods }];
  });
}

function jobBranch(index: ObjectIndex, job: Entry): Branch {
  const pods = podsOf(index, job.object.metadata.uid);
  const { succeeded = 0, active = 0 } = (job.object as ResourceTypes["jobs.batch"]).status;
  return { id: targetId(job), owner: job, title: job.object.metadata.name, detail: `${succeeded} succeeded, ${active} active`, current: true, pods };
}

/** StatefulSets and DaemonSets own their pods directly, but they, too, have an old and a new revision during an update. */
function revisionBranches(workload: Entry, pods: readonly PodEntry[]): readonly Branch[] {
  const { updateRevision } = (workload.object as ResourceTypes["statefulsets.apps"]).status ?? {};
  const isOld = (pod: PodEntry) => updateRevision !== undefined && revisionOf(pod) !== undefined && revisionOf(pod) !== updateRevision;
  const old = pods.filter(isOld);
  const id = targetId(workload);
  if (old.length === 0) return [{ id: `${id}#pods`, title: "", detail: "", current: true, pods }];
  const fresh = pods.filter((pod) => !isOld(pod));
  return [
    { id: `${id}#pods`, title: "New revision", detail: `${fresh.length} pods`, current: true, pods: fresh },
    { id: `${id}#old`, title: "Old revision", detail: `${old.length} pods`, current: false, pods: old },
  ];
}

const podsOf = (index: ObjectIndex, uid: string) => [...ownedBy(index, uid).values()].filter(({ resource }) => resource === "pods").sort(byKey) as PodEntry[];

const servicesOf = (branches: readonly Branch[], { servicesByPod }: Endpoints) =>
  [...new Set(branches.flatMap(({ pods }) => pods.flatMap(({ key }) => servicesByPod.get(key) ?? [])))].sort();
