import { second, type Milliseconds } from "../../base/units.ts";
import type { QueuedPod } from "./queued-pod.ts";

const initial: Milliseconds = second;
const most: Milliseconds = 10 * second;

/** How long a pod pauses after its last attempt: longer with each refusal, or with each error in a row. */
export function backoffOf({ unschedulableCount, consecutiveErrors }: Pick<QueuedPod, "unschedulableCount" | "consecutiveErrors">): Milliseconds {
  const count = consecutiveErrors > 0 ? consecutiveErrors : unschedulableCount;
  return count === 0 ? 0 : Math.min(initial * 2 ** (count - 1), most);
}
