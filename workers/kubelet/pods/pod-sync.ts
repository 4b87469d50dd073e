import { aggregate } from "../../apimachinery/validation.ts";
import { formatTime, parseTime } from "../../apimachinery/timestamp.ts";
import { second, type Milliseconds } from "../../base/units.ts";
import type { Pod, PodStatus } from "../../api/generated/core/v1.ts";
import type { ContainerStatus as RuntimeContainer, RegistryCredential, Runtime } from "../../cri/runtime.ts";
import type { Clock } from "../../sim/clock.ts";
import type { Lifetime } from "../../sim/lifetime.ts";
import type { PodEvents } from "../pod-events.ts";
import type { ProbeWorkers } from "../probes/probe-workers.ts";
import type { PodRunner } from "../runtime/pod-runner.ts";
import { isRunning } from "../runtime/pod-runtime-status.ts";
import { startFailureText, type StartFailure } from "../runtime/start-error.ts";
import type { RuntimeCache } from "../runtime/runtime-cache.ts";
import { generatePodStatus, type NewPodStatus } from "../status/pod-status.ts";
import type { StartFailures } from "../status/start-failures.ts";
import type { StatusWriter } from "../status/status-writer.ts";
import { endedStatus } from "../status/ended-status.ts";
import type { PodVolumes } from "../volumes/pod-volumes.ts";
import type { MountContext } from "../volumes/volume-plugin.ts";
import { isStaticPod, isTerminalPhase } from "./pod-kind.ts";
import type { Kill, PodSync, SyncOutcome } from "./pod-worker.ts";
import { SyncError } from "./sync-error.ts";
import { unsupportedBy } from "./unsupported.ts";

export interface PodSyncOptions {
  readonly runtime: Runtime;
  readonly clock: Clock;
  readonly cache: RuntimeCache;
  readonly events: PodEvents;
  readonly runner: PodRunner;
  readonly probes: ProbeWorkers;
  readonly statuses: StatusWriter;
  readonly failures: StartFailures;
  readonly volumes: PodVolumes;
  readonly hostIps: readonly string[];
  mountContext(pod: Pod): MountContext;
  credentials(pod: Pod): Promise<readonly RegistryCredential[]>;
  readonly lastWords: (container: RuntimeContainer) => string | undefined;
  /** Sees to it that a static pod has its mirror in the API server. */
  reflect(pod: Pod, mirror: Pod | undefined): Promise<void>;
  /** Forgets all that was kept for the pod besides its volumes. */
  release(pod: Pod): void;
}

const networkNotReady = "container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:Network plugin returns error: cni plugin not initialized";

/** What is done for a pod in each of the three parts of its life. */
export class PodSyncer implements PodSync {
  readonly #options: PodSyncOptions;

  constructor(options: PodSyncOptions) {
    this.#options = options;
  }

  async syncPod(pod: Pod, mirror: Pod | undefined, until: Lifetime): Promise<SyncOutcome> {
    const { runner, statuses, volumes, probes, failures } = this.#options;
    const status = this.#generate(pod, false);
    this.#tellOfDeadline(pod, status);
    statuses.set(pod, status);
    if (isTerminalPhase(status.phase)) return { over: true };

    this.#refuseUnsupported(pod);
    this.#refuseWithoutNetwork(pod);
    if (isStaticPod(pod)) await this.#options.reflect(pod, mirror);
    await volumes.waitForMount(pod, this.#options.mountContext(pod), until);
    const credentials = await this.#options.credentials(pod);
    probes.add(pod);

    const report = (container: string, failure: Parameters<StartFailures["report"]>[2]) => failures.report(pod.metadata.uid, container, failure);
    const failed = await runner.sync({ pod, credentials, volumes: volumes.mounted(pod.metadata.uid), until, report });
    if (failed.length > 0) this.#retryLater(failed);
    const lookAgainAt = deadlineOf(pod, status);
    return { over: false, ...(lookAgainAt !== undefined && { lookAgainAt }) };
  }

  refreshStatus(pod: Pod): void {
    this.#options.statuses.set(pod, this.#generate(pod, false));
  }

  async syncTerminatingPod(pod: Pod, kill: Kill, until: Lifetime): Promise<void> {
    const { cache, probes, runner, statuses } = this.#options;
    const told = (status: NewPodStatus) => kill.status?.(status) ?? status;
    statuses.set(pod, told(this.#generate(pod, false)));
    probes.stopLivenessAndStartup(pod);
    await runner.kill(pod, kill.gracePeriod, until);
    probes.remove(pod.metadata.uid);

    const running = cache.get(pod.metadata.uid).containers.filter(isRunning);
    if (running.length > 0) throw new SyncError(`detected running containers after a successful KillPod, CRI violation: [${running.map(({ name }) => name).join(" ")}]`);
    statuses.set(pod, told(this.#generate(pod, true)));
  }

  syncTerminatedPod(pod: Pod): Promise<void> {
    const { statuses, volumes, probes, failures } = this.#options;
    const status = endedStatus(pod, this.#generate(pod, true));
    volumes.tearDown(pod.metadata.uid, this.#options.mountContext(pod));
    probes.remove(pod.metadata.uid);
    failures.forget(pod.metadata.uid);
    this.#options.release(pod);
    statuses.finish(pod, status);
    return Promise.resolve();
  }

  #generate(pod: Pod, ended: boolean): NewPodStatus {
    const { cache, clock, failures, hostIps, lastWords, probes, runtime, statuses } = this.#options;
    const previous: PodStatus = statuses.get(pod.metadata.uid) ?? pod.status;
    const overdue = (deadlineOf(pod, previous) ?? Infinity) <= clock.now();
    const status = generatePodStatus(pod, {
      source: { runtimeName: runtime.name, runtime: cache.get(pod.metadata.uid), failures, lastWords },
      previous,
      hostIps,
      ended,
      withProbes: (containers, kind) => probes.apply(pod, containers, kind),
      ...(overdue && { verdict: deadlineExceeded }),
    });
    return { ...status, startTime: previous.startTime ?? formatTime(clock.now()) };
  }

  #tellOfDeadline(pod: Pod, { reason }: NewPodStatus): void {
    const before = this.#options.statuses.get(pod.metadata.uid)?.reason;
    if (reason === deadlineExceeded.reason && before !== reason) this.#options.events.normal(pod, reason, deadlineExceeded.message);
  }

  #refuseUnsupported(pod: Pod): void {
    const unsupported = unsupportedBy(pod);
    if (unsupported === undefined) return;
    this.#options.events.warning(pod, unsupported.reason, unsupported.message);
    throw new SyncError(unsupported.message);
  }

  #refuseWithoutNetwork(pod: Pod): void {
    if (pod.spec.hostNetwork === true || this.#options.runtime.networkReady()) return;
    this.#options.events.warning(pod, "NetworkNotReady", `network is not ready: ${networkNotReady}`);
    throw new SyncError(`network is not ready: ${networkNotReady}`, { transient: true });
  }

  /** Containers that could not be started are tried again when the first of their delays is over. */
  #retryLater(failures: readonly StartFailure[]): never {
    const times = failures.flatMap(({ error: { retryAt } }) => (retryAt === undefined ? [] : [retryAt]));
    throw new SyncError(aggregate(failures.map(startFailureText)), { retryAt: times.length === 0 ? undefined : Math.min(...times) });
  }
}

/** A pod may say for how long it may run on a node. */
function deadlineOf({ spec }: Pod, { startTime }: Pick<PodStatus, "startTime">): Milliseconds | undefined {
  if (spec.activeDeadlineSeconds === undefined || startTime === undefined) return undefined;
  return parseTime(startTime) + spec.activeDeadlineSeconds * second;
}

const deadlineExceeded = { reason: "DeadlineExceeded", message: "Pod was active on the node longer than the specified deadline" };
