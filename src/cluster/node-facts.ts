import { amount } from "../lib/amount.ts";
import type { ResourceTypes } from "../lib/resources.ts";
import type { Table } from "./object-table.ts";

type Node = ResourceTypes["nodes"];
type Pod = ResourceTypes["pods"];

export type NodeCondition = "Ready" | "NotReady" | "Unknown";

/** A node as it is drawn. */
export interface NodeFacts {
  readonly name: string;
  readonly controlPlane: boolean;
  readonly condition: NodeCondition;
  readonly cordoned: boolean;
  /** As `kubectl get nodes` says it: "Ready,SchedulingDisabled". */
  readonly status: string;
  readonly pods: number;
  readonly cpu: Gauge;
  readonly memory: Gauge;
}

/** What is asked for of what there is. */
export interface Gauge {
  readonly requested: number;
  readonly allocatable: number;
}

/** 0 to 1; more than everything is drawn as everything. */
export const share = ({ requested, allocatable }: Gauge) => (allocatable === 0 ? 0 : Math.min(1, requested / allocatable));

/** Reads a node and the pods that are bound to it. */
export function nodeFacts(node: Node, pods: Table<Pod>): NodeFacts {
  const condition = conditionOf(node);
  const cordoned = node.spec.unschedulable === true;
  const active = [...pods.values()].map(({ object }) => object).filter(takesRoom);
  const gauge = (resource: "cpu" | "memory"): Gauge => ({
    requested: active.reduce((sum, pod) => sum + requestOf(pod, resource), 0),
    allocatable: amount(node.status.allocatable?.[resource]),
  });
  return {
    name: node.metadata.name,
    controlPlane: node.metadata.labels?.["node-role.kubernetes.io/control-plane"] !== undefined,
    condition,
    cordoned,
    // kubectl, too, prints "NotReady" for a condition that is unknown.
    status: [condition === "Ready" ? "Ready" : "NotReady", ...(cordoned ? ["SchedulingDisabled"] : [])].join(","),
    pods: active.length,
    cpu: gauge("cpu"),
    memory: gauge("memory"),
  };
}

function conditionOf({ status }: Node): NodeCondition {
  const ready = status.conditions?.find(({ type }) => type === "Ready");
  if (ready === undefined || ready.status === "Unknown") return "Unknown";
  return ready.status === "True" ? "Ready" : "NotReady";
}

/** Pods that have ended hold no resources. */
const takesRoom = ({ status }: Pod) => status.phase !== "Succeeded" && status.phase !== "Failed";

/** What the scheduler counts: containers and sidecars together, or the largest init container if that is more. */
export function requestOf({ spec }: Pod, resource: "cpu" | "memory"): number {
  const of = ({ resources }: Pod["spec"]["containers"][number]) => amount(resources?.requests?.[resource]);
  let sidecars = 0;
  let largestInit = 0;
  for (const container of spec.initContainers ?? []) {
    if (container.restartPolicy === "Always") sidecars += of(container);
    else largestInit = Math.max(largestInit, sidecars + of(container));
  }
  const running = sidecars + spec.containers.reduce((sum, container) => sum + of(container), 0);
  return Math.max(running, largestInit) + amount(spec.overhead?.[resource]);
}
