import type { Milliseconds } from "../base/units.ts";
import type { Trace } from "./trace.ts";

export type Headers = Readonly<Record<string, string | undefined>>;

/** One HTTP request as a value. Header names are in lower case. */
export interface HttpRequest {
  readonly method: string;
  /** Value of the Host header, without the port. */
  readonly host: string;
  /** With query. */
  readonly path: string;
  readonly headers: Headers;
  readonly body: string;
}

/** A request as the server sees it. */
export interface IncomingRequest extends HttpRequest {
  /** Address of the peer, after source translation. */
  readonly from: string;
  readonly fromPort: number;
  /** The server's own port. */
  readonly port: number;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers?: Headers;
  readonly body: string;
}

export type HttpHandler = (request: IncomingRequest) => HttpResponse | Promise<HttpResponse>;

/** Where and what to ask, by address. Names are resolved before (`Resolver`). */
export interface HttpCall {
  readonly ip: string;
  readonly port: number;
  readonly method?: string;
  readonly host?: string;
  readonly path?: string;
  readonly headers?: Headers;
  readonly body?: string;
  readonly tls?: boolean;
  /** Gives up with code TIMEOUT after this long. */
  readonly timeout?: Milliseconds;
  /** Continues a trace that began with a name lookup. */
  readonly trace?: Trace;
}

const reasons: Readonly<Record<number, string>> = {
  200: "OK",
  201: "Created",
  202: "Accepted",
  204: "No Content",
  301: "Moved Permanently",
  302: "Found",
  304: "Not Modified",
  307: "Temporary Redirect",
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  405: "Method Not Allowed",
  408: "Request Timeout",
  409: "Conflict",
  418: "I'm a teapot",
  429: "Too Many Requests",
  500: "Internal Server Error",
  501: "Not Implemented",
  502: "Bad Gateway",
  503: "Service Unavailable",
  504: "Gateway Timeout",
};

/** The words after a status code. */
export function reasonPhrase(status: number): string {
  return reasons[status] ?? "Unknown";
}

/** The path without its query, and the query's parameters. */
export function splitPath(path: string): { readonly pathname: string; readonly query: Readonly<Record<string, string>> } {
  const mark = path.indexOf("?");
  if (mark < 0) return { pathname: path, query: {} };
  const query: Record<string, string> = {};
  for (const pair of path.slice(mark + 1).split("&")) {
    if (pair === "") continue;
    const equals = pair.indexOf("=");
    const name = equals < 0 ? pair : pair.slice(0, equals);
    query[decode(name)] = equals < 0 ? "" : decode(pair.slice(equals + 1));
  }
  return { pathname: path.slice(0, mark), query };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return text;
  }
}
