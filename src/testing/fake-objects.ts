import type { KubernetesObject } from "../../workers/apimachinery/object.ts";
import type { ObjectChange } from "../../workers/protocol/delta.ts";
import type { PodState, PodSummary } from "../../workers/protocol/pod-summary.ts";

const zero = Date.UTC(2026, 3, 22, 10);
let number = 0;

/** When every fake world begins. */
export const fakeStart = zero;

export const time = (at: number) => new Date(at).toISOString().replace(/\.\d+Z$/, "Z");

interface Meta {
  readonly name: string;
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly owner?: { readonly kind: string; readonly name: string; readonly uid: string; readonly apiVersion?: string };
  readonly at?: number;
}

export function metadata({ name, namespace, labels, annotations, owner, at = zero }: Meta) {
  number += 1;
  return {
    name,
    namespace,
    uid: `uid-${number}`,
    resourceVersion: String(number),
    creationTimestamp: time(at),
    labels,
    annotations,
    ...(owner === undefined ? {} : { ownerReferences: [{ apiVersion: owner.apiVersion ?? "apps/v1", kind: owner.kind, name: owner.name, uid: owner.uid, controller: true }] }),
  };
}

/** An object as a change; the key is made from its metadata. */
export function change(resource: string, object: object, pod?: PodSummary): ObjectChange {
  const { metadata: meta } = object as KubernetesObject;
  const key = meta.namespace === undefined ? meta.name : `${meta.namespace}/${meta.name}`;
  return { type: "set", resource, key, object: object as KubernetesObject, ...(pod !== undefined && { pod }) };
}

export function node(name: string, ready: "True" | "False" | "Unknown" = "True", more: { readonly controlPlane?: boolean; readonly cordoned?: boolean } = {}): ObjectChange {
  const labels = { "kubernetes.io/hostname": name, ...(more.controlPlane === true && { "node-role.kubernetes.io/control-plane": "" }) };
  return change("nodes", {
    apiVersion: "v1",
    kind: "Node",
    metadata: metadata({ name, labels }),
    spec: { unschedulable: more.cordoned, taints: more.controlPlane === true ? [{ key: "node-role.kubernetes.io/control-plane", effect: "NoSchedule" }] : undefined },
    status: {
      allocatable: { cpu: "2", memory: "3900Mi", pods: "110" },
      capacity: { cpu: "2", memory: "4Gi", pods: "110" },
      conditions: [
        { type: "MemoryPressure", status: "False", reason: "KubeletHasSufficientMemory" },
        { type: "Ready", status: ready, reason: ready === "True" ? "KubeletReady" : "NodeStatusUnknown", message: ready === "True" ? "kubelet is posting ready status" : "Kubelet stopped posting node status." },
      ],
      addresses: [{ type: "InternalIP", address: "172.18.0.3" }],
      nodeInfo: { kubeletVersion: "v1.36.0" },
    },
  });
}

interface PodWish {
  readonly name: string;
  readonly namespace?: string;
  readonly node?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly owner?: Meta["owner"];
  readonly state?: PodState;
  readonly until?: number;
  readonly at?: number;
  readonly cpu?: string;
}

const statusWords: Readonly<Record<PodState, string>> = {
  ready: "Running",
  running: "Running",
  starting: "ContainerCreating",
  pending: "Pending",
  backoff: "CrashLoopBackOff",
  failed: "OOMKilled",
  succeeded: "Completed",
  terminating: "Terminating",
  unknown: "Unknown",
};

const messages: Partial<Record<PodState, string>> = {
  pending: "0/4 nodes are available: 1 node(s) had untolerated taint(s), 3 Insufficient cpu.",
  backoff: "back-off 40s restarting failed container=nginx pod=web",
};

export function pod({ name, namespace = "default", node: nodeName, labels, owner, state = "ready", until, at, cpu = "250m" }: PodWish): ObjectChange {
  const ready = state === "ready";
  const running = ready || state === "running" || state === "terminating";
  const object = {
    apiVersion: "v1",
    kind: "Pod",
    metadata: metadata({ name, namespace, labels, owner, at }),
    spec: { nodeName, containers: [{ name: "nginx", image: "nginx:1.27", resources: { requests: { cpu, memory: "128Mi" } } }] },
    status: {
      phase: state === "pending" || state === "starting" ? "Pending" : state === "succeeded" ? "Succeeded" : state === "failed" ? "Failed" : "Running",
      podIP: nodeName === undefined ? undefined : `10.244.1.${name.length + (number % 200)}`,
      qosClass: "Burstable",
      conditions: [{ type: "Ready", status: ready ? "True" : "False", reason: ready ? undefined : "ContainersNotReady", message: ready ? undefined : "containers with unready status: [nginx]" }],
      containerStatuses: [{ name: "nginx", image: "nginx:1.27", imageID: "", ready, restartCount: state === "backoff" ? 4 : 0, state: running ? { running: {} } : { waiting: { reason: statusWords[state] } } }],
    },
  };
  return change("pods", object, { status: statusWords[state], state, ready: ready ? "1/1" : "0/1", restarts: state === "backoff" ? 4 : 0, until, message: messages[state] });
}

export function deployment(name: string, replicas: number, status: { readonly ready: number; readonly updated?: number; readonly total?: number }, namespace = "default"): ObjectChange {
  return change("deployments.apps", {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: metadata({ name, namespace, labels: { app: name } }),
    spec: { replicas, selector: { matchLabels: { app: name } }, strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: "25%", maxUnavailable: "25%" } } },
    status: { replicas: status.total ?? replicas, readyReplicas: status.ready, availableReplicas: status.ready, updatedReplicas: status.updated ?? replicas, conditions: [{ type: "Available", status: "True" }] },
  });
}

export function replicaSet(name: string, hash: string, wish: { readonly owner: Meta["owner"]; readonly replicas: number; readonly ready: number; readonly revision?: number; readonly namespace?: string }): ObjectChange {
  return change("replicasets.apps", {
    apiVersion: "apps/v1",
    kind: "ReplicaSet",
    metadata: metadata({ name: `${name}-${hash}`, namespace: wish.namespace ?? "default", labels: { app: name, "pod-template-hash": hash }, annotations: { "deployment.kubernetes.io/revision": String(wish.revision ?? 1) }, owner: wish.owner }),
    spec: { replicas: wish.replicas },
    status: { replicas: wish.replicas, readyReplicas: wish.ready },
  });
}

export function service(name: string, namespace = "default"): ObjectChange {
  return change("services", { apiVersion: "v1", kind: "Service", metadata: metadata({ name, namespace }), spec: { type: "ClusterIP", clusterIP: "10.96.12.7", selector: { app: name }, ports: [{ port: 80, targetPort: 80, protocol: "TCP" }] }, status: {} });
}

export function endpointSlice(serviceName: string, pods: readonly { readonly key: string; readonly ready: boolean }[], namespace = "default"): ObjectChange {
  const endpoints = pods.map(({ key, ready }) => ({ addresses: ["10.244.1.5"], conditions: { ready }, targetRef: { kind: "Pod", namespace, name: key.slice(key.indexOf("/") + 1) } }));
  return change("endpointslices.discovery.k8s.io", { apiVersion: "discovery.k8s.io/v1", kind: "EndpointSlice", addressType: "IPv4", metadata: metadata({ name: `${serviceName}-x7k2p`, namespace, labels: { "kubernetes.io/service-name": serviceName } }), endpoints });
}

export function event(about: { readonly kind: string; readonly name: string; readonly namespace?: string }, what: { readonly reason: string; readonly message: string; readonly warning?: boolean; readonly at: number; readonly from?: string }): ObjectChange {
  number += 1;
  return change("events", {
    apiVersion: "v1",
    kind: "Event",
    metadata: metadata({ name: `${about.name}.${number}`, namespace: about.namespace ?? "default", at: what.at }),
    involvedObject: { apiVersion: "v1", ...about },
    reason: what.reason,
    message: what.message,
    type: what.warning === true ? "Warning" : "Normal",
    count: 1,
    lastTimestamp: time(what.at),
    reportingComponent: what.from ?? "kubelet",
  });
}
