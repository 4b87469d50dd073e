import { isConditionTrue } from "../../apimachinery/conditions.ts";
import { tryParseTime } from "../../apimachinery/timestamp.ts";
import type { Milliseconds } from "../../base/units.ts";
import type { Container, ContainerStatus, Pod } from "../generated/core/v1.ts";

/** What kubectl shows of a pod in READY, STATUS and RESTARTS. */
export interface PodSituation {
  readonly readyContainers: number;
  readonly totalContainers: number;
  readonly status: string;
  readonly restarts: number;
  /** When a container last ended that was restarted; undefined if none was. */
  readonly lastRestart: Milliseconds | undefined;
}

/** The word in kubectl's STATUS column: never the phase alone. */
export const podStatusText = (pod: Pod) => podSituation(pod).status;

/** All that kubectl computes about a pod's containers, in one walk. */
export function podSituation(pod: Pod): PodSituation {
  const init = initSituation(pod);
  const main = init.status === undefined || init.initialized ? mainSituation(pod, init) : unstarted(init);
  return { ...main, totalContainers: (pod.spec.containers?.length ?? 0) + init.sidecars.length, status: finalStatus(pod, main.status) };
}

/** An init container that keeps running: restarted always, ready like any other. */
export const isSidecar = ({ restartPolicy }: Pick<Container, "restartPolicy">) => restartPolicy === "Always";

interface Tally {
  readonly restarts: number;
  readonly lastRestart: Milliseconds | undefined;
}

interface InitSituation {
  readonly sidecars: readonly string[];
  /** The init containers' word, while one of them is not through. */
  readonly status: string | undefined;
  readonly initialized: boolean;
  readonly all: Tally;
  readonly ofSidecars: Tally;
  readonly readySidecars: number;
}

const noTally: Tally = { restarts: 0, lastRestart: undefined };

function initSituation(pod: Pod): InitSituation {
  const containers = pod.spec.initContainers ?? [];
  const sidecars = containers.length === 0 ? [] : containers.filter(isSidecar).map(({ name }) => name);
  const statuses = pod.status.initContainerStatuses ?? [];
  const blocking = statuses.findIndex((status) => !isThrough(status, sidecars.includes(status.name)));
  const seen = blocking < 0 ? statuses : statuses.slice(0, blocking + 1);
  const ofSidecars = seen.filter(({ name }) => sidecars.includes(name));
  return {
    sidecars,
    status: blocking < 0 ? undefined : initStatus(statuses[blocking] as ContainerStatus, blocking, containers.length),
    initialized: isConditionTrue(pod.status.conditions, "Initialized"),
    all: tally(seen),
    ofSidecars: tally(ofSidecars),
    readySidecars: ofSidecars.filter(({ ready, started }) => started === true && ready).length,
  };
}

/** An ordinary init container is through when it ended well, a sidecar when it has started. */
const isThrough = ({ state, started }: ContainerStatus, sidecar: boolean) =>
  state?.terminated?.exitCode === 0 || (sidecar && started === true);

function initStatus({ state }: ContainerStatus, index: number, total: number): string {
  if (state?.terminated !== undefined) return `Init:${endText(state.terminated)}`;
  const reason = state?.waiting?.reason ?? "";
  return reason !== "" && reason !== "PodInitializing" ? `Init:${reason}` : `Init:${index}/${total}`;
}

const unstarted = (init: InitSituation) => ({ status: init.status ?? "", readyContainers: init.readySidecars, ...init.all });

function mainSituation(pod: Pod, init: InitSituation) {
  const statuses = pod.status.containerStatuses ?? [];
  let status = init.status ?? phaseText(pod);
  let running = false;
  for (let index = statuses.length - 1; index >= 0; index--) {
    const { state, ready } = statuses[index] as ContainerStatus;
    if (isText(state?.waiting?.reason)) status = state.waiting.reason;
    else if (state?.terminated !== undefined) status = endText(state.terminated);
    else if (ready && state?.running !== undefined) running = true;
  }
  if (status === "Completed" && running) status = isConditionTrue(pod.status.conditions, "Ready") ? "Running" : "NotReady";
  const own = tally(statuses);
  const readyContainers = init.readySidecars + statuses.filter(({ ready, state }) => ready && state?.running !== undefined).length;
  return { status, readyContainers, ...combined(init.ofSidecars, own) };
}

function phaseText(pod: Pod): string {
  const scheduled = pod.status.conditions?.find(({ type }) => type === "PodScheduled");
  if (scheduled?.reason === "SchedulingGated") return "SchedulingGated";
  return isText(pod.status.reason) ? pod.status.reason : (pod.status.phase ?? "");
}

function endText({ reason, signal, exitCode }: { readonly reason?: string; readonly signal?: number; readonly exitCode: number }): string {
  if (isText(reason)) return reason;
  return signal !== undefined && signal !== 0 ? `Signal:${signal}` : `ExitCode:${exitCode}`;
}

/** Being deleted outweighs everything, unless the pod is over already. */
function finalStatus({ metadata, status }: Pod, computed: string): string {
  if (metadata.deletionTimestamp === undefined) return computed;
  if (status.reason === "NodeLost") return "Unknown";
  return status.phase === "Failed" || status.phase === "Succeeded" ? computed : "Terminating";
}

function tally(statuses: readonly ContainerStatus[]): Tally {
  let result = noTally;
  for (const { restartCount, lastState } of statuses) {
    result = combined(result, { restarts: restartCount, lastRestart: tryParseTime(lastState?.terminated?.finishedAt) });
  }
  return result;
}

const combined = (a: Tally, b: Tally): Tally => ({
  restarts: a.restarts + b.restarts,
  lastRestart: a.lastRestart === undefined || (b.lastRestart ?? a.lastRestart) > a.lastRestart ? b.lastRestart : a.lastRestart,
});

const isText = (text: string | undefined): text is string => text !== undefined && text !== "";
