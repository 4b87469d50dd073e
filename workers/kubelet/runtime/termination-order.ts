import type { Milliseconds } from "../../base/units.ts";
import type { Pod } from "../../api/generated/core/v1.ts";
import type { Clock, Timer } from "../../sim/clock.ts";
import { isSidecar } from "../pods/pod-containers.ts";

interface Waiting {
  readonly name: string;
  go(): void;
}

/**
 * Sidecars serve the containers that start after them, so they end after those: first the regular containers,
 * then the sidecars from the last to the first. Nobody waits longer than the grace period.
 */
export class TerminationOrder {
  readonly #clock: Clock;
  readonly #running: Set<string>;
  /** Whom each sidecar waits for. */
  readonly #before = new Map<string, readonly string[]>();
  readonly #waiting: Waiting[] = [];

  /** `running` names the containers that run now. */
  constructor({ spec }: Pod, running: readonly string[], clock: Clock) {
    this.#clock = clock;
    this.#running = new Set(running);
    let served = spec.containers.map(({ name }) => name);
    for (const container of (spec.initContainers ?? []).toReversed()) {
      if (!isSidecar(container)) continue;
      this.#before.set(container.name, served);
      served = [...served, container.name];
    }
  }

  /** Resolves when the container may be stopped, with the time that it has waited. */
  waitForTurn(name: string, most: Milliseconds): Promise<Milliseconds> {
    if (this.#mayEnd(name)) return Promise.resolve(0);
    const began = this.#clock.now();
    return new Promise((resolve) => {
      let timer: Timer | undefined = undefined;
      const waiting: Waiting = {
        name,
        go: () => {
          timer?.cancel();
          const index = this.#waiting.indexOf(waiting);
          if (index >= 0) this.#waiting.splice(index, 1);
          resolve(this.#clock.now() - began);
        },
      };
      this.#waiting.push(waiting);
      timer = this.#clock.after(most, () => waiting.go());
    });
  }

  terminated(name: string): void {
    this.#running.delete(name);
    for (const waiting of this.#waiting.filter((each) => this.#mayEnd(each.name))) waiting.go();
  }

  #mayEnd(name: string): boolean {
    return !(this.#before.get(name) ?? []).some((served) => this.#running.has(served));
  }
}
