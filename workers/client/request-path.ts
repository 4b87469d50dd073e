import type { AnyResource } from "../api/resource.ts";
import type { DeleteOptions, ListOptions, ObjectReference, WatchOptions, WriteOptions } from "./client.ts";

type Query = Readonly<Record<string, string>>;

/** Where the API server serves a collection of objects. */
export function collectionPath({ group, version, plural, scope }: AnyResource, namespace: string | undefined): string {
  const root = group === "" ? `/api/${version}` : `/apis/${group}/${version}`;
  return scope === "Cluster" || namespace === undefined || namespace === "" ? `${root}/${plural}` : `${root}/namespaces/${namespace}/${plural}`;
}

/** Where one object lives, or one of its subresources. */
export function objectPath(resource: AnyResource, { namespace, name }: ObjectReference, subresource?: string): string {
  const path = `${collectionPath(resource, namespace)}/${name}`;
  return subresource === undefined || subresource === "" ? path : `${path}/${subresource}`;
}

/** The query of a list. */
export const listQuery = ({ labelSelector, fieldSelector, limit, continue: token, resourceVersion, resourceVersionMatch }: ListOptions): Query =>
  compact({ labelSelector, fieldSelector, limit, continue: token, resourceVersion, resourceVersionMatch });

/** The query of a watch. */
export const watchQuery = ({ allowWatchBookmarks, sendInitialEvents, timeoutSeconds, ...list }: WatchOptions): Query => ({
  watch: "true",
  ...listQuery(list),
  ...compact({ allowWatchBookmarks, sendInitialEvents, timeoutSeconds }),
});

/** The query of a create, update or patch. */
export const writeQuery = ({ fieldManager, dryRun, fieldValidation, force }: WriteOptions): Query =>
  compact({ fieldManager, dryRun: dryRun === true ? "All" : undefined, fieldValidation, force });

/** The body of a DELETE. */
export const deleteBody = ({ gracePeriodSeconds, propagationPolicy, preconditions, dryRun }: DeleteOptions) => ({
  apiVersion: "v1",
  kind: "DeleteOptions",
  ...(gracePeriodSeconds !== undefined && { gracePeriodSeconds }),
  ...(propagationPolicy !== undefined && { propagationPolicy }),
  ...(preconditions !== undefined && { preconditions }),
  ...(dryRun === true && { dryRun: ["All"] }),
});

function compact(query: Readonly<Record<string, string | number | boolean | undefined>>): Query {
  const present: Record<string, string> = {};
  for (const key in query) {
    const value = query[key];
    if (value !== undefined && value !== "") present[key] = String(value);
  }
  return present;
}
