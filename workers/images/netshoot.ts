import type { ImageProgram } from "../cri/image-program.ts";

/** A toolbox for looking at networks. */
export const netshoot: ImageProgram = {
  image: "nicolaka/netshoot",
  tags: ["latest", "v0.9", "v0.10", "v0.11", "v0.12", "v0.13", "v0.14"],
  sizeMiB: 180,
  executable: "/usr/bin/netshoot",
  entrypoint: [],
  command: ["bash"],
  userland: "alpine",
  packages: ["bash", "curl", "dnsutils", "iproute2", "netcat", "iputils-ping"],
  memoryMiB: 2,
  run: (process) => process.exec(["bash"]),
};
