export type NetworkErrorCode =
  | "ECONNREFUSED"
  | "ECONNRESET"
  | "EHOSTUNREACH"
  | "ENETUNREACH"
  | "ETIMEDOUT"
  | "EADDRINUSE"
  | "ENOTFOUND"
  | "EAI_AGAIN"
  | "EPIPE"
  | "EPROTO"
  | "TIMEOUT";

const words: Readonly<Record<NetworkErrorCode, string>> = {
  ECONNREFUSED: "connection refused",
  ECONNRESET: "connection reset by peer",
  EHOSTUNREACH: "no route to host",
  ENETUNREACH: "network is unreachable",
  ETIMEDOUT: "connection timed out",
  EADDRINUSE: "address already in use",
  ENOTFOUND: "no such host",
  EAI_AGAIN: "temporary failure in name resolution",
  EPIPE: "broken pipe",
  EPROTO: "protocol error",
  TIMEOUT: "timeout",
};

/**
 * What a socket call says when it fails, with the errno Linux would give. TIMEOUT is the caller's own
 * deadline; ETIMEDOUT is the kernel giving up.
 */
export class NetworkError extends Error {
  override readonly name = "NetworkError";
  readonly code: NetworkErrorCode;
  /** Why, for people: which hop refused. */
  readonly detail: string;

  constructor(code: NetworkErrorCode, detail = "") {
    super(words[code]);
    this.code = code;
    this.detail = detail;
  }
}
