import { monitorEventLoopDelay, performance } from "node:perf_hooks";
import { getHeapStatistics } from "node:v8";

/** What one run of one implementation showed; times in real milliseconds, memory in bytes. */
export type Measured = Readonly<Record<string, number>>;

/** The shape: three nodes, ten for a thousand pods. */
export const nodesFor = (replicas: number) => (replicas >= 1000 ? 10 : 3);

const heapSampling = 10;
const resolution = 1;

/** Watches over a stretch of work: how long the event loop was held, how far the heap grew, what the processor did. */
export function watchOver() {
  const delays = monitorEventLoopDelay({ resolution });
  let peak = 0;
  const sample = () => (peak = Math.max(peak, getHeapStatistics().used_heap_size));
  const timer = setInterval(sample, heapSampling);
  const cpu = process.cpuUsage();
  const begun = performance.now();
  delays.enable();
  return {
    finish(): { readonly took: number; readonly stallP99: number; readonly longestStall: number; readonly peakHeap: number; readonly cpu: number } {
      const took = performance.now() - begun;
      delays.disable();
      clearInterval(timer);
      sample();
      const { user, system } = process.cpuUsage(cpu);
      const held = (nanoseconds: number) => Math.max(0, nanoseconds / 1e6 - resolution);
      return { took, stallP99: held(delays.percentile(99)), longestStall: held(delays.max), peakHeap: peak, cpu: (user + system) / 1000 };
    },
  };
}

/** Real seconds over which idleness is measured. */
const idleSeconds = 5;

/** Share of one processor that is used while nothing is asked of the cluster. */
export async function idleCpu(): Promise<number> {
  const before = process.cpuUsage();
  const begun = performance.now();
  await new Promise((resolve) => void setTimeout(resolve, idleSeconds * 1000));
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / (performance.now() - begun);
}

export const turn = () => new Promise<void>((resolve) => void setImmediate(resolve));

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}
