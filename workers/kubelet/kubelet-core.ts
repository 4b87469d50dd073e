import { deepEqual } from "../base/deep-equal.ts";
import { minute, second } from "../base/units.ts";
import type { Node, Pod } from "../api/generated/core/v1.ts";
import type { RuntimeEvent } from "../cri/runtime.ts";
import { type Clock, every } from "../sim/clock.ts";
import type { Log } from "../sim/log.ts";
import { rejectionOf } from "./admission/admission.ts";
import { Ledger } from "./admission/ledger.ts";
import type { PodEvents } from "./pod-events.ts";
import { formatPod } from "./pods/pod-containers.ts";
import { configMirror, isMirrorPod, isStaticPod, isTerminalPhase } from "./pods/pod-kind.ts";
import type { PodTable } from "./pods/pod-table.ts";
import type { PodWorkers } from "./pods/pod-workers.ts";
import type { ProbeChange } from "./probes/probe-results.ts";
import type { ProbeWorkers } from "./probes/probe-workers.ts";
import type { GarbageCollector } from "./runtime/garbage-collector.ts";
import { isRunning } from "./runtime/pod-runtime-status.ts";
import type { RuntimeCache } from "./runtime/runtime-cache.ts";
import type { MirrorPods } from "./sources/mirror-pods.ts";
import type { NodeObjects } from "./sources/node-objects.ts";
import { podConditions } from "./status/conditions.ts";
import type { StatusWriter } from "./status/status-writer.ts";

export interface KubeletCoreOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly events: PodEvents;
  readonly table: PodTable;
  readonly workers: PodWorkers;
  readonly cache: RuntimeCache;
  readonly statuses: StatusWriter;
  readonly probes: ProbeWorkers;
  readonly objects: NodeObjects;
  readonly mirrors: MirrorPods;
  readonly garbage: GarbageCollector;
  /** The node to admit pods to: the API server's, or what this kubelet would register. */
  node(): Node;
  /** Is every source of pods known, so that a pod that no source names may be stopped? */
  allSourcesKnown(): boolean;
}

const housekeepingPeriod = minute;

/** A container that has ended is looked at before its predecessors are removed. */
const garbageDelay = second;

/** The sync loop: takes what happens to pods, containers and probes to the worker of the pod. */
export class KubeletCore {
  readonly #options: KubeletCoreOptions;
  readonly #ledger = new Ledger();

  constructor(options: KubeletCoreOptions) {
    this.#options = options;
  }

  start(): void {
    every(this.#options.clock, housekeepingPeriod, () => this.housekeep());
  }

  /** A pod is new to this node, from whichever source. */
  added(pod: Pod): void {
    const { objects, table, workers } = this.#options;
    table.set(pod);
    if (isMirrorPod(pod)) return this.#mirrorChanged(pod);
    objects.hold(pod);
    if (this.#adoptStopped(pod)) return;
    if (!workers.has(pod.metadata.uid) && !this.#admit(pod)) return;
    workers.update(pod, table.mirrorOf(pod));
  }

  /** A pod has changed: what is asked of it, or only what is said of it. */
  updated(previous: Pod, pod: Pod): void {
    const { objects, statuses, table, workers } = this.#options;
    if (previous.metadata.uid !== pod.metadata.uid) {
      this.removed(previous);
      return this.added(pod);
    }
    table.set(pod);
    if (isMirrorPod(pod)) return this.#mirrorChanged(pod);
    if (!differs(previous, pod) || this.#wasRejected(pod)) return this.#reconcile(pod);
    objects.hold(pod);
    workers.update(pod, table.mirrorOf(pod));
    statuses.reconcile(pod.metadata.uid);
  }

  /** No source names the pod any more: what runs of it is stopped. */
  removed(pod: Pod): void {
    const { table, workers } = this.#options;
    table.delete(pod);
    if (isMirrorPod(pod)) return this.#mirrorChanged(pod);
    workers.kill(pod.metadata.uid, {});
    this.#drop(pod.metadata.uid);
  }

  /** A container or sandbox has started or ended. */
  runtimeChanged(podUid: string, event: RuntimeEvent | undefined): void {
    const { clock, garbage, workers, table } = this.#options;
    if (event?.type === "ContainerCreated" || event?.type === "ContainerDeleted") return;
    if (workers.has(podUid)) workers.resync(podUid);
    else if (table.get(podUid) === undefined) this.housekeep();
    if (event?.type === "ContainerStopped") clock.after(garbageDelay, () => clock.spawn(() => garbage.collect(podUid)), "background");
  }

  /** A probe has changed its mind. */
  probeChanged({ podUid, kind }: ProbeChange): void {
    const { probes, statuses, table, workers, cache } = this.#options;
    const pod = table.get(podUid);
    if (pod === undefined) return;
    if (kind !== "liveness") {
      statuses.change(podUid, (status) => {
        const regular = probes.apply(pod, status.containerStatuses ?? [], "regular");
        const init = probes.apply(pod, status.initContainerStatuses ?? [], "init");
        const fresh = new Map(podConditions(pod, { phase: status.phase ?? "Pending", init, regular, runtime: cache.get(podUid) }).map((condition) => [condition.type, condition]));
        const conditions = (status.conditions ?? []).map((condition) => {
          const next = fresh.get(condition.type);
          return next === undefined ? condition : { ...next, ...(condition.observedGeneration !== undefined && { observedGeneration: condition.observedGeneration }) };
        });
        return { ...status, conditions, containerStatuses: regular, ...(init.length > 0 && { initContainerStatuses: init }) };
      });
    }
    workers.resync(podUid);
  }

  /** A pod's worker has nothing left to do. */
  finished(pod: Pod): void {
    const { uid } = pod.metadata;
    this.#ledger.remove(uid);
    this.#options.objects.release(uid);
    this.#options.statuses.reconcile(uid);
    this.#drop(uid);
    if (isStaticPod(pod)) this.housekeep();
  }

  /** The node has become known to the API server: static pods can be shown there now. */
  nodeRegistered(): void {
    const { table, workers } = this.#options;
    for (const pod of table.pods()) if (isStaticPod(pod)) workers.resync(pod.metadata.uid);
  }

  /** Stops what runs without being asked for, and forgets what is over. */
  housekeep(): void {
    const { cache, mirrors, table, workers, clock } = this.#options;
    if (!this.#options.allSourcesKnown()) return;
    for (const uid of cache.podUids()) if (table.get(uid) === undefined && !workers.has(uid)) this.#stopOrphan(uid);
    for (const mirror of table.mirrors()) {
      if (table.staticPodOf(mirror) === undefined && !this.#isStopping(mirror)) clock.spawn(() => mirrors.remove(mirror));
    }
  }

  /** The pod's worker is done and no source names the pod: nothing of it is kept. */
  #drop(uid: string): void {
    const { clock, garbage, statuses, table, workers } = this.#options;
    if (table.get(uid) !== undefined || (workers.has(uid) && !workers.isFinished(uid))) return;
    workers.forget(uid);
    statuses.forget(uid);
    this.#ledger.remove(uid);
    clock.spawn(() => garbage.collectAll(uid));
  }

  /** A mirror stays for as long as containers of its static pod may run. */
  #isStopping(mirror: Pod): boolean {
    return this.#options.workers.couldRunContainers(mirror.metadata.annotations?.[configMirror] ?? "");
  }

  #stopOrphan(uid: string): void {
    const { clock, garbage, log } = this.#options;
    log.info(`Clean up containers for orphaned pod ${uid}`);
    clock.spawn(() => garbage.collectAll(uid));
  }

  #mirrorChanged(mirror: Pod): void {
    const { statuses, table, workers } = this.#options;
    const pod = table.staticPodOf(mirror);
    if (pod === undefined) return this.housekeep();
    workers.update(pod, table.mirrorOf(pod));
    statuses.reconcile(pod.metadata.uid);
  }

  /** Others have written into the pod's status: the kubelet has the last word on its own parts. */
  #reconcile(pod: Pod): void {
    const { statuses, workers } = this.#options;
    workers.note(pod);
    statuses.reconcile(pod.metadata.uid);
    if ((pod.spec.readinessGates ?? []).length > 0) workers.resync(pod.metadata.uid);
  }

  /** A pod that was never let in needs no worker, until it is deleted. */
  #wasRejected({ metadata, status }: Pod): boolean {
    return isTerminalPhase(status.phase) && metadata.deletionTimestamp === undefined && !this.#options.workers.has(metadata.uid);
  }

  /** A pod that has ended, and of which nothing runs: it was here before this kubelet began. */
  #adoptStopped(pod: Pod): boolean {
    const { cache, workers } = this.#options;
    if (!isTerminalPhase(pod.status.phase) || workers.has(pod.metadata.uid)) return false;
    if (cache.get(pod.metadata.uid).containers.some(isRunning)) return false;
    workers.adoptStopped(pod);
    return true;
  }

  #admit(pod: Pod): boolean {
    const { events, log, statuses } = this.#options;
    if (pod.metadata.deletionTimestamp !== undefined) return true;
    const rejection = rejectionOf(pod, this.#options.node(), this.#ledger);
    if (rejection === undefined) {
      this.#ledger.add(pod);
      return true;
    }
    const { reason, message } = rejection;
    events.warning(pod, reason, message);
    log.warning(`Pod ${formatPod(pod)} was rejected: ${message}`);
    statuses.set(pod, { phase: "Failed", reason, message: `Pod was rejected: ${message}`, conditions: pod.status.conditions ?? [], ...(pod.status.qosClass !== undefined && { qosClass: pod.status.qosClass }) });
    return false;
  }
}

/** Is something else asked of the pod than before? */
function differs(previous: Pod, pod: Pod): boolean {
  const a = previous.metadata;
  const b = pod.metadata;
  if (a.deletionTimestamp !== b.deletionTimestamp || a.deletionGracePeriodSeconds !== b.deletionGracePeriodSeconds) return true;
  if (isTerminalPhase(pod.status.phase) && !isTerminalPhase(previous.status.phase)) return true;
  return !deepEqual(previous.spec, pod.spec) || !deepEqual(a.labels, b.labels) || !deepEqual(a.annotations, b.annotations);
}
