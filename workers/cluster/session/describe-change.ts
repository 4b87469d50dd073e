import type { KubernetesObject } from "../../apimachinery/object.ts";
import type { Deployment, ReplicaSet } from "../../api/generated/apps/v1.ts";
import type { Node, Pod } from "../../api/generated/core/v1.ts";
import type { EndpointSlice } from "../../api/generated/discovery/v1.ts";

/** One write to the store: what was there, what is there now, and who wrote it. */
export interface Change {
  readonly actor: string;
  readonly resource: string;
  readonly previous: KubernetesObject | undefined;
  readonly next: KubernetesObject | undefined;
}

export interface Sentence {
  readonly text: string;
  readonly warning: boolean;
}

const told = (text: string): Sentence => ({ text, warning: false });
const warned = (text: string): Sentence => ({ text, warning: true });

type Teller = (previous: never, next: never, actor: string) => Sentence | undefined;

/** What an update means, for the kinds where "changed" would say too little. */
const tellers: Readonly<Record<string, Teller>> = {
  pods: tellPod,
  nodes: tellNode,
  "deployments.apps": tellDeployment,
  "replicasets.apps": tellReplicaSet,
  "endpointslices.discovery.k8s.io": tellEndpointSlice,
};

/** The pulse and the paperwork: no step of any story. */
const untold = new Set(["leases.coordination.k8s.io", "events", "events.events.k8s.io", "endpoints"]);

/** One plain sentence for one write; undefined when it is no step that anybody would tell. */
export function describeChange({ actor, resource, previous, next }: Change): Sentence | undefined {
  if (untold.has(resource)) return undefined;
  if (previous === undefined && next === undefined) return undefined;
  if (previous === undefined) return told(`${actor} created ${nameOf(next!)}${detailOf(resource, next!)}`);
  if (next === undefined) return told(`${nameOf(previous)} is gone`);
  if (previous.metadata.deletionTimestamp === undefined && next.metadata.deletionTimestamp !== undefined) return told(deletionOf(actor, next));
  return tellers[resource]?.(previous as never, next as never, actor);
}

export function nameOf({ kind, metadata: { name } }: KubernetesObject): string {
  return `${spoken[kind] ?? kind} ${name}`;
}

const spoken: Readonly<Record<string, string>> = { Pod: "pod", Node: "node", Deployment: "deployment", ReplicaSet: "replica set", Service: "service", Namespace: "namespace" };

function detailOf(resource: string, object: KubernetesObject): string {
  if (resource === "replicasets.apps" || resource === "deployments.apps") return ` for ${count((object as ReplicaSet).spec.replicas ?? 0, "pod")}`;
  return "";
}

function deletionOf(actor: string, object: KubernetesObject): string {
  const grace = object.metadata.deletionGracePeriodSeconds;
  return `${actor} told ${nameOf(object)} to stop${grace === undefined ? "" : ` within ${grace} s`}`;
}

function tellPod(previous: Pod, next: Pod, actor: string): Sentence | undefined {
  const name = nameOf(next);
  if (previous.spec.nodeName === undefined && next.spec.nodeName !== undefined) return told(`${actor} put ${name} on ${next.spec.nodeName}`);
  return tellContainers(previous, next) ?? tellReadiness(previous, next) ?? tellScheduling(previous, next) ?? tellPhase(previous, next);
}

function tellContainers(previous: Pod, next: Pod): Sentence | undefined {
  const before = new Map((previous.status.containerStatuses ?? []).map((status) => [status.name, status]));
  for (const status of next.status.containerStatuses ?? []) {
    const old = before.get(status.name);
    const { running, terminated, waiting } = status.state ?? {};
    if (terminated !== undefined && old?.state?.terminated === undefined) {
      const how = terminated.reason === "OOMKilled" ? "ran out of memory and was killed" : `ended with exit code ${terminated.exitCode}`;
      return { text: `Container ${status.name} of ${nameOf(next)} ${how}`, warning: terminated.exitCode !== 0 };
    }
    if (running !== undefined && old?.state?.running === undefined) {
      return told(`Container ${status.name} of ${nameOf(next)} ${(status.restartCount ?? 0) > 0 ? "was restarted" : "started"} on ${next.spec.nodeName ?? "its node"}`);
    }
    const reason = waiting?.reason;
    if (reason !== undefined && troubles.has(reason) && old?.state?.waiting?.reason !== reason) return warned(`Container ${status.name} of ${nameOf(next)} waits: ${reason}`);
  }
  return undefined;
}

const troubles = new Set(["CrashLoopBackOff", "ImagePullBackOff", "ErrImagePull", "ErrImageNeverPull", "InvalidImageName", "CreateContainerConfigError", "CreateContainerError", "RunContainerError"]);

function tellReadiness(previous: Pod, next: Pod): Sentence | undefined {
  const [before, now] = [conditionOf(previous, "Ready"), conditionOf(next, "Ready")];
  if (before === now || now === undefined) return undefined;
  if (now === "True") return told(`${capital(nameOf(next))} is ready`);
  return before === "True" ? warned(`${capital(nameOf(next))} is not ready any more`) : undefined;
}

function tellScheduling(previous: Pod, next: Pod): Sentence | undefined {
  const failed = (pod: Pod) => (pod.status.conditions ?? []).find(({ type, status }) => type === "PodScheduled" && status === "False");
  const [before, now] = [failed(previous), failed(next)];
  return now !== undefined && before?.message !== now.message ? warned(`No node for ${nameOf(next)}: ${now.message ?? now.reason ?? ""}`) : undefined;
}

function tellPhase(previous: Pod, next: Pod): Sentence | undefined {
  const phase = next.status.phase;
  if (phase === previous.status.phase) return undefined;
  if (phase === "Failed") return warned(`${capital(nameOf(next))} failed${next.status.reason === undefined ? "" : `: ${next.status.reason}`}`);
  return phase === "Succeeded" ? told(`${capital(nameOf(next))} has finished`) : undefined;
}

function tellNode(previous: Node, next: Node, actor: string): Sentence | undefined {
  const [before, now] = [conditionOf(previous, "Ready"), conditionOf(next, "Ready")];
  if (before !== now && now !== undefined) {
    if (now === "True") return told(`Node ${next.metadata.name} is ready`);
    return warned(now === "Unknown" ? `Nobody hears of node ${next.metadata.name} any more` : `Node ${next.metadata.name} is not ready`);
  }
  if ((previous.spec.unschedulable ?? false) !== (next.spec.unschedulable ?? false)) {
    return told(`${actor} ${next.spec.unschedulable === true ? "closed" : "opened"} node ${next.metadata.name} for new pods`);
  }
  return undefined;
}

function tellDeployment(previous: Deployment, next: Deployment, actor: string): Sentence | undefined {
  const [before, now] = [previous.spec.replicas ?? 1, next.spec.replicas ?? 1];
  if (before !== now) return told(`${actor} wants ${count(now, "pod")} of ${nameOf(next)} instead of ${before}`);
  if (previous.spec.template !== next.spec.template) return told(`${actor} changed the pod template of ${nameOf(next)}`);
  return undefined;
}

function tellReplicaSet(previous: ReplicaSet, next: ReplicaSet, actor: string): Sentence | undefined {
  const [before, now] = [previous.spec.replicas ?? 1, next.spec.replicas ?? 1];
  return before === now ? undefined : told(`${actor} scaled ${nameOf(next)} from ${before} to ${now}`);
}

function tellEndpointSlice(previous: EndpointSlice, next: EndpointSlice): Sentence | undefined {
  const ready = ({ endpoints }: EndpointSlice) => (endpoints ?? []).filter(({ conditions }) => conditions?.ready !== false).length;
  const [before, now] = [ready(previous), ready(next)];
  const service = next.metadata.labels?.["kubernetes.io/service-name"] ?? next.metadata.name;
  return before === now ? undefined : told(`Service ${service} now sends traffic to ${count(now, "pod")}`);
}

function conditionOf({ status }: Pod | Node, type: string): string | undefined {
  const conditions: readonly { readonly type: string; readonly status: string }[] = status.conditions ?? [];
  return conditions.find((condition) => condition.type === type)?.status;
}

const count = (number: number, noun: string) => `${number} ${noun}${number === 1 ? "" : "s"}`;
const capital = (text: string) => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
