import type { ContainerStatus, Pod } from "../../api/generated/core/v1.ts";
import { isStaticPod, isTerminalPhase } from "../pods/pod-kind.ts";
import { vanishedState } from "./container-state.ts";
import type { NewPodStatus } from "./pod-status.ts";

const lost: NonNullable<NonNullable<ContainerStatus["state"]>["terminated"]> = { ...vanishedState, message: "The container could not be located when the pod was terminated" };

/**
 * The last status of a pod: it is in a terminal phase, and every container that might have run has ended. Of a
 * container whose end nobody saw the worst is assumed.
 */
export function endedStatus(pod: Pod, status: NewPodStatus): NewPodStatus {
  const { initContainerStatuses, containerStatuses, phase } = status;
  const initialized = hasInitialized(pod, initContainerStatuses ?? [], containerStatuses ?? []);
  return {
    ...status,
    phase: isStaticPod(pod) || isTerminalPhase(phase) ? phase : "Failed",
    ...(initialized && { containerStatuses: containerStatuses?.map(closed) }),
    ...(initContainerStatuses !== undefined && { initContainerStatuses: closeBegun(initContainerStatuses) }),
  };
}

/** Has any regular container ever left the waiting state, or is there nothing left to initialise? */
function hasInitialized({ spec }: Pod, init: readonly ContainerStatus[], regular: readonly ContainerStatus[]): boolean {
  if ((spec.initContainers ?? []).length === 0) return true;
  if (regular.some(({ state, lastState }) => lastState?.terminated !== undefined || state?.waiting === undefined)) return true;
  const last = init.at(-1);
  return last?.started === true || (last?.state?.terminated ?? last?.lastState?.terminated)?.exitCode === 0;
}

function closed(status: ContainerStatus): ContainerStatus {
  if (status.state?.terminated !== undefined) return status;
  return { ...status, ready: false, started: false, state: { terminated: lost } };
}

/** Init containers that come after the last one that has begun never ran. */
function closeBegun(statuses: readonly ContainerStatus[]): readonly ContainerStatus[] {
  const lastBegun = statuses.findLastIndex(({ state, lastState }) => state?.running !== undefined || state?.terminated !== undefined || lastState?.terminated !== undefined);
  return statuses.map((status, index) => (index <= lastBegun ? closed(status) : status));
}
