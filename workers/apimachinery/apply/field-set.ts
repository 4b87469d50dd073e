import type { FieldsV1 } from "../object.ts";

/**
 * A set of paths into an object, in the very form that managedFields carries (FieldsV1), so that nothing is ever
 * converted: a tree whose keys are path elements (`f:replicas`, `k:{"name":"web"}`, `v:"a"`). A path is a member of the
 * set when its node is empty or has the key ".". Sets share structure and never change. `undefined` is the empty set.
 */
export type FieldSet = FieldsV1;
export type MaybeFieldSet = FieldSet | undefined;

/** The node of a path that is a member and has nothing below. */
export const leaf: FieldSet = Object.freeze({});

export const self = ".";

/** Is the path of this node a member of the set, besides what is below it? */
export function isMember(node: FieldSet): boolean {
  for (const key in node) if (key === self) return true;
  return isLeaf(node);
}

export function isLeaf(node: FieldSet): boolean {
  for (const _key in node) return false;
  return true;
}

/** The node with these children, as a member or not; undefined when nothing is left. */
export function nodeOf(member: boolean, children: Readonly<Record<string, FieldSet>>): MaybeFieldSet {
  if (isLeaf(children)) return member ? leaf : undefined;
  return member ? { [self]: leaf, ...children } : children;
}

/** All paths of either set. */
export function union(a: MaybeFieldSet, b: MaybeFieldSet): MaybeFieldSet {
  if (a === undefined || a === b) return b;
  return b === undefined ? a : unionNodes(a, b, false);
}

/** Below the root, an empty node stands for a path; at the root it stands for nothing. */
function unionNodes(a: FieldSet, b: FieldSet, below: boolean): FieldSet {
  if (a === b) return a;
  let merged: Record<string, FieldSet> | undefined;
  if (below && isMember(b) && !isMember(a)) merged = { [self]: leaf, ...a };
  for (const key in b) {
    const theirs = b[key];
    if (key === self || theirs === undefined) continue;
    const ours = a[key];
    const both = ours === undefined ? theirs : unionNodes(ours, theirs, true);
    if (both !== ours) (merged ??= below && isLeaf(a) ? { [self]: leaf } : { ...a })[key] = both;
  }
  return merged ?? a;
}

/** The paths of `a` that are not in `b`. Removing a path keeps what is below it. */
export function difference(a: MaybeFieldSet, b: MaybeFieldSet): MaybeFieldSet {
  if (a === undefined || b === undefined) return a;
  return differenceBelow(a, b, false);
}

function differenceBelow(a: FieldSet, b: FieldSet, below: boolean): MaybeFieldSet {
  if (a === b) return undefined;
  const changes = new Map<string, MaybeFieldSet>();
  for (const key in b) {
    const ours = key === self ? undefined : a[key];
    if (ours === undefined) continue;
    const rest = differenceBelow(ours, b[key] as FieldSet, true);
    if (rest !== ours) changes.set(key, rest);
  }
  const member = below && isMember(a);
  const staysMember = member && !isMember(b);
  return changes.size === 0 && staysMember === member ? a : nodeOf(staysMember, withChanges(a, changes));
}

function withChanges(node: FieldSet, changes: ReadonlyMap<string, MaybeFieldSet>): Readonly<Record<string, FieldSet>> {
  const children: Record<string, FieldSet> = {};
  for (const key in node) {
    if (key === self) continue;
    const child = changes.has(key) ? changes.get(key) : node[key];
    if (child !== undefined) children[key] = child;
  }
  return children;
}

/** The paths that are in both sets. */
export function intersection(a: MaybeFieldSet, b: MaybeFieldSet): MaybeFieldSet {
  return a === undefined || b === undefined ? undefined : intersectionBelow(a, b, false);
}

function intersectionBelow(a: FieldSet, b: FieldSet, below: boolean): MaybeFieldSet {
  if (a === b) return a;
  const children: Record<string, FieldSet> = {};
  for (const key in b) {
    const ours = key === self ? undefined : a[key];
    const common = ours === undefined ? undefined : intersectionBelow(ours, b[key] as FieldSet, true);
    if (common !== undefined) children[key] = common;
  }
  return nodeOf(below && isMember(a) && isMember(b), children);
}

/** The set without some paths and all that is below them. */
export function withoutSubtrees(set: MaybeFieldSet, removed: MaybeFieldSet): MaybeFieldSet {
  if (set === undefined || removed === undefined) return set;
  const changes = new Map<string, MaybeFieldSet>();
  for (const key in removed) {
    const ours = key === self ? undefined : set[key];
    const theirs = removed[key];
    if (ours === undefined || theirs === undefined) continue;
    const rest = isMember(theirs) ? undefined : withoutSubtrees(ours, theirs);
    if (rest !== ours) changes.set(key, rest);
  }
  return changes.size === 0 ? set : nodeOf(Object.hasOwn(set, self), withChanges(set, changes));
}

/** Only those paths of the set that lie at or below some paths. */
export function onlySubtrees(set: MaybeFieldSet, kept: FieldSet): MaybeFieldSet {
  return difference(set, withoutSubtrees(set, kept));
}

/** Visits each path: at each level first the members in order, then what is below. */
export function visitPaths(set: FieldSet, visit: (path: readonly string[]) => void, prefix: readonly string[] = []): void {
  const keys = Object.keys(set).filter((key) => key !== self).sort(comparePathElements);
  for (const key of keys) if (isMember(set[key] as FieldSet)) visit([...prefix, key]);
  for (const key of keys) visitPaths(set[key] as FieldSet, visit, [...prefix, key]);
}

/** Fields come before items, items before values, values before indices. */
const kinds = "fkvi";

function comparePathElements(a: string, b: string): number {
  const byKind = kinds.indexOf(a.charAt(0)) - kinds.indexOf(b.charAt(0));
  return byKind !== 0 ? byKind : a < b ? -1 : a > b ? 1 : 0;
}
