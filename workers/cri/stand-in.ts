import type { ImageProgram } from "./image-program.ts";
import { unpack, type ImageContent } from "./image-content.ts";
import type { Process } from "./process.ts";

/**
 * What runs for an image that we have no program for: it stays up, answers HTTP on the ports that the
 * container declares, and says in its log and in every answer that it is a stand-in.
 */
export function standInContent(name: string, port: number | undefined): ImageContent {
  const image: ImageProgram = {
    image: "kubarium/stand-in",
    tags: ["latest"],
    sizeMiB: 0,
    userland: "alpine",
    packages: ["curl", "bash"],
    memoryMiB: 16,
    run: (process) => standIn(process, name, port),
  };
  return unpack(image, (process) => missing(process, name, port));
}

async function standIn(process: Process, name: string, port: number | undefined): Promise<number> {
  const ports = process.declaredPorts.length > 0 ? process.declaredPorts : port === undefined ? [] : [port];
  process.onSignal("TERM", () => process.exit(0));
  process.print(`stand-in for ${name}: this image is not simulated, so nothing of its own program runs`);
  for (const number of ports) {
    if (process.network.isBound("TCP", number)) continue;
    process.listenHttp(number, () => ({ status: 200, headers: { "content-type": "text/plain" }, body: `stand-in for ${name} on ${process.hostname}\n` }));
    process.print(`stand-in for ${name}: answering HTTP on port ${number}`);
  }
  return await process.forever();
}

/** An executable that the unknown image may well have: the container's own stays up, a command run inside (a probe, a hook) succeeds. */
async function missing(process: Process, name: string, port: number | undefined): Promise<number> {
  if (belongsToMain(process)) return await standIn(process, name, port);
  process.printError(`stand-in for ${name}: ${process.argv[0]} is not simulated and did nothing`);
  return 0;
}

function belongsToMain(process: Process): boolean {
  const all = process.processes();
  let current = all.find(({ pid }) => pid === process.pid);
  while (current !== undefined && current.parent !== 0) current = all.find(({ pid }) => pid === current!.parent);
  return current?.pid === 1;
}
