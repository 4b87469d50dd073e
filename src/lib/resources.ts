import type { CronJob, Job } from "../../workers/api/generated/batch/v1.ts";
import type { DaemonSet, Deployment, ReplicaSet, StatefulSet } from "../../workers/api/generated/apps/v1.ts";
import type { Event, Namespace, Node, Pod, Service } from "../../workers/api/generated/core/v1.ts";
import type { EndpointSlice } from "../../workers/api/generated/discovery/v1.ts";
import type { OwnerReference } from "../../workers/apimachinery/object.ts";

/** The types of the resources that the page draws; everything else it shows as YAML. */
export interface ResourceTypes {
  readonly pods: Pod;
  readonly nodes: Node;
  readonly services: Service;
  readonly events: Event;
  readonly namespaces: Namespace;
  readonly "deployments.apps": Deployment;
  readonly "replicasets.apps": ReplicaSet;
  readonly "statefulsets.apps": StatefulSet;
  readonly "daemonsets.apps": DaemonSet;
  readonly "jobs.batch": Job;
  readonly "cronjobs.batch": CronJob;
  readonly "endpointslices.discovery.k8s.io": EndpointSlice;
}

export type KnownResource = keyof ResourceTypes;

interface Naming {
  readonly kind: string;
  readonly short: string;
  readonly group: string;
}

const naming: Readonly<Record<string, Naming>> = {
  pods: { kind: "Pod", short: "pod", group: "" },
  nodes: { kind: "Node", short: "node", group: "" },
  services: { kind: "Service", short: "service", group: "" },
  events: { kind: "Event", short: "event", group: "" },
  namespaces: { kind: "Namespace", short: "namespace", group: "" },
  configmaps: { kind: "ConfigMap", short: "configmap", group: "" },
  secrets: { kind: "Secret", short: "secret", group: "" },
  serviceaccounts: { kind: "ServiceAccount", short: "serviceaccount", group: "" },
  persistentvolumeclaims: { kind: "PersistentVolumeClaim", short: "pvc", group: "" },
  persistentvolumes: { kind: "PersistentVolume", short: "pv", group: "" },
  "deployments.apps": { kind: "Deployment", short: "deployment", group: "apps" },
  "replicasets.apps": { kind: "ReplicaSet", short: "replicaset", group: "apps" },
  "statefulsets.apps": { kind: "StatefulSet", short: "statefulset", group: "apps" },
  "daemonsets.apps": { kind: "DaemonSet", short: "daemonset", group: "apps" },
  "controllerrevisions.apps": { kind: "ControllerRevision", short: "controllerrevision", group: "apps" },
  "jobs.batch": { kind: "Job", short: "job", group: "batch" },
  "cronjobs.batch": { kind: "CronJob", short: "cronjob", group: "batch" },
  "ingresses.networking.k8s.io": { kind: "Ingress", short: "ingress", group: "networking.k8s.io" },
  "networkpolicies.networking.k8s.io": { kind: "NetworkPolicy", short: "networkpolicy", group: "networking.k8s.io" },
  "endpointslices.discovery.k8s.io": { kind: "EndpointSlice", short: "endpointslice", group: "discovery.k8s.io" },
  "horizontalpodautoscalers.autoscaling": { kind: "HorizontalPodAutoscaler", short: "hpa", group: "autoscaling" },
  "poddisruptionbudgets.policy": { kind: "PodDisruptionBudget", short: "pdb", group: "policy" },
  "leases.coordination.k8s.io": { kind: "Lease", short: "lease", group: "coordination.k8s.io" },
};

const byKind = new Map(Object.entries(naming).map(([resource, { kind, group }]) => [`${group}/${kind}`, resource]));

/** "Deployment" for "deployments.apps"; the resource itself where the page knows no kind. */
export const kindOf = (resource: string) => naming[resource]?.kind ?? resource;

/** The word that a person types to kubectl: "deployment". */
export const shortKindOf = (resource: string) => naming[resource]?.short ?? resource;

/** The resource that holds objects of a kind, where the page knows it. */
export function resourceOfKind(apiVersion: string | undefined, kind: string | undefined): string | undefined {
  const group = apiVersion?.includes("/") === true ? apiVersion.slice(0, apiVersion.indexOf("/")) : "";
  return byKind.get(`${group}/${kind ?? ""}`);
}

/** Who manages this object, if anybody does. */
export function controllerOf(owners: readonly OwnerReference[] | undefined): OwnerReference | undefined {
  return owners?.find((owner) => owner.controller === true);
}
