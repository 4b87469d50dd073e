import { minute, second, type Milliseconds } from "../../base/units.ts";
import { type Clock, every, type Timer } from "../../sim/clock.ts";
import type { PodInfo } from "../cache/pod-info.ts";
import { type ClusterEvent, type Happening, type Wake, wakes } from "../framework/cluster-event.ts";
import { backoffOf } from "./backoff.ts";
import { PodHeap } from "./pod-heap.ts";
import type { QueuedPod, QueueEntry, QueuePlace } from "./queued-pod.ts";

/** What the queue asks of the profile that a pod belongs to. */
export interface QueueProfile {
  /** The plugin that keeps the pod out. */
  gate(pod: PodInfo): string | undefined;
  wakesOf(plugin: string): readonly Wake[];
  listeners(event: ClusterEvent): readonly string[];
}

export interface SchedulingQueueOptions {
  readonly clock: Clock;
  /** By scheduler name. */
  readonly profiles: ReadonlyMap<string, QueueProfile>;
  /** Who is tried first; the same for all profiles. */
  readonly before: (a: QueueEntry, b: QueueEntry) => boolean;
}

/** How an attempt ended without a binding. */
export interface Failure {
  /** The plugins that refused; none means that something broke. */
  readonly refusedBy: ReadonlySet<string>;
}

const flushBackoffEvery: Milliseconds = second;
const flushUnschedulableEvery: Milliseconds = 30 * second;
/** Pods that no event has woken for this long are tried all the same. */
const longestUnschedulable: Milliseconds = 5 * minute;
/** A pod that could not be tried for so long for want of nodes or answers is part of the cluster's pulse. */
const patience: Milliseconds = minute;

const nobody: ReadonlySet<string> = new Set();

/**
 * Pods that wait: those to be tried now (active), those that pause after a failure (backoff), and those for which
 * something has to happen first (unschedulable, and gated ones among them). An event wakes the pods of the plugins
 * that name it, and only if the plugin's hint does not know better.
 */
export class SchedulingQueue {
  readonly #clock: Clock;
  readonly #profiles: ReadonlyMap<string, QueueProfile>;
  readonly #pods = new Map<string, QueuedPod>();
  readonly #active: PodHeap;
  readonly #backoff = new PodHeap("backoff", byEndOfBackoff);
  readonly #errorBackoff = new PodHeap("backoff", byEndOfBackoff);
  /** The pods that cannot be scheduled, by each plugin that refused them. */
  readonly #refused = new Map<string, Set<QueuedPod>>();
  readonly #inFlight = new Map<string, Happening[]>();
  readonly #listeners = new Map<ClusterEvent, readonly string[]>();
  #ticket = 0;
  #flush: { readonly at: Milliseconds; readonly timer: Timer } | undefined;
  #ready: () => void = () => {};

  constructor({ clock, profiles, before }: SchedulingQueueOptions) {
    this.#clock = clock;
    this.#profiles = profiles;
    this.#active = new PodHeap("active", before);
    every(clock, flushUnschedulableEvery, () => this.#wakeLeftovers());
  }

  /** `listener` is called when there may be a pod to pop. */
  onReady(listener: () => void): void {
    this.#ready = listener;
  }

  /** Pods by where they wait, for those who look in. */
  count(place: QueuePlace): number {
    let count = 0;
    for (const pod of this.#pods.values()) if (pod.place === place) count++;
    return count;
  }

  get(uid: string): QueuedPod | undefined {
    return this.#pods.get(uid);
  }

  /** A new pod. */
  add(info: PodInfo, cause: number | undefined): void {
    const now = this.#clock.now();
    const pod: QueuedPod = {
      info, cause, place: "gone", ticket: 0, since: now, addedAt: now, attempts: 0, unschedulableCount: 0,
      consecutiveErrors: 0, backoffUntil: 0, refusedBy: nobody, gatedBy: undefined,
    };
    this.#pods.set(info.uid, pod);
    this.#activate(pod);
  }

  /** The waiting pod itself has changed. */
  update(info: PodInfo, happenings: readonly Happening[]): void {
    const pod = this.#pods.get(info.uid);
    if (pod === undefined) return this.add(info, happenings[0]?.revision);
    pod.info = info;
    for (const happening of happenings) {
      this.#inFlight.get(info.uid)?.push(happening);
      if (pod.place === "unschedulable" && this.#wakesAny(pod, happening)) this.#wake(pod, happening.revision);
    }
  }

  delete(uid: string): void {
    const pod = this.#pods.get(uid);
    if (pod === undefined) return;
    this.#leave(pod);
    pod.place = "gone";
    this.#pods.delete(uid);
    this.#inFlight.delete(uid);
  }

  /** The next pod to try. When nothing else is to do, pods need not sit out their pause, unless something broke. */
  pop(): QueuedPod | undefined {
    const pod = this.#active.pop() ?? this.#popPausing();
    if (pod === undefined) return undefined;
    this.#leave(pod);
    pod.place = "in flight";
    pod.attempts++;
    pod.refusedBy = nobody;
    this.#inFlight.set(pod.info.uid, []);
    return pod;
  }

  /** The pod will not come back refused: it is bound, being bound, or was skipped. */
  done(uid: string): void {
    this.#inFlight.delete(uid);
    const pod = this.#pods.get(uid);
    if (pod?.place === "in flight") this.#pods.delete(uid);
  }

  /** The attempt has failed. What has happened since the pod was popped may have changed the matter already. */
  retryLater(pod: QueuedPod, info: PodInfo, { refusedBy }: Failure): void {
    const missed = this.#inFlight.get(info.uid) ?? [];
    this.#inFlight.delete(info.uid);
    this.#pods.set(info.uid, pod);
    pod.info = info;
    pod.refusedBy = refusedBy;
    pod.since = this.#clock.now();
    if (refusedBy.size === 0) pod.consecutiveErrors++;
    else {
      pod.consecutiveErrors = 0;
      pod.unschedulableCount++;
    }
    pod.backoffUntil = pod.since + backoffOf(pod);
    const waker = missed.find((happening) => this.#wakesAny(pod, happening));
    if (refusedBy.size === 0) this.#pause(pod);
    else if (waker !== undefined) this.#wake(pod, waker.revision);
    else this.#setAside(pod);
  }

  /** Something has happened in the cluster. */
  happened(happening: Happening, except?: string): void {
    for (const missed of this.#inFlight.values()) missed.push(happening);
    for (const plugin of this.#listenersOf(happening.event)) {
      const refused = this.#refused.get(plugin);
      if (refused === undefined) continue;
      for (const pod of Array.from(refused)) {
        if (pod.place !== "unschedulable" || pod.info.uid === except) continue;
        if (wakes(this.#profile(pod).wakesOf(plugin), pod.info, happening)) this.#wake(pod, happening.revision);
      }
    }
  }

  /** Puts the pod among those to be tried now, whatever refused it. */
  activate(uid: string): void {
    const pod = this.#pods.get(uid);
    if (pod !== undefined && (pod.place === "unschedulable" || pod.place === "backoff")) this.#activate(pod);
  }

  #profile({ info }: QueuedPod): QueueProfile {
    return this.#profiles.get(info.pod.spec.schedulerName ?? "default-scheduler") ?? [...this.#profiles.values()][0]!;
  }

  #listenersOf(event: ClusterEvent): readonly string[] {
    const known = this.#listeners.get(event);
    if (known !== undefined) return known;
    const names = [...new Set([...this.#profiles.values()].flatMap((profile) => profile.listeners(event)))];
    this.#listeners.set(event, names);
    return names;
  }

  #wakesAny(pod: QueuedPod, happening: Happening): boolean {
    for (const plugin of refusersOf(pod)) if (wakes(this.#profile(pod).wakesOf(plugin), pod.info, happening)) return true;
    return false;
  }

  #wake(pod: QueuedPod, revision: number | undefined): void {
    pod.cause = revision ?? pod.cause;
    if (this.#clock.now() < pod.backoffUntil) this.#pause(pod);
    else this.#activate(pod);
  }

  #activate(pod: QueuedPod): void {
    if (this.#gate(pod)) return;
    pod.since = this.#clock.now();
    this.#put(pod, "active");
    this.#ready();
  }

  #pause(pod: QueuedPod): void {
    if (this.#gate(pod)) return;
    this.#put(pod, "backoff");
    if (pod.consecutiveErrors > 0) this.#flushAt(pod);
    else this.#ready();
  }

  #setAside(pod: QueuedPod): void {
    this.#put(pod, "unschedulable");
    this.#file(pod);
  }

  /** Keeps the pod out if some plugin says so. */
  #gate(pod: QueuedPod): boolean {
    const plugin = this.#profile(pod).gate(pod.info);
    this.#leave(pod);
    pod.gatedBy = plugin;
    if (plugin === undefined) return false;
    this.#setAside(pod);
    return true;
  }

  #put(pod: QueuedPod, place: QueuePlace): void {
    this.#leave(pod);
    pod.place = place;
    pod.ticket = ++this.#ticket;
    if (place === "active") this.#active.push(pod);
    if (place === "backoff") (pod.consecutiveErrors > 0 ? this.#errorBackoff : this.#backoff).push(pod);
  }

  #leave(pod: QueuedPod): void {
    if (pod.place !== "unschedulable") return;
    for (const plugin of refusersOf(pod)) this.#refused.get(plugin)?.delete(pod);
  }

  #file(pod: QueuedPod): void {
    for (const plugin of refusersOf(pod)) {
      const pods = this.#refused.get(plugin);
      if (pods === undefined) this.#refused.set(plugin, new Set([pod]));
      else pods.add(pod);
    }
  }

  #popPausing(): QueuedPod | undefined {
    return this.#backoff.pop();
  }

  /** Pauses end at whole seconds, all together. */
  #flushAt({ backoffUntil, addedAt }: QueuedPod): void {
    const now = this.#clock.now();
    const at = Math.max(now, Math.ceil(backoffUntil / flushBackoffEvery) * flushBackoffEvery);
    if (this.#flush !== undefined && this.#flush.at <= at) return;
    this.#flush?.timer.cancel();
    const timer = this.#clock.after(at - now, () => this.#flushBackoff(), now - addedAt < patience ? "foreground" : "background");
    this.#flush = { at, timer };
  }

  #flushBackoff(): void {
    this.#flush = undefined;
    const now = this.#clock.now();
    for (let pod = this.#errorBackoff.peek(); pod !== undefined; pod = this.#errorBackoff.peek()) {
      if (pod.backoffUntil > now) return this.#flushAt(pod);
      this.#activate(pod);
    }
  }

  #wakeLeftovers(): void {
    const before = this.#clock.now() - longestUnschedulable;
    for (const pod of this.#pods.values()) if (pod.place === "unschedulable" && pod.since < before) this.#wake(pod, undefined);
  }
}

/** All plugins whose events may bring the pod back. */
const refusersOf = ({ refusedBy, gatedBy }: QueuedPod): Iterable<string> => (gatedBy === undefined ? refusedBy : new Set([...refusedBy, gatedBy]));

function byEndOfBackoff(a: QueueEntry, b: QueueEntry): boolean {
  return a.backoffUntil === b.backoffUntil ? a.ticket < b.ticket : a.backoffUntil < b.backoffUntil;
}
