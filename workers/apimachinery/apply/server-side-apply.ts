import { deepEqual } from "../../base/deep-equal.ts";
import { type JsonObject, without } from "../json-value.ts";
import type { ManagedFieldsEntry } from "../object.ts";
import { badRequest } from "../status.ts";
import type { TypeSchema } from "../type-schema.ts";
import { appliedSet } from "./applied-set.ts";
import { compareObjects } from "./compare.ts";
import { applyConflict, type Conflict } from "./conflict.ts";
import { difference, type FieldSet, intersection, leaf, type MaybeFieldSet, union, withoutSubtrees } from "./field-set.ts";
import { takeoverFields, withLastApplied } from "./last-applied.ts";
import { type Entries, entriesOf, fieldsOf, type FieldWriter, newEntry, releaseFields, sortEntries } from "./managed-fields.ts";
import { mergeApplied } from "./merge.ts";
import { prune } from "./prune.ts";

export interface ApplyOptions extends FieldWriter {
  /** Undefined when the object does not exist yet. */
  readonly live: object | undefined;
  readonly applied: object;
  /** Take what others own. */
  readonly force: boolean;
  readonly schema: TypeSchema;
}

/** The manager that owns what an object had before anybody applied to it. */
const beforeFirstApply = "before-first-apply";

/** Whoever applies names the object, so its metadata never goes as a whole. */
const identity: FieldSet = Object.freeze({ "f:metadata": Object.freeze({ "f:name": leaf }) });

/** Only this manager takes over from client-side apply. */
const kubectl = "kubectl";

/**
 * Server-side apply: the live object with what is applied merged in, without what the same manager applied before and
 * now leaves out, and with managedFields brought up to date. Defaults are still to be filled in. Throws the 409 of a
 * conflict, and 400 for an object that may not be applied.
 */
export function serverSideApply(options: ApplyOptions): JsonObject {
  const { apiVersion, manager, schema } = options;
  const live = (options.live ?? {}) as JsonObject;
  const applied = options.applied as JsonObject;
  checkApplied(applied, apiVersion);
  const entries = liveEntries(options);
  const set = withoutSubtrees(appliedSet(applied, schema), options.resetFields);
  const others = entries.filter((entry) => !isApplyBy(entry, options));
  const previous = entries.find((entry) => isApplyBy(entry, options));

  const merged = mergeApplied(live, applied, schema);
  const owned = others.reduce<MaybeFieldSet>((all, entry) => union(all, fieldsOf(entry)), union(set, identity));
  const object = prune(merged, schema, previous && fieldsOf(previous), owned);
  const comparison = compareObjects(live, object, schema);
  refuseConflicts(others, comparison.changed, options);

  const remaining = releaseFields(others, comparison);
  const unchanged = deepEqual(live, object);
  const own = set === undefined ? [] : [applyEntry(previous, options, set, unchanged)];
  const result = withEntries(object, sortEntries([...remaining, ...own]));
  return manager === kubectl ? withLastApplied(result, applied) : result;
}

function checkApplied(applied: JsonObject, apiVersion: string): void {
  if (applied["apiVersion"] !== apiVersion) {
    throw badRequest(`Incorrect version specified in apply patch. Specified patch version: ${String(applied["apiVersion"])}, expected: ${apiVersion}`);
  }
  if (entriesOf(applied).length > 0) throw badRequest("metadata.managedFields must be nil");
}

/** An object that nobody keeps track of yet belongs to "before-first-apply" as a whole. */
function liveEntries({ live, schema, ...writer }: ApplyOptions): Entries {
  const entries = entriesOf(live);
  if (live === undefined || entries.length > 0) return entries;
  const { changed } = compareObjects({}, live as JsonObject, schema);
  return changed === undefined ? [] : [newEntry("Update", { ...writer, manager: beforeFirstApply }, changed, writer.time)];
}

/** An applier keeps its entry whatever version it applies in. */
const isApplyBy = (entry: ManagedFieldsEntry, { manager, subresource }: FieldWriter) =>
  entry.operation === "Apply" && entry.manager === manager && (entry.subresource ?? "") === subresource;

function refuseConflicts(others: Entries, changed: MaybeFieldSet, { force, live, manager, schema }: ApplyOptions): void {
  if (force) return;
  const conflicts = others.flatMap((entry): readonly Conflict[] => {
    const fields = intersection(fieldsOf(entry), changed);
    return fields === undefined ? [] : [{ entry, fields }];
  });
  if (conflicts.length === 0) return;
  const allowed = manager === kubectl && live !== undefined ? takeoverFields(live as JsonObject, schema) : undefined;
  const refused = conflicts.flatMap(({ entry, fields }): readonly Conflict[] => {
    const rest = difference(fields, allowed);
    return rest === undefined ? [] : [{ entry, fields: rest }];
  });
  if (refused.length > 0) throw applyConflict(refused);
}

/** An apply that changes nothing does not count as a new one. */
function applyEntry(previous: ManagedFieldsEntry | undefined, options: ApplyOptions, set: NonNullable<MaybeFieldSet>, unchanged: boolean): ManagedFieldsEntry {
  const time = unchanged ? previous?.time : options.time;
  const entry = newEntry("Apply", options, set, time);
  return previous !== undefined && deepEqual(previous, entry) ? previous : entry;
}

function withEntries(object: JsonObject, managedFields: Entries): JsonObject {
  const metadata = (object["metadata"] ?? {}) as JsonObject;
  if (managedFields.length === 0) return { ...object, metadata: without(metadata, "managedFields") };
  return deepEqual(metadata["managedFields"], managedFields) ? object : { ...object, metadata: { ...metadata, managedFields } };
}
