import { minute, second, type Milliseconds } from "../../base/units.ts";
import type { Pod } from "../../api/generated/core/v1.ts";
import type { Clock, Timer } from "../../sim/clock.ts";
import type { Lifetime } from "../../sim/lifetime.ts";
import type { Log } from "../../sim/log.ts";
import type { Random } from "../../sim/random.ts";
import type { NewPodStatus } from "../status/pod-status.ts";
import { expected } from "../defect.ts";
import { Cancelled } from "../until-ended.ts";
import { formatPod } from "./pod-containers.ts";
import { isTerminalPhase } from "./pod-kind.ts";
import { SyncError } from "./sync-error.ts";

/** "sync": it should run; "terminating": its containers are being stopped; "terminated": what is left is cleaned up. */
export type PodWork = "sync" | "terminating" | "terminated";

/** How a pod is to be stopped that nobody has deleted in the API. */
export interface Kill {
  /** Seconds, instead of the pod's own. */
  readonly gracePeriod?: number;
  /** What the pod's status shall say of it. */
  status?(status: NewPodStatus): NewPodStatus;
}

export interface SyncOutcome {
  /** The pod has come to its end by itself. */
  readonly over: boolean;
  /** When time alone will change something. */
  readonly lookAgainAt?: Milliseconds;
}

/** What is done for a pod. Each call works on the pod as it is then; `until` ends when something else is wanted. */
export interface PodSync {
  syncPod(pod: Pod, mirror: Pod | undefined, until: Lifetime): Promise<SyncOutcome>;
  /** Tells the API server again how the pod is. */
  refreshStatus(pod: Pod): void;
  syncTerminatingPod(pod: Pod, kill: Kill, until: Lifetime): Promise<void>;
  syncTerminatedPod(pod: Pod): Promise<void>;
}

export interface PodWorkerOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly lifetime: Lifetime;
  readonly sync: PodSync;
  readonly syncFrequency: Milliseconds;
  /** The pod will never be worked on again. */
  finished(pod: Pod): void;
}

const errorDelay = 10 * second;
/** Nothing is tried again sooner than this, whatever it says. */
const leastDelay = 100;
const transientErrorDelay = 1 * second;
const jitter = 0.5;

/** Whoever has failed for longer than this goes on failing as part of the cluster's pulse. */
const patience = minute;

/** So long after a container could not be started the pod's status says so (as long as a relist of the PLEG takes). */
const refreshDelay = second;

/** All work on one pod, one thing after another: it runs until it is to be stopped, is stopped, and is cleaned up. */
export class PodWorker {
  readonly #options: PodWorkerOptions;
  #pod: Pod;
  #mirror: Pod | undefined;
  #work: PodWork = "sync";
  #kill: Kill = {};
  #gracePeriod: number | undefined;
  #until: Lifetime;
  #wanted = false;
  #busy = false;
  #finished = false;
  #retry: Timer | undefined;
  #refresh: Timer | undefined;
  #failingSince: Milliseconds | undefined;

  constructor(pod: Pod, options: PodWorkerOptions) {
    this.#pod = pod;
    this.#options = options;
    this.#until = options.lifetime.child();
  }

  get pod(): Pod {
    return this.#pod;
  }

  get finished(): boolean {
    return this.#finished;
  }

  get terminationRequested(): boolean {
    return this.#work !== "sync";
  }

  get couldRunContainers(): boolean {
    return this.#work !== "terminated";
  }

  /** Takes over the pod's newest version and looks at it. */
  update(pod: Pod, mirror: Pod | undefined): void {
    this.#pod = pod;
    this.#mirror = mirror;
    if (pod.metadata.deletionTimestamp !== undefined) this.#terminate(gracePeriodOf(pod));
    else if (isTerminalPhase(pod.status.phase)) this.#terminate(pod.spec.terminationGracePeriodSeconds);
    this.#wake();
  }

  /** Stops the pod for a reason of the node's own. */
  kill(kill: Kill): void {
    if (kill.status !== undefined) this.#kill = kill;
    this.#terminate(kill.gracePeriod ?? gracePeriodOf(this.#pod));
    this.#wake();
  }

  /** Takes over what others have written into the pod's status; nothing has to be done for it. */
  note({ status }: Pod): void {
    this.#pod = { ...this.#pod, status };
  }

  /** Something about the pod's containers has changed: looks again. */
  resync(): void {
    this.#wake();
  }

  /** The pod was over before this kubelet began: only the cleaning up is left. */
  alreadyStopped(): void {
    this.#work = "terminated";
    this.#wake();
  }

  /** A second, shorter grace period cuts the first one short. */
  #terminate(gracePeriod: number | undefined): void {
    this.#refresh?.cancel();
    const wanted = Math.max(1, gracePeriod ?? 1);
    const shorter = this.#gracePeriod === undefined || wanted < this.#gracePeriod;
    if (this.#work === "terminated" || !shorter) return;
    this.#gracePeriod = wanted;
    this.#work = "terminating";
    this.#until.end();
    this.#until = this.#options.lifetime.child();
  }

  #wake(): void {
    if (this.#finished) return;
    this.#wanted = true;
    if (this.#busy) return;
    this.#busy = true;
    this.#options.clock.spawn(() => this.#run());
  }

  async #run(): Promise<void> {
    // A dead kubelet must not go on: its calls are cancelled at once, for ever.
    while (this.#wanted && !this.#finished && !this.#options.lifetime.ended) {
      this.#wanted = false;
      this.#retry?.cancel();
      this.#refresh?.cancel();
      await this.#step();
    }
    this.#busy = false;
  }

  async #step(): Promise<void> {
    const work = this.#work;
    try {
      await this.#perform(work);
      this.#failingSince = undefined;
    } catch (error) {
      if (error instanceof Cancelled) this.#wanted = true;
      else this.#failed(expected(error));
    }
  }

  async #perform(work: PodWork): Promise<void> {
    const { sync } = this.#options;
    switch (work) {
      case "sync": {
        const { over, lookAgainAt = Infinity } = await sync.syncPod(this.#pod, this.#mirror, this.#until);
        if (over) this.#terminate(this.#pod.spec.terminationGracePeriodSeconds);
        if (this.#work !== "sync") this.#wanted = true;
        else this.#retryAfter(Math.min(this.#jittered(this.#options.syncFrequency), lookAgainAt - this.#options.clock.now()), "background");
        return;
      }
      case "terminating":
        await sync.syncTerminatingPod(this.#pod, { ...this.#kill, ...(this.#gracePeriod !== undefined && { gracePeriod: this.#gracePeriod }) }, this.#until);
        this.#work = "terminated";
        this.#wanted = true;
        return;
      case "terminated":
        await sync.syncTerminatedPod(this.#pod);
        this.#finished = true;
        this.#retry?.cancel();
        this.#options.finished(this.#pod);
        return;
    }
  }

  #failed(error: Error): void {
    const { clock, log } = this.#options;
    this.#failingSince ??= clock.now();
    log.error(`Error syncing pod ${formatPod(this.#pod)}, skipping: ${error.message}`);
    const delay = this.#delayAfter(error);
    const patient = delay >= patience || clock.now() - this.#failingSince >= patience;
    const kind = patient ? "background" : "foreground";
    this.#retryAfter(this.#jittered(delay), kind);
    if (this.#work === "sync") this.#refresh = clock.after(refreshDelay, () => this.#options.sync.refreshStatus(this.#pod), kind);
  }

  #delayAfter(error: Error): Milliseconds {
    if (!(error instanceof SyncError)) return errorDelay;
    if (error.transient) return transientErrorDelay;
    if (error.retryAt === undefined) return errorDelay;
    return Math.min(Math.max(0, error.retryAt - this.#options.clock.now()), this.#options.syncFrequency);
  }

  #retryAfter(delay: Milliseconds, kind: "foreground" | "background"): void {
    this.#retry?.cancel();
    this.#retry = this.#options.clock.after(Math.max(delay, leastDelay), () => this.#wake(), kind);
  }

  #jittered(delay: Milliseconds): Milliseconds {
    return delay * (1 + jitter * this.#options.random.next());
  }
}

/** Seconds that the deletion grants; a deletion that grants none leaves it to the pod (`--force` frees the name, not the processes). */
const gracePeriodOf = ({ metadata, spec }: Pod) => metadata.deletionGracePeriodSeconds || spec.terminationGracePeriodSeconds;
