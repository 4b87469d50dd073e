import type { Draft } from "../apimachinery/object.ts";
import type { Node } from "../api/core/node.ts";
import type { Pod, PodSpec } from "../api/core/pod.ts";
import { deepFreeze } from "../base/freeze.ts";
import { Cache } from "../scheduler/cache/cache.ts";
import { type PodInfo, podInfo } from "../scheduler/cache/pod-info.ts";

/** A pod as a scheduler test states it. */
export interface PodSketch {
  readonly name?: string;
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
  /** The node it is on. */
  readonly on?: string;
  readonly cpu?: string;
  readonly memory?: string;
  readonly priority?: number;
  readonly started?: string;
  readonly deleted?: boolean;
  readonly nominated?: string;
  readonly spec?: Partial<PodSpec>;
  readonly metadata?: Partial<Pod["metadata"]>;
  readonly status?: Partial<Pod["status"]>;
}

/** A node as a scheduler test states it. */
export interface NodeSketch {
  readonly name?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly cpu?: string;
  readonly memory?: string;
  readonly pods?: string;
  /** Further resources. */
  readonly has?: Readonly<Record<string, string>>;
  readonly taints?: Node["spec"]["taints"];
  readonly unschedulable?: boolean;
  readonly images?: Node["status"]["images"];
  readonly zone?: string;
}

/** A pod, complete as the API server would return it. */
export function pod(sketch: PodSketch = {}): Pod {
  const { name = "pod", namespace = "default", labels, on, priority, started, deleted, nominated, spec, metadata, status } = sketch;
  return deepFreeze<Pod>({
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      name, namespace, uid: `uid-${namespace}-${name}`, resourceVersion: "1", creationTimestamp: "2026-04-22T10:00:00Z",
      ...(labels && { labels }),
      ...(deleted === true && { deletionTimestamp: "2026-04-22T10:00:00Z" }),
      ...metadata,
    },
    spec: { schedulerName: "default-scheduler", containers: [container(sketch)], ...(on !== undefined && { nodeName: on }), ...(priority !== undefined && { priority }), ...spec },
    status: { phase: "Pending", ...(started !== undefined && { startTime: started }), ...(nominated !== undefined && { nominatedNodeName: nominated }), ...status },
  });
}

/** A node, complete as the API server would return it; it has its name as its hostname label. */
export function node({ name = "node", labels = {}, cpu = "4", memory = "8Gi", pods = "110", has = {}, taints, unschedulable, images, zone }: NodeSketch = {}): Node {
  const resources = { cpu, memory, pods, ...has };
  const zoneLabels: Record<string, string> = zone === undefined ? {} : { "topology.kubernetes.io/zone": zone };
  return deepFreeze<Node>({
    apiVersion: "v1",
    kind: "Node",
    metadata: { name, uid: `uid-${name}`, resourceVersion: "1", creationTimestamp: "2026-04-22T10:00:00Z", labels: { "kubernetes.io/hostname": name, ...zoneLabels, ...labels } },
    spec: { ...(taints && { taints }), ...(unschedulable === true && { unschedulable }) },
    status: { capacity: resources, allocatable: resources, ...(images && { images }) },
  });
}

/** A cache that knows these nodes and the pods that are on them; namespaces by name with their labels. */
export function cacheOf(nodes: readonly NodeSketch[], pods: readonly PodSketch[] = [], namespaces: Readonly<Record<string, Readonly<Record<string, string>>>> = {}): Cache {
  const cache = new Cache((namespace) => namespaces[namespace]);
  for (const sketch of nodes) cache.setNode(node(sketch));
  pods.forEach((sketch, index) => cache.setPod(podInfo(pod({ name: `existing-${index}`, ...sketch }))));
  return cache;
}

/** What the scheduler reads out of such a pod. */
export const info = (sketch: PodSketch = {}): PodInfo => podInfo(pod(sketch));

/** The same pod, as somebody would apply it. */
export const draftOf = ({ metadata: { name, namespace, labels }, spec }: Pod): Draft<Pod> => ({ metadata: { name, namespace, ...(labels && { labels }) }, spec });

function container({ cpu, memory }: PodSketch): PodSpec["containers"][number] {
  const requests = { ...(cpu !== undefined && { cpu }), ...(memory !== undefined && { memory }) };
  return { name: "main", image: "registry.k8s.io/pause:3.10", ...(Object.keys(requests).length > 0 && { resources: { requests } }) };
}
