import { flag } from "../cri/arguments.ts";
import type { ImageProgram } from "../cri/image-program.ts";

/** Keeps processors busy and takes memory, as much as its arguments say. */
export const stress: ImageProgram = {
  image: "polinux/stress",
  tags: ["latest", "1.0.4"],
  sizeMiB: 4,
  executable: "/usr/local/bin/stress",
  entrypoint: [],
  command: ["stress", "--help"],
  userland: "alpine",
  memoryMiB: 0.5,

  async run(process) {
    const { args } = process;
    const number = (long: string, short: string) => Number(flag(args, long) ?? flag(args, short) ?? 0);
    const [cpu, io, vm, hdd] = [number("cpu", "c"), number("io", "i"), number("vm", "m"), number("hdd", "d")];
    if (cpu + io + vm + hdd === 0) {
      process.print("`stress' imposes certain types of compute stress on your system\n\nUsage: stress [OPTION [ARG]] ...\n --cpu N, --vm N, --vm-bytes B, --vm-hang N, --timeout N");
      return args.includes("--help") || args.length === 0 ? 0 : 1;
    }
    process.print(`stress: info: [${process.pid}] dispatching hogs: ${cpu} cpu, ${io} io, ${vm} vm, ${hdd} hdd`);
    const releases = [process.useCpu(cpu + io * 0.2)];
    const bytes = parseBytes(flag(args, "vm-bytes") ?? "256M");
    // Without a pause the worker fills its memory again and again.
    if (flag(args, "vm-hang") === undefined && vm > 0) releases.push(process.useCpu(vm));
    await process.allocate(bytes * vm);
    const timeout = flag(args, "timeout") ?? flag(args, "t");
    if (timeout === undefined) return await process.forever();
    await process.sleep(parseSeconds(timeout) * 1000);
    for (const release of releases) release();
    process.print(`stress: info: [${process.pid}] successful run completed in ${parseSeconds(timeout)}s`);
    return 0;
  },
};

/** 250M, 1G, 512K, plain bytes. */
function parseBytes(text: string): number {
  const unit = { K: 1024, M: 1024 ** 2, G: 1024 ** 3, B: 1 }[text.slice(-1).toUpperCase()] ?? 1;
  return Number.parseFloat(text) * unit;
}

function parseSeconds(text: string): number {
  const unit = { s: 1, m: 60, h: 3600, d: 86_400 }[text.slice(-1)] ?? 1;
  return Number.parseFloat(text) * unit;
}
