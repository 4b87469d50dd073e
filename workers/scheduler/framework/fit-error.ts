import type { Refusals } from "./refusals.ts";

/** What an event and a condition say about a pod that fits nowhere. */
export interface FitError {
  readonly allNodes: number;
  readonly refusals: Refusals;
  /** Set when the pod was refused before any node was looked at. */
  readonly preFilterMessage?: string;
  /** What trying to help has brought. */
  readonly postFilterMessage?: string;
}

/** `0/4 nodes are available: 1 node(s) were unschedulable, 3 Insufficient cpu. preemption: …` */
export function fitErrorMessage({ allNodes, refusals, preFilterMessage = "", postFilterMessage = "" }: FitError): string {
  let message = `0/${allNodes} nodes are available:`;
  if (preFilterMessage !== "") message += ` ${preFilterMessage}.`;
  else message += reasonsHistogram(allNodes, refusals);
  return postFilterMessage === "" ? message : `${message} ${postFilterMessage}`;
}

/** Every reason with the number of nodes that gave it, sorted as text. */
function reasonsHistogram(allNodes: number, { given, absent }: Refusals): string {
  const counts = new Map<string, number>();
  const count = (reasons: readonly string[], times: number) => {
    for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + times);
  };
  for (const { reasons } of given) count(reasons, 1);
  if (given.length < allNodes) count(absent.reasons, allNodes - given.length);
  if (counts.size === 0) return "";
  const texts = [...counts].map(([reason, times]) => `${times} ${reason}`);
  return ` ${texts.sort((a, b) => (a < b ? -1 : 1)).join(", ")}.`;
}

const longestNote = 1024;

/** Events have limited room; conditions tell all. */
export const truncateNote = (message: string) => (message.length <= longestNote ? message : `${message.slice(0, longestNote - 4)} ...`);
