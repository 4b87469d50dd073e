import { formatTime } from "../calendar.ts";
import { reasonPhrase, type HttpResponse } from "../../network/http.ts";
import { NetworkError } from "../../network/network-error.ts";
import { parseUrl, type Url } from "../../network/url.ts";
import { baseName } from "../path.ts";
import type { Process, Program } from "../process.ts";
import { complain, program } from "./program-tools.ts";
import { readOptions, type Options } from "./options.ts";

/** Programs that fetch URLs. */
export const httpClients: Readonly<Record<string, Program>> = {
  wget: program("q S spider c no-check-certificate server-response no-verbose nv quiet", "O T t o header post-data timeout tries output-document user-agent U", wget),
};

/** How often a redirect is followed. */
const mostRedirects = 10;

async function wget(process: Process, { operands, flags, values }: Options): Promise<number> {
  const [text] = operands;
  const url = text === undefined ? undefined : parseUrl(text);
  if (text === undefined || url === undefined) return complain(process, text === undefined ? "missing URL" : `bad address '${text}'`);
  const quiet = flags.has("q") || flags.has("quiet");
  const timeout = Number(values.get("T") ?? values.get("timeout") ?? 900) * 1000;
  try {
    const [ip] = await process.resolve(url.host);
    if (!quiet) process.printError(`Connecting to ${url.host}${url.port === 80 ? "" : `:${url.port}`} (${ip}:${url.port})`);
    const body = values.get("post-data");
    const response = await process.http(text, { method: body === undefined ? "GET" : "POST", body, headers: headersOf(values.get("header")), timeout });
    if (response.status >= 400) return complain(process, `server returned error: HTTP/1.1 ${response.status} ${reasonPhrase(response.status)}`);
    return flags.has("spider") ? spider(process, quiet) : save(process, url, response, { quiet, target: values.get("O") ?? values.get("output-document") });
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    return complain(process, wgetError(error, url));
  }
}

function headersOf(text: string | undefined): Readonly<Record<string, string>> {
  const colon = text?.indexOf(":") ?? -1;
  return text === undefined || colon < 0 ? {} : { [text.slice(0, colon).trim().toLowerCase()]: text.slice(colon + 1).trim() };
}

function spider(process: Process, quiet: boolean): number {
  if (!quiet) process.printError("remote file exists");
  return 0;
}

function save(process: Process, url: Url, { body }: HttpResponse, { quiet, target }: { readonly quiet: boolean; readonly target: string | undefined }): number {
  if (target === "-") {
    process.write(body);
    return 0;
  }
  const name = target ?? (baseName(url.path.split("?")[0]!) || "index.html");
  process.files.write(process.path(name), body);
  if (!quiet) process.printError(`saving to '${name}'\n${name.padEnd(20)} 100% |********************************| ${`${body.length}`.padStart(5)}  0:00:00 ETA\n'${name}' saved`);
  return 0;
}

function wgetError(error: NetworkError, { host, port }: Url): string {
  switch (error.code) {
    case "ENOTFOUND":
    case "EAI_AGAIN": return `bad address '${host}'`;
    case "TIMEOUT": return "download timed out";
    case "ECONNREFUSED": return `can't connect to remote host (${host}:${port}): Connection refused`;
    case "EHOSTUNREACH": return `can't connect to remote host (${host}:${port}): No route to host`;
    case "ETIMEDOUT": return `can't connect to remote host (${host}:${port}): Operation timed out`;
    case "ECONNRESET": return "error getting response: Connection reset by peer";
    default: return `error getting response: ${error.message}`;
  }
}

const curlFlags = "s S f L k i I v g N O silent show-error fail location insecure include head verbose http1.1 compressed no-progress-meter fail-with-body no-buffer";
const curlValues = "X H d o m A u w e x b request header data output max-time connect-timeout user-agent user write-out resolve retry retry-delay data-raw url cacert cert key";

/** curl is not in BusyBox; images that have it installed say so. */
export const curl: Program = async (process) => {
  const options = readOptions(process.args, curlFlags, curlValues);
  if (options.unknown !== undefined) return complain(process, `option ${options.unknown}: is not supported here`, 2);
  const text = options.operands[0] ?? options.values.get("url");
  if (text === undefined) return complain(process, "no URL specified", 2);
  return await new Curl(process, options).fetch(text, 0);
};

class Curl {
  readonly #process: Process;
  readonly #options: Options;

  constructor(process: Process, options: Options) {
    this.#process = process;
    this.#options = options;
  }

  async fetch(text: string, redirects: number): Promise<number> {
    const url = parseUrl(text);
    if (url === undefined) return this.#fail(3, "URL rejected: Malformed input to a URL function");
    const start = this.#process.clock.now();
    try {
      const response = await this.#process.http(text, this.#request());
      const location = response.headers?.["location"];
      if (location !== undefined && this.#has("L", "location") && response.status >= 300 && response.status < 400) {
        if (redirects >= mostRedirects) return this.#fail(47, `Maximum (${mostRedirects}) redirects followed`);
        return await this.fetch(location.startsWith("/") ? `${url.scheme}://${url.host}:${url.port}${location}` : location, redirects + 1);
      }
      return this.#finish(url, response, this.#process.clock.now() - start);
    } catch (error) {
      if (!(error instanceof NetworkError)) throw error;
      return this.#networkFailure(error, url, this.#process.clock.now() - start);
    }
  }

  #request() {
    const data = this.#value("d", "data") ?? this.#value("data-raw");
    const method = this.#value("X", "request") ?? (this.#has("I", "head") ? "HEAD" : data === undefined ? "GET" : "POST");
    const limit = this.#value("m", "max-time") ?? this.#value("connect-timeout");
    const agent = this.#value("A", "user-agent") ?? "curl/8.14.1";
    const headers = { "user-agent": agent, accept: "*/*", ...headersOf(this.#value("H", "header")) };
    return { method, body: data, headers, timeout: limit === undefined ? undefined : Number(limit) * 1000 };
  }

  #finish(url: Url, response: HttpResponse, elapsed: number): number {
    const { status } = response;
    if (this.#has("f", "fail") && status >= 400) return this.#fail(22, `The requested URL returned error: ${status}`);
    if (this.#has("i", "include") || this.#has("I", "head")) this.#process.write(this.#head(response));
    if (!this.#has("I", "head")) this.#output(url, response.body);
    const format = this.#value("w", "write-out");
    if (format !== undefined) this.#process.write(writeOut(format, status, elapsed));
    return 0;
  }

  #head({ status, headers = {} }: HttpResponse): string {
    const lines = [`HTTP/1.1 ${status} ${reasonPhrase(status)}`, `Date: ${formatTime(this.#process.clock.now(), "%a, %d %b %Y %H:%M:%S GMT")}`, ...Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [`${capitalised(name)}: ${value}`]))];
    return `${lines.join("\r\n")}\r\n\r\n`;
  }

  #output(url: Url, body: string): void {
    const target = this.#value("o", "output") ?? (this.#options.flags.has("O") ? baseName(url.path.split("?")[0]!) : undefined);
    if (target === undefined || target === "-") this.#process.write(body);
    else this.#process.files.write(this.#process.path(target), body);
  }

  #networkFailure(error: NetworkError, { host, port }: Url, elapsed: number): number {
    switch (error.code) {
      case "ENOTFOUND":
      case "EAI_AGAIN": return this.#fail(6, `Could not resolve host: ${host}`);
      case "TIMEOUT": return this.#fail(28, `Connection timed out after ${elapsed} milliseconds`);
      case "ECONNREFUSED": return this.#fail(7, `Failed to connect to ${host} port ${port} after ${elapsed} ms: Could not connect to server`);
      case "EHOSTUNREACH":
      case "ETIMEDOUT": return this.#fail(28, `Failed to connect to ${host} port ${port} after ${elapsed} ms: Could not connect to server`);
      case "ECONNRESET": return this.#fail(56, "Recv failure: Connection reset by peer");
      case "EPROTO": return this.#fail(1, "Received HTTP/0.9 when not allowed");
      default: return this.#fail(56, error.message);
    }
  }

  #fail(code: number, message: string): number {
    if (!this.#has("s", "silent") || this.#has("S", "show-error")) this.#process.printError(`curl: (${code}) ${message}`);
    const format = this.#value("w", "write-out");
    if (format !== undefined) this.#process.write(writeOut(format, 0, 0));
    return code;
  }

  #has(...names: readonly string[]): boolean {
    return names.some((name) => this.#options.flags.has(name));
  }

  #value(...names: readonly string[]): string | undefined {
    return names.map((name) => this.#options.values.get(name)).find((value) => value !== undefined);
  }
}

function writeOut(format: string, status: number, elapsed: number): string {
  return format.replaceAll("\\n", "\n").replaceAll("%{http_code}", `${status}`.padStart(3, "0")).replaceAll("%{response_code}", `${status}`.padStart(3, "0")).replaceAll("%{time_total}", (elapsed / 1000).toFixed(6));
}

function capitalised(name: string): string {
  return name.replace(/(^|-)([a-z])/g, (_, dash: string, letter: string) => dash + letter.toUpperCase());
}
