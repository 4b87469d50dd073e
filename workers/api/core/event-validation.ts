import { qualifiedNameErrors } from "../../apimachinery/names.ts";
import { isUnset } from "../defaulting.ts";
import type { FieldErrors } from "../field-errors.ts";
import type { Event } from "../generated/core/v1.ts";
import { byteLength } from "../object-meta-validation.ts";

const longestName = 128;
const longestMessage = 1024;

/** The rules for an event: it lives where its object lives; the newer kind, with a micro time, must say who reports what. */
export function validateEvent(event: Event, errors: FieldErrors): void {
  const { metadata, involvedObject } = event;
  const place = involvedObject?.namespace ?? "";
  const fits = place === "" ? (metadata.namespace ?? "") === "" || metadata.namespace === "default" : place === metadata.namespace;
  if (!fits) errors.invalid("involvedObject.namespace", place, "does not match event.namespace");
  if (!isUnset(event.eventTime)) validateNewEvent(event, errors);
}

function validateNewEvent({ reportingComponent = "", reportingInstance = "", action = "", reason = "", message = "" }: Event, errors: FieldErrors): void {
  if (reportingComponent === "") errors.required("reportingComponent");
  errors.check("reportingComponent", reportingComponent, qualifiedNameErrors(reportingComponent));
  requireShort("reportingInstance", reportingInstance, errors);
  requireShort("action", action, errors);
  requireShort("reason", reason, errors);
  if (byteLength(message) > longestMessage) errors.invalid("message", "", `can have at most ${longestMessage} characters`);
}

function requireShort(field: string, text: string, errors: FieldErrors): void {
  if (text === "") errors.required(field);
  if (text.length > longestName) errors.invalid(field, "", `can have at most ${longestName} characters`);
}
