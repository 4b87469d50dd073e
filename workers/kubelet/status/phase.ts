import type { ContainerState, ContainerStatus, Pod } from "../../api/generated/core/v1.ts";
import { isSidecar, restartsAfterExit, restartsOnFailure } from "../pods/pod-containers.ts";
import { isStaticPod } from "../pods/pod-kind.ts";

export type Phase = "Pending" | "Running" | "Succeeded" | "Failed";

export interface PhaseInput {
  readonly init: readonly ContainerStatus[];
  readonly regular: readonly ContainerStatus[];
  /** The pod is stopped for good: nothing of it is started again, whatever its restart policy says. */
  readonly ended: boolean;
}

interface Counts {
  readonly unknown: number;
  readonly waiting: number;
  readonly running: number;
  readonly stopped: number;
  readonly succeeded: number;
  /** Stopped, but to be started again. */
  readonly restarting: number;
}

/** Where the pod is in its life, from what its containers do. */
export function podPhase(pod: Pod, { init, regular, ended }: PhaseInput): Phase {
  const initialisation = initialisationOf(pod, init);
  if (initialisation.failed) return "Failed";

  const counts = countRegular(pod, regular);
  const running = counts.running + initialisation.runningSidecars;
  if (initialisation.pending && !hasStarted(regular)) return "Pending";
  if (counts.waiting > 0) return "Pending";
  if (counts.unknown > 0) return "Pending";
  if (running > 0) return "Running";
  return counts.stopped > 0 ? phaseOfStopped(pod, counts, ended) : "Pending";
}

function phaseOfStopped(pod: Pod, { stopped, succeeded, restarting }: Counts, ended: boolean): Phase {
  if (restarting > 0 && (!ended || isStaticPod(pod))) return "Running";
  return stopped === succeeded ? "Succeeded" : "Failed";
}

function initialisationOf(pod: Pod, statuses: readonly ContainerStatus[]) {
  const result = { pending: false, failed: false, runningSidecars: 0 };
  for (const container of pod.spec.initContainers ?? []) {
    const status = statuses.find(({ name }) => name === container.name);
    if (isSidecar(container)) {
      if (status?.state?.running !== undefined) result.runningSidecars++;
      if (isPendingSidecar(status)) result.pending = true;
      continue;
    }
    const exit = lastExit(status?.state, status?.lastState);
    if (exit === undefined) result.pending = true;
    else if (exit.exitCode !== 0 && !restartsOnFailure(pod, container)) result.failed = true;
    else if (exit.exitCode !== 0) result.pending = true;
  }
  return result;
}

/** A sidecar that has been up before does not throw its pod back to the beginning. */
function isPendingSidecar(status: ContainerStatus | undefined): boolean {
  if (status === undefined) return true;
  if (status.state?.running !== undefined) return status.started !== true;
  return status.state?.terminated === undefined && status.lastState?.terminated === undefined;
}

const hasStarted = (regular: readonly ContainerStatus[]) =>
  regular.some(({ state, lastState }) => state?.running !== undefined || lastExit(state, lastState) !== undefined);

function countRegular(pod: Pod, statuses: readonly ContainerStatus[]): Counts {
  const counts = { unknown: 0, waiting: 0, running: 0, stopped: 0, succeeded: 0, restarting: 0 };
  for (const container of pod.spec.containers) {
    const status = statuses.find(({ name }) => name === container.name);
    const exit = lastExit(status?.state, status?.lastState);
    if (status === undefined) counts.unknown++;
    else if (status.state?.running !== undefined) counts.running++;
    else if (exit === undefined) counts.waiting++;
    else {
      counts.stopped++;
      if (exit.exitCode === 0) counts.succeeded++;
      if (restartsAfterExit(pod, container, exit.exitCode)) counts.restarting++;
    }
  }
  return counts;
}

/** How the container ended, unless it runs. */
function lastExit(state: ContainerState | undefined, lastState: ContainerState | undefined) {
  if (state?.running !== undefined) return undefined;
  return state?.terminated ?? lastState?.terminated;
}
