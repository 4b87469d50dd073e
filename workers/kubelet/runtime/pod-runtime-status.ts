import type { ContainerStatus, SandboxStatus } from "../../cri/runtime.ts";

/** What the runtime has of one pod. */
export interface PodRuntimeStatus {
  /** Newest first. */
  readonly sandboxes: readonly SandboxStatus[];
  /** Newest first, also those that have exited. */
  readonly containers: readonly ContainerStatus[];
}

export const nothingRuns: PodRuntimeStatus = Object.freeze({ sandboxes: Object.freeze([]), containers: Object.freeze([]) });

/** The newest container of that name. */
export const newestContainer = ({ containers }: PodRuntimeStatus, name: string): ContainerStatus | undefined =>
  containers.find((container) => container.name === name);

export const isRunning = ({ state }: ContainerStatus) => state === "Running";

/** Addresses of the sandbox that is in use. */
export const addressesOf = ({ sandboxes }: PodRuntimeStatus): readonly string[] => {
  const [newest] = sandboxes;
  return newest?.state === "Ready" ? newest.ips : [];
};
