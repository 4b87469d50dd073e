import type { ImageProgram } from "../cri/image-program.ts";
import { tagsOf } from "../cri/official-images.ts";

/** Debian: a shell and the usual programs. Ends at once without a terminal. */
export const debian: ImageProgram = {
  image: "debian",
  tags: tagsOf("8 9 10 11 11.0..11 12 12.0..12 13 13.0..1 jessie stretch buster bullseye bookworm trixie stable testing unstable sid oldstable", "slim"),
  sizeMiB: 47,
  executable: "/bin/debian",
  entrypoint: [],
  command: ["bash"],
  userland: "debian",
  memoryMiB: 1,
  run: (process) => process.exec(["bash", ...process.args]),
};
