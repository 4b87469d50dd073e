import type { ImageProgram } from "../cri/image-program.ts";

/** Does nothing until it is told to stop: what holds a pod's namespaces, and a cheap placeholder. */
export const pause: ImageProgram = {
  image: "registry.k8s.io/pause",
  aliases: ["kubernetes/pause", "gcr.io/google_containers/pause", "gcr.io/google-containers/pause", "k8s.gcr.io/pause"],
  tags: ["1.0", "2.0", "3.0", "3.1", "3.2", "3.3", "3.4.1", "3.5", "3.6", "3.7", "3.8", "3.9", "3.10", "3.10.1", "latest"],
  sizeMiB: 0.3,
  executable: "/pause",
  user: "65535:65535",
  memoryMiB: 0.3,

  async run(process) {
    for (const signal of ["TERM", "INT"] as const) {
      process.onSignal(signal, () => {
        process.print("Shutting down, got signal");
        process.exit(0);
      });
    }
    return await process.forever();
  },
};
