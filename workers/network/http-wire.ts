import type { Connection } from "./connection.ts";
import type { Headers, HttpCall, HttpHandler, HttpResponse, IncomingRequest } from "./http.ts";
import { reasonPhrase } from "./http.ts";
import { NetworkError } from "./network-error.ts";

/** HTTP/1.1 as text, for the rare meeting of a structured side with a raw socket: `nc web 80`, or curl against Redis. */

/** Most of a head that is read before the peer is taken to speak something else. */
const longestHead = 64 * 1024;

/** Reads one request from the connection, has it answered, and closes. */
export async function serveText(connection: Connection, handler: HttpHandler): Promise<void> {
  try {
    const head = await readHead(connection);
    if (head === undefined) return connection.end();
    const request = await readRequest(connection, head);
    const response = request === undefined ? { status: 400, body: "400 Bad Request" } : await handler(request);
    await connection.write(formatResponse(response));
    connection.end();
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
  }
}

/** Asks over a raw connection; whoever does not answer in HTTP is a protocol error. */
export async function askText(connection: Connection, call: HttpCall): Promise<HttpResponse> {
  await connection.write(formatRequest(call));
  const head = await readHead(connection);
  const status = head === undefined ? null : /^HTTP\/1\.[01] (\d{3})/.exec(head.text);
  if (head === undefined || status === null) throw new NetworkError("EPROTO", "the peer does not speak HTTP");
  const headers = parseHeaders(head.text);
  const body = await readBody(connection, head.rest, headers["content-length"]);
  connection.end();
  return { status: Number(status[1]), headers, body };
}

/** The text of a request, as a raw server gets it. */
function formatRequest({ method = "GET", path = "/", host, ip, port, headers = {}, body = "" }: HttpCall): string {
  const length = body === "" ? "" : `Content-Length: ${body.length}\r\n`;
  const rest = headerLines(headers);
  return `${method} ${path} HTTP/1.1\r\nHost: ${host ?? `${ip}:${port}`}\r\n${length}${rest.join("")}\r\n${body}`;
}

/** The text of a response, as a raw client gets it. */
function formatResponse({ status, headers = {}, body }: HttpResponse): string {
  const rest = headerLines(headers);
  return `HTTP/1.1 ${status} ${reasonPhrase(status)}\r\nContent-Length: ${body.length}\r\nConnection: close\r\n${rest.join("")}\r\n${body}`;
}

function headerLines(headers: Headers): readonly string[] {
  return Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [`${name}: ${value}\r\n`]));
}

interface Head {
  readonly text: string;
  readonly rest: string;
}

async function readHead(connection: Connection): Promise<Head | undefined> {
  let text = "";
  while (text.length < longestHead) {
    const end = /\r?\n\r?\n/.exec(text);
    if (end !== null) return { text: text.slice(0, end.index), rest: text.slice(end.index + end[0].length) };
    const chunk = await connection.read();
    if (chunk === undefined) return undefined;
    text += chunk;
    if (!/^[A-Z]/.test(text)) return undefined;
  }
  return undefined;
}

async function readRequest(connection: Connection, { text, rest }: Head): Promise<IncomingRequest | undefined> {
  const line = /^([A-Z]+) (\S+)(?: HTTP\/1\.[01])?/.exec(text);
  if (line === null) return undefined;
  const headers = parseHeaders(text);
  const host = (headers["host"] ?? connection.local.ip).replace(/:\d+$/, "");
  const body = await readBody(connection, rest, headers["content-length"] ?? "0");
  return { method: line[1]!, path: line[2]!, host, headers, body, from: connection.remote.ip, fromPort: connection.remote.port, port: connection.local.port };
}

async function readBody(connection: Connection, rest: string, length: string | undefined): Promise<string> {
  const wanted = length === undefined ? Infinity : Number(length);
  let body = rest;
  while (body.length < wanted) {
    const chunk = await connection.read();
    if (chunk === undefined) break;
    body += chunk;
  }
  return body;
}

function parseHeaders(head: string): Headers {
  const headers: Record<string, string> = {};
  for (const line of head.split(/\r?\n/).slice(1)) {
    const colon = line.indexOf(":");
    if (colon > 0) headers[line.slice(0, colon).trim().toLowerCase()] = line.slice(colon + 1).trim();
  }
  return headers;
}
