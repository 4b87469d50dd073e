import { second, type Milliseconds } from "../../base/units.ts";
import type { Container, Pod } from "../../api/generated/core/v1.ts";
import type { ContainerStatus, Runtime } from "../../cri/runtime.ts";
import type { Clock } from "../../sim/clock.ts";
import type { Lifetime } from "../../sim/lifetime.ts";
import type { Log } from "../../sim/log.ts";
import { expected } from "../defect.ts";
import type { HookRunner } from "../lifecycle/hook-runner.ts";
import type { PodEvents } from "../pod-events.ts";
import { findContainer, formatPod, isSidecar } from "../pods/pod-containers.ts";
import { Cancelled, untilEnded } from "../until-ended.ts";
import type { KillReason } from "./container-to-kill.ts";
import { addressesOf, isRunning, type PodRuntimeStatus } from "./pod-runtime-status.ts";
import { TerminationOrder } from "./termination-order.ts";

export interface ContainerKillerOptions {
  readonly runtime: Runtime;
  readonly clock: Clock;
  readonly events: PodEvents;
  readonly hooks: HookRunner;
  readonly log: Log;
}

export interface KillRequest {
  readonly pod: Pod;
  readonly container: Container;
  readonly containerId: string;
  readonly podIp: string;
  /** Of the Killing event; "" says that the container is being stopped. */
  readonly message: string;
  readonly reason: KillReason;
  /** Seconds, instead of the pod's own. */
  readonly gracePeriod?: number;
  /** Ends when somebody wants the container gone sooner. */
  readonly until: Lifetime;
  readonly order?: TerminationOrder;
}

/** However long the hook took, the process gets this much. */
const leastGracePeriod = 2;

/** Stops containers the way their pod asks for: hook, signal, patience, and then the hard way. */
export class ContainerKiller {
  readonly #options: ContainerKillerOptions;

  constructor(options: ContainerKillerOptions) {
    this.#options = options;
  }

  /** Stops every running container of the pod, sidecars after those that they serve. */
  async killAll(pod: Pod, status: PodRuntimeStatus, gracePeriod: number | undefined, until: Lifetime): Promise<void> {
    const running = status.containers.filter(isRunning);
    if (running.length === 0) return;
    const podIp = addressesOf(status)[0] ?? "";
    const names = running.map(({ name }) => name);
    const order = (pod.spec.initContainers ?? []).some(isSidecar) ? new TerminationOrder(pod, names, this.#options.clock) : undefined;
    const kill = (container: ContainerStatus) =>
      this.kill({
        pod,
        container: findContainer(pod, container.name)?.container ?? { name: container.name },
        containerId: container.id,
        podIp,
        message: "",
        reason: "unknown",
        until,
        ...(gracePeriod !== undefined && { gracePeriod }),
        ...(order !== undefined && { order }),
      });
    await Promise.all(running.map(kill));
  }

  /** Resolves when the container has ended. */
  async kill(request: KillRequest): Promise<void> {
    const { pod, container, containerId, message, until, order } = request;
    const { runtime, events, clock } = this.#options;
    let remaining = (request.gracePeriod ?? gracePeriodOf(pod, container, request.reason)) * second;
    events.containerNormal(pod, container.name, "Killing", message === "" ? `Stopping container ${container.name}` : message);

    if (remaining > 0 && container.lifecycle?.preStop !== undefined) remaining -= await this.#preStop(request, remaining);
    if (order !== undefined) remaining -= await untilEnded(until, order.waitForTurn(container.name, remaining));
    const patience = Math.max(remaining, leastGracePeriod * second);
    this.#options.log.info(`Killing container ${container.name} of pod ${formatPod(pod)} with grace period ${Math.ceil(patience / second)}`);
    const began = clock.now();
    await untilEnded(until, runtime.stopContainer(containerId, patience));
    this.#options.log.info(`Container ${container.name} of pod ${formatPod(pod)} exited after ${clock.now() - began}ms`);
    order?.terminated(container.name);
  }

  /** How long the hook ran; it is given up after the grace period. */
  async #preStop({ pod, container, containerId, podIp, until }: KillRequest, most: Milliseconds): Promise<Milliseconds> {
    const { clock, events, hooks } = this.#options;
    const began = clock.now();
    const hook = container.lifecycle?.preStop;
    if (hook === undefined) return 0;
    const enough = until.child();
    const timer = clock.after(most, () => enough.end());
    try {
      await hooks.run(hook, { pod, container, containerId, podIp }, enough);
    } catch (error) {
      if (until.ended) throw new Cancelled();
      const { message } = expected(error);
      if (!(error instanceof Cancelled)) events.containerWarning(pod, container.name, "FailedPreStopHook", "PreStopHook failed");
      this.#options.log.warning(`PreStop hook of container ${container.name} in pod ${formatPod(pod)} did not complete: ${message}`);
    } finally {
      timer.cancel();
    }
    return clock.now() - began;
  }
}

/** Seconds between asking a container to end and ending it. */
function gracePeriodOf({ metadata, spec }: Pod, { livenessProbe, startupProbe }: Container, reason: KillReason): number {
  if (metadata.deletionGracePeriodSeconds !== undefined) return metadata.deletionGracePeriodSeconds;
  const ofProbe = reason === "livenessProbe" ? livenessProbe : reason === "startupProbe" ? startupProbe : undefined;
  return ofProbe?.terminationGracePeriodSeconds ?? spec.terminationGracePeriodSeconds ?? leastGracePeriod;
}
