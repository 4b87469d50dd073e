import { goPrint, isJsonObject, type JsonObject } from "../json-value.ts";
import { PatchError } from "./patch-error.ts";
import { directive, noMergeKey, setElementOrder } from "./strategic-directives.ts";

type List = readonly unknown[];

/** What identifies an item: its merge key, or the item itself in a list of scalars. */
export function identityOf(item: unknown, mergeKey: string | undefined): unknown {
  if (mergeKey === undefined) return item;
  if (!isJsonObject(item)) throw new PatchError(500, `expected a map[string]interface {}, but received a ${typeof item}`);
  if (!Object.hasOwn(item, mergeKey)) throw noMergeKey(goPrint(item), mergeKey);
  return item[mergeKey];
}

/** The kind of the items, which all share it: objects or scalars. */
export function elementsAreObjects(...lists: readonly List[]): boolean {
  const kinds = new Set(lists.flat(1).map(kindOf));
  if (kinds.has("list")) throw new PatchError(422, "lists of lists are not supported");
  if (kinds.size > 1) throw new PatchError(500, `list element types are not identical: ${goPrint(lists)}`);
  if (kinds.size === 0) throw new PatchError(500, "no elements in any of the given slices");
  return kinds.has("object");
}

const kindOf = (item: unknown) => (Array.isArray(item) ? "list" : item === null ? "null" : typeof item);

/**
 * Puts merged items in order: those that the patch names in the patch's order, the others where the server had
 * them, as far as both orders agree.
 */
export function orderElements(merged: List, patchOrder: List, serverOrder: List, mergeKey: string | undefined): List {
  const positions = positionsOf(patchOrder, mergeKey);
  const named = merged.filter((item) => positions.has(identityOf(item, mergeKey)));
  const others = merged.filter((item) => !positions.has(identityOf(item, mergeKey)));
  return interleave(sortBy(others, positionsOf(serverOrder, mergeKey), mergeKey), sortBy(named, positions, mergeKey), serverOrder, mergeKey);
}

/** Sorts by the positions of another list; items to be deleted go last. */
export function sortLike(list: List, order: List, mergeKey: string | undefined): List {
  const doomed = mergeKey === undefined ? [] : list.filter(isDeletion);
  const kept = mergeKey === undefined ? list : list.filter((item) => !isDeletion(item));
  return [...sortBy(kept, positionsOf(order, mergeKey), mergeKey), ...doomed];
}

export const isDeletion = (item: unknown): item is JsonObject => isJsonObject(item) && item[directive] === "delete";

/** Checks that a patch lists its items in the order that it demands for them. */
export function checkOrder(patch: List, order: List, mergeKey: string | undefined): void {
  if (patch.length === 0 || order.length === 0) return;
  const items = patch.filter((item) => !isJsonObject(item) || !Object.hasOwn(item, directive));
  let next = 0;
  for (const position of order) {
    if (next < items.length && identityOf(items[next], mergeKey) === identityOf(position, mergeKey)) next++;
  }
  if (next < items.length) {
    throw new PatchError(500, `The order in patch list:\n${goPrint(patch)}\n doesn't match ${setElementOrder} list:\n${goPrint(order)}\n`);
  }
}

function positionsOf(list: List, mergeKey: string | undefined): ReadonlyMap<unknown, number> {
  const positions = new Map<unknown, number>();
  list.forEach((item, index) => {
    const identity = identityOf(item, mergeKey);
    if (!positions.has(identity)) positions.set(identity, index);
  });
  return positions;
}

function sortBy(list: List, positions: ReadonlyMap<unknown, number>, mergeKey: string | undefined): List {
  const position = (item: unknown) => positions.get(identityOf(item, mergeKey)) ?? Number.MAX_SAFE_INTEGER;
  return list.toSorted((a, b) => position(a) - position(b));
}

/** The patch's item goes first unless the server had the other one before it. */
function interleave(server: List, patch: List, serverOrder: List, mergeKey: string | undefined): List {
  const positions = positionsOf(serverOrder, mergeKey);
  const merged: unknown[] = [];
  let taken = 0;
  for (const item of patch) {
    const limit = positions.get(identityOf(item, mergeKey));
    while (limit !== undefined && taken < server.length && (positions.get(identityOf(server[taken], mergeKey)) ?? limit) < limit) {
      merged.push(server[taken++]);
    }
    merged.push(item);
  }
  return [...merged, ...server.slice(taken)];
}
