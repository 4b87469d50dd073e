import { accessLogTime } from "../cri/calendar.ts";
import type { ImageProgram } from "../cri/image-program.ts";

/** Processor time that one request of the walk-through's PHP page takes. */
const work = 25;

/** The page of the autoscaling walk-through: every request computes for a while. */
export const hpaExample: ImageProgram = {
  image: "registry.k8s.io/hpa-example",
  aliases: ["k8s.gcr.io/hpa-example", "gcr.io/google_containers/hpa-example"],
  tags: ["latest"],
  sizeMiB: 180,
  executable: "/usr/local/bin/apache2-foreground",
  stopSignal: "WINCH",
  userland: "debian",
  memoryMiB: 11,

  async run(process) {
    await process.startUp(process.random.integer(200, 500));
    process.onSignal("WINCH", () => process.exit(0));
    process.onSignal("TERM", () => process.exit(0));
    await process.serveHttp(80, async ({ from, method, path }) => {
      await process.burnCpu(work);
      process.print(`${from} - - [${accessLogTime(process.clock.now())}] "${method} ${path} HTTP/1.1" 200 202 "-" "-"`);
      return { status: 200, headers: { "content-type": "text/html; charset=UTF-8" }, body: "OK!" };
    });
    return 0;
  },
};
