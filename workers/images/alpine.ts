import type { ImageProgram } from "../cri/image-program.ts";
import { tagsOf } from "../cri/official-images.ts";

/** Alpine Linux: BusyBox under another name, with `apk`. */
export const alpine: ImageProgram = {
  image: "alpine",
  tags: tagsOf("3 3.6..22 3.18.0..12 3.19.0..7 3.20.0..6 3.21.0..3 3.22.0..1 edge"),
  sizeMiB: 3.6,
  executable: "/bin/busybox",
  entrypoint: [],
  command: ["/bin/sh"],
  userland: "alpine",
  memoryMiB: 0.5,

  async run(process) {
    return await process.exec(process.args.length > 0 ? process.args : ["/bin/sh"]);
  },
};
