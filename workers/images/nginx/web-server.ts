import { networkFailure } from "../../cri/network-failure.ts";
import type { HttpIncoming, HttpReply } from "../../cri/http-types.ts";
import type { Process } from "../../cri/process.ts";
import type { Directive } from "./configuration.ts";
import { locationFor, readConfiguration, serversOf, upstreamsOf, type Server } from "./servers.ts";

/** How the server writes times. */
export interface Stamps {
  accessLogTime(at: number): string;
  httpDate(at: number): string;
}

const reasons: Readonly<Record<number, string>> = { 301: "Moved Permanently", 302: "Found", 400: "Bad Request", 403: "Forbidden", 404: "Not Found", 405: "Not Allowed", 500: "Internal Server Error", 502: "Bad Gateway", 503: "Service Temporarily Unavailable", 504: "Gateway Time-out" };

const types: Readonly<Record<string, string>> = { html: "text/html", htm: "text/html", css: "text/css", js: "application/javascript", json: "application/json", txt: "text/plain", xml: "text/xml", svg: "image/svg+xml" };

const proxyTimeout = 60_000;

/** Answers requests as the configuration files say. */
export class WebServer {
  readonly #process: Process;
  readonly #name: string;
  readonly #stamps: Stamps;
  #servers: readonly Server[] = [];
  #upstreams: ReadonlyMap<string, readonly string[]> = new Map();
  #turn = 0;
  readonly #bound = new Map<number, () => void>();

  constructor(process: Process, name: string, stamps: Stamps) {
    this.#process = process;
    this.#name = name;
    this.#stamps = stamps;
  }

  /** Reads the configuration; nothing changes when it is faulty. */
  load(file: string): readonly Directive[] {
    const directives = readConfiguration(this.#process, file);
    this.#servers = serversOf(directives);
    this.#upstreams = upstreamsOf(directives);
    return directives;
  }

  /** Binds the ports of the configuration and lets go of those that it no longer names; the port that somebody else has. */
  listen(): number | undefined {
    const wanted = new Map(this.#servers.flatMap(({ ports }) => ports.map(({ port, tls }) => [port, tls] as const)));
    for (const [port, close] of this.#bound) {
      if (wanted.has(port)) continue;
      close();
      this.#bound.delete(port);
    }
    for (const [port, tls] of wanted) {
      if (this.#bound.has(port)) continue;
      if (this.#process.network.isBound("TCP", port)) return port;
      const listener = this.#process.listenHttp(port, (request) => this.#answer(request), { tls });
      this.#bound.set(port, () => listener.close());
    }
    return undefined;
  }

  async #answer(request: HttpIncoming): Promise<HttpReply> {
    const reply = await this.#route(request);
    const agent = request.headers["user-agent"] ?? "-";
    const { from, method, path } = request;
    this.#process.print(`${from} - - [${this.#stamps.accessLogTime(this.#process.clock.now())}] "${method} ${path} HTTP/1.1" ${reply.status} ${reply.body.length} "-" "${agent}" "${request.headers["x-forwarded-for"] ?? "-"}"`);
    return { ...reply, headers: { server: this.#name, date: this.#stamps.httpDate(this.#process.clock.now()), "content-length": `${reply.body.length}`, ...reply.headers }, body: method === "HEAD" ? "" : reply.body };
  }

  async #route(request: HttpIncoming): Promise<HttpReply> {
    const server = this.#serverFor(request);
    if (server === undefined) return this.#page(404);
    const path = request.path.split("?")[0]!;
    const location = locationFor(server, path);
    const directives = [...(location?.directives ?? []), ...server.directives.filter(({ name }) => name !== "location")];
    const find = (name: string) => directives.find((directive) => directive.name === name);
    const returned = find("return");
    if (returned !== undefined) return this.#return(returned, request, find("default_type")?.args[0]);
    const target = find("proxy_pass")?.args[0];
    if (target !== undefined) return await this.#proxy(target, request, location?.path ?? "/");
    if (find("stub_status") !== undefined) return { status: 200, body: "Active connections: 1 \nserver accepts handled requests\n 1 1 1 \nReading: 0 Writing: 1 Waiting: 0 \n" };
    const reply = this.#file(path, location?.path ?? "/", find);
    const extra = directives.filter(({ name }) => name === "add_header").map(({ args }) => [(args[0] ?? "").toLowerCase(), this.#expand(args[1] ?? "", request)]);
    return { ...reply, headers: { ...reply.headers, ...Object.fromEntries(extra) } };
  }

  #serverFor({ host, port }: HttpIncoming): Server | undefined {
    const candidates = this.#servers.filter(({ ports }) => ports.some((listen) => listen.port === port));
    return candidates.find(({ names }) => names.includes(host)) ?? candidates[0];
  }

  #file(path: string, prefix: string, find: (name: string) => Directive | undefined): HttpReply {
    const alias = find("alias")?.args[0];
    const root = find("root")?.args[0] ?? "/etc/nginx/html";
    const toFile = (name: string) => (alias === undefined ? root + name : alias + name.slice(prefix.length));
    const indexes = find("index")?.args ?? ["index.html"];
    const attempts = find("try_files")?.args;
    if (attempts === undefined) return this.#serve(toFile(path), path, indexes);
    for (const attempt of attempts.slice(0, -1)) {
      const reply = this.#serve(toFile(attempt.replaceAll("$uri", path)), path, indexes);
      if (reply.status === 200) return reply;
    }
    const last = attempts.at(-1) ?? "=404";
    return last.startsWith("=") ? this.#page(Number(last.slice(1))) : this.#serve(toFile(last.replaceAll("$uri", path)), path, indexes);
  }

  #serve(file: string, path: string, indexes: readonly string[]): HttpReply {
    const { files } = this.#process;
    const name = decodeURIComponent(file.replaceAll("//", "/"));
    if (!files.exists(name)) {
      this.#error(`open() "${name}" failed (2: No such file or directory)`);
      return this.#page(404);
    }
    if (files.stat(name).type === "file") return { status: 200, headers: { "content-type": typeOf(name) }, body: files.read(name) };
    if (!path.endsWith("/")) return { ...this.#page(301), headers: { location: `${path}/`, "content-type": "text/html" } };
    const index = indexes.map((entry) => `${name.replace(/\/$/, "")}/${entry}`).find((entry) => files.exists(entry));
    if (index !== undefined) return { status: 200, headers: { "content-type": typeOf(index) }, body: files.read(index) };
    this.#error(`directory index of "${name}" is forbidden`);
    return this.#page(403);
  }

  #return({ args }: Directive, request: HttpIncoming, type: string | undefined): HttpReply {
    const [first = "200", text] = args;
    const status = Number(first);
    if (Number.isNaN(status)) return { ...this.#page(302), headers: { location: this.#expand(first, request) } };
    if (text === undefined) return status >= 300 ? this.#page(status) : { status, body: "" };
    const expanded = this.#expand(text.replaceAll("\\n", "\n"), request);
    if (status >= 300 && status < 400) return { ...this.#page(status), headers: { location: expanded, "content-type": "text/html" } };
    return { status, headers: { "content-type": type ?? "application/octet-stream" }, body: expanded };
  }

  async #proxy(target: string, request: HttpIncoming, prefix: string): Promise<HttpReply> {
    const match = /^(https?):\/\/([^/]+)(\/.*)?$/.exec(this.#expand(target, request));
    if (match === null) return this.#page(500);
    const [, scheme, host = "", uri] = match;
    const servers = this.#upstreams.get(host) ?? [host];
    const server = servers[this.#turn++ % servers.length]!;
    const path = uri === undefined ? request.path : uri + request.path.slice(prefix.length);
    try {
      const reply = await this.#process.http(`${scheme}://${server}${path}`, { method: request.method, headers: { ...request.headers, "x-forwarded-for": request.from }, body: request.body, timeout: proxyTimeout });
      return { status: reply.status, headers: reply.headers ?? {}, body: reply.body };
    } catch (error) {
      const failure = networkFailure(error);
      this.#error(`connect() failed (${failure.message}) while connecting to upstream, upstream: "${scheme}://${server}${path}"`);
      return this.#page(failure.code === "TIMEOUT" || failure.code === "ETIMEDOUT" ? 504 : 502);
    }
  }

  #expand(text: string, request: HttpIncoming): string {
    const variables: Readonly<Record<string, string>> = {
      hostname: this.#process.hostname,
      remote_addr: request.from,
      server_addr: this.#process.network.ip,
      server_port: `${request.port}`,
      request_uri: request.path,
      request_method: request.method,
      uri: request.path.split("?")[0]!,
      host: request.host,
      http_host: request.host,
      scheme: "http",
      time_local: this.#stamps.accessLogTime(this.#process.clock.now()),
      nginx_version: this.#name.slice("nginx/".length),
    };
    return text.replace(/\$\{?(\w+)\}?/g, (whole, name: string) => variables[name] ?? (name.startsWith("http_") ? (request.headers[name.slice(5).replaceAll("_", "-")] ?? "") : whole));
  }

  #page(status: number): HttpReply {
    const title = `${status} ${reasons[status] ?? ""}`.trim();
    return { status, headers: { "content-type": "text/html" }, body: `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n<hr><center>${this.#name}</center>\r\n</body>\r\n</html>\r\n` };
  }

  #error(message: string): void {
    this.#process.printError(`[error] ${message}`);
  }
}

function typeOf(file: string): string {
  return types[file.split(".").at(-1) ?? ""] ?? "application/octet-stream";
}
