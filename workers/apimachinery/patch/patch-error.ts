import { ApiError, badRequest, internalError } from "../status.ts";

/** Whose fault a patch that fails is: malformed, not applicable to this object, or beyond what the server can do. */
export type PatchErrorCode = 400 | 413 | 422 | 500;

/** A patch that cannot be applied. */
export class PatchError extends Error {
  override readonly name = "PatchError";
  readonly code: PatchErrorCode;

  constructor(code: PatchErrorCode, message: string) {
    super(message);
    this.code = code;
  }

  /** How the API server answers. */
  toApiError(): ApiError {
    if (this.code === 400) return badRequest(this.message);
    if (this.code === 500) return internalError(this.message);
    return this.code === 413 ? tooLarge(this.message) : unprocessable(this.message);
  }
}

/** The reason of the failure travels as a cause; the message is the same for every patch that does not apply. */
const unprocessable = (message: string) =>
  new ApiError({
    kind: "Status",
    apiVersion: "v1",
    metadata: {},
    status: "Failure",
    message: "the server rejected our request due to an error in our request",
    reason: "Invalid",
    details: message === "" ? {} : { causes: [{ reason: "UnexpectedServerResponse", message }] },
    code: 422,
  });

const tooLarge = (message: string) =>
  new ApiError({
    kind: "Status",
    apiVersion: "v1",
    metadata: {},
    status: "Failure",
    message: `Request entity too large: ${message}`,
    reason: "RequestEntityTooLarge",
    code: 413,
  });
