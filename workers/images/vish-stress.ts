import { flag } from "../cri/arguments.ts";
import { formatTime } from "../cri/calendar.ts";
import type { ImageProgram } from "../cri/image-program.ts";

/** The load generator of the documentation's resource examples: -cpus, -mem-total, -mem-alloc-size, -mem-alloc-sleep. */
export const vishStress: ImageProgram = {
  image: "vish/stress",
  tags: ["latest"],
  sizeMiB: 2,
  executable: "/stress",
  memoryMiB: 2,

  async run(process) {
    const log = (message: string) => process.printError(`I${formatTime(process.clock.now(), "%m%d %H:%M:%S.000000")}       1 main.go:26] ${message}`);
    const [total, size, pause] = [flag(process.args, "mem-total") ?? "0", flag(process.args, "mem-alloc-size") ?? "4Ki", flag(process.args, "mem-alloc-sleep") ?? "1ms"];
    const cpus = Number(flag(process.args, "cpus") ?? 0);
    log(`Allocating "${total}" memory, in "${size}" chunks, with a ${pause} sleep between allocations`);
    if (cpus > 0) {
      log("Spawning a thread to consume CPU");
      process.useCpu(cpus);
    }
    for (let left = parseQuantity(total); left > 0; left -= parseQuantity(size)) {
      await process.allocate(Math.min(left, Math.max(1, parseQuantity(size))));
      await process.sleep(parsePause(pause));
    }
    log(`Allocated "${total}" memory`);
    return await process.forever();
  },
};

function parseQuantity(text: string): number {
  const units: Readonly<Record<string, number>> = { Ki: 1024, Mi: 1024 ** 2, Gi: 1024 ** 3, k: 1e3, M: 1e6, G: 1e9 };
  return Number.parseFloat(text) * (units[/[A-Za-z]+$/.exec(text)?.[0] ?? ""] ?? 1);
}

function parsePause(text: string): number {
  const value = Number.parseFloat(text);
  if (text.endsWith("ms")) return Math.max(1, value);
  return text.endsWith("m") ? value * 60_000 : value * 1000;
}
