import { flag } from "../cri/arguments.ts";
import type { ImageProgram } from "../cri/image-program.ts";

/** Fails after a while: `--after 5s --code 1`. For lessons about restarts and back-off. */
export const crasher: ImageProgram = {
  image: "kubarium/crasher",
  tags: ["latest", "1.0"],
  sizeMiB: 3,
  executable: "/crasher",
  memoryMiB: 4,

  async run(process) {
    const seconds = Number.parseFloat(flag(process.args, "after") ?? process.env["CRASH_AFTER"] ?? "5");
    const code = Number.parseInt(flag(process.args, "code") ?? process.env["CRASH_CODE"] ?? "1", 10);
    const message = flag(process.args, "message") ?? "something went badly wrong";
    process.onSignal("TERM", () => process.exit(143));
    process.print(`crasher: will exit with code ${code} in ${seconds} s`);
    await process.sleep(seconds * 1000);
    process.printError(`crasher: fatal: ${message}`);
    return code;
  },
};
