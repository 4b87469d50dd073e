import type { Container } from "../../api/generated/core/v1.ts";

/** Why a container is stopped. */
export type KillReason = "livenessProbe" | "startupProbe" | "specChanged" | "failedPostStartHook" | "unknown";

export interface ContainerToKill {
  readonly container: Container;
  readonly id: string;
  /** The words of the Killing event. */
  readonly message: string;
  readonly reason: KillReason;
}
