import type { Milliseconds } from "../../base/units.ts";
import type { Runtime } from "../../cri/runtime.ts";
import { type Clock, every } from "../../sim/clock.ts";
import type { Log } from "../../sim/log.ts";
import type { KubeletConfiguration } from "../configuration.ts";

export interface ImageGarbageOptions {
  readonly runtime: Runtime;
  readonly clock: Clock;
  readonly log: Log;
  readonly disk: number;
  readonly limits: KubeletConfiguration["imageGarbage"];
}

/** Removes images that no container uses when they fill the disk, the longest unused first. */
export class ImageGarbage {
  readonly #options: ImageGarbageOptions;
  readonly #seen = new Map<string, { readonly since: Milliseconds; usedAt: Milliseconds }>();

  constructor(options: ImageGarbageOptions) {
    this.#options = options;
  }

  start(): void {
    const { clock, limits } = this.#options;
    every(clock, limits.period, () => clock.spawn(() => this.#collect()));
  }

  async #collect(): Promise<void> {
    const { clock, disk, limits, log, runtime } = this.#options;
    const inUse = this.#note();
    const used = runtime.listImages().reduce((sum, { size }) => sum + size, 0);
    if (used * 100 < disk * limits.highPercent) return;

    let toFree = used - (disk * limits.lowPercent) / 100;
    log.info(`Disk usage on image filesystem is over the high threshold, trying to free ${Math.ceil(toFree)} bytes down to the low threshold`);
    const oldest = [...this.#seen].sort(([, a], [, b]) => a.usedAt - b.usedAt || a.since - b.since);
    for (const [name, { since }] of oldest) {
      if (toFree <= 0) return;
      const image = runtime.imageStatus(name);
      if (image === undefined || inUse.has(name) || clock.now() - since < limits.minimumAge) continue;
      await runtime.removeImage(name);
      toFree -= image.size;
    }
  }

  /** Notes which images there are and when they were used last. */
  #note(): ReadonlySet<string> {
    const { clock, runtime } = this.#options;
    const now = clock.now();
    const inUse = new Set(runtime.listContainers().map(({ image }) => image));
    const present = new Set<string>();
    for (const { name } of runtime.listImages()) {
      present.add(name);
      const seen = this.#seen.get(name);
      if (seen === undefined) this.#seen.set(name, { since: now, usedAt: inUse.has(name) ? now : 0 });
      else if (inUse.has(name)) seen.usedAt = now;
    }
    for (const name of this.#seen.keys()) if (!present.has(name)) this.#seen.delete(name);
    return inUse;
  }
}
