import type { Taint } from "../../apimachinery/taints.ts";
import type { Node } from "../../api/core/node.ts";

const notReadyKey = "node.kubernetes.io/not-ready";
const unreachableKey = "node.kubernetes.io/unreachable";
const unschedulableKey = "node.kubernetes.io/unschedulable";

/** Which taint each condition puts on a node. */
const taintKeys: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Ready: { False: notReadyKey, Unknown: unreachableKey },
  MemoryPressure: { True: "node.kubernetes.io/memory-pressure" },
  DiskPressure: { True: "node.kubernetes.io/disk-pressure" },
  NetworkUnavailable: { True: "node.kubernetes.io/network-unavailable" },
  PIDPressure: { True: "node.kubernetes.io/pid-pressure" },
};

const ownKeys = new Set([unschedulableKey, ...Object.values(taintKeys).flatMap((keys) => Object.values(keys))]);

/** The taints of effect NoSchedule that the node should have: nothing new goes where it could not run. */
export function conditionTaints({ spec, status }: Node): readonly Taint[] {
  const keys = (status.conditions ?? []).flatMap(({ type, status: value }) => taintKeys[type]?.[value] ?? []);
  if (spec.unschedulable === true) keys.push(unschedulableKey);
  return keys.map((key) => ({ key, effect: "NoSchedule" }));
}

/** Is the taint one that follows from conditions? */
export const isConditionTaint = ({ key, effect }: Taint) => effect === "NoSchedule" && ownKeys.has(key);

/** The taint of effect NoExecute that a node gets which is not well. */
export const lostTaint = (ready: string): Taint => ({ key: ready === "False" ? notReadyKey : unreachableKey, effect: "NoExecute" });

export const isLostTaint = ({ key, effect }: Taint) => effect === "NoExecute" && (key === notReadyKey || key === unreachableKey);
