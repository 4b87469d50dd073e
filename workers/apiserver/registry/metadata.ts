import type { KubernetesObject, ObjectMeta } from "../../apimachinery/object.ts";
import { formatTime } from "../../apimachinery/timestamp.ts";
import type { Milliseconds } from "../../base/units.ts";
import type { AnyResource } from "../../api/resource.ts";

/** What a new object gets from the server besides what its author wrote. */
export interface Birth {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly now: Milliseconds;
}

/** The metadata of an object that is being created: system fields are the server's, the rest is the author's. */
export function newMetadata({ metadata }: KubernetesObject, { hasGeneration }: AnyResource, { namespace, name, uid, now }: Birth): ObjectMeta {
  const { generateName, labels, annotations, ownerReferences, finalizers, managedFields } = metadata;
  return {
    name,
    ...(generateName !== undefined && generateName !== "" && { generateName }),
    ...(namespace !== "" && { namespace }),
    uid,
    resourceVersion: "",
    ...(hasGeneration && { generation: 1 }),
    creationTimestamp: formatTime(now),
    ...writtenByAuthor({ labels, annotations, ownerReferences, finalizers, managedFields }),
  };
}

/** The metadata of an object that is being updated: system fields stay as they are. */
export function keptMetadata({ metadata: proposed }: KubernetesObject, { metadata: previous }: KubernetesObject): ObjectMeta {
  const { labels, annotations, ownerReferences, finalizers, managedFields, generateName } = proposed;
  return {
    name: previous.name,
    ...(generateName !== undefined && generateName !== "" && { generateName }),
    ...(previous.namespace !== undefined && { namespace: previous.namespace }),
    uid: previous.uid,
    resourceVersion: previous.resourceVersion,
    ...(previous.generation !== undefined && { generation: previous.generation }),
    creationTimestamp: previous.creationTimestamp,
    ...(previous.deletionTimestamp !== undefined && { deletionTimestamp: previous.deletionTimestamp }),
    ...(previous.deletionGracePeriodSeconds !== undefined && { deletionGracePeriodSeconds: previous.deletionGracePeriodSeconds }),
    ...writtenByAuthor({ labels, annotations, ownerReferences, finalizers, managedFields }),
  };
}

type Fields = { -readonly [Key in keyof ObjectMeta]?: ObjectMeta[Key] };

const order = [
  "generateName", "namespace", "uid", "resourceVersion", "generation", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds",
  "labels", "annotations", "ownerReferences", "finalizers", "managedFields",
] as const;

/** The metadata in the order of Go's struct, without fields that are not set. */
export function orderedMetadata(metadata: ObjectMeta, resourceVersion: string): ObjectMeta {
  const ordered: Fields = { name: metadata.name };
  for (const key of order) copyField(ordered, metadata, key);
  ordered.resourceVersion = resourceVersion;
  return ordered as ObjectMeta;
}

function copyField<Key extends keyof ObjectMeta>(target: Fields, source: Fields, key: Key): void {
  const value = source[key];
  if (value !== undefined) target[key] = value;
}

/** The object with changed metadata. */
export const withMetadata = <T extends KubernetesObject>(object: T, changes: Partial<ObjectMeta>): T => ({ ...object, metadata: { ...object.metadata, ...changes } });

type Authored = Pick<ObjectMeta, "labels" | "annotations" | "ownerReferences" | "finalizers" | "managedFields">;

/** Empty maps and lists are left out, as Go leaves them out of its JSON. */
function writtenByAuthor({ labels, annotations, ownerReferences, finalizers, managedFields }: Authored): Partial<Authored> {
  return {
    ...(hasKeys(labels) && { labels }),
    ...(hasKeys(annotations) && { annotations }),
    ...(hasItems(ownerReferences) && { ownerReferences }),
    ...(hasItems(finalizers) && { finalizers }),
    ...(hasItems(managedFields) && { managedFields }),
  };
}

function hasKeys(map: object | undefined): boolean {
  for (const _ in map) return true;
  return false;
}

const hasItems = (list: readonly unknown[] | undefined) => list !== undefined && list.length > 0;
