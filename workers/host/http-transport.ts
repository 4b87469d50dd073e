import { type IncomingMessage, request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import type { ApiRequest, ApiResponse, StreamHandle, StreamSink } from "../apimachinery/wire.ts";
import { repeatSeparator } from "../apiserver/request-info.ts";
import { ConnectionError, type Transport } from "../client/transport.ts";

/** How to reach a server, and as whom. */
export interface Server {
  readonly url: string;
  readonly token?: string;
  readonly ca?: string;
  readonly certificate?: string;
  readonly key?: string;
  readonly insecure?: boolean;
}

/** The way to an API server over a real network. Exec and attach need WebSockets and are refused. */
export function createHttpTransport(server: Server): Transport {
  return {
    handle: (request) =>
      new Promise((resolve, reject) => {
        const call = open(server, request, (message) => {
          readAll(message).then((text) => resolve(toResponse(message, bodyOf(message, text))), reject);
        });
        call.on("error", (error) => reject(unreachable(server, error)));
        send(call, request);
      }),
    stream: (request, sink) => openStream(server, request, sink),
  };
}

type Outgoing = ReturnType<typeof httpRequest>;

function open({ url, token, ca, certificate, key, insecure }: Server, { method, path, query, headers }: ApiRequest, answered: (message: IncomingMessage) => void): Outgoing {
  const target = new URL(url);
  target.pathname = path;
  for (const [name, value] of Object.entries(query ?? {})) for (const each of value.split(repeatSeparator)) target.searchParams.append(name, each);
  const options = { method, headers: { ...headers, ...(token !== undefined && { authorization: `Bearer ${token}` }) } };
  if (target.protocol !== "https:") return httpRequest(target, options, answered);
  return httpsRequest(target, { ...options, ...(ca !== undefined && { ca }), ...(certificate !== undefined && { cert: certificate }), ...(key !== undefined && { key }), rejectUnauthorized: insecure !== true }, answered);
}

/** Node does not count the bytes of a DELETE's body by itself. */
function send(call: Outgoing, { body, headers }: ApiRequest): void {
  if (body === undefined) return void call.end();
  const text = typeof body === "string" ? body : JSON.stringify(body);
  if (headers?.["content-type"] === undefined) call.setHeader("content-type", "application/json");
  call.setHeader("content-length", Buffer.byteLength(text));
  call.end(text);
}

async function readAll(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

const bodyOf = ({ headers }: IncomingMessage, text: string): unknown => ((headers["content-type"] ?? "").includes("json") && text !== "" ? (JSON.parse(text) as unknown) : text);

const toResponse = ({ statusCode = 0, headers }: IncomingMessage, body: unknown): ApiResponse => ({
  status: statusCode,
  headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(", ") : (value ?? "")])),
  body,
});

function unreachable({ url }: Server, error: Error & { readonly code?: string }): ConnectionError {
  if (error.code === "ECONNREFUSED") return new ConnectionError(`The connection to the server ${new URL(url).host} was refused - did you specify the right host or port?`);
  return new ConnectionError(error.message);
}

function openStream(server: Server, request: ApiRequest, sink: StreamSink): StreamHandle {
  if (/\/(exec|attach)$/.test(request.path)) {
    sink.closed(new ConnectionError("exec and attach are not supported by this command-line program, only in the page"));
    return { send() {}, close() {} };
  }
  let over = false;
  const end = (error?: Error) => {
    if (over) return;
    over = true;
    sink.closed(error);
  };
  const call = open(server, request, (message) => void follow(message, sink, end));
  call.on("error", (error) => end(unreachable(server, error)));
  send(call, request);
  return {
    send() {},
    close() {
      over = true;
      call.destroy();
    },
  };
}

async function follow(message: IncomingMessage, sink: StreamSink, end: (error?: Error) => void): Promise<void> {
  const response = toResponse(message, undefined);
  try {
    if (response.status >= 400) sink.opened({ ...response, body: bodyOf(message, await readAll(message)) });
    else {
      sink.opened(response);
      const isWatch = (message.headers["content-type"] ?? "").includes("json");
      await (isWatch ? readEvents(message, sink) : readText(message, sink));
    }
    end();
  } catch (error) {
    end(new ConnectionError(error instanceof Error ? error.message : String(error)));
  }
}

/** A watch: one JSON value per line. */
async function readEvents(message: IncomingMessage, sink: StreamSink): Promise<void> {
  let rest = "";
  message.setEncoding("utf8");
  for await (const chunk of message) {
    const lines = (rest + String(chunk)).split("\n");
    rest = lines.pop() ?? "";
    const events = lines.filter((line) => line !== "").map((line) => JSON.parse(line) as unknown);
    if (events.length > 0) sink.chunk(events);
  }
}

async function readText(message: IncomingMessage, sink: StreamSink): Promise<void> {
  message.setEncoding("utf8");
  for await (const chunk of message) sink.chunk(String(chunk));
}
