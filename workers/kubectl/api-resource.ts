/** A resource as requests and messages need it: every built-in `Resource` is one, and everything that discovery tells of. */
export interface ApiResource {
  /** "" for the core group. */
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly plural: string;
  readonly singular: string;
  readonly scope: "Namespaced" | "Cluster";
}

/** A resource as the server tells of it. */
export interface ServedResource extends ApiResource {
  /** Is this the version of its group that the server prefers? */
  readonly preferred: boolean;
  readonly verbs: readonly string[];
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  readonly subresources: readonly string[];
}

export interface GroupVersion {
  readonly group: string;
  readonly version: string;
}

/** `apps/v1` and `v1`, taken apart. */
export function splitApiVersion(apiVersion: string): GroupVersion {
  const slash = apiVersion.indexOf("/");
  return slash < 0 ? { group: "", version: apiVersion } : { group: apiVersion.slice(0, slash), version: apiVersion.slice(slash + 1) };
}

/** `apps/v1`, and `v1` for the core group. */
export const apiVersionOf = ({ group, version }: GroupVersion) => (group === "" ? version : `${group}/${version}`);

/** `pods`, `deployments.apps`. */
export const qualifiedPlural = ({ plural, group }: { readonly plural: string; readonly group: string }) => (group === "" ? plural : `${plural}.${group}`);

/** `pod`, `deployment.apps`: what stands before the slash in `deployment.apps/web`. */
export const qualifiedKind = ({ kind, group }: { readonly kind: string; readonly group: string }) => (group === "" ? kind.toLowerCase() : `${kind.toLowerCase()}.${group}`);

/** Where a collection is served; everywhere when no namespace is named. */
export function collectionPathOf({ group, version, plural, scope }: ApiResource, namespace?: string): string {
  const root = group === "" ? `/api/${version}` : `/apis/${group}/${version}`;
  return scope === "Cluster" || namespace === undefined || namespace === "" ? `${root}/${plural}` : `${root}/namespaces/${namespace}/${plural}`;
}

/** Where one object is served, or one of its subresources. */
export function objectPathOf(resource: ApiResource, { namespace, name }: { readonly namespace?: string; readonly name: string }, subresource?: string): string {
  const path = `${collectionPathOf(resource, namespace)}/${name}`;
  return subresource === undefined || subresource === "" ? path : `${path}/${subresource}`;
}
