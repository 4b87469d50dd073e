import type { Process, Program } from "../process.ts";

/** Package managers cannot install anything here, and say so. */
export const packageInstallers: Readonly<Record<string, Program>> = {
  "apt-get": (process) => refuse(process, "E: Unable to locate package", "update"),
  apt: (process) => refuse(process, "E: Unable to locate package", "update"),
  apk: (process) => refuse(process, "ERROR: unable to select packages:", "update"),
};

async function refuse(process: Process, words: string, update: string): Promise<number> {
  const [command, ...rest] = process.args.filter((arg) => !arg.startsWith("-"));
  await process.burnCpu(500);
  if (command === update) {
    process.print("Reading package lists... Done");
    return 0;
  }
  const missing = rest.filter((name) => process.which(name) === undefined);
  if (missing.length === 0) return 0;
  for (const name of missing) process.printError(`${words} ${name}`);
  process.printError("packages cannot be installed in this playground: use an image that has the program");
  return 100;
}
