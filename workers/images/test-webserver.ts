import type { ImageProgram } from "../cri/image-program.ts";

/** Serves the files of its own directory on port 80: the smallest web server of the old examples. */
export const testWebserver: ImageProgram = {
  image: "registry.k8s.io/test-webserver",
  aliases: ["icclab/test-webserver", "k8s.gcr.io/test-webserver", "gcr.io/google_containers/test-webserver", "kubernetes/test-webserver", "gcr.io/kubernetes-e2e-test-images/test-webserver"],
  tags: ["latest", "1.0", "e2e"],
  sizeMiB: 2,
  executable: "/test-webserver",
  memoryMiB: 3,

  async run(process) {
    process.onSignal("TERM", () => process.exit(2));
    await process.serveHttp(80, ({ path }) => {
      const name = path.split("?")[0]!;
      if (!process.files.exists(name)) return { status: 404, body: "404 page not found\n" };
      if (process.files.stat(name).type === "file") return { status: 200, body: process.files.read(name) };
      const entries = process.files.list(name).map((entry) => `<a href="${entry}">${entry}</a>\n`);
      return { status: 200, headers: { "content-type": "text/html; charset=utf-8" }, body: `<pre>\n${entries.join("")}</pre>\n` };
    });
    return 0;
  },
};
