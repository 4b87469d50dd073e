import { isJsonObject, type JsonObject } from "../json-value.ts";
import type { TypeSchema } from "../type-schema.ts";
import { type FieldSet, isMember, type MaybeFieldSet } from "./field-set.ts";
import { fieldElement, itemElement } from "./path-element.ts";
import { fieldSchemaOf, structureOf } from "./structure.ts";

/** What decides whether a field stays. */
interface Claims {
  /** What the applier applied last time. */
  readonly last: MaybeFieldSet;
  /** What any manager owns now, the applier with what it applies this time included. */
  readonly owned: MaybeFieldSet;
  /** An object around it was applied last time. */
  readonly dropped: boolean;
  /** An object around it was applied last time and nobody owns it now. */
  readonly unowned: boolean;
}

/** Removes what the applier applied last time and not this time, unless somebody else owns it. */
export function prune(merged: JsonObject, schema: TypeSchema, last: MaybeFieldSet, owned: MaybeFieldSet): JsonObject {
  if (last === undefined) return merged;
  return pruneObject(merged, schema, { last, owned, dropped: false, unowned: false });
}

function pruneObject(object: JsonObject, schema: TypeSchema, claims: Claims): JsonObject {
  let pruned: Record<string, unknown> | undefined;
  for (const name in object) {
    const field = fieldSchemaOf(schema, name);
    if (field === undefined || object[name] === undefined) continue;
    const after = pruneChild(object[name], field, fieldElement(name), { claims, named: schema.kind === "object" });
    if (after === object[name]) continue;
    pruned ??= { ...object };
    if (after === undefined) delete pruned[name];
    else pruned[name] = after;
  }
  return pruned ?? object;
}

interface Place {
  readonly claims: Claims;
  /** Is it a field that the schema names, rather than a key of a map or an item? Such a field is owned with what is below it. */
  readonly named: boolean;
}

/** The child without what goes; undefined if it goes itself. */
function pruneChild(value: unknown, schema: TypeSchema, element: string, { claims, named }: Place): unknown {
  const last = claims.last?.[element];
  if (last === undefined) return value;
  const owned = claims.owned?.[element];
  const wasApplied = named || isMember(last);
  const dropped = claims.dropped || wasApplied;
  const unowned = claims.unowned || (dropped && !isOwned(owned, named));
  if (unowned && wasApplied) return undefined;

  const below: Claims = { last, owned, dropped, unowned };
  const structure = structureOf(schema, value);
  if (structure === "object" && isJsonObject(value)) return orNothing(pruneObject(value, schema, below), value);
  if (structure === "list" && Array.isArray(value)) return orNothing(pruneList(value, schema, below), value);
  return value;
}

const isOwned = (owned: FieldSet | undefined, named: boolean) => owned !== undefined && (named || isMember(owned));

/** What lost all its content is gone itself. */
function orNothing(pruned: object, before: object): unknown {
  if (pruned === before) return before;
  return Object.keys(pruned).length === 0 ? undefined : pruned;
}

function pruneList(list: readonly unknown[], schema: TypeSchema, claims: Claims): readonly unknown[] {
  const { items } = schema;
  if (items === undefined) return list;
  const pruned = list.map((item) => pruneChild(item, items, itemElement(item, schema), { claims, named: false }));
  if (pruned.every((item, index) => item === list[index])) return list;
  return pruned.filter((item) => item !== undefined);
}
