import type { ImageProgram } from "../cri/image-program.ts";

/** The image that the documentation debugs DNS with. */
export const dnsutils: ImageProgram = {
  image: "registry.k8s.io/e2e-test-images/jessie-dnsutils",
  aliases: ["gcr.io/kubernetes-e2e-test-images/dnsutils", "registry.k8s.io/e2e-test-images/dnsutils", "tutum/dnsutils"],
  tags: ["1.0", "1.1", "1.2", "1.3", "1.7", "latest"],
  sizeMiB: 60,
  executable: "/usr/bin/dnsutils",
  entrypoint: [],
  command: ["sleep", "infinity"],
  userland: "debian",
  packages: ["dnsutils", "curl", "wget", "iputils-ping"],
  memoryMiB: 1,
  run: (process) => process.forever(),
};
