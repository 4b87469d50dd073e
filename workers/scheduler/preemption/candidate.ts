import type { Milliseconds } from "../../base/units.ts";
import type { PodInfo } from "../cache/pod-info.ts";
import { startOf } from "./importance.ts";

/** A node on which the pod would fit if these pods went. */
export interface Candidate {
  readonly nodeName: string;
  /** The most important first. */
  readonly victims: readonly PodInfo[];
  /** How many of the evictions would break a disruption budget. */
  readonly violations: number;
}

type Criterion = (candidate: Candidate) => number;

/** Priorities may be negative: with this added, more victims are always worse. */
const priorityOffset = 2 ** 31;

/** Picks where the least harm is done; each criterion decides among the candidates that are equal by those before. */
export function pickCandidate(candidates: readonly Candidate[], now: Milliseconds): Candidate | undefined {
  const leastHarm: readonly Criterion[] = [
    ({ violations }) => violations,
    ({ victims }) => victims[0]!.priority,
    ({ victims }) => victims.reduce((sum, { priority }) => sum + priority + priorityOffset, 0),
    ({ victims }) => victims.length,
    (candidate) => -earliestStart(candidate, now),
  ];
  let left = candidates;
  for (const criterion of leastHarm) {
    if (left.length <= 1) break;
    const least = Math.min(...left.map(criterion));
    left = left.filter((candidate) => criterion(candidate) === least);
  }
  return left[0];
}

/** When the first of the most important victims started. */
function earliestStart({ victims }: Candidate, now: Milliseconds): Milliseconds {
  const highest = Math.max(...victims.map(({ priority }) => priority));
  return Math.min(...victims.filter(({ priority }) => priority === highest).map((pod) => startOf(pod, now)));
}
