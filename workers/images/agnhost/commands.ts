import { flag } from "../../cri/arguments.ts";
import { networkFailure } from "../../cri/network-failure.ts";
import type { Process } from "../../cri/process.ts";

/** serve-hostname: every request is answered with the pod's name. */
export async function serveHostname(process: Process, args: readonly string[]): Promise<number> {
  const port = Number(flag(args, "port") ?? 9376);
  process.printError(`Serving on port ${port}.`);
  await process.serveHttp(port, () => ({ status: 200, body: process.hostname }));
  return 0;
}

/** Healthy for so long. */
const healthyFor = 10_000;

/** liveness: healthy for ten seconds, then not. */
export async function liveness(process: Process): Promise<number> {
  const started = process.clock.now();
  await process.serveHttp(8080, ({ path }) => {
    const age = process.clock.now() - started;
    if (path === "/healthz" && age > healthyFor) return { status: 500, body: `error: ${age / 1000}` };
    if (path === "/started" || path === "/healthz") return { status: 200, body: path === "/healthz" ? "ok" : `${age / 1000}s` };
    return { status: 404, body: "404 page not found\n" };
  });
  return 0;
}

/** connect HOST:PORT [--timeout 5s]: succeeds when a TCP connection can be opened; the message says why not. */
export async function connectCommand(process: Process, args: readonly string[]): Promise<number> {
  const [host = "", port = ""] = (args.find((arg) => !arg.startsWith("-")) ?? "").split(":");
  const timeout = Number.parseFloat(flag(args, "timeout") ?? "10") * 1000;
  try {
    (await process.connect(host, Number(port), timeout)).end();
    return 0;
  } catch (error) {
    const { code } = networkFailure(error);
    const words: Readonly<Record<string, string>> = { ECONNREFUSED: "REFUSED", TIMEOUT: "TIMEOUT", ETIMEDOUT: "TIMEOUT", ENOTFOUND: "DNS: no such host", EAI_AGAIN: "DNS: no answer" };
    process.printError(words[code] ?? `OTHER: ${code}`);
    return 1;
  }
}

/** logs-generator --log-lines-total N --run-duration 10s */
export async function logsGenerator(process: Process, args: readonly string[]): Promise<number> {
  const lines = Number(flag(args, "log-lines-total") ?? process.env["LOGS_GENERATOR_LINES_TOTAL"] ?? 0);
  const duration = Number.parseFloat(flag(args, "run-duration") ?? process.env["LOGS_GENERATOR_DURATION"] ?? "0") * 1000;
  const verbs = ["GET", "PUT", "POST"];
  for (let line = 0; line < lines; line++) {
    process.print(`${line} ${process.random.pick(verbs)} /api/v1/namespaces/default/pods/${process.random.text(4, "abcdefghijklmnopqrstuvwxyz0123456789")} ${process.random.integer(200, 599)}`);
    await process.sleep(duration / Math.max(1, lines));
  }
  return 0;
}
