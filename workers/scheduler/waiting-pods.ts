import type { Milliseconds } from "../base/units.ts";
import type { Clock } from "../sim/clock.ts";
import type { PodInfo } from "./cache/pod-info.ts";
import { fits, unschedulable, type Verdict } from "./framework/status.ts";

/** A pod with a node that waits for the permission of plugins. */
interface WaitingPod {
  readonly pod: PodInfo;
  readonly pending: Set<string>;
  settle(outcome: PermitOutcome): void;
}

export interface PermitOutcome {
  readonly verdict: Verdict;
  /** The plugin that rejected it, or whose time ran out. */
  readonly plugin: string;
}

/** No plugin may hold a pod for longer. */
const longestWait: Milliseconds = 15 * 60 * 1000;

/** Pods that permit plugins hold, until all of them allow or one rejects. */
export class WaitingPods {
  readonly #clock: Clock;
  readonly #pods = new Map<string, WaitingPod>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get(uid: string): PodInfo | undefined {
    return this.#pods.get(uid)?.pod;
  }

  /** Resolves when the matter is decided. */
  wait(pod: PodInfo, timeouts: ReadonlyMap<string, Milliseconds>): Promise<PermitOutcome> {
    return new Promise((resolve) => {
      const timers = [...timeouts].map(([plugin, timeout]) =>
        this.#clock.after(Math.min(timeout, longestWait), () => this.reject(pod.uid, plugin, `rejected due to timeout after waiting ${timeout / 1000}s at plugin ${plugin}`)),
      );
      const settle = (outcome: PermitOutcome) => {
        for (const timer of timers) timer.cancel();
        this.#pods.delete(pod.uid);
        resolve(outcome);
      };
      this.#pods.set(pod.uid, { pod, pending: new Set(timeouts.keys()), settle });
    });
  }

  allow(uid: string, plugin: string): void {
    const waiting = this.#pods.get(uid);
    waiting?.pending.delete(plugin);
    if (waiting?.pending.size === 0) waiting.settle({ verdict: fits, plugin });
  }

  reject(uid: string, plugin: string, reason: string): void {
    this.#pods.get(uid)?.settle({ verdict: unschedulable(reason), plugin });
  }
}
