import type { KubernetesObject } from "./object.ts";

/** Who makes a request, as authentication found it. */
export interface UserInfo {
  readonly username: string;
  readonly uid?: string;
  readonly groups: readonly string[];
  readonly extra?: Readonly<Record<string, readonly string[]>>;
}

/** Why a write happens: who acted, and the revision or the user's input that made it act. Kept with every revision. */
export interface Cause {
  readonly actor: string;
  /** The revision of the change that the actor saw and acted upon. */
  readonly revision?: number;
  /** The number of the entry in the input log, when a person acted. */
  readonly input?: number;
}

export type Method = "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS";

/**
 * One HTTP request to the API server as a plain frozen value. `body` is a JSON value from a component
 * inside the cluster, or the text or bytes that came over a real wire, to be decoded by content type.
 */
export interface ApiRequest {
  readonly method: Method;
  /** Decoded path without query, such as /apis/apps/v1/namespaces/default/deployments/web. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  /** Names in lower case. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** Set by a transport that has authenticated its caller (a client certificate); otherwise headers decide. */
  readonly user?: UserInfo;
  readonly cause?: Cause;
}

export interface ApiResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** A frozen JSON value, or text when the content type is not JSON. */
  readonly body: unknown;
}

export type WatchEventType = "ADDED" | "MODIFIED" | "DELETED" | "BOOKMARK" | "ERROR";

export interface WatchEvent<T = KubernetesObject> {
  readonly type: WatchEventType;
  readonly object: T;
}

/** The receiving end of a long answer: a watch (chunks are arrays of WatchEvent), logs (text), exec (channel frames). */
export interface StreamSink {
  /** Status and headers, before the first chunk. From 400 on, `body` is a Status and nothing follows but `closed`. */
  opened(response: ApiResponse): void;
  chunk(data: unknown): void;
  /** The end: orderly without an error, or the connection was lost. */
  closed(error?: Error): void;
}

export interface StreamHandle {
  /** Sends to the server (exec's standard input, terminal size). */
  send(data: unknown): void;
  close(): void;
}

/** The API server, seen from a connection. */
export interface ApiHandler {
  handle(request: ApiRequest): Promise<ApiResponse>;
  stream(request: ApiRequest, sink: StreamSink): StreamHandle;
}

/** Media types of the four kinds of patch. */
export const patchTypes = {
  json: "application/json-patch+json",
  merge: "application/merge-patch+json",
  strategic: "application/strategic-merge-patch+json",
  apply: "application/apply-patch+yaml",
} as const;

export type PatchType = keyof typeof patchTypes;
