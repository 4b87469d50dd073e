import { value } from "../../apimachinery/quantity.ts";
import type { Pod } from "../../api/generated/core/v1.ts";
import type { Bytes } from "../../base/units.ts";
import { podRequests } from "../pods/pod-requests.ts";

/** What a pod uses of the node's memory. */
export interface Usage {
  readonly pod: Pod;
  readonly total: Bytes;
  readonly containers: readonly { readonly name: string; readonly used: Bytes }[];
}

/** Who goes first: whoever uses more than asked for, then the less important, then the greediest. */
export function evictionOrder(usage: readonly Usage[]): readonly Usage[] {
  const rank = (each: Usage) => ({ exceeds: each.total > requestedMemory(each.pod), priority: each.pod.spec.priority ?? 0, over: each.total - requestedMemory(each.pod) });
  return usage
    .map((each) => ({ each, rank: rank(each) }))
    .sort((a, b) => Number(b.rank.exceeds) - Number(a.rank.exceeds) || a.rank.priority - b.rank.priority || b.rank.over - a.rank.over)
    .map(({ each }) => each);
}

/** Memory that the pod asked for. */
const requestedMemory = (pod: Pod): Bytes => value(podRequests(pod)["memory"] ?? 0);
