import { second } from "../../base/units.ts";
import type { Container, ContainerStatus, Pod, PodStatus, Probe } from "../../api/generated/core/v1.ts";
import { parseTime } from "../../apimachinery/timestamp.ts";
import type { Clock, Timer } from "../../sim/clock.ts";
import type { Random } from "../../sim/random.ts";
import type { PodEvents } from "../pod-events.ts";
import { restartsOnFailure } from "../pods/pod-containers.ts";
import { runtimeIdOf } from "../status/container-state.ts";
import type { ProbeOutcome } from "./probe-outcome.ts";
import type { ProbeKind, ProbeResult, ProbeResults } from "./probe-results.ts";
import { type ProbeTools, runProbe } from "./run-probe.ts";

export interface ProbeWorkerOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly events: PodEvents;
  readonly results: ProbeResults;
  readonly tools: ProbeTools;
  /** When the kubelet began: probes that are taken up again right after are spread. */
  readonly kubeletStart: number;
  pod(uid: string): Pod | undefined;
  status(podUid: string): PodStatus | undefined;
}

export interface ProbeSubject {
  readonly kind: ProbeKind;
  readonly pod: Pod;
  readonly container: Container;
  readonly probe: Probe;
}

const titles: Readonly<Record<ProbeKind, string>> = { startup: "Startup", liveness: "Liveness", readiness: "Readiness" };

/** Until the first probe has spoken, a container counts as alive but not as ready. */
const initialResults: Readonly<Record<ProbeKind, ProbeResult>> = { startup: "unknown", liveness: "success", readiness: "failure" };

/** Probes one container in one respect, for as long as its pod runs on this node. */
export class ProbeWorker {
  readonly #options: ProbeWorkerOptions;
  readonly #subject: ProbeSubject;
  #timer: Timer | undefined;
  #containerId = "";
  #lastResult: ProbeResult = "unknown";
  #inARow = 0;
  /** The container has failed: no more probing until it is replaced. */
  #onHold = false;
  #busy = false;
  #stopped = false;

  constructor(options: ProbeWorkerOptions, subject: ProbeSubject) {
    this.#options = options;
    this.#subject = subject;
  }

  start(): void {
    const { clock, random, kubeletStart } = this.#options;
    const justStarted = clock.now() - kubeletStart < this.#period;
    if (justStarted) this.#timer = clock.after(random.next() * this.#period, () => this.#begin(), "background");
    else this.#begin();
  }

  stop(): void {
    if (this.#stopped) return;
    this.#stopped = true;
    this.#timer?.cancel();
    this.#options.results.remove(this.#containerId);
  }

  /** Probes now rather than at the next turn: somebody waits for the answer. */
  trigger(): void {
    if (!this.#stopped) this.#tick();
  }

  get #period() {
    return (this.#subject.probe.periodSeconds ?? 10) * second;
  }

  #begin(): void {
    if (this.#stopped) return;
    this.#timer = this.#options.clock.after(this.#period, () => this.#begin(), "background");
    this.#tick();
  }

  #tick(): void {
    if (this.#busy) return;
    this.#busy = true;
    this.#options.clock.spawn(async () => {
      const goOn = await this.#probe();
      this.#busy = false;
      if (!goOn) this.stop();
    });
  }

  /** False when there will never be anything to probe again. */
  async #probe(): Promise<boolean> {
    const { kind, pod, container, probe } = this.#subject;
    const current = this.#options.pod(pod.metadata.uid) ?? pod;
    const status = this.#options.status(pod.metadata.uid);
    if (status === undefined) return true;
    if (status.phase === "Failed" || status.phase === "Succeeded") return false;
    const containerStatus = findStatus(status, container.name);
    const containerId = runtimeIdOf(containerStatus?.containerID);
    if (containerStatus === undefined || containerId === "") return true;
    this.#follow(containerId);
    if (this.#onHold) return true;

    if (containerStatus.state?.running === undefined) {
      this.#set("failure");
      return containerStatus.state?.terminated === undefined || restartsOnFailure(current, container);
    }
    if (current.metadata.deletionTimestamp !== undefined && kind !== "readiness") {
      this.#set("success");
      return false;
    }
    if (!this.#isDue(containerStatus, probe)) return true;
    const outcome = await runProbe(probe, { container, containerId, podIp: status.podIP ?? "" }, this.#options.tools);
    if (!this.#stopped && containerId === this.#containerId) this.#take(outcome, current);
    return true;
  }

  /** A new instance of the container starts with a clean slate. */
  #follow(containerId: string): void {
    if (containerId === this.#containerId) return;
    if (this.#containerId !== "") this.#options.results.remove(this.#containerId);
    this.#containerId = containerId;
    this.#lastResult = "unknown";
    this.#inARow = 0;
    this.#onHold = false;
    this.#set(initialResults[this.#subject.kind]);
  }

  /** Startup probes run until the container has started; the others only after that. */
  #isDue({ state, started }: ContainerStatus, { initialDelaySeconds = 0 }: Probe): boolean {
    const startedAt = state?.running?.startedAt;
    if (startedAt !== undefined && this.#options.clock.now() - parseTime(startedAt) < initialDelaySeconds * second) return false;
    return (started === true) !== (this.#subject.kind === "startup");
  }

  #take({ result, output }: ProbeOutcome, pod: Pod): void {
    const { kind, container, probe } = this.#subject;
    const { events } = this.#options;
    if (result === "unknown") return events.containerWarning(pod, container.name, "Unhealthy", `${titles[kind]} probe errored and resulted in unknown state: ${output}`);
    if (result === "failure") events.containerWarning(pod, container.name, "Unhealthy", `${titles[kind]} probe failed: ${output}`);

    this.#inARow = result === this.#lastResult ? this.#inARow + 1 : 1;
    this.#lastResult = result;
    const threshold = result === "failure" ? (probe.failureThreshold ?? 3) : (probe.successThreshold ?? 1);
    if (this.#inARow < threshold) return;
    this.#set(result);
    if (result === "failure" && kind !== "readiness") {
      this.#onHold = true;
      this.#inARow = 0;
    }
  }

  #set(result: ProbeResult): void {
    const { kind, pod } = this.#subject;
    if (this.#containerId !== "") this.#options.results.set({ kind, podUid: pod.metadata.uid, containerId: this.#containerId, result });
  }
}

const findStatus = ({ containerStatuses = [], initContainerStatuses = [] }: PodStatus, name: string) =>
  containerStatuses.find((status) => status.name === name) ?? initContainerStatuses.find((status) => status.name === name);
