import { second, type Milliseconds } from "../../base/units.ts";
import type { Clock, Timer } from "../../sim/clock.ts";

/** The nodes of one zone that wait for their taint, and how fast they get it: one at a time. */
export class ZoneQueue {
  readonly #clock: Clock;
  readonly #taint: (node: string) => Promise<void>;
  readonly #waiting: string[] = [];
  /** Also those that have been served, until they are removed: a node is not tainted twice for one failure. */
  readonly #known = new Set<string>();
  #qps: number;
  #nextAt: Milliseconds = 0;
  #timer: Timer | undefined;

  constructor(clock: Clock, qps: number, taint: (node: string) => Promise<void>) {
    this.#clock = clock;
    this.#qps = qps;
    this.#taint = taint;
  }

  /** Was it new? */
  add(node: string): boolean {
    if (this.#known.has(node)) return false;
    this.#known.add(node);
    this.#waiting.push(node);
    this.#arrange();
    return true;
  }

  isWaiting(node: string): boolean {
    return this.#waiting.includes(node);
  }

  /** The node is well again, or gone. Was it known? */
  remove(node: string): boolean {
    const index = this.#waiting.indexOf(node);
    if (index >= 0) this.#waiting.splice(index, 1);
    this.#arrange();
    return this.#known.delete(node);
  }

  /** Nodes per second; 0 stops the queue. A pause that has begun lasts as long as the new rate says. */
  setRate(qps: number): void {
    if (qps === this.#qps) return;
    this.#qps = qps;
    const now = this.#clock.now();
    if (qps > 0 && now < this.#nextAt) this.#nextAt = now + second / qps;
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#arrange();
  }

  #arrange(): void {
    if (this.#waiting.length === 0 || this.#qps <= 0) {
      this.#timer?.cancel();
      this.#timer = undefined;
      return;
    }
    this.#timer ??= this.#clock.after(this.#nextAt - this.#clock.now(), () => this.#serve());
  }

  #serve(): void {
    this.#timer = undefined;
    const node = this.#waiting.shift();
    if (node === undefined) return;
    this.#nextAt = this.#clock.now() + second / this.#qps;
    this.#clock.spawn(() => this.#taint(node));
    this.#arrange();
  }
}
