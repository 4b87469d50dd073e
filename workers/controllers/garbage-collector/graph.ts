import type { KubernetesObject, OwnerReference } from "../../apimachinery/object.ts";
import { RecentMap } from "../../client/recent-map.ts";
import { foregroundFinalizer, type GraphNode, hasFinalizer, identityOf, newNode, orphanFinalizer } from "./node.ts";

/** What a change to the graph gives the garbage collector to do. */
export interface GraphWork {
  /** Look whether the object has to go, or may go. */
  examine(node: GraphNode, revision?: number): void;
  /** Take the object's dependents out of its ownership. */
  orphan(node: GraphNode, revision?: number): void;
  /** The object names an owner in a namespace that is not its own. */
  misplaced(dependent: KubernetesObject, owner: OwnerReference): void;
}

const rememberedAbsentOwners = 500;

/** Who owns whom, over all kinds, as the informers tell. */
export class Graph {
  readonly #nodes = new Map<string, GraphNode>();
  /** Owners that are known not to exist. */
  readonly #absent = new RecentMap<string, true>(rememberedAbsentOwners);
  readonly #work: GraphWork;
  readonly #isClusterScoped: (owner: OwnerReference) => boolean;

  constructor(work: GraphWork, isClusterScoped: (owner: OwnerReference) => boolean) {
    this.#work = work;
    this.#isClusterScoped = isClusterScoped;
  }

  node(uid: string): GraphNode | undefined {
    return this.#nodes.get(uid);
  }

  get size(): number {
    return this.#nodes.size;
  }

  isAbsent(uid: string): boolean {
    return this.#absent.get(uid) === true;
  }

  noteAbsent(uid: string): void {
    this.#absent.set(uid, true);
  }

  /** An object is there, new or changed. */
  observed(object: KubernetesObject, previous?: KubernetesObject): void {
    const { uid, ownerReferences = [] } = object.metadata;
    const known = this.#nodes.get(uid);
    const node = known ?? newNode(identityOf(object), ownerReferences);
    if (known === undefined) {
      this.#nodes.set(uid, node);
      this.#addToOwners(object, node, ownerReferences);
    } else {
      this.#confirm(object, known);
      this.#changeOwners(object, known, ownerReferences);
    }
    node.beingDeleted = object.metadata.deletionTimestamp !== undefined;
    this.#followDeletion(node, object, previous);
  }

  /** An object is gone. */
  removed(uid: string, revision?: number): void {
    const node = this.#nodes.get(uid);
    if (node === undefined) return;
    this.#nodes.delete(uid);
    for (const { uid: owner } of node.owners) this.#forgetDependent(owner, node);
    if (node.dependents.size > 0) this.noteAbsent(uid);
    for (const dependent of node.dependents.values()) this.#work.examine(dependent, revision);
    for (const { uid: owner } of node.owners) {
      const waiting = this.#nodes.get(owner);
      if (waiting?.deletingDependents === true) this.#work.examine(waiting, revision);
    }
  }

  /** A reference may have told the truth about an owner that was not seen then, or have been wrong about it. */
  #confirm(object: KubernetesObject, node: GraphNode): void {
    if (!node.virtual) return;
    const identity = identityOf(object);
    const wrong = node.identity.name !== identity.name || node.identity.namespace !== identity.namespace || node.identity.kind !== identity.kind;
    node.identity = identity;
    node.virtual = false;
    if (!wrong) return;
    // Dependents that described it otherwise have to be judged by their own words.
    for (const dependent of node.dependents.values()) this.#work.examine(dependent, Number(object.metadata.resourceVersion));
  }

  #changeOwners(object: KubernetesObject, node: GraphNode, owners: readonly OwnerReference[]): void {
    const before = node.owners;
    if (before === owners) return;
    node.owners = owners;
    const added = owners.filter(({ uid }) => !before.some((owner) => owner.uid === uid));
    const gone = before.filter(({ uid }) => !owners.some((owner) => owner.uid === uid));
    this.#addToOwners(object, node, added);
    for (const { uid } of gone) this.#forgetDependent(uid, node);

    // An owner in foreground deletion may have waited for just this reference.
    const unblocked = before.filter(({ uid, blockOwnerDeletion }) => blockOwnerDeletion === true && owners.find((owner) => owner.uid === uid)?.blockOwnerDeletion !== true);
    for (const { uid } of unblocked) {
      const owner = this.#nodes.get(uid);
      if (owner?.deletingDependents === true) this.#work.examine(owner, Number(object.metadata.resourceVersion));
    }
    if (added.length > 0) this.#work.examine(node, Number(object.metadata.resourceVersion));
  }

  #addToOwners(object: KubernetesObject, node: GraphNode, owners: readonly OwnerReference[]): void {
    const { namespace, resourceVersion } = object.metadata;
    for (const owner of owners) {
      const known = this.#nodes.get(owner.uid);
      if (known === undefined) {
        const { apiVersion, kind, name, uid } = owner;
        const identity = { apiVersion, kind, name, uid, namespace: this.#isClusterScoped(owner) ? undefined : namespace };
        const virtual = newNode(identity, [], true);
        virtual.dependents.set(node.identity.uid, node);
        this.#nodes.set(uid, virtual);
        this.#work.examine(virtual, Number(resourceVersion));
        continue;
      }
      known.dependents.set(node.identity.uid, node);
      if (known.virtual || known.identity.namespace === undefined || known.identity.namespace === namespace) continue;
      this.#work.misplaced(object, owner);
      this.#work.examine(node, Number(resourceVersion));
    }
  }

  /** A virtual owner that nobody names any more has no reason to be remembered. */
  #forgetDependent(owner: string, { identity }: GraphNode): void {
    const node = this.#nodes.get(owner);
    node?.dependents.delete(identity.uid);
    if (node?.virtual === true && node.dependents.size === 0) this.#nodes.delete(owner);
  }

  #followDeletion(node: GraphNode, object: KubernetesObject, previous: KubernetesObject | undefined): void {
    const revision = Number(object.metadata.resourceVersion);
    if (begins(object, previous, orphanFinalizer)) this.#work.orphan(node, revision);
    if (!begins(object, previous, foregroundFinalizer)) return;
    node.deletingDependents = true;
    for (const dependent of node.dependents.values()) this.#work.examine(dependent, revision);
    this.#work.examine(node, revision);
  }
}

const waitsFor = (object: KubernetesObject | undefined, finalizer: string) =>
  object !== undefined && object.metadata.deletionTimestamp !== undefined && hasFinalizer(object, finalizer);

/** Does the object wait for the finalizer now, and did not before? */
const begins = (object: KubernetesObject, previous: KubernetesObject | undefined, finalizer: string) =>
  waitsFor(object, finalizer) && !waitsFor(previous, finalizer);
