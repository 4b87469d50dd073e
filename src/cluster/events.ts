import type { ObjectReference } from "../../workers/api/generated/core/v1.ts";
import { joinKey, type Target } from "../lib/object-key.ts";
import { memoLast } from "../lib/memo.ts";
import { resourceOfKind, type ResourceTypes } from "../lib/resources.ts";
import type { Table } from "./object-table.ts";

export type EventTable = Table<ResourceTypes["events"]>;

/** An Event, as a line of a list. */
export interface EventLine {
  readonly key: string;
  /** When it was last seen, milliseconds since the epoch. */
  readonly at: number;
  readonly warning: boolean;
  readonly reason: string;
  readonly message: string;
  readonly count: number;
  readonly from: string;
  readonly kind: string;
  readonly name: string;
  /** What it is about, where the page knows the kind. */
  readonly about: Target | undefined;
}

/** All Events, newest first; computed once for each version of them. */
export const eventLines = (events: EventTable): readonly EventLine[] => compute(events);

/** The Events about one object, newest first. */
export const eventsAbout = (events: EventTable, { resource, key }: Target) =>
  eventLines(events).filter(({ about }) => about?.resource === resource && about.key === key);

const compute = memoLast((table: EventTable) =>
  [...table.values()].map(({ key, object }) => lineOf(key, object)).sort((a, b) => b.at - a.at || (a.key < b.key ? -1 : 1)),
);

function lineOf(key: string, event: ResourceTypes["events"]): EventLine {
  const { involvedObject, series } = event;
  return {
    key,
    at: Date.parse(series?.lastObservedTime ?? event.lastTimestamp ?? event.eventTime ?? event.firstTimestamp ?? event.metadata.creationTimestamp),
    warning: event.type === "Warning",
    reason: event.reason ?? "",
    message: event.message ?? "",
    count: series?.count ?? event.count ?? 1,
    from: event.reportingComponent || (event.source?.component ?? ""),
    kind: involvedObject.kind ?? "",
    name: involvedObject.name ?? "",
    about: targetOf(involvedObject),
  };
}

/** The page's name for what a reference points to. Nodes are known by name alone, whatever namespace the event names. */
function targetOf({ apiVersion, kind, namespace, name }: ObjectReference): Target | undefined {
  const resource = resourceOfKind(apiVersion ?? "v1", kind);
  if (resource === undefined || name === undefined) return undefined;
  return { resource, key: kind === "Node" ? name : joinKey(namespace, name) };
}
