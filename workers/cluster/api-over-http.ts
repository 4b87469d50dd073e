import type { ApiHandler, Method } from "../apimachinery/wire.ts";
import type { Headers, HttpHandler, HttpResponse } from "../network/http.ts";
import { splitPath } from "../network/http.ts";

/** The API on the cluster's own network: what probes and programs in pods reach at https://kubernetes.default.svc. */
export const serveApiOverHttp =
  (handler: ApiHandler): HttpHandler =>
  async ({ method, path, headers, body }): Promise<HttpResponse> => {
    const { pathname, query } = splitPath(path);
    const answer = await handler.handle({ method: method as Method, path: pathname, query, headers: presentHeaders(headers), ...(body !== "" && { body }) });
    return { status: answer.status, headers: answer.headers, body: typeof answer.body === "string" ? answer.body : JSON.stringify(answer.body) };
  };

/** Headers without those that are named but not set. */
export const presentHeaders = (headers: Headers = {}): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(headers).filter((header): header is [string, string] => header[1] !== undefined));
