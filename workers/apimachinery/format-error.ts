/** Text that a person or a client wrote and that cannot be read; the message is the one Kubernetes gives. */
export class FormatError extends Error {
  override readonly name = "FormatError";
}
