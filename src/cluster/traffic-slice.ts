import type { TrafficState } from "../../workers/protocol/delta.ts";
import type { Slice } from "./slice.ts";

/** The requests that the visitor sends into the cluster from outside, by Service. */
export interface TrafficSlice {
  readonly traffic: ReadonlyMap<string, TrafficState>;
}

export const createTrafficSlice: Slice<TrafficSlice> = () => ({ traffic: new Map() });

/** The traffic after some services reported; each report replaces the one before. */
export function mergeTraffic(before: TrafficSlice["traffic"], reports: readonly TrafficState[]): TrafficSlice["traffic"] {
  if (reports.length === 0) return before;
  const after = new Map(before);
  for (const report of reports) after.set(report.service, report);
  return after;
}

/** All services together. */
export function totalTraffic(traffic: TrafficSlice["traffic"]) {
  let [sent, failed, perSecond] = [0, 0, 0];
  for (const service of traffic.values()) {
    sent += service.sent;
    failed += service.failed;
    perSecond += service.perSecond;
  }
  return { sent, failed, perSecond };
}
