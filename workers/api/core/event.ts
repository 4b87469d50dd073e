import { column, wideColumn } from "../columns.ts";
import { withDefaults } from "../defaulting.ts";
import { defineResource } from "../define-resource.ts";
import type { Event } from "../generated/core/v1.ts";
import { firstSeen, lastSeen, objectText, sourceText } from "./event-columns.ts";
import { validateEvent } from "./event-validation.ts";

export type { Event } from "../generated/core/v1.ts";

/** Something that happened to an object, told once and counted when it repeats. events.k8s.io/v1 shows the same objects. */
export const Events = defineResource<Event>({
  group: "",
  version: "v1",
  kind: "Event",
  plural: "events",
  shortNames: ["ev"],
  scope: "Namespaced",

  defaults: (draft) => withDefaults(draft, { involvedObject: {}, source: {}, reportingComponent: "", reportingInstance: "" }),
  validate: validateEvent,

  columns: [
    column("Last Seen", "string", lastSeen),
    column("Type", "string", ({ type = "" }) => type),
    column("Reason", "string", ({ reason = "" }) => reason),
    column("Object", "string", objectText),
    wideColumn("Subobject", "string", ({ involvedObject }) => involvedObject.fieldPath ?? ""),
    wideColumn("Source", "string", sourceText),
    column("Message", "string", ({ message = "" }) => message.trim()),
    wideColumn("First Seen", "string", firstSeen),
    wideColumn("Count", "integer", ({ count, series }) => series?.count ?? (count || 1)),
    { ...wideColumn("Name", "string", ({ metadata }) => metadata.name), format: "name" },
  ],
  selectableFields: {
    "involvedObject.kind": { get: ({ involvedObject }) => involvedObject.kind ?? "" },
    "involvedObject.namespace": { get: ({ involvedObject }) => involvedObject.namespace ?? "" },
    "involvedObject.name": { get: ({ involvedObject }) => involvedObject.name ?? "" },
    "involvedObject.uid": { get: ({ involvedObject }) => involvedObject.uid ?? "" },
    "involvedObject.apiVersion": { get: ({ involvedObject }) => involvedObject.apiVersion ?? "" },
    "involvedObject.resourceVersion": { get: ({ involvedObject }) => involvedObject.resourceVersion ?? "" },
    "involvedObject.fieldPath": { get: ({ involvedObject }) => involvedObject.fieldPath ?? "" },
    reason: { get: ({ reason = "" }) => reason },
    reportingComponent: { get: ({ reportingComponent = "" }) => reportingComponent },
    source: { get: ({ source, reportingComponent = "" }) => source?.component || reportingComponent },
    type: { get: ({ type = "" }) => type },
  },
});
