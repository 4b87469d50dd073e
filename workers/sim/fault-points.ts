import type { Milliseconds } from "../base/units.ts";
import type { Random } from "./random.ts";

/** What goes wrong at a fault point: an error, a delay, or both. */
export interface Fault {
  readonly error?: string;
  readonly delay?: Milliseconds;
}

export interface ArmedFault extends Fault {
  /** Chance that a pass through the point is hit, 0 to 1. */
  readonly probability: number;
  /** Hits after which the fault disarms itself; without it, it stays. */
  readonly times?: number;
}

/**
 * Named places where a test or a person can make something fail ("apiserver/request", "cri/pull").
 * Code asks as it passes; unarmed points cost one map look-up and draw no randomness.
 */
export class FaultPoints {
  readonly #random: Random;
  readonly #armed = new Map<string, { readonly fault: ArmedFault; hits: number }>();

  constructor(random: Random) {
    this.#random = random;
  }

  arm(point: string, fault: ArmedFault): void {
    this.#armed.set(point, { fault, hits: 0 });
  }

  disarm(point: string): void {
    this.#armed.delete(point);
  }

  /** The fault that hits this pass through the point, if any. */
  strike(point: string): Fault | undefined {
    const armed = this.#armed.get(point);
    if (armed === undefined) return undefined;
    const { probability, times } = armed.fault;
    if (this.#random.next() >= probability) return undefined;
    armed.hits++;
    if (times !== undefined && armed.hits >= times) this.#armed.delete(point);
    return armed.fault;
  }
}
