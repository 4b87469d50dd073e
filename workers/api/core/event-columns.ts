import { ageSince } from "../columns.ts";
import type { Event } from "../generated/core/v1.ts";
import type { ColumnContext } from "../resource.ts";

/** The age of the last time. */
export function lastSeen(event: Event, { now }: ColumnContext): string {
  const time = event.series === undefined ? event.lastTimestamp : event.series.lastObservedTime;
  return time === undefined ? firstSeen(event, { now }) : ageSince(time, now);
}

/** `5s (x3 over 1m)` for an event that repeats, as `kubectl events` and `kubectl describe` write it. */
export function intervalText(event: Event, context: ColumnContext): string {
  const count = event.series?.count ?? event.count ?? 0;
  const last = lastSeen(event, context);
  return event.series !== undefined || count > 1 ? `${last} (x${count} over ${firstSeen(event, context)})` : last;
}

/** The age of the first time. */
export const firstSeen = ({ firstTimestamp, eventTime }: Event, { now }: ColumnContext): string => ageSince(firstTimestamp ?? eventTime, now);

/** `pod/web-0`. */
export function objectText({ involvedObject: { kind = "", name = "" } }: Event): string {
  const lower = kind.toLowerCase();
  return name === "" ? lower : `${lower}/${name}`;
}

/** `kubelet, node-1`: who reported it, and where. */
export function sourceText({ source, reportingComponent = "", reportingInstance = "" }: Event): string {
  const component = source?.component || reportingComponent;
  const host = source?.host || reportingInstance;
  return host === "" ? component : `${component}, ${host}`;
}
