/** How a pod is drawn (one row of the state table): computed as kubectl's STATUS column, never from phase alone. */
export type PodState = "ready" | "running" | "starting" | "pending" | "backoff" | "failed" | "succeeded" | "terminating" | "unknown";

export interface PodSummary {
  /** kubectl's STATUS: "Running", "CrashLoopBackOff", "Init:0/1", "Terminating", … */
  readonly status: string;
  readonly state: PodState;
  /** kubectl's READY: "1/2". */
  readonly ready: string;
  readonly restarts: number;
  /** When the current back-off or grace period ends (virtual), where one runs. */
  readonly until?: number;
  /** Why it is not ready, in the words of the object: condition or waiting message. */
  readonly message?: string;
}
