import { flag } from "../../cri/arguments.ts";
import { formatTime } from "../../cri/calendar.ts";
import { networkFailure } from "../../cri/network-failure.ts";
import type { HttpIncoming, HttpReply } from "../../cri/http-types.ts";
import { TextBuffer } from "../../cri/text-stream.ts";
import type { Process } from "../../cri/process.ts";

const dialTimeout = 5000;

/** An HTTP and UDP server that tells what it sees and can be asked to call others. */
export async function netexec(process: Process, args: readonly string[]): Promise<number> {
  const port = Number(flag(args, "http-port") ?? 8080);
  const udpPort = Number(flag(args, "udp-port") ?? 8081);
  const started = process.clock.now();
  const log = (message: string) => process.printError(`${formatTime(process.clock.now(), "%Y/%m/%d %H:%M:%S")} ${message}`);
  log(`Started HTTP server on port ${port}`);
  if (udpPort > 0) {
    process.listenUdp(udpPort, ({ payload }) => (typeof payload === "string" ? answerDatagram(process, payload) : undefined));
    log(`Started UDP server on port  ${udpPort}`);
  }
  await process.serveHttp(port, (request) => {
    log(`GET ${request.path}`);
    return answer(process, request, started);
  });
  return 0;
}

function answerDatagram(process: Process, text: string): string {
  if (/^hostname$/i.test(text.trim())) return process.hostname;
  return text.startsWith("echo ") ? text.slice(5) : "";
}

async function answer(process: Process, request: HttpIncoming, started: number): Promise<HttpReply> {
  const [pathname = "/", search = ""] = request.path.split("?");
  const query = parameters(search);
  switch (pathname.toLowerCase()) {
    case "/":
      return text(`NOW: ${formatTime(process.clock.now(), "%F %T.%N +0000 UTC")} m=+${(process.clock.now() - started) / 1000}`);
    case "/hostname": return text(process.hostname);
    case "/healthz": return text("");
    case "/clientip": return text(`${request.from}:${request.fromPort}`);
    case "/echo": return { status: Number(query["code"] ?? 200), body: query["msg"] ?? "" };
    case "/header": return text(request.headers[(query["key"] ?? "").toLowerCase()] ?? "");
    case "/shell": return await runShell(process, query["shellCommand"] ?? query["cmd"] ?? "");
    case "/dial": return await dial(process, query);
    case "/exit":
      process.exit(Number(query["code"] ?? 0));
      return text("");
    default: return { status: 404, body: "404 page not found\n" };
  }
}

/** Calls another netexec, and answers with what that said. */
async function dial(process: Process, { host = "", port = "80", request = "hostname", tries = "1" }: Readonly<Record<string, string>>): Promise<HttpReply> {
  const responses: string[] = [];
  const errors: string[] = [];
  for (let attempt = 0; attempt < Number(tries); attempt++) {
    try {
      responses.push((await process.http(`http://${host}:${port}/${request}`, { timeout: dialTimeout })).body);
    } catch (error) {
      errors.push(networkFailure(error).message);
    }
  }
  return { status: 200, headers: { "content-type": "application/json" }, body: JSON.stringify({ ...(responses.length > 0 && { responses }), ...(errors.length > 0 && { errors }) }) };
}

async function runShell(process: Process, command: string): Promise<HttpReply> {
  const output = new TextBuffer();
  const code = await process.spawn(["/bin/sh", "-c", command], { stdout: output, stderr: output }).wait();
  return { status: 200, headers: { "content-type": "application/json" }, body: JSON.stringify({ output: output.text, ...(code !== 0 && { error: `exit status ${code}` }) }) };
}

function text(body: string): HttpReply {
  return { status: 200, headers: { "content-type": "text/plain; charset=utf-8" }, body };
}

function parameters(search: string): Readonly<Record<string, string>> {
  const pairs = search.split("&").filter((pair) => pair !== "").map((pair) => pair.split("="));
  return Object.fromEntries(pairs.map(([name = "", value = ""]) => [name, decodeURIComponent(value.replaceAll("+", " "))]));
}
