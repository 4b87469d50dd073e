import type { KubernetesObject } from "../../workers/apimachinery/object.ts";
import type { ObjectChange, ObjectRemoval } from "../../workers/protocol/delta.ts";
import type { PodSummary } from "../../workers/protocol/pod-summary.ts";
import { targetId, type Target } from "../lib/object-key.ts";
import type { KnownResource, ResourceTypes } from "../lib/resources.ts";

/** One object as the page holds it. An entry is replaced only when its object changes, so it can be compared by reference. */
export interface Entry<T extends KubernetesObject = KubernetesObject> extends Target {
  readonly object: T;
  readonly pod?: PodSummary;
}

export type Slots<T> = ReadonlyMap<string, T>;
export type Table<T extends KubernetesObject = KubernetesObject> = Slots<Entry<T>>;

/** Everything the page knows of the cluster's objects, with the two look-ups that it draws from. */
export interface ObjectIndex {
  readonly tables: Slots<Table>;
  /** Pods by the node they are bound to; "" holds those without one. */
  readonly podsByNode: Slots<Table>;
  /** Objects by the uid of the owner that controls them. */
  readonly byOwner: Slots<Table>;
}

export const emptyIndex: ObjectIndex = { tables: new Map(), podsByNode: new Map(), byOwner: new Map() };
const emptyTable: Table = new Map();

/** The objects of one resource. Always the same value while none of them changes. */
export function tableOf<R extends KnownResource>(index: ObjectIndex, resource: R): Table<ResourceTypes[R]>;
export function tableOf(index: ObjectIndex, resource: string): Table;
export function tableOf(index: ObjectIndex, resource: string): Table {
  return index.tables.get(resource) ?? emptyTable;
}

/** The pods bound to a node; those that wait for one under "". */
export const podsOn = (index: ObjectIndex, node: string) => (index.podsByNode.get(node) ?? emptyTable) as Table<ResourceTypes["pods"]>;

/** What this owner controls. */
export const ownedBy = (index: ObjectIndex, uid: string) => index.byOwner.get(uid) ?? emptyTable;

export const entryOf = (index: ObjectIndex, { resource, key }: Target) => index.tables.get(resource)?.get(key);

/** The index after some changes. Slots that no change touches are shared with the index before. */
export function applyChanges(index: ObjectIndex, changes: readonly (ObjectChange | ObjectRemoval)[]): ObjectIndex {
  if (changes.length === 0) return index;
  const tables = new SlotDraft(index.tables);
  const podsByNode = new SlotDraft(index.podsByNode);
  const byOwner = new SlotDraft(index.byOwner);

  for (const change of changes) {
    const before = tables.get(change.resource, change.key);
    // A removal speaks about one uid: an object of the same name may have come since.
    if (change.type === "remove" && before !== undefined && before.object.metadata.uid !== change.uid) continue;
    const after = change.type === "set" ? entryFrom(change) : undefined;
    tables.move(change.key, { from: before && change.resource, to: after && change.resource }, after);
    byOwner.move(targetId(change), { from: ownerOf(before), to: ownerOf(after) }, after);
    if (change.resource === "pods") podsByNode.move(change.key, { from: nodeOf(before), to: nodeOf(after) }, after);
  }
  return { tables: tables.finish(), podsByNode: podsByNode.finish(), byOwner: byOwner.finish() };
}

const entryFrom = ({ resource, key, object, pod }: ObjectChange): Entry => (pod === undefined ? { resource, key, object } : { resource, key, object, pod });

const ownerOf = (entry: Entry | undefined) => entry?.object.metadata.ownerReferences?.find(({ controller }) => controller === true)?.uid;

const nodeOf = (entry: Entry | undefined) => (entry === undefined ? undefined : ((entry.object as ResourceTypes["pods"]).spec.nodeName ?? ""));

/** Changes a map of tables by copying each touched table once. */
class SlotDraft {
  readonly #before: Slots<Table>;
  readonly #copies = new Map<string, Map<string, Entry>>();

  constructor(before: Slots<Table>) {
    this.#before = before;
  }

  get(slot: string, key: string): Entry | undefined {
    return (this.#copies.get(slot) ?? this.#before.get(slot))?.get(key);
  }

  /** Takes the key out of one slot and puts the entry into the other; either may be missing. */
  move(key: string, { from, to }: { readonly from: string | undefined; readonly to: string | undefined }, entry: Entry | undefined): void {
    if (from !== undefined && from !== to) this.#copyOf(from).delete(key);
    if (to !== undefined && entry !== undefined) this.#copyOf(to).set(key, entry);
  }

  finish(): Slots<Table> {
    if (this.#copies.size === 0) return this.#before;
    const after = new Map(this.#before);
    for (const [slot, table] of this.#copies) {
      if (table.size === 0) after.delete(slot);
      else after.set(slot, table);
    }
    return after;
  }

  #copyOf(slot: string): Map<string, Entry> {
    const known = this.#copies.get(slot);
    if (known !== undefined) return known;
    const copy = new Map(this.#before.get(slot));
    this.#copies.set(slot, copy);
    return copy;
  }
}
