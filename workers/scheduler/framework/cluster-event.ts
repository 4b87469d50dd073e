import type { Namespace } from "../../api/core/namespace.ts";
import type { Node } from "../../api/core/node.ts";
import type { PodInfo } from "../cache/pod-info.ts";

/**
 * What happens in the cluster that may let a refused pod in. AssignedPod is a pod on a node, TargetPod the waiting
 * pod itself; UnscheduledPod any pod that waits.
 */
export type ClusterEvent = `Node/${NodeChange}` | `AssignedPod/${PodChange}` | `TargetPod/${PodChange}` | `UnscheduledPod/${PodChange}` | `Namespace/${"Add" | "UpdateLabel"}`;

type NodeChange = "Add" | "Delete" | "UpdateAllocatable" | "UpdateLabel" | "UpdateTaint" | "UpdateCondition" | "UpdateAnnotation";
type PodChange = "Add" | "Delete" | "Update" | "UpdateLabel" | "UpdateScaleDown" | "UpdateToleration" | "UpdateSchedulingGatesEliminated";

/** Before and after of what has changed; `before` is missing for what is new, `after` for what is gone. */
export interface Change<T> {
  readonly before?: T;
  readonly after?: T;
}

/** Could this change let the waiting pod in? What is not sure counts as yes. */
export type Hint<T> = (pod: PodInfo, change: Change<T>) => boolean;

/** An event that a plugin wakes its refused pods for: always, or when the hint says so. */
export type Wake =
  | ClusterEvent
  | { readonly on: readonly Extract<ClusterEvent, `Node/${string}`>[]; readonly node: Hint<Node> }
  | { readonly on: readonly Extract<ClusterEvent, `${string}Pod/${string}`>[]; readonly pod: Hint<PodInfo> }
  | { readonly on: readonly Extract<ClusterEvent, `Namespace/${string}`>[]; readonly namespace: Hint<Namespace> };

/** An event with what it is about. */
export interface Happening {
  readonly event: ClusterEvent;
  /** The revision that brought it, as the cause of what follows. */
  readonly revision?: number;
  readonly node?: Change<Node>;
  readonly pod?: Change<PodInfo>;
  readonly namespace?: Change<Namespace>;
}

/** Does the plugin that states these wakes want to see the waiting pod again? */
export function wakes(wakesUpOn: readonly Wake[], pod: PodInfo, happening: Happening): boolean {
  return wakesUpOn.some((wake) => {
    if (typeof wake === "string") return wake === happening.event;
    if (!(wake.on as readonly ClusterEvent[]).includes(happening.event)) return false;
    if ("node" in wake) return wake.node(pod, happening.node ?? {});
    if ("pod" in wake) return wake.pod(pod, happening.pod ?? {});
    return wake.namespace(pod, happening.namespace ?? {});
  });
}

/** The events that a plugin names at all. */
export const eventsOf = (wakesUpOn: readonly Wake[]): readonly ClusterEvent[] =>
  wakesUpOn.flatMap((wake): readonly ClusterEvent[] => (typeof wake === "string" ? [wake] : wake.on));
