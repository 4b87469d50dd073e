import type { ImageProgram } from "../cri/image-program.ts";
import { tagsOf } from "../cri/official-images.ts";

/** A shell and the small Unix programs. Its default command is the shell, which ends at once without a terminal. */
export const busybox: ImageProgram = {
  image: "busybox",
  aliases: ["registry.k8s.io/busybox", "k8s.gcr.io/busybox", "gcr.io/google_containers/busybox", "registry.k8s.io/e2e-test-images/busybox"],
  tags: tagsOf("1 1.24 1.25 1.26 1.27 1.28 1.28.0..4 1.29 1.30 1.31 1.31.0..1 1.32 1.33 1.34 1.34.1 1.35 1.35.0 1.36 1.36.0..1 1.37 1.37.0 stable unstable", "glibc musl uclibc").concat("1.29-4", "1.36.1-1", "1.37.0-1"),
  sizeMiB: 2,
  executable: "/bin/busybox",
  entrypoint: [],
  command: ["sh"],
  userland: "busybox",
  memoryMiB: 0.5,

  async run(process) {
    const [applet, ...rest] = process.args;
    if (applet !== undefined) return await process.exec([applet, ...rest]);
    process.print("BusyBox multi-call binary.\n\nUsage: busybox [function [arguments]...]");
    return 0;
  },
};
