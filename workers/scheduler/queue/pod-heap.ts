import { Heap } from "../../base/heap.ts";
import type { QueuedPod, QueueEntry, QueuePlace } from "./queued-pod.ts";

/** Waiting pods in an order. Pods leave by being put elsewhere: their entries are dropped when they come up. */
export class PodHeap {
  readonly #place: QueuePlace;
  readonly #heap: Heap<QueueEntry>;

  constructor(place: QueuePlace, before: (a: QueueEntry, b: QueueEntry) => boolean) {
    this.#place = place;
    this.#heap = new Heap(before);
  }

  push(pod: QueuedPod): void {
    const { info, since, backoffUntil, ticket } = pod;
    this.#heap.push({ pod, priority: info.priority, since, backoffUntil, ticket });
  }

  peek(): QueuedPod | undefined {
    for (let entry = this.#heap.peek(); entry !== undefined; entry = this.#heap.peek()) {
      if (entry.pod.place === this.#place && entry.pod.ticket === entry.ticket) return entry.pod;
      this.#heap.pop();
    }
    return undefined;
  }

  pop(): QueuedPod | undefined {
    const pod = this.peek();
    if (pod !== undefined) this.#heap.pop();
    return pod;
  }
}
