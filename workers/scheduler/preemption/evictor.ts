import { ApiError } from "../../apimachinery/status.ts";
import type { ObjectKey } from "../../apimachinery/object.ts";
import { type Pod, Pods } from "../../api/core/pod.ts";
import type { Client } from "../../client/client.ts";
import type { EventSeriesRecorder } from "../../client/event-series-recorder.ts";
import { ConnectionError } from "../../client/transport.ts";
import type { Clock } from "../../sim/clock.ts";
import type { Log } from "../../sim/log.ts";
import type { PodInfo } from "../cache/pod-info.ts";
import { patchPodStatus } from "../patch-pod-status.ts";
import type { Candidate } from "./candidate.ts";

export interface EvictorOptions {
  readonly client: Client;
  readonly clock: Clock;
  readonly log: Log;
  readonly recorder: EventSeriesRecorder;
  /** The newest known state of a pod. */
  readonly pod: (key: ObjectKey) => Pod | undefined;
  readonly nominatedOn: (nodeName: string) => readonly PodInfo[];
  /** Tries a waiting pod again at once. */
  readonly activate: (uid: string) => void;
}

/**
 * Makes room: evicts the victims of a candidate in the background. The last victim goes last, so that a pod that
 * was woken by an earlier one waits for all of them.
 */
export class Evictor {
  readonly #options: EvictorOptions;
  /** Pods that room is being made for, with the last victim once it is its turn. */
  readonly #preempting = new Map<string, ObjectKey | undefined>();

  constructor(options: EvictorOptions) {
    this.#options = options;
  }

  /** Are there victims that have not been told to go yet? */
  isPreempting(uid: string): boolean {
    if (!this.#preempting.has(uid)) return false;
    const last = this.#preempting.get(uid);
    if (last === undefined) return true;
    const pod = this.#options.pod(last);
    return pod !== undefined && pod.metadata.deletionTimestamp === undefined;
  }

  start(preemptor: PodInfo, candidate: Candidate): void {
    const victims = candidate.victims.filter(({ terminating }) => !terminating);
    if (victims.length === 0) return;
    this.#preempting.set(preemptor.uid, undefined);
    this.#options.clock.spawn(() => this.#makeRoom(preemptor, victims, candidate.nodeName));
  }

  async #makeRoom(preemptor: PodInfo, victims: readonly PodInfo[], nodeName: string): Promise<void> {
    const last = victims.at(-1)!;
    const others = victims.slice(0, -1);
    try {
      await this.#clearNominations(preemptor, nodeName);
      await Promise.all(others.map((victim) => this.#evict(victim, preemptor, nodeName)));
      this.#preempting.set(preemptor.uid, last.key);
      await this.#evict(last, preemptor, nodeName);
      this.#preempting.delete(preemptor.uid);
    } catch (error) {
      this.#preempting.delete(preemptor.uid);
      if (!(error instanceof ApiError || error instanceof ConnectionError)) throw error;
      this.#options.log.error(`error occurred during async preemption: ${error.message}`);
      this.#options.activate(preemptor.uid);
    }
  }

  /** Less important pods that wait for room on the node may not get it now: they look elsewhere. */
  async #clearNominations({ priority }: PodInfo, nodeName: string): Promise<void> {
    const { client, clock, nominatedOn } = this.#options;
    for (const { pod, priority: theirs } of nominatedOn(nodeName)) {
      if (theirs < priority) await ignoreGone(patchPodStatus(client, pod, { nominatedNodeName: "" }, clock.now()));
    }
  }

  async #evict(victim: PodInfo, preemptor: PodInfo, nodeName: string): Promise<void> {
    const { client, clock, recorder } = this.#options;
    const { namespace, name } = victim;
    const schedulerName = preemptor.pod.spec.schedulerName ?? "default-scheduler";
    const message = `${schedulerName}: preempting to accommodate a higher priority pod`;
    const condition = { type: "DisruptionTarget", status: "True", reason: "PreemptionByScheduler", message };
    const existed = (await ignoreGone(patchPodStatus(client, victim.pod, { condition }, clock.now()))) && (await ignoreGone(client.delete(Pods, { namespace, name })));
    if (!existed) return;
    const note = `Preempted by pod ${preemptor.uid} on node ${nodeName}`;
    recorder.record({ about: victim.pod, related: preemptor.pod, type: "Normal", reason: "Preempted", action: "Preempting", message: note });
  }
}

/** Did it exist? */
async function ignoreGone(request: Promise<unknown>): Promise<boolean> {
  try {
    await request;
    return true;
  } catch (error) {
    if (error instanceof ApiError && error.code === 404) return false;
    throw error;
  }
}
