import type { ApiRequest, Method } from "../apimachinery/wire.ts";

/** What a path names, whatever the method. */
interface PathInfo {
  readonly isResource: boolean;
  readonly group: string;
  readonly version: string;
  readonly namespace: string;
  readonly resource: string;
  readonly name: string;
  readonly subresource: string;
  /** What follows the subresource: the path that a proxy passes on. */
  readonly rest: string;
  /** The old form /api/v1/watch/pods. */
  readonly watchPrefix: boolean;
}

/** What a request asks for, in the words of authorization (RequestInfo upstream). */
export interface RequestInfo extends PathInfo {
  readonly path: string;
  /** get, list, watch, create, update, patch, delete, deletecollection; the method for other paths. */
  readonly verb: string;
}

const mostCached = 20_000;

/** What paths mean, for each method; watches are kept apart from lists. */
const cache = new Map<Method | "WATCH", Map<string, RequestInfo>>();

const nothing: PathInfo = Object.freeze({
  isResource: false, group: "", version: "", namespace: "", resource: "", name: "", subresource: "", rest: "", watchPrefix: false,
});

/** Reads path, method and query. Paths are read once and remembered. */
export function requestInfo({ path, method, query }: ApiRequest): RequestInfo {
  const watch = query?.watch !== undefined && isTrue(query.watch);
  const info = remembered(path, method, watch);
  if (info.name !== "" || query?.fieldSelector === undefined || !info.isResource) return info;
  const name = nameSelected(query.fieldSelector);
  return name === "" ? info : { ...info, name };
}

/** Is this answered by `stream()`: a watch, or a connection to a container? */
export function isStreaming(request: ApiRequest): boolean {
  const { verb, subresource, rest } = requestInfo(request);
  if (verb === "watch") return true;
  if (subresource === "log") return isTrue(request.query?.follow);
  return rest === "" && (subresource === "exec" || subresource === "attach" || subresource === "portforward");
}

/** A query parameter as Kubernetes reads a boolean. */
export const isTrue = (value: string | undefined) => value !== undefined && value !== "" && value !== "0" && value.toLowerCase() !== "false";

function remembered(path: string, method: Method, watch: boolean): RequestInfo {
  const key = watch ? "WATCH" : method;
  let known = cache.get(key);
  if (known === undefined) cache.set(key, (known = new Map()));
  let info = known.get(path);
  if (info === undefined) {
    if (known.size >= mostCached) known.clear();
    known.set(path, (info = read(path, method, watch)));
  }
  return info;
}

function read(path: string, method: Method, watch: boolean): RequestInfo {
  const info = parse(path.split("/").filter((part) => part !== ""));
  return Object.freeze({ ...info, path, verb: info.isResource ? verbOf(method, info, watch) : method.toLowerCase() });
}

function parse([root, ...parts]: readonly string[]): PathInfo {
  if (root === "api" && parts.length >= 2) return parseResource("", parts[0]!, parts.slice(1));
  if (root === "apis" && parts.length >= 3) return parseResource(parts[0]!, parts[1]!, parts.slice(2));
  return nothing;
}

function parseResource(group: string, version: string, all: readonly string[]): PathInfo {
  const watchPrefix = all[0] === "watch" && all.length > 1;
  const parts = watchPrefix ? all.slice(1) : all;
  const inNamespace = parts[0] === "namespaces" && parts.length > 2 && parts[2] !== "status" && parts[2] !== "finalize";
  const [resource = "", name = "", subresource = "", ...rest] = inNamespace ? parts.slice(2) : parts;
  const namespace = parts[0] === "namespaces" ? (parts[1] ?? "") : "";
  return { isResource: true, group, version, namespace, resource, name, subresource, rest: rest.join("/"), watchPrefix };
}

function verbOf(method: Method, { name, watchPrefix }: PathInfo, watch: boolean): string {
  switch (method) {
    case "POST": return "create";
    case "PUT": return "update";
    case "PATCH": return "patch";
    case "DELETE": return name === "" ? "deletecollection" : "delete";
    case "GET":
    case "HEAD": return watchPrefix || (watch && name === "") ? "watch" : name === "" ? "list" : "get";
    case "OPTIONS": return "options";
  }
}

/** `metadata.name=x` in a field selector names the object for authorization. */
function nameSelected(selector: string): string {
  if (!selector.startsWith("metadata.name=") || selector.includes(",")) return "";
  return selector.slice("metadata.name=".length);
}

/** Between the values of a query parameter that was given several times, such as exec's `command`. */
export const repeatSeparator = "\u0000";

/** The values of a query parameter that may be given several times. */
export const repeatedValues = (value: string | undefined): readonly string[] => (value === undefined ? [] : value.split(repeatSeparator));
