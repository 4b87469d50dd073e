import { flag } from "../cri/arguments.ts";
import { formatTime } from "../cri/calendar.ts";
import type { ImageProgram } from "../cri/image-program.ts";

/** Answers every request with one fixed line, so that a learner sees which pod replied. */
export const httpEcho: ImageProgram = {
  image: "hashicorp/http-echo",
  tags: ["0.2.1", "0.2.3", "1.0", "1.0.0", "latest"],
  sizeMiB: 6,
  executable: "/http-echo",
  user: "65532",
  memoryMiB: 6,

  async run(process) {
    const text = flag(process.args, "text") ?? process.env["ECHO_TEXT"];
    if (text === undefined || text === "") {
      process.printError("Missing -text option!");
      return 127;
    }
    const status = Number(flag(process.args, "status-code") ?? 200);
    const port = Number(flag(process.args, "listen")?.split(":").at(-1) ?? 5678);
    process.onSignal("TERM", () => process.exit(0));
    process.onSignal("INT", () => process.exit(0));
    const stamp = () => formatTime(process.clock.now(), "%Y/%m/%d %H:%M:%S");
    process.print(`${stamp()} [INFO] server is listening on :${port}`);

    await process.serveHttp(port, ({ from, fromPort, method, path, host }) => {
      if (path === "/health") return { status: 200, headers: { "content-type": "application/json; charset=utf-8" }, body: '{"status":"ok"}\n' };
      process.print(`${stamp()} ${host} ${from}:${fromPort} "${method} ${path} HTTP/1.1" ${status} ${text.length + 1} "curl" 12.5µs`);
      return { status, headers: { "x-app-name": "http-echo", "content-type": "text/plain; charset=utf-8" }, body: `${text}\n` };
    });
    return 0;
  },
};
