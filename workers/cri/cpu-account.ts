import type { Milliseconds } from "../base/units.ts";
import { second } from "../base/units.ts";

interface Sample {
  readonly at: Milliseconds;
  readonly used: number;
}

/** Usage is measured over at least this long, as cAdvisor's housekeeping does. */
const sampleWindow: Milliseconds = 10 * second;

/**
 * Processor time of one container. Work queues up for the share it may have (its limit, or the machine):
 * when more is wanted than there is, everything takes longer, which is what throttling feels like.
 */
export class CpuAccount {
  readonly #now: () => Milliseconds;
  /** In processors: 0.5 is half of one. */
  readonly #capacity: number;
  /** When the work queued so far will be done. */
  #busyUntil: Milliseconds;
  /** Processor-milliseconds that bursts have asked for. */
  #queued = 0;
  #load = 0;
  #loadUsed = 0;
  #loadSince: Milliseconds;
  #older: Sample;
  #newer: Sample;

  constructor(now: () => Milliseconds, capacity: number) {
    this.#now = now;
    this.#capacity = capacity;
    const at = now();
    this.#busyUntil = at;
    this.#loadSince = at;
    this.#older = { at, used: 0 };
    this.#newer = this.#older;
  }

  /** Queues so much work of one thread and says how long it will take. */
  burn(work: Milliseconds): Milliseconds {
    const now = this.#now();
    const free = Math.max(this.#capacity - this.#load, this.#capacity / 10);
    this.#queued += work;
    this.#busyUntil = Math.max(now, this.#busyUntil) + work / free;
    return Math.max(work / Math.min(1, this.#capacity), this.#busyUntil - now);
  }

  /** Keeps processors busy from now on; the returned function ends that. */
  occupy(processors: number): () => void {
    this.#settleLoad();
    this.#load += processors;
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      this.#settleLoad();
      this.#load -= processors;
    };
  }

  /** Nobody is left to work: what is queued is dropped. */
  stop(): void {
    this.#settleLoad();
    this.#queued = this.#used() - this.#loadUsed;
    this.#busyUntil = this.#now();
    this.#load = 0;
  }

  /** Processor time used so far, in nanoseconds. */
  get nanoSeconds(): number {
    this.#settleLoad();
    return Math.round(this.#used() * 1_000_000);
  }

  /** Mean usage lately, in billionths of a processor. */
  get nanoCores(): number {
    this.#settleLoad();
    const at = this.#now();
    const used = this.#used();
    if (at - this.#newer.at >= sampleWindow) {
      this.#older = this.#newer;
      this.#newer = { at, used };
    }
    const elapsed = at - this.#older.at;
    return elapsed <= 0 ? 0 : Math.round(((used - this.#older.used) / elapsed) * 1_000_000_000);
  }

  #used(): number {
    const backlog = Math.max(0, this.#busyUntil - this.#now()) * Math.max(this.#capacity - this.#load, this.#capacity / 10);
    return this.#loadUsed + Math.max(0, this.#queued - backlog);
  }

  #settleLoad(): void {
    const now = this.#now();
    this.#loadUsed += (now - this.#loadSince) * Math.min(this.#load, this.#capacity);
    this.#loadSince = now;
  }
}
