import type { Milliseconds } from "../../base/units.ts";

/** A pod could not be brought to where it should be. It is tried again. */
export class SyncError extends Error {
  override readonly name = "SyncError";
  /** When another try makes sense, where that is known. */
  readonly retryAt: Milliseconds | undefined;
  /** The cause will be gone in a moment. */
  readonly transient: boolean;

  constructor(message: string, { retryAt, transient = false }: { readonly retryAt?: Milliseconds | undefined; readonly transient?: boolean } = {}) {
    super(message);
    this.retryAt = retryAt;
    this.transient = transient;
  }
}
