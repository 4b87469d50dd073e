import type { ImageProgram } from "../cri/image-program.ts";

/** The web page of Nigel Poulton's "Getting Started with Kubernetes" course; the two tags show different pages. */
export const gettingStartedPoulton: ImageProgram = {
  image: "nigelpoulton/getting-started-k8s",
  tags: ["1.0", "2.0", "latest"],
  sizeMiB: 24,
  executable: "/usr/local/bin/node",
  entrypoint: ["node", "./app.js"],
  env: { PATH: "/usr/local/bin:/usr/bin:/bin" },
  workingDirectory: "/src",
  userland: "alpine",
  memoryMiB: 30,

  async run(process) {
    await process.startUp(process.random.integer(300, 700));
    const second = process.imageTag === "2.0";
    process.print("Server running on port 8080");
    // Node as the main process has no default for TERM: it is killed after the grace period.
    await process.serveHttp(8080, ({ path }) => {
      if (path !== "/") return { status: 404, body: "Not Found" };
      const text = second ? "WooHoo! You are running version 2.0" : "Kubernetes Rocks! You are running version 1.0";
      return { status: 200, headers: { "content-type": "text/html; charset=utf-8" }, body: `<html><head><title>${second ? "K8s rocks!" : "K8s Getting Started"}</title></head><body><h1>${text}</h1><p>Served by ${process.hostname}</p></body></html>\n` };
    });
    return 0;
  },
};
