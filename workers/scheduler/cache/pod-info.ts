import { keyOf, type ObjectKey } from "../../apimachinery/object.ts";
import type { LabelSet } from "../../apimachinery/label-requirement.ts";
import type { Pod } from "../../api/core/pod.ts";
import { affinityTermsOf, type LabelledPod, type PodAffinityTerms } from "./affinity-term.ts";
import { type HostPort, hostPortsOf } from "./host-ports.ts";
import { type PodRequests, podRequests } from "./pod-requests.ts";

/** A pod, and what the scheduler reads out of it once rather than for each node. */
export interface PodInfo extends LabelledPod {
  readonly pod: Pod;
  readonly key: ObjectKey;
  readonly uid: string;
  readonly name: string;
  readonly priority: number;
  readonly terminating: boolean;
  readonly requests: PodRequests;
  readonly hostPorts: readonly HostPort[];
  readonly affinity: PodAffinityTerms;
}

const noLabels: LabelSet = Object.freeze({});

/** Reads a pod; `known` is the same pod in an earlier state, of which all that still holds is kept. */
export function podInfo(pod: Pod, known?: PodInfo): PodInfo {
  const { metadata, spec } = pod;
  const same = known !== undefined && sameNeeds(known.pod, pod) ? known : undefined;
  return {
    pod,
    key: keyOf(pod),
    uid: metadata.uid,
    namespace: metadata.namespace ?? "",
    name: metadata.name,
    labels: metadata.labels ?? noLabels,
    priority: spec.priority ?? 0,
    terminating: metadata.deletionTimestamp !== undefined,
    requests: same?.requests ?? podRequests(pod),
    hostPorts: same?.hostPorts ?? hostPortsOf(spec),
    affinity: same?.affinity ?? affinityTermsOf(pod),
  };
}

/** The pod as it will be when it is bound to the node. */
export function assumedOn(info: PodInfo, nodeName: string): PodInfo {
  const { pod } = info;
  return { ...info, pod: { ...pod, spec: { ...pod.spec, nodeName } } };
}

/** Is a placed pod counted the same way in both states? Most changes of a running pod are news about its containers. */
export function countsAlike(a: PodInfo, b: PodInfo): boolean {
  return a.terminating === b.terminating && a.priority === b.priority && a.requests === b.requests && a.hostPorts === b.hostPorts && a.affinity === b.affinity && sameLabels(a.labels, b.labels);
}

export function sameLabels(a: LabelSet, b: LabelSet): boolean {
  if (a === b) return true;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key]);
}

/** Unchanged parts of an object are shared between its versions, so identity tells. */
function sameNeeds({ spec: old, status: oldStatus }: Pod, { spec, status }: Pod): boolean {
  return (
    old.containers === spec.containers &&
    old.initContainers === spec.initContainers &&
    old.overhead === spec.overhead &&
    old.resources === spec.resources &&
    old.affinity === spec.affinity &&
    oldStatus.containerStatuses === status.containerStatuses &&
    oldStatus.initContainerStatuses === status.initContainerStatuses
  );
}
