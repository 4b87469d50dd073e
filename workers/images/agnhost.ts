import type { ImageProgram } from "../cri/image-program.ts";
import { connectCommand, liveness, logsGenerator, serveHostname } from "./agnhost/commands.ts";
import { netexec } from "./agnhost/netexec.ts";

/** The conformance tests' image of many programs; its first argument chooses one. Others than these are refused. */
export const agnhost: ImageProgram = {
  image: "registry.k8s.io/e2e-test-images/agnhost",
  aliases: ["k8s.gcr.io/e2e-test-images/agnhost", "gcr.io/kubernetes-e2e-test-images/agnhost"],
  tags: ["latest", ...Array.from({ length: 60 }, (_, minor) => `2.${minor}`)],
  sizeMiB: 48,
  executable: "/agnhost",
  command: ["pause"],
  userland: "alpine",
  packages: ["curl", "bash", "dnsutils"],
  memoryMiB: 6,

  async run(process) {
    const [command = "pause", ...rest] = process.args;
    if (command !== "pause") process.onSignal("TERM", () => process.exit(2));
    switch (command) {
      case "pause":
        process.print("Paused");
        process.onSignal("TERM", () => process.exit(0));
        return await process.forever();
      case "netexec": return await netexec(process, rest);
      case "serve-hostname": return await serveHostname(process, rest);
      case "liveness": return await liveness(process);
      case "connect": return await connectCommand(process, rest);
      case "logs-generator": return await logsGenerator(process, rest);
      case "help":
      case "--help":
        process.print("agnhost: connect, liveness, logs-generator, netexec, pause, serve-hostname");
        return 0;
      default:
        process.printError(`Error: unknown command "${command}" for "app": it is not part of this playground`);
        return 1;
    }
  },
};
