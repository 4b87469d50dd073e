import type { Event as CoreEvent } from "../generated/core/v1.ts";
import type { Event } from "../generated/events/v1.ts";

/** The same event in the words of the core group, as it is stored. */
export function toCoreEvent(event: Event): CoreEvent {
  const { apiVersion: _, regarding = {}, note, reportingController, deprecatedCount, deprecatedFirstTimestamp, deprecatedLastTimestamp, deprecatedSource, ...same } = event;
  return {
    ...same,
    apiVersion: "v1",
    involvedObject: regarding,
    ...given({
      message: note,
      reportingComponent: reportingController,
      count: deprecatedCount,
      firstTimestamp: deprecatedFirstTimestamp,
      lastTimestamp: deprecatedLastTimestamp,
      source: deprecatedSource,
    }),
  };
}

/** The same event in the words of events.k8s.io. */
export function fromCoreEvent(event: CoreEvent): Event {
  const { apiVersion: _, involvedObject, message, reportingComponent, count, firstTimestamp, lastTimestamp, source, eventTime, series, ...same } = event;
  return {
    ...same,
    apiVersion: "events.k8s.io/v1",
    regarding: involvedObject,
    ...(series !== undefined && { series: { count: series.count ?? 0, lastObservedTime: series.lastObservedTime ?? "" } }),
    ...given({
      eventTime,
      note: message,
      reportingController: reportingComponent,
      deprecatedCount: count,
      deprecatedFirstTimestamp: firstTimestamp,
      deprecatedLastTimestamp: lastTimestamp,
      deprecatedSource: source,
    }),
  } as Event;
}

/** Only the fields that have a value, so that none is written as undefined. */
function given<T extends object>(fields: T): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
}
