import type { ImageProgram } from "../cri/image-program.ts";
import { tagsOf } from "../cri/official-images.ts";

/** The GNU shell on Alpine. */
export const bash: ImageProgram = {
  image: "bash",
  tags: tagsOf("3 4 4.0..4 5 5.0..3 5.2.37"),
  sizeMiB: 6,
  executable: "/usr/local/bin/bash-image",
  entrypoint: [],
  command: ["bash"],
  userland: "alpine",
  packages: ["bash"],
  memoryMiB: 1,
  run: (process) => process.exec(["bash", ...process.args]),
};
