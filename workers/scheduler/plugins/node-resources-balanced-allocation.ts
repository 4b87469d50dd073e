import type { NodeInfo } from "../cache/node-info.ts";
import type { PodInfo } from "../cache/pod-info.ts";
import { allocatable, cpuAndMemory, isScalar, requested, requestOf, type ResourceWeight } from "../cache/resource-usage.ts";
import type { ScorePlugin } from "../framework/plugin.ts";
import { skip } from "../framework/status.ts";

export interface NodeResourcesBalancedAllocationArgs {
  readonly resources?: readonly ResourceWeight[];
}

/**
 * Prefers nodes whose resources would come to be used more evenly by the pod: with no change a node gets 75, from
 * evenly to most unevenly used 50, the other way round 100. Pods that ask for nothing change nothing anywhere.
 */
export function nodeResourcesBalancedAllocation({ resources = cpuAndMemory }: NodeResourcesBalancedAllocationArgs = {}): ScorePlugin {
  const names = resources.map(({ name }) => name);
  return {
    name: "NodeResourcesBalancedAllocation",

    preScore(pod) {
      return names.every((name) => requestOf(pod, name, false) === 0) ? skip : { state: undefined };
    },

    score(pod, node) {
      return 50 + Math.trunc((50 + balance(names, node, pod, true) - balance(names, node, pod, false)) / 2);
    },
  };
}

/** 100 for even use, less the further the used shares of the resources are apart. */
function balance(names: readonly string[], node: NodeInfo, pod: PodInfo, withPod: boolean): number {
  let count = 0;
  for (const name of names) {
    const request = requestOf(pod, name, false);
    const capacity = isScalar(name) && request === 0 ? 0 : allocatable(node, name);
    if (capacity === 0) continue;
    shares[count++] = Math.min(1, (requested(node, name, false) + (withPod ? request : 0)) / capacity);
  }
  return Math.trunc((1 - deviation(count)) * 100);
}

/** Filled and read within one call: a list per node would be garbage a million times over. */
const shares: number[] = [];

/** The standard deviation of the first so many shares. */
function deviation(count: number): number {
  if (count < 2) return 0;
  if (count === 2) return Math.abs((shares[0]! - shares[1]!) / 2);
  let sum = 0;
  for (let index = 0; index < count; index++) sum += shares[index]!;
  const mean = sum / count;
  let squares = 0;
  for (let index = 0; index < count; index++) squares += (shares[index]! - mean) ** 2;
  return Math.sqrt(squares / count);
}
