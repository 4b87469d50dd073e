import type { KubernetesObject, OwnerReference } from "../../apimachinery/object.ts";

/** Which object a node of the graph stands for. */
export interface Identity {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace: string | undefined;
  readonly uid: string;
}

/** An object in the graph of who owns whom. */
export interface GraphNode {
  identity: Identity;
  owners: readonly OwnerReference[];
  readonly dependents: Map<string, GraphNode>;
  /** Known only from the references of others: it has not been seen, and may not exist. */
  virtual: boolean;
  /** Has a deletionTimestamp. */
  beingDeleted: boolean;
  /** Is being deleted in the foreground: it goes when its dependents are gone. */
  deletingDependents: boolean;
}

export const foregroundFinalizer = "foregroundDeletion";
export const orphanFinalizer = "orphan";

export function identityOf({ apiVersion, kind, metadata: { name, namespace, uid } }: KubernetesObject): Identity {
  return { apiVersion, kind, name, namespace, uid };
}

export function newNode(identity: Identity, owners: readonly OwnerReference[], virtual = false): GraphNode {
  return { identity, owners, dependents: new Map(), virtual, beingDeleted: false, deletingDependents: false };
}

export const hasFinalizer = ({ metadata: { finalizers } }: KubernetesObject, finalizer: string) => finalizers?.includes(finalizer) === true;

/** The dependents that must be gone before the node may go. */
export const blockingDependents = ({ dependents, identity }: GraphNode): readonly GraphNode[] =>
  [...dependents.values()].filter(({ owners }) => owners.some(({ uid, blockOwnerDeletion }) => uid === identity.uid && blockOwnerDeletion === true));

/** How upstream writes a reference to an object in its messages. */
export const formatIdentity = ({ apiVersion, kind, namespace, name, uid }: Identity) =>
  `[${apiVersion}/${kind}, namespace: ${namespace ?? ""}, name: ${name}, uid: ${uid}]`;
