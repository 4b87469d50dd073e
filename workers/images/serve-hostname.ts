import type { ImageProgram } from "../cri/image-program.ts";

/** The old examples' server: answers with the name of its pod. */
export const serveHostname: ImageProgram = {
  image: "registry.k8s.io/serve_hostname",
  aliases: ["k8s.gcr.io/serve_hostname", "gcr.io/google_containers/serve_hostname", "gcr.io/kubernetes-e2e-test-images/serve-hostname", "registry.k8s.io/e2e-test-images/serve-hostname"],
  tags: ["latest", "1.1", "1.2", "1.3", "1.4", "v1.4"],
  sizeMiB: 6,
  executable: "/serve_hostname",
  userland: "busybox",
  memoryMiB: 4,

  async run(process) {
    process.onSignal("TERM", () => process.exit(2));
    await process.serveHttp(9376, () => ({ status: 200, body: process.hostname }));
    return 0;
  },
};
