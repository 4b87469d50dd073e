import type { ImageProgram } from "../cri/image-program.ts";

/** The small web application of Adrita Sharma's introduction. */
export const gettingStartedSharma: ImageProgram = {
  image: "adritasharma/getting-started-k8s",
  tags: ["1.0", "latest"],
  sizeMiB: 40,
  executable: "/usr/local/bin/node",
  entrypoint: ["node", "app.js"],
  env: { PATH: "/usr/local/bin:/usr/bin:/bin" },
  workingDirectory: "/app",
  userland: "alpine",
  memoryMiB: 30,

  async run(process) {
    await process.startUp(process.random.integer(300, 700));
    process.print("App listening on port 8080");
    await process.serveHttp(8080, () => ({ status: 200, headers: { "content-type": "text/html; charset=utf-8" }, body: `<html><body><h1>Getting started with Kubernetes</h1><p>This is ${process.hostname}</p></body></html>\n` }));
    return 0;
  },
};
