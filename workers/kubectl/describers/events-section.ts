import { escapeFieldValue } from "../../apimachinery/fields.ts";
import type { KubernetesObject } from "../../apimachinery/object.ts";
import { tryParseTime } from "../../apimachinery/timestamp.ts";
import { type Event, Events } from "../../api/core/event.ts";
import type { Milliseconds } from "../../base/units.ts";
import { ApiError } from "../../apimachinery/status.ts";
import { ConnectionError } from "../../client/transport.ts";
import type { DescribeContext } from "./describer.ts";
import type { Description } from "./description.ts";
import { sinceText } from "./time-text.ts";

/** Whose events are searched. */
interface Subject {
  readonly name: string;
  readonly namespace: string;
  readonly kind?: string;
  readonly uid?: string;
}

/** The events of an object, which end every description. */
export async function writeEvents(object: KubernetesObject, context: DescribeContext, into: Description): Promise<void> {
  const { name, namespace = "", uid } = object.metadata;
  await writeEventsOf([{ name, namespace, kind: object.kind, uid }], context, into);
}

/** The events about any of the subjects. Nothing is said when they cannot be read: the rest of the description is worth more. */
export async function writeEventsOf(subjects: readonly Subject[], context: DescribeContext, into: Description): Promise<void> {
  if (!context.showEvents) return;
  const found = await searchEvents(subjects, context);
  if (found !== undefined) writeTable(found, context.now, into);
}

async function searchEvents(subjects: readonly Subject[], { client }: DescribeContext): Promise<readonly Event[] | undefined> {
  try {
    const lists: (readonly Event[])[] = [];
    for (const subject of subjects) {
      const { items } = await client.list(Events, { ...(subject.namespace !== "" && { namespace: subject.namespace }), fieldSelector: fieldSelector(subject) });
      lists.push(items);
    }
    return lists.flat();
  } catch (error) {
    if (error instanceof ApiError || error instanceof ConnectionError) return undefined;
    throw error;
  }
}

function fieldSelector({ name, namespace, kind, uid }: Subject): string {
  const terms = { name, namespace, ...(kind !== undefined && { kind }), ...(uid !== undefined && { uid }) };
  return Object.entries(terms).map(([field, wanted]) => `involvedObject.${field}=${escapeFieldValue(wanted)}`).join(",");
}

function writeTable(events: readonly Event[], now: Milliseconds, into: Description): void {
  if (events.length === 0) {
    into.field("Events", "<none>");
    return;
  }
  // The dashes under Age are one more than its letters.
  into.line("Events:").row(["Type", "Reason", "Age", "From", "Message"], 1).row(["----", "------", "----", "----", "-------"], 1);
  for (const event of events.toSorted((a, b) => lastSeen(a) - lastSeen(b))) {
    const { type = "", reason = "", source, reportingComponent = "" } = event;
    into.row([type, reason, ageText(event, now), source?.component || reportingComponent, messageText(event)], 1);
  }
}

/** Events that only tell their eventTime come first, as with kubectl. */
const lastSeen = ({ lastTimestamp }: Event) => tryParseTime(lastTimestamp) ?? 0;

function ageText({ eventTime, firstTimestamp, lastTimestamp, series, count = 0 }: Event, now: Milliseconds): string {
  const first = sinceText(eventTime ?? firstTimestamp, now);
  if (series !== undefined) return `${sinceText(series.lastObservedTime, now)} (x${series.count ?? 0} over ${first})`;
  return count > 1 ? `${sinceText(lastTimestamp, now)} (x${count} over ${first})` : first;
}

function messageText({ message = "", involvedObject: { fieldPath = "" } }: Event): string {
  return fieldPath === "" ? message.trim() : `${fieldPath}: ${message.trim()}`;
}
