import { flag } from "../cri/arguments.ts";
import { formatTime } from "../cri/calendar.ts";
import type { ImageProgram } from "../cri/image-program.ts";

/** Answers with who it is and what it was asked. */
export const whoami: ImageProgram = {
  image: "traefik/whoami",
  aliases: ["containous/whoami"],
  tags: ["latest", "v1.6.0", "v1.6.1", "v1.7.0", "v1.7.1", "v1.8", "v1.8.0", "v1.8.7", "v1.9", "v1.9.0", "v1.10", "v1.10.0", "v1.10.1", "v1.10.2", "v1.10.3", "v1.10.4", "v1.11", "v1.11.0"],
  sizeMiB: 3,
  executable: "/whoami",
  memoryMiB: 3,

  async run(process) {
    const port = Number(flag(process.args, "port") ?? process.env["WHOAMI_PORT_NUMBER"] ?? 80);
    const name = flag(process.args, "name") ?? process.env["WHOAMI_NAME"];
    let health = 200;
    process.onSignal("TERM", () => process.exit(2));
    process.print(`${formatTime(process.clock.now(), "%Y/%m/%d %H:%M:%S")} Starting up on port ${port}`);
    await process.serveHttp(port, ({ method, path, host, headers, from, fromPort, body }) => {
      if (path === "/health") {
        if (method === "POST") health = Number(body.trim()) || 200;
        return { status: health, body: "" };
      }
      if (path === "/api") return { status: 200, headers: { "content-type": "application/json" }, body: `${JSON.stringify({ hostname: process.hostname, ip: process.network.ips, headers, url: path, host, method, name, remoteAddr: `${from}:${fromPort}` })}\n` };
      const lines = [
        ...(name === undefined ? [] : [`Name: ${name}`]),
        `Hostname: ${process.hostname}`,
        "IP: 127.0.0.1",
        ...process.network.ips.map((ip) => `IP: ${ip}`),
        `RemoteAddr: ${from}:${fromPort}`,
        `${method} ${path} HTTP/1.1`,
        `Host: ${host}`,
        ...Object.entries(headers).map(([key, value]) => `${key.replace(/(^|-)([a-z])/g, (_, dash: string, letter: string) => dash + letter.toUpperCase())}: ${value}`),
      ];
      return { status: 200, headers: { "content-type": "text/plain; charset=utf-8" }, body: `${lines.join("\n")}\n\n` };
    });
    return 0;
  },
};
