import type { ImageProgram } from "../cri/image-program.ts";
import { tagsOf } from "../cri/official-images.ts";

/** curl alone; arguments that are no command go to curl. */
export const curl: ImageProgram = {
  image: "curlimages/curl",
  aliases: ["radial/busyboxplus", "yauritux/busybox-curl"],
  tags: tagsOf("7.65.3 7.72.0 7.78.0 7.80.0..87 7.88.1 8.00.1 8.1.2 8.2.1 8.4.0 8.5.0 8.6.0 8.7.1 8.8.0 8.9.1 8.10.1 8.11.1 8.12.1 8.13.0 8.14.1 8.15.0 8.16.0 curl"),
  sizeMiB: 10,
  executable: "/entrypoint.sh",
  command: ["curl"],
  userland: "alpine",
  packages: ["curl"],
  user: "100:101",
  memoryMiB: 2,

  async run(process) {
    const [first = "curl"] = process.args;
    return await process.exec(process.which(first) === undefined ? ["curl", ...process.args] : process.args);
  },
};
