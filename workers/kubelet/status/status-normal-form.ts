import type { ContainerState, ContainerStatus, PodCondition, PodStatus } from "../../api/generated/core/v1.ts";
import type { NewPodStatus } from "./pod-status.ts";

/** The last words of all containers of a pod together may be this long. */
const mostMessageBytes = 12 * 1024;
const mostMessageBytesEach = 4096;

/** The status with times of transition: those of the last status where nothing has changed. */
export function withTransitions(status: NewPodStatus, previous: PodStatus, now: string): PodStatus {
  const before = new Map(previous.conditions?.map((condition) => [condition.type, condition]));
  return shortened({
    ...status,
    startTime: previous.startTime ?? status.startTime ?? now,
    conditions: status.conditions.map((condition) => withTransition(condition, before.get(condition.type), now)),
  });
}

function withTransition(condition: Omit<PodCondition, "lastTransitionTime">, before: PodCondition | undefined, now: string): PodCondition {
  const since = before?.status === condition.status ? (before.lastTransitionTime ?? now) : now;
  return { ...condition, lastTransitionTime: since };
}

function shortened(status: PodStatus): PodStatus {
  const count = (status.initContainerStatuses?.length ?? 0) + (status.containerStatuses?.length ?? 0) + (status.ephemeralContainerStatuses?.length ?? 0);
  const most = Math.min(mostMessageBytesEach, count === 0 ? mostMessageBytes : Math.floor(mostMessageBytes / count));
  const shorten = (statuses: readonly ContainerStatus[] | undefined) => statuses?.map((each) => shortenMessages(each, most));
  const regular = shorten(status.containerStatuses);
  const init = shorten(status.initContainerStatuses);
  return { ...status, ...(regular && { containerStatuses: regular }), ...(init && { initContainerStatuses: init }) };
}

function shortenMessages(status: ContainerStatus, most: number): ContainerStatus {
  const state = shortenState(status.state, most);
  const lastState = shortenState(status.lastState, most);
  return state === status.state && lastState === status.lastState ? status : { ...status, ...(state && { state }), ...(lastState && { lastState }) };
}

function shortenState(state: ContainerState | undefined, most: number): ContainerState | undefined {
  const terminated = state?.terminated;
  if (terminated?.message === undefined || terminated.message.length <= most) return state;
  return { ...state, terminated: { ...terminated, message: terminated.message.slice(0, most) } };
}
