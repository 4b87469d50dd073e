import type { Milliseconds } from "../../base/units.ts";

/** Why a container is not running: what its status shows under `state.waiting`. */
export class StartError extends Error {
  override readonly name = "StartError";
  /** "CrashLoopBackOff", "ErrImagePull", "CreateContainerConfigError", … */
  readonly reason: string;
  /** When another try makes sense, where that is known. */
  readonly retryAt: Milliseconds | undefined;

  constructor(reason: string, message: string, retryAt?: Milliseconds) {
    super(message);
    this.reason = reason;
    this.retryAt = retryAt;
  }
}

/** A container that could not be started. */
export interface StartFailure {
  readonly container: string;
  readonly error: StartError;
}

/** The words in which logs tell of it. */
export const startFailureText = ({ container, error }: StartFailure) => `failed to "StartContainer" for ${JSON.stringify(container)} with ${error.reason}: ${JSON.stringify(error.message)}`;
