import type { ResourceTypes } from "../../lib/resources.ts";

type Deployment = ResourceTypes["deployments.apps"];

/** A rollout in numbers of pods: where it stands, and how far it may go. */
export interface Rollout {
  readonly desired: number;
  readonly updated: number;
  readonly old: number;
  readonly available: number;
  /** All its pods together may not be more than this. */
  readonly ceiling: number;
  /** So many must stay available. */
  readonly floor: number;
  /** Two revisions, or too few of the new one. Pods that only start or fail are no rollout. */
  readonly inProgress: boolean;
}

/** Reads a Deployment. Both percentages are of the desired number: surge rounds up, unavailable rounds down. */
export function rolloutOf({ spec, status }: Deployment): Rollout {
  const desired = spec.replicas ?? 1;
  const total = status.replicas ?? 0;
  const updated = status.updatedReplicas ?? 0;
  const recreate = spec.strategy?.type === "Recreate";
  const surge = recreate ? 0 : portion(spec.strategy?.rollingUpdate?.maxSurge ?? "25%", desired, Math.ceil);
  const unavailable = recreate ? desired : portion(spec.strategy?.rollingUpdate?.maxUnavailable ?? "25%", desired, Math.floor);
  // If both came to nothing no rollout could ever move, so one pod may be missing.
  const slack = surge === 0 && unavailable === 0 ? 1 : unavailable;
  return {
    desired,
    updated,
    old: Math.max(0, total - updated),
    available: status.availableReplicas ?? 0,
    ceiling: desired + surge,
    floor: Math.max(0, desired - slack),
    inProgress: updated < desired || total > updated,
  };
}

function portion(value: number | string, of: number, round: (value: number) => number): number {
  if (typeof value === "number") return value;
  const percent = /^(\d+)%$/.exec(value)?.[1];
  return percent === undefined ? Number(value) || 0 : round((Number(percent) * of) / 100);
}

/** One short line: "2 of 4 new, 3 old, 3 available". The budget is drawn, not written. */
export function rolloutWords({ desired, updated, old, available, inProgress }: Rollout): string {
  if (!inProgress) return `${available} of ${desired} available`;
  return [`${updated} of ${desired} new`, ...(old > 0 ? [`${old} old`] : []), `${available} available`].join(", ");
}
