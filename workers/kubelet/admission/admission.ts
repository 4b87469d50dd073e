import { milliValue, value } from "../../apimachinery/quantity.ts";
import { untoleratedTaint } from "../../apimachinery/taints.ts";
import type { Node, Pod } from "../../api/generated/core/v1.ts";
import { isStaticPod } from "../pods/pod-kind.ts";
import { podRequests, requestedMillis, requestedUnits } from "../pods/pod-requests.ts";
import type { Ledger } from "./ledger.ts";
import { matchesNode } from "./node-affinity.ts";

export interface Rejection {
  readonly reason: string;
  readonly message: string;
}

/**
 * The node's own last look at a pod: the scheduler may have known less, or may not have been asked. Undefined
 * means that the pod is admitted. Left out: making room for critical pods by evicting others.
 */
export function rejectionOf(pod: Pod, node: Node, ledger: Ledger): Rejection | undefined {
  return insufficient(pod, node.status.allocatable ?? {}, ledger) ?? misplaced(pod, node, ledger);
}

function insufficient(pod: Pod, allocatable: Readonly<Record<string, string>>, ledger: Ledger): Rejection | undefined {
  const room = value(allocatable["pods"] ?? "0");
  if (ledger.pods + 1 > room) return outOf("pods", 1, ledger.pods, room);
  for (const name of Object.keys(podRequests(pod)).sort()) {
    const capacity = allocatable[name];
    const requested = name === "cpu" ? requestedMillis(pod) : requestedUnits(pod, name);
    // A resource that this kubelet does not know belongs to a device plugin that may have gone: the pod is let in as upstream does.
    if (requested === 0 || (capacity === undefined && name.includes("/"))) continue;
    const used = name === "cpu" ? ledger.millis : ledger.units(name);
    const total = name === "cpu" ? milliValue(capacity ?? "0") : value(capacity ?? "0");
    if (used + requested > total) return outOf(name, requested, used, total);
  }
  return undefined;
}

const outOf = (resource: string, requested: number, used: number, capacity: number): Rejection => ({
  reason: `OutOf${resource}`,
  message: `Node didn't have enough resource: ${resource}, requested: ${requested}, used: ${used}, capacity: ${capacity}`,
});

function misplaced(pod: Pod, node: Node, ledger: Ledger): Rejection | undefined {
  if (!matchesNode(pod, node)) return failed("NodeAffinity", "node(s) didn't match Pod's node affinity/selector");
  if (pod.spec.nodeName !== undefined && pod.spec.nodeName !== node.metadata.name) return failed("NodeName", "node(s) didn't match the requested node name");
  if (ledger.conflictsOnPorts(pod)) return failed("NodePorts", "node(s) didn't have free ports for the requested pod ports");
  if (isStaticPod(pod)) return undefined;
  const taint = untoleratedTaint(node.spec.taints, pod.spec.tolerations, ({ effect }) => effect === "NoExecute");
  if (taint !== undefined) return failed("TaintToleration", "node(s) had taints that the pod didn't tolerate");
  return operatingSystemRejection(pod, node);
}

const failed = (reason: string, why: string): Rejection => ({ reason, message: `Predicate ${reason} failed: ${why}` });

function operatingSystemRejection({ spec }: Pod, node: Node): Rejection | undefined {
  const labelled = node.metadata.labels?.["kubernetes.io/os"] ?? "linux";
  if (spec.os !== undefined && spec.os.name !== labelled) {
    return { reason: "PodOSNotSupported", message: `Failed to admit pod as the OS field doesn't match node OS` };
  }
  const wanted = spec.nodeSelector?.["kubernetes.io/os"];
  if (wanted === undefined || wanted === labelled) return undefined;
  return { reason: "PodOSSelectorNodeLabelDoesNotMatch", message: "Failed to admit pod as the `kubernetes.io/os` label doesn't match node label" };
}
