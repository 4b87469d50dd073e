import type { KubernetesObject } from "../../apimachinery/object.ts";
import type { DescribeContext } from "./describer.ts";
import type { Description } from "./description.ts";
import { writeEvents } from "./events-section.ts";
import { writeAnnotations, writeLabels } from "./labels-section.ts";
import { smartLabel } from "./smart-label.ts";

/** Describes an object of any kind by its fields. */
export async function describeAny(object: KubernetesObject, context: DescribeContext, into: Description): Promise<void> {
  const { metadata } = object;
  into.field("Name", metadata.name).field("Namespace", metadata.namespace ?? "");
  writeLabels(into, "Labels", metadata.labels);
  writeAnnotations(into, "Annotations", metadata.annotations);
  writeFields(into, object as unknown as Fields, { level: 0, path: "" });
  await writeEvents(object, context, into);
}

type Fields = Readonly<Record<string, unknown>>;

/** Said already, or of no use to a reader. */
const skipped: ReadonlySet<string> = new Set([".metadata.managedFields", ".metadata.name", ".metadata.namespace", ".metadata.labels", ".metadata.annotations"]);

interface Place {
  readonly level: number;
  readonly path: string;
}

function writeFields(into: Description, fields: Fields, { level, path }: Place): void {
  for (const name of Object.keys(fields).sort()) {
    const place = { level: level + 1, path: `${path}.${name}` };
    const value = fields[name];
    if (skipped.has(place.path) || value === undefined) continue;
    if (typeof value !== "object" || value === null) {
      into.field(smartLabel(name), scalarText(value), level);
      continue;
    }
    into.line(`${smartLabel(name)}:`, level);
    if (Array.isArray(value)) for (const item of value as readonly unknown[]) writeItem(into, item, place);
    else writeFields(into, value as Fields, place);
  }
}

function writeItem(into: Description, item: unknown, place: Place): void {
  if (typeof item === "object" && item !== null && !Array.isArray(item)) writeFields(into, item as Fields, place);
  else into.line(Array.isArray(item) ? `[${item.map(scalarText).join(" ")}]` : scalarText(item), place.level);
}

/** Values as Go prints them. */
const scalarText = (value: unknown) => (value === null ? "<nil>" : String(value as string | number | boolean));
