import { defineResource } from "../define-resource.ts";
import type { Event as CoreEvent } from "../generated/core/v1.ts";
import type { Event } from "../generated/events/v1.ts";
import { Events as CoreEvents } from "../core/event.ts";
import { fromCoreEvent, toCoreEvent } from "./event-conversion.ts";

export type { Event } from "../generated/events/v1.ts";

/** The events of the core group in their newer words. */
export const EventsV1 = defineResource<Event>({
  group: "events.k8s.io",
  version: "v1",
  kind: "Event",
  plural: "events",
  shortNames: ["ev"],
  scope: "Namespaced",

  storedAs: {
    group: "",
    version: "v1",
    resource: "events",
    toStored: toCoreEvent,
    fromStored: (stored) => fromCoreEvent(stored as CoreEvent),
  },

  columns: CoreEvents.columns.map((core) => ({ ...core, cell: (event: Event, context) => core.cell(toCoreEvent(event), context) })),
  selectableFields: {
    "regarding.kind": { get: ({ regarding }) => regarding?.kind ?? "" },
    "regarding.namespace": { get: ({ regarding }) => regarding?.namespace ?? "" },
    "regarding.name": { get: ({ regarding }) => regarding?.name ?? "" },
    "regarding.uid": { get: ({ regarding }) => regarding?.uid ?? "" },
    "regarding.apiVersion": { get: ({ regarding }) => regarding?.apiVersion ?? "" },
    "regarding.resourceVersion": { get: ({ regarding }) => regarding?.resourceVersion ?? "" },
    "regarding.fieldPath": { get: ({ regarding }) => regarding?.fieldPath ?? "" },
    reason: { get: ({ reason = "" }) => reason },
    reportingController: { get: ({ reportingController = "" }) => reportingController },
    type: { get: ({ type = "" }) => type },
  },
});
