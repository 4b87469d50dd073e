import { formatTime } from "../cri/calendar.ts";
import type { ImageProgram } from "../cri/image-program.ts";

/** Google's sample: says hello, its version and which pod it runs in. */
export const helloApp: ImageProgram = {
  image: "gcr.io/google-samples/hello-app",
  aliases: ["us-docker.pkg.dev/google-samples/containers/gke/hello-app", "gcr.io/google-samples/node-hello"],
  tags: ["1.0", "2.0", "latest"],
  sizeMiB: 12,
  executable: "/hello-app",
  memoryMiB: 5,

  async run(process) {
    const port = Number(process.env["PORT"] ?? 8080);
    const version = process.imageTag === "2.0" ? "2.0.0" : "1.0.0";
    const log = (message: string) => process.printError(`${formatTime(process.clock.now(), "%Y/%m/%d %H:%M:%S")} ${message}`);
    // A Go program that handles no signals leaves with code 2.
    process.onSignal("TERM", () => process.exit(2));
    log(`Server listening on port ${port}`);
    await process.serveHttp(port, ({ path }) => {
      log(`Serving request: ${path}`);
      return { status: 200, headers: { "content-type": "text/plain; charset=utf-8" }, body: `Hello, world!\nVersion: ${version}\nHostname: ${process.hostname}\n` };
    });
    return 0;
  },
};
