import type { ContainerStatus } from "../../cri/runtime.ts";
import type { Container, Pod } from "../../api/generated/core/v1.ts";
import { containerHash, restartsAfterExit, restartsOnFailure } from "../pods/pod-containers.ts";
import type { ContainerToKill, KillReason } from "./container-to-kill.ts";
import { initContainerActions } from "./init-container-actions.ts";
import { isRunning, newestContainer, type PodRuntimeStatus } from "./pod-runtime-status.ts";
import type { ProbeVerdicts } from "./probe-verdicts.ts";

/** What has to be done to bring the runtime's containers in line with the pod. */
export interface PodActions {
  readonly killPod: boolean;
  readonly createSandbox: boolean;
  /** The sandbox in use, or the one that is replaced. */
  readonly sandboxId: string | undefined;
  readonly attempt: number;
  readonly ephemeralToStart: readonly Container[];
  readonly initToStart: readonly Container[];
  readonly toStart: readonly Container[];
  readonly toKill: readonly ContainerToKill[];
}

export interface ActionContext {
  readonly verdicts: ProbeVerdicts;
  /** The hash that a container was started with; undefined when it is not known any more. */
  readonly startedHash: (containerId: string) => number | undefined;
}

/** Compares a pod that should run with what the runtime has of it. */
export function computePodActions(pod: Pod, status: PodRuntimeStatus, context: ActionContext): PodActions {
  const sandbox = sandboxChange(pod, status);
  const nothing = { killPod: sandbox.changed, createSandbox: sandbox.changed, sandboxId: sandbox.id, attempt: sandbox.attempt, ephemeralToStart: [], initToStart: [], toStart: [], toKill: [] };
  if (sandbox.changed) return { ...nothing, ...startAfresh(pod, status, sandbox.attempt) };

  const ephemeralToStart = (pod.spec.ephemeralContainers ?? []).filter(({ name }) => newestContainer(status, name) === undefined);
  const init = initContainerActions(pod, status, context.verdicts);
  if (init.failed) return { ...nothing, killPod: true, ephemeralToStart };
  if (!init.initialized) return { ...nothing, ephemeralToStart, initToStart: init.toStart, toKill: init.toKill };

  const regular = regularContainerActions(pod, status, context);
  const toKill = [...init.toKill, ...regular.toKill];
  if (regular.kept === 0 && regular.toStart.length === 0) return { ...nothing, killPod: true, ephemeralToStart, toKill };
  return { ...nothing, ephemeralToStart, initToStart: init.toStart, toStart: regular.toStart, toKill };
}

/** Is there a reason to start the container, given what became of it last? */
export function shouldStart(pod: Pod, container: Container, last: ContainerStatus | undefined): boolean {
  if (pod.metadata.deletionTimestamp !== undefined) return false;
  if (last === undefined || last.state === "Created") return true;
  return last.state === "Exited" && restartsAfterExit(pod, container, last.exitCode ?? 0);
}

function sandboxChange(pod: Pod, { sandboxes }: PodRuntimeStatus) {
  const [newest] = sandboxes;
  if (newest === undefined) return { changed: true, attempt: 0, id: undefined };
  const ready = sandboxes.filter(({ state }) => state === "Ready").length;
  const hostNetwork = pod.spec.hostNetwork === true;
  const usable = ready === 1 && newest.state === "Ready" && newest.hostNetwork === hostNetwork && (hostNetwork || newest.ips.length > 0);
  return { changed: !usable, attempt: usable ? newest.pod.attempt : newest.pod.attempt + 1, id: newest.id };
}

/** Without its sandbox a pod starts from the beginning, except that what has succeeded for good is not repeated. */
function startAfresh(pod: Pod, status: PodRuntimeStatus, attempt: number) {
  const { containers, initContainers = [] } = pod.spec;
  const mayRestart = containers.some((container) => restartsOnFailure(pod, container));
  if (!mayRestart && attempt !== 0 && status.containers.length > 0) return { createSandbox: false };

  const toStart = containers.filter((container) => !hasSucceededForGood(pod, container, newestContainer(status, container.name)));
  if (toStart.length === 0) return { createSandbox: false };
  const [first] = initContainers;
  return first === undefined ? { toStart } : { initToStart: [first] };
}

const hasSucceededForGood = (pod: Pod, container: Container, last: ContainerStatus | undefined) =>
  last?.state === "Exited" && last.exitCode === 0 && !restartsAfterExit(pod, container, 0);

function regularContainerActions(pod: Pod, status: PodRuntimeStatus, context: ActionContext) {
  const toStart: Container[] = [];
  const toKill: ContainerToKill[] = [];
  let kept = 0;
  for (const container of pod.spec.containers) {
    const last = newestContainer(status, container.name);
    if (last === undefined || !isRunning(last)) {
      if (shouldStart(pod, container, last)) toStart.push(container);
      continue;
    }
    const complaint = complaintAbout(container, last, context);
    if (complaint === undefined) {
      kept++;
      continue;
    }
    const restart = complaint.reason === "specChanged" || restartsOnFailure(pod, container);
    if (restart) toStart.push(container);
    toKill.push({ container, id: last.id, reason: complaint.reason, message: restart ? `${complaint.message}, will be restarted` : complaint.message });
  }
  return { toStart, toKill, kept };
}

/** Why a running container must go. */
function complaintAbout(container: Container, { id }: ContainerStatus, { verdicts, startedHash }: ActionContext): { readonly message: string; readonly reason: KillReason } | undefined {
  const { name } = container;
  const hash = startedHash(id);
  if (hash !== undefined && hash !== containerHash(container)) return { message: `Container ${name} definition changed`, reason: "specChanged" };
  if (verdicts.liveness(id) === "failure") return { message: `Container ${name} failed liveness probe`, reason: "livenessProbe" };
  if (verdicts.startup(id) === "failure") return { message: `Container ${name} failed startup probe`, reason: "startupProbe" };
  return undefined;
}
