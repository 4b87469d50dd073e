import type { ResourceTypes } from "../../lib/resources.ts";

type Pod = ResourceTypes["pods"];

/** One line about a container: what it does now, and how it ended before. */
export function containerWords({ status }: Pod, name: string): string {
  const all = [...(status.initContainerStatuses ?? []), ...(status.containerStatuses ?? []), ...(status.ephemeralContainerStatuses ?? [])];
  const found = all.find((each) => each.name === name);
  if (found === undefined) return "Not started";
  const { state, lastState, restartCount, ready } = found;
  const last = lastState?.terminated;
  const parts = [
    stateWords(state, ready),
    ...(restartCount > 0 ? [`restarted ${restartCount} ${restartCount === 1 ? "time" : "times"}`] : []),
    ...(last === undefined ? [] : [`last ended with ${endWords(last)}`]),
  ];
  return parts.join(", ");
}

type State = NonNullable<NonNullable<Pod["status"]["containerStatuses"]>[number]["state"]>;

function stateWords(state: State | undefined, ready: boolean): string {
  if (state?.running !== undefined) return ready ? "Running, ready" : "Running, not ready";
  if (state?.terminated !== undefined) return `Ended with ${endWords(state.terminated)}`;
  return state?.waiting?.reason === undefined ? "Waiting" : `Waiting: ${state.waiting.reason}`;
}

const endWords = ({ reason, exitCode }: NonNullable<State["terminated"]>) => (reason === undefined ? `exit code ${exitCode}` : `${reason}, exit code ${exitCode}`);
