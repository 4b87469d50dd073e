import { tryParseTime } from "../../apimachinery/timestamp.ts";
import type { Milliseconds } from "../../base/units.ts";
import type { PodInfo } from "../cache/pod-info.ts";

/** When the pod has started; one that has not yet counts as starting now. */
export const startOf = ({ pod: { status } }: PodInfo, now: Milliseconds): Milliseconds => tryParseTime(status.startTime) ?? now;

/** Orders pods from the most important to the least: by priority, then by how long they have run. */
export const byImportance = (now: Milliseconds) => (a: PodInfo, b: PodInfo) =>
  a.priority === b.priority ? startOf(a, now) - startOf(b, now) : b.priority - a.priority;
