import type { AnyResource } from "../../api/resource.ts";
import { discoveredResources, type KindName, verbsOf } from "../discovery/resource-list.ts";

/** One operation at a path, before it is written in either version of OpenAPI. */
export interface Operation {
  readonly method: "get" | "post" | "put" | "patch" | "delete";
  readonly action: string;
  readonly kind: KindName;
  readonly parameters: readonly Parameter[];
  readonly hasBody: boolean;
}

export interface Parameter {
  readonly name: string;
  readonly in: "path" | "query";
  readonly type: "string" | "boolean" | "integer";
  readonly description: string;
}

export interface PathOperations {
  readonly path: string;
  readonly parameters: readonly Parameter[];
  readonly operations: readonly Operation[];
}

const inQuery = (name: string, type: Parameter["type"], description: string): Parameter => ({ name, in: "query", type, description });
const inPath = (name: string, description: string): Parameter => ({ name, in: "path", type: "string", description });

const pretty = inQuery("pretty", "string", "If 'true', the output is pretty printed.");
const dryRun = inQuery("dryRun", "string", "'All': the request goes through all stages, but nothing is stored.");
const fieldManager = inQuery("fieldManager", "string", "The name of whoever makes the change, for metadata.managedFields. Required for apply.");
const fieldValidation = inQuery("fieldValidation", "string", "What to do about unknown or duplicate fields: Ignore, Warn (the default) or Strict.");
const force = inQuery("force", "boolean", "For apply only: take fields that other managers own.");
const writing = [dryRun, fieldManager, fieldValidation];
const deleting = [dryRun, inQuery("gracePeriodSeconds", "integer", "Seconds that the object gets to end."), inQuery("propagationPolicy", "string", "What becomes of dependents: Orphan, Background or Foreground.")];
const listing = [
  inQuery("allowWatchBookmarks", "boolean", "Ask for events of type BOOKMARK."),
  inQuery("continue", "string", "Where the next page begins, as the last page said."),
  inQuery("fieldSelector", "string", "Only objects whose fields match."),
  inQuery("labelSelector", "string", "Only objects whose labels match."),
  inQuery("limit", "integer", "At most so many objects in one answer."),
  inQuery("resourceVersion", "string", "How old the answer may be."),
  inQuery("resourceVersionMatch", "string", "How resourceVersion is meant: Exact or NotOlderThan."),
  inQuery("sendInitialEvents", "boolean", "Begin a watch with what is there already."),
  inQuery("timeoutSeconds", "integer", "How long the request may take."),
  inQuery("watch", "boolean", "Stream changes instead of answering once."),
];
const nameParameter = (kind: string) => inPath("name", `name of the ${kind}`);
const namespaceParameter = inPath("namespace", "object name and auth scope, such as for teams and projects");

/** All paths of the resources of one group and version. */
export function pathsOf(group: string, version: string, resources: readonly AnyResource[]): readonly PathOperations[] {
  const root = group === "" ? `/api/${version}` : `/apis/${group}/${version}`;
  return resources.flatMap((resource) => resourcePaths(root, resource));
}

function resourcePaths(root: string, resource: AnyResource): readonly PathOperations[] {
  const { plural, kind, scope } = resource;
  const namespaced = scope === "Namespaced";
  const collection = namespaced ? `${root}/namespaces/{namespace}/${plural}` : `${root}/${plural}`;
  const where = namespaced ? [namespaceParameter, pretty] : [pretty];
  const own: KindName = resource;
  return [
    ...(namespaced ? [{ path: `${root}/${plural}`, parameters: [pretty, ...listing], operations: [operation("get", "list", own)] }] : []),
    { path: collection, parameters: where, operations: collectionOperations(resource) },
    { path: `${collection}/{name}`, parameters: [nameParameter(kind), ...where], operations: objectOperations(own) },
    ...partPaths(resource, collection, [nameParameter(kind), ...where]),
  ];
}

const collectionOperations = (resource: AnyResource): readonly Operation[] => [
  operation("get", "list", resource, listing),
  operation("post", "post", resource, writing),
  ...(verbsOf(resource).includes("deletecollection") ? [operation("delete", "deletecollection", resource, [...deleting, ...listing])] : []),
];

const objectOperations = (kind: KindName): readonly Operation[] => [
  operation("get", "get", kind),
  operation("put", "put", kind, writing),
  operation("patch", "patch", kind, [...writing, force]),
  operation("delete", "delete", kind, deleting),
];

/** The method of each verb that a subresource may have. */
const methods: Readonly<Record<string, { readonly method: Operation["method"]; readonly parameters: readonly Parameter[] }>> = {
  get: { method: "get", parameters: [] },
  create: { method: "post", parameters: writing },
  update: { method: "put", parameters: writing },
  patch: { method: "patch", parameters: [...writing, force] },
  delete: { method: "delete", parameters: [] },
};

function partPaths(resource: AnyResource, collection: string, parameters: readonly Parameter[]): readonly PathOperations[] {
  const parts = discoveredResources([resource]).filter(({ name }) => name.startsWith(`${resource.plural}/`));
  return parts.map(({ name, shown, verbs }) => ({
    path: `${collection}/{name}/${name.slice(resource.plural.length + 1)}`,
    parameters,
    operations: verbs.flatMap((verb) => (methods[verb] === undefined ? [] : [operation(methods[verb].method, verb === "create" ? "post" : verb === "update" ? "put" : verb, shown, methods[verb].parameters)])),
  }));
}

function operation(method: Operation["method"], action: string, { group, version, kind }: KindName, parameters: readonly Parameter[] = []): Operation {
  return { method, action, kind: { group, version, kind }, parameters, hasBody: method === "post" || method === "put" || method === "patch" || method === "delete" };
}
