import { assert } from "../base/assert.ts";
import type { Clock } from "../sim/clock.ts";
import type { Lifetime } from "../sim/lifetime.ts";
import type { WorkItem, WorkQueue } from "./work-queue.ts";

export interface QueueWorkers {
  readonly queue: WorkQueue;
  readonly clock: Clock;
  readonly lifetime: Lifetime;
  /** How many keys are worked on at once. */
  readonly workers: number;
  /** Must not reject: what went wrong decides whether the key comes back. */
  readonly work: (item: WorkItem) => Promise<void>;
}

/** Works on the keys of a queue for as long as the process lives, a bounded number of them at once. */
export function startWorkers({ queue, clock, lifetime, workers, work }: QueueWorkers): void {
  assert(workers > 0, "a queue needs a worker");
  let active = 0;
  let scheduled = false;

  queue.onReady(() => {
    if (scheduled || lifetime.ended) return;
    scheduled = true;
    clock.spawn(drain);
  });

  /** Starts after all events of this moment have arrived, so that many changes to an object are one piece of work. */
  async function drain(): Promise<void> {
    await Promise.resolve();
    scheduled = false;
    while (active < workers && !lifetime.ended) {
      const item = queue.take();
      if (item === undefined) return;
      active++;
      clock.spawn(() => run(item));
    }
  }

  async function run(item: WorkItem): Promise<void> {
    await work(item);
    active--;
    queue.done(item.key);
    if (!scheduled) await drain();
  }
}
