import { isJsonObject, type JsonObject } from "../json-value.ts";
import type { TypeSchema } from "../type-schema.ts";
import { itemElement } from "./path-element.ts";
import { fieldSchemaOf, isEmptyValue, structureOf } from "./structure.ts";

type List = readonly unknown[];

/** The live object with all that is applied put into it. What does not change is shared. */
export function mergeApplied(live: JsonObject, applied: JsonObject, schema: TypeSchema): JsonObject {
  let merged: Record<string, unknown> | undefined;
  for (const name in applied) {
    const before = live[name];
    const field = fieldSchemaOf(schema, name);
    const after = field === undefined ? applied[name] : mergeValue(before, applied[name], field);
    if (after !== before) (merged ??= { ...live })[name] = after;
  }
  return merged ?? live;
}

function mergeValue(live: unknown, applied: unknown, schema: TypeSchema): unknown {
  if (applied === undefined || live === applied) return live;
  const structure = structureOf(schema, applied ?? undefined);
  if (structure === "leaf" || (isEmptyValue(applied) && (live === undefined || isEmptyValue(live)))) return live !== undefined && sameScalar(live, applied) ? live : applied;
  if (applied === null) return live ?? null;
  if (structure === "object") return mergeApplied(isJsonObject(live) ? live : {}, applied as JsonObject, schema);
  return mergeLists(Array.isArray(live) ? live : [], applied as List, schema);
}

const sameScalar = (a: unknown, b: unknown) => a === b;

/**
 * The order of a merged list: items of both lists in the order that is applied, items of the live list only stay
 * behind the items that they follow there.
 */
function mergeLists(live: List, applied: List, schema: TypeSchema): List {
  const mine = live.map((item) => itemElement(item, schema));
  const theirs = applied.map((item) => itemElement(item, schema));
  const before = itemsByElement(live, mine);
  const after = new Map(theirs.map((element, index) => [element, applied[index]]));
  const merged: unknown[] = [];
  const done = new Set<string>();
  const take = (element: string) => {
    done.add(element);
    merged.push(schema.items === undefined ? after.get(element) : mergeItem(before.get(element), after.get(element), schema.items));
  };
  walkOrders(mine, theirs, { inApplied: (element) => after.has(element), inLive: (element) => before.has(element), isDone: (element) => done.has(element) }, (element, index) =>
    index === undefined ? take(element) : merged.push(live[index]),
  );
  return merged.length === live.length && merged.every((item, index) => item === live[index]) ? live : merged;
}

function mergeItem(live: unknown, applied: unknown, schema: TypeSchema): unknown {
  return live === undefined ? applied : mergeValue(live, applied, schema);
}

/** An item whose key occurs twice has no single counterpart. */
function itemsByElement(list: List, elements: readonly string[]): ReadonlyMap<string, unknown> {
  const items = new Map<string, unknown>();
  elements.forEach((element, index) => items.set(element, items.has(element) ? undefined : list[index]));
  return items;
}

interface Membership {
  readonly inApplied: (element: string) => boolean;
  readonly inLive: (element: string) => boolean;
  readonly isDone: (element: string) => boolean;
}

/** Reports each element once: applied ones by themselves, live ones with their index. */
function walkOrders(mine: readonly string[], theirs: readonly string[], { inApplied, inLive, isDone }: Membership, report: (element: string, index?: number) => unknown): void {
  const shared = theirs.filter(inLive);
  let next = 0;
  for (let m = 0, t = 0; m < mine.length || t < theirs.length; ) {
    const my = mine[m];
    const their = theirs[t];
    if (my !== undefined && their !== undefined) {
      if (my === their) {
        report(their);
        m++;
        t++;
        next++;
        continue;
      }
      if (inApplied(my) && shared[next] !== undefined && shared[next] !== my) {
        m++;
        continue;
      }
    }
    if (my !== undefined) {
      if (!inApplied(my)) {
        report(my, m++);
        continue;
      }
      if (isDone(my)) m++;
    }
    if (their !== undefined) {
      report(their);
      t++;
      if (shared[next] === their) next++;
    }
  }
}
