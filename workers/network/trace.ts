import type { Clock } from "../sim/clock.ts";
import type { Milliseconds } from "../base/units.ts";

/** What became of one request: who asked whom, and what each hop did with it. */
export interface TraceRecord {
  readonly at: Milliseconds;
  readonly duration: Milliseconds;
  /** "default/web-1", "node-1", "visitor". */
  readonly from: string;
  /** As the caller wrote it: "web:80", "10.96.0.1:443". */
  readonly to: string;
  readonly protocol: "HTTP" | "TCP" | "UDP" | "DNS";
  readonly method: string;
  readonly path: string;
  readonly ok: boolean;
  /** "200", "connection refused", "no such host", … */
  readonly outcome: string;
  readonly hops: readonly string[];
}

export type TraceStart = Pick<TraceRecord, "from" | "to" | "protocol" | "method" | "path">;

/** A request under way, collecting its hops. */
export interface Trace {
  hop(words: string): void;
  /** Closes the trace; later calls do nothing. */
  finish(ok: boolean, outcome: string): void;
}

/** Keeps the newest traces and tells listeners of each. Without anybody to tell, a trace costs two small objects. */
export class TraceRing {
  readonly #clock: Clock;
  readonly #capacity: number;
  #records: TraceRecord[] = [];
  #next = 0;
  readonly #listeners = new Set<(record: TraceRecord) => void>();

  constructor(clock: Clock, capacity: number) {
    this.#clock = clock;
    this.#capacity = capacity;
  }

  start(start: TraceStart): Trace {
    const at = this.#clock.now();
    const hops: string[] = [];
    let open = true;
    return {
      hop: (words) => void (open && hops.push(words)),
      finish: (ok, outcome) => {
        if (!open) return;
        open = false;
        this.#keep({ ...start, at, duration: this.#clock.now() - at, ok, outcome, hops });
      },
    };
  }

  onTrace(listener: (record: TraceRecord) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Oldest first. */
  records(): readonly TraceRecord[] {
    return [...this.#records.slice(this.#next), ...this.#records.slice(0, this.#next)];
  }

  #keep(record: TraceRecord): void {
    this.#records[this.#next] = record;
    this.#next = (this.#next + 1) % this.#capacity;
    for (const listener of this.#listeners) listener(record);
  }
}
