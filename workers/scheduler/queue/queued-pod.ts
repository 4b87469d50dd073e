import type { Milliseconds } from "../../base/units.ts";
import type { PodInfo } from "../cache/pod-info.ts";

/** Where a pod that waits to be scheduled is. */
export type QueuePlace = "active" | "backoff" | "unschedulable" | "in flight" | "gone";

/** A pod that waits to be scheduled, and what became of its attempts. Belongs to the queue, which changes it. */
export interface QueuedPod {
  info: PodInfo;
  place: QueuePlace;
  /** Counts how often the pod was put somewhere: an older entry in a heap is stale. */
  ticket: number;
  /** When it was put where it is now. */
  since: Milliseconds;
  readonly addedAt: Milliseconds;
  attempts: number;
  /** Refusals in all, and errors in a row: each makes the next pause longer. */
  unschedulableCount: number;
  consecutiveErrors: number;
  backoffUntil: Milliseconds;
  /** The plugins that refused it in the last attempt: their events bring it back. */
  refusedBy: ReadonlySet<string>;
  /** The plugin that keeps it out of the queue altogether. */
  gatedBy: string | undefined;
  /** The revision that made it worth trying. */
  cause: number | undefined;
}

/** A pod's standing in an order, as it was when it was put there: orders must not change under their heaps. */
export interface QueueEntry {
  readonly pod: QueuedPod;
  readonly priority: number;
  readonly since: Milliseconds;
  readonly backoffUntil: Milliseconds;
  readonly ticket: number;
}
