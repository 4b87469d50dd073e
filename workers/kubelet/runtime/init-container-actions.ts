import type { ContainerStatus } from "../../cri/runtime.ts";
import type { Container, Pod } from "../../api/generated/core/v1.ts";
import { isSidecar, restartsOnFailure } from "../pods/pod-containers.ts";
import type { ContainerToKill } from "./container-to-kill.ts";
import { newestContainer, type PodRuntimeStatus } from "./pod-runtime-status.ts";
import type { ProbeVerdicts } from "./probe-verdicts.ts";

export interface InitContainerActions {
  /** Have all of them done their part, so that the regular containers may run? */
  readonly initialized: boolean;
  /** One has failed for good: the pod cannot run. */
  readonly failed: boolean;
  readonly toStart: readonly Container[];
  readonly toKill: readonly ContainerToKill[];
}

/** What one init container calls for. */
interface Finding {
  /** It has done its part: the next one may start. */
  readonly done: boolean;
  readonly failed?: boolean;
  readonly start?: boolean;
  readonly kill?: ContainerToKill;
}

/**
 * Init containers run one after another; sidecars among them are started in their turn and then kept
 * running. Read from the last one backwards, since the runtime may have forgotten those that were done first.
 */
export function initContainerActions(pod: Pod, status: PodRuntimeStatus, verdicts: ProbeVerdicts): InitContainerActions {
  const containers = pod.spec.initContainers ?? [];
  if (containers.length === 0) return { initialized: true, failed: false, toStart: [], toKill: [] };

  let initialized = regularContainersExist(pod, status);
  let beyond = initialized;
  const toStart = new Set<Container>();
  const toKill: ContainerToKill[] = [];
  for (let index = containers.length - 1; index >= 0; index--) {
    const container = containers[index] as Container;
    const last = newestContainer(status, container.name);
    if (beyond && !isSidecar(container)) continue;
    if (last === undefined) {
      if (beyond) toStart.add(container);
      continue;
    }
    const finding = examine(pod, container, last, verdicts);
    if (finding.failed === true) return { initialized: false, failed: true, toStart: [], toKill: [] };
    if (finding.kill !== undefined) toKill.push(finding.kill);
    if (finding.start === true) toStart.add(container);
    if (finding.done && !beyond) {
      const next = containers[index + 1];
      if (next === undefined) initialized = true;
      else toStart.add(next);
    }
    beyond = true;
  }
  if (!beyond) toStart.add(containers[0] as Container);
  return { initialized, failed: false, toStart: containers.filter((container) => toStart.has(container)), toKill };
}

/** Exited containers prove nothing: after a reboot they are left over from before. */
const regularContainersExist = ({ spec }: Pod, status: PodRuntimeStatus) =>
  spec.containers.some(({ name }) => {
    const state = newestContainer(status, name)?.state;
    return state === "Created" || state === "Running";
  }) || regularContainersExited(spec.containers, status);

/** A regular container that exited in the present sandbox shows that initialisation is over. */
function regularContainersExited(containers: readonly Container[], status: PodRuntimeStatus): boolean {
  const sandbox = status.sandboxes[0];
  return containers.some(({ name }) => newestContainer(status, name)?.sandboxId === sandbox?.id && sandbox !== undefined);
}

function examine(pod: Pod, container: Container, last: ContainerStatus, verdicts: ProbeVerdicts): Finding {
  if (last.state === "Created") return { done: false, start: true };
  if (last.state === "Running") return isSidecar(container) ? examineSidecar(container, last.id, verdicts) : { done: false };
  if (isSidecar(container)) return { done: false, start: true };
  if (last.exitCode === 0) return { done: true };
  return restartsOnFailure(pod, container) ? { done: false, start: true } : { done: false, failed: true };
}

function examineSidecar(container: Container, id: string, verdicts: ProbeVerdicts): Finding {
  const { name, startupProbe } = container;
  if (startupProbe !== undefined) {
    const startup = verdicts.startup(id);
    if (startup === "failure") return restartOf(container, id, `Init container ${name} failed startup probe`, "startupProbe");
    if (startup !== "success") return { done: false };
  }
  if (verdicts.liveness(id) === "failure") return { ...restartOf(container, id, `Init container ${name} failed liveness probe`, "livenessProbe"), done: true };
  return { done: true };
}

const restartOf = (container: Container, id: string, message: string, reason: "startupProbe" | "livenessProbe"): Finding => ({
  done: false,
  start: true,
  kill: { container, id, message, reason },
});
