import { flag } from "../cri/arguments.ts";
import type { ImageProgram } from "../cri/image-program.ts";

const mebibyte = 1024 * 1024;

/** Takes more and more memory: `--step 10 --every 1 --until 500` (MiB and seconds). For lessons about limits and eviction. */
export const memoryHog: ImageProgram = {
  image: "kubarium/memory-hog",
  tags: ["latest", "1.0"],
  sizeMiB: 3,
  executable: "/memory-hog",
  memoryMiB: 4,

  async run(process) {
    const number = (name: string, fallback: number) => Number.parseFloat(flag(process.args, name) ?? "") || fallback;
    const [step, period, most] = [number("step", 10), number("every", 1), number("until", 100_000)];
    process.onSignal("TERM", () => process.exit(143));
    for (let taken = step; taken <= most; taken += step) {
      await process.allocate(step * mebibyte);
      process.print(`memory-hog: holding ${taken} MiB`);
      await process.sleep(period * 1000);
    }
    return await process.forever();
  },
};
