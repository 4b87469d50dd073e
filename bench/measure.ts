import { performance } from "node:perf_hooks";

/** What one run of one implementation showed; times in real milliseconds, heap in bytes. */
export interface Measured {
  /** From nothing to the first Ready pod. */
  readonly boot: number;
  /** From the apply of the Deployment to the last Ready pod. */
  readonly allReady: number;
  /** From the deletion of one pod to its Ready replacement. */
  readonly replacement: number;
  /** How long the event loop was held at a stretch. */
  readonly stallP99: number;
  readonly longestStall: number;
  readonly peakHeap: number;
}

/** The shape: three nodes, ten for a thousand pods. */
export const nodesFor = (replicas: number) => (replicas >= 1000 ? 10 : 3);

/** Measures how long the event loop was held between two turns. */
export class StallMeter {
  #last = performance.now();
  #stalls: number[] = [];

  tick(): void {
    const now = performance.now();
    this.#stalls.push(now - this.#last);
    this.#last = now;
  }

  reset(): void {
    this.#stalls = [];
    this.#last = performance.now();
  }

  result(): Pick<Measured, "stallP99" | "longestStall"> {
    const sorted = this.#stalls.toSorted((a, b) => a - b);
    return { stallP99: sorted[Math.floor(sorted.length * 0.99)] ?? 0, longestStall: sorted.at(-1) ?? 0 };
  }
}

/** Samples the heap, now and then. */
export function memoryPeak() {
  const state = { peak: 0, countdown: 0 };
  return {
    get peak() {
      return state.peak;
    },
    sample() {
      if (state.countdown-- > 0) return;
      state.countdown = 500;
      state.peak = Math.max(state.peak, process.memoryUsage().heapUsed);
    },
  };
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
