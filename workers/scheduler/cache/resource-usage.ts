import type { NodeInfo } from "./node-info.ts";
import type { PodInfo } from "./pod-info.ts";

/** A resource that counts in scoring, and how much. */
export interface ResourceWeight {
  readonly name: string;
  readonly weight: number;
}

export const cpuAndMemory: readonly ResourceWeight[] = Object.freeze([{ name: "cpu", weight: 1 }, { name: "memory", weight: 1 }]);

/** What a node has of a resource. */
export function allocatable({ allocatable: { milliCpu, memory, ephemeralStorage, scalars } }: NodeInfo, resource: string): number {
  switch (resource) {
    case "cpu":
      return milliCpu;
    case "memory":
      return memory;
    case "ephemeral-storage":
      return ephemeralStorage;
    default:
      return scalars.get(resource) ?? 0;
  }
}

/** What the pods of a node take of a resource; with `nonZero`, containers that say nothing count as small ones. */
export function requested(node: NodeInfo, resource: string, nonZero: boolean): number {
  switch (resource) {
    case "cpu":
      return nonZero ? node.nonZeroMilliCpu : node.milliCpu;
    case "memory":
      return nonZero ? node.nonZeroMemory : node.memory;
    case "ephemeral-storage":
      return node.ephemeralStorage;
    default:
      return node.scalars.get(resource) ?? 0;
  }
}

/** What a pod takes of a resource. */
export function requestOf({ requests }: PodInfo, resource: string, nonZero: boolean): number {
  switch (resource) {
    case "cpu":
      return nonZero ? requests.nonZeroMilliCpu : requests.milliCpu;
    case "memory":
      return nonZero ? requests.nonZeroMemory : requests.memory;
    case "ephemeral-storage":
      return requests.ephemeralStorage;
    default:
      return requests.scalars.find(({ name }) => name === resource)?.amount ?? 0;
  }
}

/** Resources that are not every node's: what a pod does not ask for does not count in its score. */
export const isScalar = (resource: string) => resource !== "cpu" && resource !== "memory" && resource !== "ephemeral-storage";
