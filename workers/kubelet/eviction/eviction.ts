import { formatQuantity, quantityOf, value } from "../../apimachinery/quantity.ts";
import { minute, type Bytes, type Milliseconds } from "../../base/units.ts";
import { qosClass } from "../../api/core/qos-class.ts";
import type { Pod } from "../../api/generated/core/v1.ts";
import { type Clock, every } from "../../sim/clock.ts";
import type { Log } from "../../sim/log.ts";
import type { KubeletConfiguration } from "../configuration.ts";
import type { PodEvents } from "../pod-events.ts";
import { formatPod } from "../pods/pod-containers.ts";
import { isCriticalPod } from "../pods/pod-kind.ts";
import type { Kill } from "../pods/pod-worker.ts";
import type { NewPodStatus } from "../status/pod-status.ts";
import { evictionOrder, type Usage } from "./eviction-order.ts";

export interface EvictionOptions {
  readonly configuration: KubeletConfiguration;
  readonly memory: Bytes;
  readonly clock: Clock;
  readonly log: Log;
  readonly events: PodEvents;
  /** Pods that run, with what their containers use now. */
  usage(): readonly Usage[];
  /** Why a pod has to go for the disk's sake; undefined for most. */
  storageVerdict(pod: Pod): string | undefined;
  kill(pod: Pod, kill: Kill): void;
  /** The node's condition may have changed. */
  conditionChanged(): void;
}

/** A pod that is evicted at once gets one second to end. */
const immediately = 1;

/**
 * Watches the node's memory: when too little of it is left, the node says so, and the pods that use more than
 * they asked for go first. A pod that fills its emptyDir beyond the limit goes as well. Left out: soft thresholds,
 * the disk as a whole, inodes and process ids.
 */
export class Eviction {
  readonly #options: EvictionOptions;
  #lastPressure: Milliseconds | undefined;
  #underPressure = false;

  constructor(options: EvictionOptions) {
    this.#options = options;
  }

  /** Does the node say that it is short of memory? It goes on saying so for some time after. */
  get memoryPressure(): boolean {
    return this.#underPressure;
  }

  start(): void {
    const { clock, configuration } = this.#options;
    every(clock, configuration.evictionMonitoringPeriod, () => this.#look());
  }

  #look(): void {
    const { clock, configuration, memory } = this.#options;
    const usage = this.#options.usage().filter((each) => !this.#evictForStorage(each));
    const available = memory - usage.reduce((sum, { total }) => sum + total, 0);
    const short = available < configuration.evictionHard.memoryAvailable;
    if (short) this.#lastPressure = clock.now();
    this.#setPressure(short || this.#recently(configuration.evictionPressureTransitionPeriod));
    if (short) this.#evictOne(usage, available);
  }

  #recently(period: Milliseconds): boolean {
    return this.#lastPressure !== undefined && this.#options.clock.now() - this.#lastPressure < Math.max(period, minute);
  }

  #setPressure(pressure: boolean): void {
    if (pressure === this.#underPressure) return;
    this.#underPressure = pressure;
    this.#options.conditionChanged();
  }

  #evictForStorage({ pod }: Usage): boolean {
    const verdict = this.#options.storageVerdict(pod);
    if (verdict === undefined || isCriticalPod(pod)) return false;
    this.#evict(pod, verdict);
    return true;
  }

  #evict(pod: Pod, message: string): void {
    this.#options.events.warning(pod, "Evicted", message);
    this.#options.kill(pod, { gracePeriod: immediately, status: evicted(message) });
  }

  /** One pod at a time: it may be enough. */
  #evictOne(usage: readonly Usage[], available: Bytes): void {
    const { log } = this.#options;
    log.warning("Eviction manager: attempting to reclaim memory");
    const victim = evictionOrder(usage).find(({ pod }) => !isCriticalPod(pod));
    if (victim === undefined) return log.error("Eviction manager: eviction thresholds have been met, but no pods are active to evict");
    log.info(`Eviction manager: pod ${formatPod(victim.pod)} is evicted (${qosClass(victim.pod.spec)}, uses ${victim.total} bytes)`);
    this.#evict(victim.pod, this.#message(victim, available));
  }

  #message({ pod, containers }: Usage, available: Bytes): string {
    const { memoryAvailable } = this.#options.configuration.evictionHard;
    const parts = [`The node was low on resource: memory. Threshold quantity: ${binary(memoryAvailable)}, available: ${inKibibytes(available)}. `];
    for (const { name, used } of containers) {
      const requested = pod.spec.containers.find((container) => container.name === name)?.resources?.requests?.["memory"] ?? "0";
      if (used > value(requested)) parts.push(`Container ${name} was using ${inKibibytes(used)}, request is ${formatQuantity(requested)}, has larger consumption of memory. `);
    }
    return parts.join("");
  }
}

const binary = (amount: Bytes) => formatQuantity(quantityOf(amount, "BinarySI"));

const inKibibytes = (amount: Bytes) => `${Math.max(0, Math.floor(amount / 1024))}Ki`;

/** What the status of an evicted pod says. */
function evicted(message: string) {
  const disruption = { type: "DisruptionTarget", status: "True", reason: "TerminationByKubelet", message };
  return (status: NewPodStatus): NewPodStatus => ({
    ...status,
    phase: "Failed",
    reason: "Evicted",
    message,
    conditions: [...status.conditions.filter(({ type }) => type !== "DisruptionTarget"), disruption],
  });
}
