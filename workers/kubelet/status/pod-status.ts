import { qosClass } from "../../api/core/qos-class.ts";
import type { ContainerStatus, Pod, PodCondition, PodStatus } from "../../api/generated/core/v1.ts";
import { isTerminalPhase } from "../pods/pod-kind.ts";
import { addressesOf } from "../runtime/pod-runtime-status.ts";
import { isOwnedByKubelet, podConditions } from "./conditions.ts";
import { containerStatuses, type StatusSource } from "./container-statuses.ts";
import { podPhase } from "./phase.ts";

export interface PodStatusInput {
  readonly source: StatusSource;
  /** The kubelet's own last word about the pod, or what the API says if it has none. */
  readonly previous: PodStatus;
  readonly hostIps: readonly string[];
  readonly ended: boolean;
  /** Fills in `ready` and `started`. */
  withProbes(statuses: readonly ContainerStatus[], kind: "init" | "regular" | "ephemeral"): readonly ContainerStatus[];
  /** Why the pod has to fail now, whatever its containers do. */
  readonly verdict?: { readonly reason: string; readonly message: string };
}

/** A status without times of transition: these come when it is compared with the last one. */
export type NewPodStatus = Omit<PodStatus, "conditions"> & { readonly conditions: readonly Omit<PodCondition, "lastTransitionTime">[] };

/** What the API shall say of the pod. */
export function generatePodStatus(pod: Pod, input: PodStatusInput): NewPodStatus {
  const { source, previous, hostIps } = input;
  const { initContainers = [], containers, ephemeralContainers = [] } = pod.spec;
  const init = input.withProbes(containerStatuses(pod, { containers: initContainers, previous: previous.initContainerStatuses, kind: "init" }, source), "init");
  const regular = input.withProbes(containerStatuses(pod, { containers, previous: previous.containerStatuses, kind: "regular" }, source), "regular");
  const ephemeral = containerStatuses(pod, { containers: ephemeralContainers, previous: previous.ephemeralContainerStatuses, kind: "ephemeral" }, source);

  const { phase, reason, message } = phaseAndReason(pod, input, { init, regular });
  const podIps = pod.spec.hostNetwork === true ? hostIps : addressesOf(source.runtime);
  return {
    ...(pod.metadata.generation !== undefined && { observedGeneration: pod.metadata.generation }),
    phase,
    conditions: conditionsOf(pod, previous, podConditions(pod, { phase, init, regular, runtime: source.runtime })),
    ...(message !== undefined && message !== "" && { message }),
    ...(reason !== undefined && reason !== "" && { reason }),
    ...(hostIps[0] !== undefined && { hostIP: hostIps[0], hostIPs: hostIps.map((ip) => ({ ip })) }),
    ...(podIps[0] !== undefined && { podIP: podIps[0], podIPs: podIps.map((ip) => ({ ip })) }),
    ...(init.length > 0 && { initContainerStatuses: init }),
    containerStatuses: regular,
    qosClass: previous.qosClass ?? qosClass(pod.spec),
    ...(ephemeral.length > 0 && { ephemeralContainerStatuses: ephemeral }),
  };
}

/** A pod that has come to its end never leaves it, and keeps the reason. */
function phaseAndReason(pod: Pod, { previous, ended, verdict }: PodStatusInput, statuses: { readonly init: readonly ContainerStatus[]; readonly regular: readonly ContainerStatus[] }) {
  if (isTerminalPhase(pod.status.phase)) return pod.status as PodStatus & { readonly phase: string };
  if (verdict !== undefined) return { phase: "Failed" as const, ...verdict };
  // A pod that the kubelet has failed for a reason stays failed, even if its containers end without an error.
  const condemned = isTerminalPhase(previous.phase) && previous.reason !== undefined;
  const computed = condemned ? previous.phase : podPhase(pod, { ...statuses, ended });
  const phase = isTerminalPhase(previous.phase) && !isTerminalPhase(computed) ? previous.phase : computed;
  if (phase !== previous.phase) return { phase };
  return { phase, reason: previous.reason ?? pod.status.reason, message: previous.message ?? pod.status.message };
}

function conditionsOf(pod: Pod, previous: PodStatus, computed: readonly Omit<PodCondition, "lastTransitionTime">[]) {
  const foreign = (pod.status.conditions ?? []).filter(({ type }) => !isOwnedByKubelet(type));
  const disruption = previous.conditions?.filter(({ type }) => type === "DisruptionTarget") ?? [];
  const generation = pod.metadata.generation;
  const observed = generation === undefined ? {} : { observedGeneration: generation };
  return [...foreign, ...disruption, ...computed.map((condition) => ({ ...condition, ...observed }))];
}
