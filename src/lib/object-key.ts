/** What the page talks about: one object of the cluster. */
export interface Target {
  /** Plural and group: "pods", "deployments.apps". */
  readonly resource: string;
  /** namespace/name, or just the name. */
  readonly key: string;
}

/** The parts of a key; cluster-scoped objects have no namespace. */
export function splitKey(key: string): { readonly namespace: string | undefined; readonly name: string } {
  const slash = key.indexOf("/");
  return slash < 0 ? { namespace: undefined, name: key } : { namespace: key.slice(0, slash), name: key.slice(slash + 1) };
}

/** namespace/name, or the name alone where there is no namespace. */
export function joinKey(namespace: string | undefined, name: string): string {
  return namespace === undefined || namespace === "" ? name : `${namespace}/${name}`;
}

/** One text per object, unique over all resources. */
export const targetId = ({ resource, key }: Target) => `${resource}:${key}`;

/** The inverse of `targetId`. */
export function parseTargetId(id: string): Target | undefined {
  const colon = id.indexOf(":");
  return colon < 0 ? undefined : { resource: id.slice(0, colon), key: id.slice(colon + 1) };
}

/** Do both mean the same object? */
export function sameTarget(one: Target | undefined, other: Target | undefined): boolean {
  return one === other || (one !== undefined && other !== undefined && one.resource === other.resource && one.key === other.key);
}
