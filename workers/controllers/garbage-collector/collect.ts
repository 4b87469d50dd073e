import type { KubernetesObject, OwnerReference } from "../../apimachinery/object.ts";
import { ApiError } from "../../apimachinery/status.ts";
import type { AnyResource } from "../../api/resource.ts";
import type { Client, DeleteOptions, ObjectReference } from "../../client/client.ts";
import { ignoring, ignoringNotFound } from "../framework/ignore-refusals.ts";
import { RetryLater } from "../framework/reconciler.ts";
import type { Graph } from "./graph.ts";
import { blockingDependents, foregroundFinalizer, type GraphNode, hasFinalizer, type Identity, orphanFinalizer } from "./node.ts";

/** What the collector acts with. */
export interface Collector {
  readonly client: Client;
  readonly graph: Graph;
  readonly resourceOf: (kind: Pick<Identity, "apiVersion" | "kind">) => AnyResource | undefined;
  readonly examine: (node: GraphNode) => void;
}

/**
 * Looks whether the object still has an owner, and deletes it if not. The live object decides, never the
 * graph: the graph only says where to look.
 */
export async function examine(collector: Collector, node: GraphNode): Promise<void> {
  if (node.beingDeleted && !node.deletingDependents) return;
  const latest = await live(collector, node.identity);
  if (latest === undefined || latest.metadata.uid !== node.identity.uid) return collector.graph.removed(node.identity.uid);
  // A virtual node that turns out to exist will be told of by its informer.
  if (node.virtual) throw new RetryLater(`object ${node.identity.kind} ${node.identity.name} exists but has not been observed yet`);
  if (node.deletingDependents) return advanceForeground(collector, node);

  const { ownerReferences = [] } = latest.metadata;
  if (ownerReferences.length === 0) return;
  const owners = await classify(collector, node, ownerReferences);
  if (owners.solid.length > 0) return dropOwners(collector, node.identity, [...owners.dangling, ...owners.waiting]);
  if (owners.waiting.length > 0 && node.dependents.size > 0) return deleteInForeground(collector, node, latest);
  return remove(collector, latest, policyOf(latest));
}

/** An owner that is being deleted in the foreground goes when nothing blocks it any more. */
async function advanceForeground(collector: Collector, node: GraphNode): Promise<void> {
  const blocking = blockingDependents(node);
  if (blocking.length === 0) return removeFinalizer(collector, node.identity, foregroundFinalizer);
  for (const dependent of blocking) if (!dependent.deletingDependents) collector.examine(dependent);
}

interface Owners {
  /** There, and to stay. */
  readonly solid: readonly OwnerReference[];
  /** Gone. */
  readonly dangling: readonly OwnerReference[];
  /** Being deleted, and waiting for its dependents to go first. */
  readonly waiting: readonly OwnerReference[];
}

async function classify(collector: Collector, { identity }: GraphNode, references: readonly OwnerReference[]): Promise<Owners> {
  const owners = { solid: [] as OwnerReference[], dangling: [] as OwnerReference[], waiting: [] as OwnerReference[] };
  for (const reference of references) owners[await stateOf(collector, identity, reference)].push(reference);
  return owners;
}

async function stateOf(collector: Collector, { namespace }: Identity, reference: OwnerReference): Promise<keyof Owners> {
  if (collector.graph.isAbsent(reference.uid)) return "dangling";
  const resource = resourceOf(collector, reference);
  // An object outside of all namespaces cannot be owned by one inside.
  if (resource.scope === "Namespaced" && namespace === undefined) return "solid";
  const owner = await live(collector, { ...reference, namespace });
  if (owner === undefined || owner.metadata.uid !== reference.uid) {
    collector.graph.noteAbsent(reference.uid);
    return "dangling";
  }
  return owner.metadata.deletionTimestamp !== undefined && hasFinalizer(owner, foregroundFinalizer) ? "waiting" : "solid";
}

/** Takes owners out of the object's references, with its uid as a guard. */
async function dropOwners(collector: Collector, identity: Identity, owners: readonly OwnerReference[]): Promise<void> {
  if (owners.length === 0) return;
  const ownerReferences = owners.map(({ uid }) => ({ $patch: "delete", uid }));
  const body = { metadata: { ownerReferences, uid: identity.uid } };
  await ignoringNotFound(collector.client.patch(resourceOf(collector, identity), referenceTo(identity), { type: "strategic", body }));
}

/** The object's own dependents have to go before it: foreground deletion all the way down. */
async function deleteInForeground(collector: Collector, node: GraphNode, latest: KubernetesObject): Promise<void> {
  const circular = [...node.dependents.values()].some(({ deletingDependents }) => deletingDependents);
  // Two objects that block each other would wait for ever: the reference of this one is made not to block.
  if (circular) await unblockOwners(collector, latest);
  await remove(collector, latest, "Foreground");
}

async function unblockOwners(collector: Collector, { apiVersion, kind, metadata }: KubernetesObject): Promise<void> {
  const ownerReferences = (metadata.ownerReferences ?? []).filter(({ blockOwnerDeletion }) => blockOwnerDeletion === true).map(({ uid }) => ({ uid, blockOwnerDeletion: false }));
  const body = { metadata: { ownerReferences, uid: metadata.uid } };
  await ignoringNotFound(collector.client.patch(resourceOf(collector, { apiVersion, kind }), referenceTo(metadata), { type: "strategic", body }));
}

/** What the user wanted for the object's own dependents is kept. */
function policyOf(latest: KubernetesObject): NonNullable<DeleteOptions["propagationPolicy"]> {
  if (hasFinalizer(latest, orphanFinalizer)) return "Orphan";
  return hasFinalizer(latest, foregroundFinalizer) ? "Foreground" : "Background";
}

async function remove(collector: Collector, { apiVersion, kind, metadata }: KubernetesObject, propagationPolicy: NonNullable<DeleteOptions["propagationPolicy"]>): Promise<void> {
  const { uid, resourceVersion } = metadata;
  const resource = resourceOf(collector, { apiVersion, kind });
  const preconditions = { uid, resourceVersion };
  try {
    await ignoringNotFound(collector.client.delete(resource, referenceTo(metadata), { preconditions, propagationPolicy }));
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== 409) throw error;
    // Somebody changed the object meanwhile. Only a change of its owners would change the verdict.
    const now = await live(collector, { apiVersion, kind, name: metadata.name, namespace: metadata.namespace });
    if (now === undefined || now.metadata.uid !== uid) return;
    const same = JSON.stringify(now.metadata.ownerReferences) === JSON.stringify(metadata.ownerReferences);
    if (!same) throw error;
    await ignoringNotFound(collector.client.delete(resource, referenceTo(metadata), { preconditions: { uid, resourceVersion: now.metadata.resourceVersion }, propagationPolicy }));
  }
}

/** Takes the dependents out of the owner's possession, then lets the owner go. */
export async function orphanDependents(collector: Collector, owner: GraphNode): Promise<void> {
  const reference = { apiVersion: owner.identity.apiVersion, kind: owner.identity.kind, name: owner.identity.name, uid: owner.identity.uid };
  const results = await Promise.allSettled([...owner.dependents.values()].map(({ identity }) => dropOwners(collector, identity, [reference])));
  for (const result of results) if (result.status === "rejected") throw result.reason;
  await removeFinalizer(collector, owner.identity, orphanFinalizer);
}

/** Tried again on a conflict: others write the object too. */
async function removeFinalizer(collector: Collector, identity: Identity, finalizer: string): Promise<void> {
  for (let tries = 0; tries < 5; tries++) {
    const latest = await live(collector, identity);
    if (latest === undefined || latest.metadata.uid !== identity.uid || !hasFinalizer(latest, finalizer)) return;
    const finalizers = (latest.metadata.finalizers ?? []).filter((other) => other !== finalizer);
    const body = { metadata: { resourceVersion: latest.metadata.resourceVersion, finalizers } };
    const patched = await ignoring(["Conflict", "NotFound"], collector.client.patch(resourceOf(collector, identity), referenceTo(identity), { type: "merge", body }));
    if (patched !== undefined) return;
  }
  throw new RetryLater(`updateMaxRetries(5) has reached. The garbage collector will retry later for owner ${identity.kind} ${identity.name}`);
}

async function live(collector: Collector, identity: Pick<Identity, "apiVersion" | "kind" | "name" | "namespace">): Promise<KubernetesObject | undefined> {
  const resource = resourceOf(collector, identity);
  const reference = resource.scope === "Cluster" ? { name: identity.name } : referenceTo(identity);
  return ignoringNotFound(collector.client.get(resource, reference));
}

const referenceTo = ({ name, namespace }: ObjectReference): ObjectReference => ({ name, ...(namespace !== undefined && { namespace }) });

function resourceOf({ resourceOf: find }: Pick<Collector, "resourceOf">, kind: Pick<Identity, "apiVersion" | "kind">): AnyResource {
  const resource = find(kind);
  if (resource === undefined) throw new RetryLater(`unable to get REST mapping for ${kind.apiVersion}/${kind.kind}.`);
  return resource;
}
