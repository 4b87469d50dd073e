import { deepEqual } from "../../base/deep-equal.ts";
import { deepFreeze } from "../../base/freeze.ts";
import { second } from "../../base/units.ts";
import { ApiError } from "../../apimachinery/status.ts";
import { formatTime } from "../../apimachinery/timestamp.ts";
import { Pods } from "../../api/core/pod.ts";
import type { Pod, PodStatus } from "../../api/generated/core/v1.ts";
import type { Client } from "../../client/client.ts";
import { ConnectionError } from "../../client/transport.ts";
import { type Clock, every } from "../../sim/clock.ts";
import type { Log } from "../../sim/log.ts";
import { causingRevision } from "../pod-events.ts";
import { formatPod } from "../pods/pod-containers.ts";
import { isTerminalPhase } from "../pods/pod-kind.ts";
import { isOwnedByKubelet } from "./conditions.ts";
import type { NewPodStatus } from "./pod-status.ts";
import { withTransitions } from "./status-normal-form.ts";
import { statusPatch } from "./status-patch.ts";

export interface StatusWriterOptions {
  readonly client: Client;
  readonly clock: Clock;
  readonly log: Log;
  readonly actor: string;
  /** The pod of the API server under which the status is kept: the pod itself, or the mirror of a static pod. */
  published(podUid: string): Pod | undefined;
  /** Might containers of the pod still run? Then it may be neither deleted nor called terminal. */
  couldRun(podUid: string): boolean;
}

interface Entry {
  readonly pod: Pod;
  readonly status: PodStatus;
  /** The pod's work is over: it may be deleted from the API. */
  readonly finished: boolean;
  readonly version: number;
}

const retryPeriod = 10 * second;

/** Keeps what the kubelet says of each pod and brings it to the API server, only changes and one at a time. */
export class StatusWriter {
  readonly #options: StatusWriterOptions;
  readonly #entries = new Map<string, Entry>();
  /** The version of each pod's status that the API server has. */
  readonly #written = new Map<string, number>();
  readonly #queue = new Set<string>();
  #writing = false;

  constructor(options: StatusWriterOptions) {
    this.#options = options;
  }

  /** Starts to try again what could not be written. */
  start(): void {
    every(this.#options.clock, retryPeriod, () => this.#enqueueUnwritten());
  }

  get(podUid: string): PodStatus | undefined {
    return this.#entries.get(podUid)?.status;
  }

  /** Takes over a new status; writes it when it differs from the last. */
  set(pod: Pod, status: NewPodStatus): void {
    this.#update(pod, status, false);
  }

  /** The pod's last status: nothing of it runs any more, and it may be deleted. */
  finish(pod: Pod, status: NewPodStatus): void {
    this.#update(pod, status, true);
  }

  /** Changes one part of the last status at once, as a probe does. */
  change(podUid: string, change: (status: PodStatus) => NewPodStatus): void {
    const entry = this.#entries.get(podUid);
    if (entry !== undefined) this.#update(entry.pod, change(entry.status), entry.finished);
  }

  /** The pod has changed at the API server, or its mirror has appeared: looks whether its status says what we say. */
  reconcile(podUid: string): void {
    const entry = this.#entries.get(podUid);
    const published = this.#options.published(podUid);
    if (entry === undefined || published === undefined || this.#queue.has(podUid)) return;
    if (!this.#mayDelete(podUid) && statusPatch(published, published.status, this.#merged(entry, published)) === undefined) return;
    this.#written.delete(podUid);
    this.#enqueue(podUid);
  }

  forget(podUid: string): void {
    this.#entries.delete(podUid);
    this.#written.delete(podUid);
    this.#queue.delete(podUid);
  }

  #update(pod: Pod, next: NewPodStatus, finished: boolean): void {
    const { uid } = pod.metadata;
    const entry = this.#entries.get(uid);
    const previous = entry?.status ?? pod.status;
    const status = deepFreeze(withTransitions(next, previous, formatTime(this.#options.clock.now())));
    const isFinished = finished || entry?.finished === true;
    const same = entry !== undefined && entry.finished === isFinished && deepEqual(entry.status, status);
    const version = same ? entry.version : (entry?.version ?? 0) + 1;
    this.#entries.set(uid, { pod, status: same ? entry.status : status, finished: isFinished, version });
    if (!same || pod.metadata.deletionTimestamp !== undefined) this.#enqueue(uid);
  }

  #enqueueUnwritten(): void {
    for (const [uid, { version }] of this.#entries) if (this.#written.get(uid) !== version || this.#mayDelete(uid)) this.#enqueue(uid);
  }

  #enqueue(uid: string): void {
    this.#queue.add(uid);
    if (this.#writing) return;
    this.#writing = true;
    this.#options.clock.spawn(() => this.#drain());
  }

  async #drain(): Promise<void> {
    for (;;) {
      const [uid] = this.#queue;
      if (uid === undefined) break;
      this.#queue.delete(uid);
      await this.#sync(uid);
    }
    this.#writing = false;
  }

  async #sync(uid: string): Promise<void> {
    const entry = this.#entries.get(uid);
    const published = this.#options.published(uid);
    if (entry === undefined || published === undefined) return;
    try {
      if (this.#written.get(uid) !== entry.version) await this.#write(entry, published);
      this.#written.set(uid, entry.version);
      if (this.#entries.get(uid) === entry && this.#mayDelete(uid)) await this.#delete(published);
    } catch (error) {
      this.#failed(entry.pod, error);
    }
  }

  async #write(entry: Entry, published: Pod): Promise<void> {
    const patch = statusPatch(published, published.status, this.#merged(entry, published));
    if (patch === undefined) return;
    await this.#client(entry.pod).patch(Pods, reference(published), { type: "strategic", subresource: "status", body: patch });
  }

  /** While containers may run, a pod is not called terminal: others would take its resources for free. */
  #merged({ status, pod }: Entry, published: Pod): PodStatus {
    const foreign = (published.status.conditions ?? []).filter(({ type }) => !isOwnedByKubelet(type));
    const own = (status.conditions ?? []).filter(({ type }) => isOwnedByKubelet(type));
    const merged = { ...published.status, reason: undefined, message: undefined, ...status, conditions: [...foreign, ...own] };
    if (!isTerminalPhase(status.phase) || isTerminalPhase(published.status.phase) || !this.#options.couldRun(pod.metadata.uid)) return merged;
    const { phase = "Pending", reason, message } = published.status;
    return { ...merged, phase, reason, message };
  }

  #mayDelete(uid: string): boolean {
    const entry = this.#entries.get(uid);
    const published = this.#options.published(uid);
    if (entry === undefined || !entry.finished || published?.metadata.uid !== uid) return false;
    return published.metadata.deletionTimestamp !== undefined && !this.#options.couldRun(uid);
  }

  async #delete(published: Pod): Promise<void> {
    await this.#client(published).delete(Pods, reference(published), { gracePeriodSeconds: 0, preconditions: { uid: published.metadata.uid } });
    this.#options.log.info(`Pod fully terminated and removed from etcd: ${formatPod(published)}`);
    this.forget(published.metadata.uid);
  }

  #client(pod: Pod): Client {
    return this.#options.client.because({ actor: this.#options.actor, ...causingRevision(pod) });
  }

  #failed(pod: Pod, error: unknown): void {
    if (error instanceof ApiError && error.code === 404) return this.#options.log.info(`Pod ${formatPod(pod)} does not exist on the server`);
    if (!(error instanceof ApiError) && !(error instanceof ConnectionError)) throw error;
    this.#written.delete(pod.metadata.uid);
    this.#options.log.warning(`Failed to update status for pod ${formatPod(pod)}: ${error.message}`);
  }
}

const reference = ({ metadata: { name, namespace } }: Pod) => ({ name, ...(namespace !== undefined && { namespace }) });
