import { matches, type Selector } from "../../apimachinery/labels.ts";
import type { KubernetesObject } from "../../apimachinery/object.ts";
import { controllerOf, newControllerRef } from "../../apimachinery/owner-references.ts";
import { ApiError } from "../../apimachinery/status.ts";
import type { Resource } from "../../api/resource.ts";
import type { Client } from "../../client/client.ts";
import { RetryLater } from "./reconciler.ts";

export interface Claim<O extends KubernetesObject, T extends KubernetesObject> {
  readonly client: Client;
  readonly owner: O;
  readonly ownerResource: Resource<O>;
  readonly resource: Resource<T>;
  readonly selector: Selector;
  /** Objects that the owner manages, or that nobody does. */
  readonly candidates: readonly T[];
}

/**
 * The objects that belong to the owner. Matching orphans are adopted; what no longer matches is released.
 * An object that someone else manages is never touched.
 */
export async function claimObjects<O extends KubernetesObject, T extends KubernetesObject>(claim: Claim<O, T>): Promise<readonly T[]> {
  const { owner, selector, candidates } = claim;
  const mayAdopt = once(() => confirmOwner(claim));
  const claimed: T[] = [];
  for (const object of candidates) {
    const controller = controllerOf(object);
    if (controller !== undefined && controller.uid !== owner.metadata.uid) continue;
    const selects = matches(selector, object.metadata.labels);
    if (controller !== undefined && selects) claimed.push(object);
    else if (controller !== undefined && owner.metadata.deletionTimestamp === undefined) await release(claim, object);
    else if (controller === undefined && selects && isAdoptable(owner, object) && (await adopt(claim, object, mayAdopt))) claimed.push(object);
  }
  return claimed;
}

const isAdoptable = (owner: KubernetesObject, object: KubernetesObject) =>
  owner.metadata.deletionTimestamp === undefined && object.metadata.deletionTimestamp === undefined;

function once<T>(compute: () => Promise<T>): () => Promise<T> {
  let result: Promise<T> | undefined;
  return () => (result ??= compute());
}

/** Adopting on the word of a cache could give children to an owner that was deleted meanwhile: asks the server. */
async function confirmOwner<O extends KubernetesObject, T extends KubernetesObject>({ client, owner, ownerResource }: Claim<O, T>): Promise<void> {
  const { namespace, name, uid } = owner.metadata;
  const fresh = await client.get(ownerResource, { name, ...(namespace !== undefined && { namespace }) });
  if (fresh.metadata.uid !== uid) throw new RetryLater(`original ${owner.kind} ${namespace}/${name} is gone: got uid ${fresh.metadata.uid}, wanted ${uid}`);
  if (fresh.metadata.deletionTimestamp !== undefined) throw new RetryLater(`${namespace}/${name} has just been deleted at ${fresh.metadata.deletionTimestamp}`);
}

async function adopt<O extends KubernetesObject, T extends KubernetesObject>(claim: Claim<O, T>, object: T, mayAdopt: () => Promise<void>): Promise<boolean> {
  await mayAdopt();
  return patchOwners(claim, object, [newControllerRef(claim.owner)]);
}

async function release<O extends KubernetesObject, T extends KubernetesObject>(claim: Claim<O, T>, object: T): Promise<void> {
  await patchOwners(claim, object, [{ $patch: "delete", uid: claim.owner.metadata.uid }]);
}

/** The uid in the patch keeps it from hitting a new object of the same name. False when the object is gone. */
async function patchOwners<O extends KubernetesObject, T extends KubernetesObject>(
  { client, resource }: Claim<O, T>,
  { metadata: { namespace, name, uid } }: T,
  ownerReferences: readonly object[],
): Promise<boolean> {
  try {
    const reference = { name, ...(namespace !== undefined && { namespace }) };
    await client.patch(resource, reference, { type: "strategic", body: { metadata: { ownerReferences, uid } } });
    return true;
  } catch (error) {
    if (error instanceof ApiError && (error.code === 404 || error.code === 422)) return false;
    throw error;
  }
}
