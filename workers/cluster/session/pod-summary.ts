import { Pods, type Pod } from "../../api/core/pod.ts";
import { tryParseTime } from "../../apimachinery/timestamp.ts";
import { second, type Milliseconds } from "../../base/units.ts";
import type { PodState, PodSummary } from "../../protocol/pod-summary.ts";

const columns = new Map(Pods.columns.map((column) => [column.name, column]));

/** How a pod is drawn, from what kubectl prints in its READY and STATUS columns. */
export function summarizePod(pod: Pod, now: Milliseconds, nodeReachable: boolean): PodSummary {
  const cell = (name: string) => String(columns.get(name)?.cell(pod, { now }) ?? "");
  const [status, ready] = [cell("Status"), cell("Ready")];
  const until = waitingUntil(pod);
  const message = messageOf(pod);
  return {
    status,
    state: stateOf(pod, { status, ready, nodeReachable }),
    ready,
    restarts: (pod.status.containerStatuses ?? []).reduce((sum, { restartCount }) => sum + (restartCount ?? 0), 0),
    ...(until !== undefined && { until }),
    ...(message !== undefined && { message }),
  };
}

/** Statuses in which the kubelet waits before it tries again, or cannot try at all. */
const stuck = /(BackOff|^Err|Err$|Error$|InvalidImageName|ImageInspectError|RegistryUnavailable)/;

function stateOf(pod: Pod, { status, ready, nodeReachable }: { readonly status: string; readonly ready: string; readonly nodeReachable: boolean }): PodState {
  if (!nodeReachable) return "unknown";
  if (pod.metadata.deletionTimestamp !== undefined) return "terminating";
  if (pod.status.phase === "Failed" || status === "OOMKilled") return "failed";
  if (pod.status.phase === "Succeeded") return "succeeded";
  if (pod.status.phase === "Unknown") return "unknown";
  if (stuck.test(status)) return "backoff";
  if (pod.spec.nodeName === undefined) return "pending";
  if (status !== "Running") return "starting";
  const [done, all] = ready.split("/");
  return done === all ? "ready" : "running";
}

/** When the grace period or the crash back-off ends. */
function waitingUntil(pod: Pod): Milliseconds | undefined {
  const { deletionTimestamp } = pod.metadata;
  if (deletionTimestamp !== undefined) return tryParseTime(deletionTimestamp);
  for (const { state, lastState } of pod.status.containerStatuses ?? []) {
    const pause = /^back-off (?:(\d+)m)?(?:(\d+)s)? restarting/.exec(state?.waiting?.message ?? "");
    const finished = lastState?.terminated?.finishedAt;
    if (pause === null || finished === undefined) continue;
    return (tryParseTime(finished) ?? 0) + (Number(pause[1] ?? 0) * 60 + Number(pause[2] ?? 0)) * second;
  }
  return undefined;
}

/** The object's own words on why it is not ready. */
function messageOf({ status }: Pod): string | undefined {
  const waiting = [...(status.initContainerStatuses ?? []), ...(status.containerStatuses ?? [])].find(({ state }) => state?.waiting?.message !== undefined);
  if (waiting !== undefined) return waiting.state?.waiting?.message;
  const refused = (status.conditions ?? []).find(({ type, status: value, message }) => value === "False" && message !== undefined && type !== "Ready");
  return refused?.message ?? status.message;
}
