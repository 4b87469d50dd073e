import type { KubernetesObject, OwnerReference } from "./object.ts";

type Owned = { readonly metadata: { readonly ownerReferences?: readonly OwnerReference[] } };

/** The reference to the one owner that manages the object, if there is one. */
export const controllerOf = ({ metadata }: Owned): OwnerReference | undefined =>
  metadata.ownerReferences?.find(({ controller }) => controller === true);

/** The reference that makes `owner` the managing owner. */
export const newControllerRef = ({ apiVersion, kind, metadata: { name, uid } }: KubernetesObject): OwnerReference => ({
  apiVersion,
  kind,
  name,
  uid,
  controller: true,
  blockOwnerDeletion: true,
});

/** Does `owner` manage the object? */
export const isControlledBy = (object: Owned, owner: KubernetesObject) => controllerOf(object)?.uid === owner.metadata.uid;

/** Is `owner` among the owners, managing or not? */
export const isOwnedBy = (object: Owned, owner: KubernetesObject) =>
  object.metadata.ownerReferences?.some(({ uid }) => uid === owner.metadata.uid) === true;

/** The group of an `apiVersion`: "" for core. */
export function groupOf(apiVersion: string): string {
  const slash = apiVersion.indexOf("/");
  return slash < 0 ? "" : apiVersion.slice(0, slash);
}

/** The version of an `apiVersion`. */
export const versionOf = (apiVersion: string) => apiVersion.slice(apiVersion.indexOf("/") + 1);
