import { formatTime } from "../cri/calendar.ts";
import type { ImageProgram } from "../cri/image-program.ts";

/** A probe endpoint that can be told to fail. */
interface Probe {
  /** Requests still to be refused; below zero means for ever. */
  failNext: number;
  readonly history: { readonly id: number; readonly when: string; readonly relWhen: string; readonly code: number }[];
}

const mostHistory = 20;
const mebibyte = 1024 * 1024;

/** The demo of "Kubernetes: Up and Running": shows its environment, and probes that can be switched to fail. */
export const kuard: ImageProgram = {
  image: "gcr.io/kuar-demo/kuard-amd64",
  aliases: ["gcr.io/kuar-demo/kuard", "gcr.io/kuar-demo/kuard-arm64"],
  tags: ["latest", "blue", "green", "purple", "1", "2", "3", "v0.7.2-blue", "v0.8-blue", "v0.8-green", "v0.8-purple", "v0.9-blue", "v0.9-green", "v0.9-purple", "v0.10.0-blue", "v0.10.0-green", "v0.10.0-purple"],
  sizeMiB: 9,
  executable: "/kuard",
  user: "65534",
  memoryMiB: 7,

  async run(process) {
    const log = (message: string) => process.printError(`${formatTime(process.clock.now(), "%Y/%m/%d %H:%M:%S")} ${message}`);
    const probes: Readonly<Record<string, Probe>> = { "/healthy": { failNext: 0, history: [] }, "/ready": { failNext: 0, history: [] } };
    process.onSignal("TERM", () => process.exit(2));
    log(`Starting kuard version: v0.10.0-${process.imageTag}`);
    log("Serving on HTTP on :8080");

    const check = (probe: Probe) => {
      const failing = probe.failNext !== 0;
      if (probe.failNext > 0) probe.failNext--;
      const code = failing ? 500 : 200;
      probe.history.unshift({ id: (probe.history[0]?.id ?? 0) + 1, when: formatTime(process.clock.now(), "%H:%M:%S"), relWhen: "now", code });
      probe.history.length = Math.min(probe.history.length, mostHistory);
      return { status: code, body: failing ? "fail" : "ok" };
    };
    /** GET shows the probe, PUT {"failNext": N} makes the next N requests fail (-1: all). */
    const configure = (probe: Probe, method: string, body: string) => {
      if (method === "PUT" || method === "POST") probe.failNext = Number(/"failNext"\s*:\s*(-?\d+)/.exec(body)?.[1] ?? 0);
      return json({ probePath: "", failNext: probe.failNext, history: probe.history });
    };

    await process.serveHttp(8080, async ({ from, fromPort, method, path, body }) => {
      log(`${from}:${fromPort} ${method} ${path}`);
      const [pathname = "/", query = ""] = path.split("?");
      const probe = probes[pathname.replace(/\/api$/, "")];
      if (probe !== undefined) return pathname.endsWith("/api") ? configure(probe, method, body) : check(probe);
      if (pathname === "/env" || pathname === "/env/api") return json({ commandLine: process.argv, env: process.env });
      if (pathname === "/mem/api/alloc") {
        await process.allocate(Number(/size=(\d+)/.exec(query)?.[1] ?? mebibyte));
        return json({});
      }
      if (pathname !== "/") return { status: 404, body: "404 page not found\n" };
      return { status: 200, headers: { "content-type": "text/html" }, body: page(process.hostname, process.imageTag, process.network.ip) };
    });
    return 0;
  },
};

function json(value: unknown): { readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly body: string } {
  return { status: 200, headers: { "content-type": "application/json" }, body: JSON.stringify(value) };
}

function page(hostname: string, color: string, ip: string): string {
  return `<!doctype html>\n<html>\n<head><title>KUAR Demo</title></head>\n<body>\n<h1>Demo application version v0.10.0-${color}</h1>\n<p>Serving this from hostname ${hostname}</p>\n<p>IP addresses: ${ip}</p>\n</body>\n</html>\n`;
}
