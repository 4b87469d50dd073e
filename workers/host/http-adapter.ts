import type { IncomingMessage, ServerResponse } from "node:http";
import type { ApiHandler, ApiRequest, ApiResponse, Method, StreamSink, WatchEvent } from "../apimachinery/wire.ts";
import { isStreaming, repeatSeparator } from "../apiserver/request-info.ts";

/** Bodies above this are refused, as the API server does (3 MiB by default). */
const largestBody = 3 * 1024 * 1024;

/** How requests get into the simulation: between two timers, in an instant of their own. */
export type Enter = <T>(work: () => T) => Promise<T>;

/** Serves the API over real HTTP: the same handler that components inside the cluster call. */
export function createHttpListener(handler: ApiHandler, enter: Enter) {
  return (message: IncomingMessage, reply: ServerResponse): void => {
    answer(handler, enter, message, reply).catch((error: unknown) => {
      if (!reply.headersSent) reply.writeHead(503, { "content-type": "text/plain" });
      reply.end(error instanceof Error ? error.message : String(error));
    });
  };
}

async function answer(handler: ApiHandler, enter: Enter, message: IncomingMessage, reply: ServerResponse): Promise<void> {
  const body = await readBody(message);
  if (body === undefined) {
    reply.writeHead(413, { "content-type": "text/plain" }).end("request body too large");
    return;
  }
  const request = toApiRequest(message, body);
  if (isStreaming(request)) return enter(() => streamTo(handler, request, reply));
  send(reply, await (await enter(() => ({ response: handler.handle(request) }))).response);
}

function toApiRequest({ method = "GET", url = "/", headers }: Pick<IncomingMessage, "method" | "url" | "headers">, body: Buffer): ApiRequest {
  const { pathname, searchParams } = new URL(url, "http://localhost");
  const contentType = headers["content-type"] ?? "";
  return {
    method: method as Method,
    path: safeDecode(pathname),
    query: queryOf(searchParams),
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(",") : (value ?? "")])),
    ...(body.length > 0 && { body: contentType.includes("protobuf") || contentType.includes("cbor") ? new Uint8Array(body) : body.toString("utf8") }),
  };
}

function safeDecode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** A parameter that is given several times (exec's `command`) arrives as one text. */
function queryOf(parameters: URLSearchParams): Readonly<Record<string, string>> {
  return Object.fromEntries([...new Set(parameters.keys())].map((name) => [name, parameters.getAll(name).join(repeatSeparator)]));
}

function readBody(message: IncomingMessage): Promise<Buffer | undefined> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    message.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size <= largestBody) chunks.push(chunk);
    });
    message.on("end", () => resolve(size > largestBody ? undefined : Buffer.concat(chunks)));
    message.on("error", reject);
  });
}

function send(reply: ServerResponse, { status, headers, body }: ApiResponse): void {
  const text = body === undefined ? "" : typeof body === "string" ? body : `${JSON.stringify(body)}\n`;
  reply.writeHead(status, { "content-type": "application/json", ...headers }).end(text);
}

/** A watch or a log: headers go out before the first chunk, because clients wait for them. */
function streamTo(handler: ApiHandler, request: ApiRequest, reply: ServerResponse): void {
  const sink: StreamSink = {
    opened(response) {
      if (response.status >= 400) return send(reply, response);
      reply.writeHead(response.status, { "content-type": "application/json", ...response.headers });
      reply.flushHeaders();
    },
    chunk: (data) => void reply.write(textOf(data)),
    closed: () => void reply.end(),
  };
  const stream = handler.stream(request, sink);
  reply.on("close", () => stream.close());
}

const textOf = (data: unknown): string =>
  typeof data === "string" ? data : (data as readonly WatchEvent[]).map((event) => `${JSON.stringify(event)}\n`).join("");
