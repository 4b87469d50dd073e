import type { JsonObject } from "../json-value.ts";
import type { ManagedFieldsEntry } from "../object.ts";
import type { TypeSchema } from "../type-schema.ts";
import { type Comparison, compareObjects } from "./compare.ts";
import { difference, type FieldSet, isLeaf, type MaybeFieldSet, union, withoutSubtrees } from "./field-set.ts";

/** Who writes, and as what. */
export interface FieldWriter {
  readonly manager: string;
  readonly apiVersion: string;
  /** "" for the object itself. */
  readonly subresource: string;
  /** Now, as a `Time`. */
  readonly time: string;
  /** Fields that a write at this endpoint resets, so that nobody comes to own them there. */
  readonly resetFields?: FieldSet;
}

export type Entries = readonly ManagedFieldsEntry[];

interface Tracked {
  readonly metadata?: { readonly managedFields?: unknown; readonly uid?: unknown };
}

/** More updaters than this are not told apart: the oldest become one. */
const mostUpdaters = 10;
const ancientChanges = "ancient-changes";

/**
 * The managedFields of an object after somebody changed it from `before` (undefined on create) to `after` by anything
 * but server-side apply: what changed belongs to the writer now, and to nobody else. Nothing changed means that the
 * same list comes back.
 */
export function updateManagedFields(before: object | undefined, after: object, writer: FieldWriter, schema: TypeSchema): Entries | undefined {
  const entries = startingEntries(before, after, writer.subresource);
  if (entries.length === 0 && metadataOf(before)?.uid !== undefined) return undefined;
  const comparison = compareObjects((before ?? {}) as JsonObject, after as JsonObject, schema);
  const own = withoutSubtrees(comparison.changed, writer.resetFields);
  const others = releaseFields(entries, { changed: comparison.changed, removed: comparison.removed });
  const updated = own === undefined ? others : claim(others, entries, own, writer);
  return updated.length === 0 ? undefined : updated;
}

/** A request may bring entries of its own, or empty ones to start over; through a subresource it may not. */
function startingEntries(before: object | undefined, after: object, subresource: string): Entries {
  const live = entriesOf(before);
  if (subresource !== "") return live;
  const sent = entriesOf(after);
  if (isReset(metadataOf(after)?.managedFields)) return [];
  return sent.length === 0 ? live : sent;
}

/** The managedFields of an object; none if it has none. */
export function entriesOf(object: object | undefined): Entries {
  const managedFields = metadataOf(object)?.managedFields;
  return Array.isArray(managedFields) ? (managedFields as Entries) : [];
}

const metadataOf = (object: Tracked | undefined) => object?.metadata;

function isReset(managedFields: unknown): boolean {
  if (!Array.isArray(managedFields)) return false;
  return managedFields.length === 0 || (managedFields.length === 1 && Object.keys(managedFields[0] as object).length === 0);
}

/** Takes what changed or went from everyone who owned it; whoever is left with nothing goes. The same list if nothing changes. */
export function releaseFields(entries: Entries, { changed, removed }: Comparison): Entries {
  if (changed === undefined && removed === undefined) return entries;
  let same = true;
  const released = entries.flatMap((entry) => {
    const before = fieldsOf(entry);
    const after = difference(difference(before, changed), removed);
    if (after === before && before !== undefined) return [entry];
    same = false;
    return after === undefined ? [] : [{ ...entry, fieldsV1: after }];
  });
  return same ? entries : released;
}

/** The paths of an entry; undefined when there are none. */
export const fieldsOf = ({ fieldsV1 }: ManagedFieldsEntry): MaybeFieldSet => (fieldsV1 === undefined || isLeaf(fieldsV1) ? undefined : fieldsV1);

/** Gives paths to the writer, whose earlier entry they join. */
function claim(others: Entries, entries: Entries, own: FieldSet, writer: FieldWriter): Entries {
  const previous = entries.find((entry) => isUpdateBy(entry, writer));
  const kept = others.find((entry) => isUpdateBy(entry, writer));
  const joined = union(kept === undefined ? undefined : fieldsOf(kept), own) ?? own;
  const fieldsV1 = previous?.fieldsV1 !== undefined && sameSet(previous.fieldsV1, joined) ? previous.fieldsV1 : joined;
  const entry = newEntry("Update", writer, fieldsV1, writer.time);
  return capUpdaters(sortEntries([...others.filter((other) => other !== kept), entry]));
}

const sameSet = (a: FieldSet, b: FieldSet) => difference(a, b) === undefined && difference(b, a) === undefined;

const isUpdateBy = (entry: ManagedFieldsEntry, { manager, apiVersion, subresource }: FieldWriter) =>
  entry.operation === "Update" && entry.manager === manager && entry.apiVersion === apiVersion && (entry.subresource ?? "") === subresource;

export function newEntry(operation: "Apply" | "Update", { manager, apiVersion, subresource }: FieldWriter, fieldsV1: FieldSet, time: string | undefined): ManagedFieldsEntry {
  return {
    manager,
    operation,
    apiVersion,
    ...(time !== undefined && { time }),
    fieldsType: "FieldsV1",
    fieldsV1,
    ...(subresource !== "" && { subresource }),
  };
}

/** Appliers first, then by time. */
export const sortEntries = (entries: Entries): Entries => entries.toSorted(compareEntries);

const orderedBy = ["operation", "time", "manager", "apiVersion", "subresource"] as const;

function compareEntries(a: ManagedFieldsEntry, b: ManagedFieldsEntry): number {
  for (const key of orderedBy) {
    const left = a[key] ?? "";
    const right = b[key] ?? "";
    if (left !== right) return left < right ? -1 : 1;
  }
  return 0;
}

/** The oldest updaters of a version are merged until there are few enough. */
function capUpdaters(entries: Entries): Entries {
  let surplus = entries.filter(({ operation }) => operation === "Update").length - mostUpdaters;
  if (surplus <= 0) return entries;
  const first = new Map<string, ManagedFieldsEntry>();
  const kept = new Set(entries);
  for (const entry of entries) {
    if (entry.operation !== "Update" || surplus <= 0) continue;
    const version = entry.apiVersion ?? "";
    const bucket = first.get(version);
    if (bucket !== undefined) {
      kept.delete(bucket);
      kept.delete(entry);
      surplus--;
    }
    const merged = bucket === undefined ? entry : mergeEntries(bucket, entry);
    kept.add(merged);
    first.set(version, merged);
  }
  return sortEntries([...kept]);
}

const mergeEntries = (bucket: ManagedFieldsEntry, { apiVersion, time, fieldsV1 }: ManagedFieldsEntry): ManagedFieldsEntry => ({
  manager: ancientChanges,
  operation: "Update",
  apiVersion,
  time,
  fieldsType: "FieldsV1",
  fieldsV1: union(bucket.fieldsV1, fieldsV1),
});
