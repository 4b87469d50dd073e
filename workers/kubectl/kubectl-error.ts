/** `error: MESSAGE` on standard error, and exit code 1. */
export class KubectlError extends Error {
  override readonly name = "KubectlError";
}
