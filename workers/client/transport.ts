import type { ApiHandler } from "../apimachinery/wire.ts";

/**
 * The way from one caller to the API server, with the semantics of a network: it takes a moment, and it
 * fails with a `ConnectionError` while the caller's node is cut off or no API server listens.
 * The caller's identity is part of the transport, as a client certificate would be.
 */
export type Transport = ApiHandler;

/** The request never got an answer. Its message is what kubectl would print after "Unable to connect to the server: ". */
export class ConnectionError extends Error {
  override readonly name = "ConnectionError";
}
