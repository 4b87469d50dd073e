import type { KubernetesList, KubernetesObject } from "../../apimachinery/object.ts";
import { ApiError } from "../../apimachinery/status.ts";
import { CompactedError } from "../../etcd/errors.ts";
import type { KeyRange } from "../../etcd/key-value.ts";
import type { Call } from "../core.ts";
import { type Answer, ok } from "../exchange.ts";
import { mustExist } from "../registry/existing.ts";
import type { Served } from "../registry/served.ts";
import { type Selection, selectionOf } from "../selection.ts";
import { type Continuation, decodeContinue, encodeContinue } from "./continue-token.ts";
import { type ListOptions, listOptions, revisionOf } from "./list-options.ts";

/** GET of one object. */
export function get(call: Call): Answer {
  const { resourceVersion = "" } = call.exchange.query;
  if (resourceVersion !== "") notFromTheFuture(call.served, resourceVersion);
  return ok(mustExist(call));
}

/** GET of a collection. */
export function list({ served, exchange }: Call): Answer {
  const selection = selectionOf(served.resource, exchange.info.namespace, exchange.query);
  return ok(listObjects(served, selection, listOptions(exchange.query, false)));
}

/** The selected objects, or one page of them. */
export function listObjects(served: Served, selection: Selection, options: ListOptions): KubernetesList {
  if (options.continueToken !== "") return nextPage(served, selection, options);
  const { resourceVersion, match, limit } = options;
  if (resourceVersion !== "" && resourceVersion !== "0") notFromTheFuture(served, resourceVersion);
  // Without a rule, a page at a stated revision is exact, as the API promises for `limit`.
  const exact = match === "Exact" || (match === "" && limit > 0 && resourceVersion !== "" && resourceVersion !== "0");
  const range = served.store.range(selection.namespace);
  if (exact) return pageAt(served, selection, { range, revision: revisionOf(resourceVersion), limit });
  return current(served, selection, range, limit);
}

/** What is there now: the usual case, read without intermediate lists. */
function current(served: Served, selection: Selection, range: KeyRange, limit: number): KubernetesList {
  const { store } = served;
  if (limit > 0) return pageAt(served, selection, { range, revision: store.revision, limit });
  if (selection.name !== undefined && (selection.namespace !== "" || !served.namespaced)) return single(served, selection);
  const items: KubernetesObject[] = [];
  if (selection.everything) store.visit(selection.namespace, (object) => void items.push(object));
  else store.visit(selection.namespace, (object) => void (selection.matches(object) && items.push(object)));
  return listOf(served, items, { resourceVersion: String(store.revision) });
}

function single(served: Served, selection: Selection): KubernetesList {
  const object = served.store.get(served.namespaced ? selection.namespace : "", selection.name!);
  return listOf(served, object !== undefined && selection.matches(object) ? [object] : [], { resourceVersion: String(served.store.revision) });
}

function nextPage(served: Served, selection: Selection, { continueToken, limit, resourceVersion }: ListOptions): KubernetesList {
  if (resourceVersion !== "" && resourceVersion !== "0") throw tooManyVersions();
  const continuation = decodeContinue(continueToken);
  const { to } = served.store.range(selection.namespace);
  const range = { from: served.store.prefix + continuation.start, ...(to !== undefined && { to }) };
  const revision = continuation.revision < 0 ? served.store.revision : continuation.revision;
  return pageAt(served, selection, { range, revision, limit }, continuation);
}

interface PageRequest {
  readonly range: KeyRange;
  readonly revision: number;
  readonly limit: number;
}

function pageAt(served: Served, selection: Selection, { range, revision, limit }: PageRequest, continuation?: Continuation): KubernetesList {
  const { objects } = readAt(served, range, revision, continuation);
  const resourceVersion = String(revision);
  const items: KubernetesObject[] = [];
  for (let index = 0; index < objects.length; index++) {
    const object = objects[index]!;
    if (limit > 0 && items.length === limit) {
      const token = encodeContinue({ revision, start: served.store.keyOf(object).slice(served.store.prefix.length) });
      return listOf(served, items, { resourceVersion, continue: token, ...(selection.everything && { remainingItemCount: objects.length - index }) });
    }
    if (selection.matches(object)) items.push(object);
  }
  return listOf(served, items, { resourceVersion });
}

function readAt({ store }: Served, range: KeyRange, revision: number, continuation: Continuation | undefined) {
  try {
    return store.at(range, revision);
  } catch (error) {
    if (error instanceof CompactedError) throw tooOld(continuation);
    throw error;
  }
}

function listOf({ resource, apiVersion }: Served, items: readonly KubernetesObject[], metadata: KubernetesList["metadata"]): KubernetesList {
  return Object.freeze({ kind: `${resource.kind}List`, apiVersion, metadata: Object.freeze(metadata), items: Object.freeze(items) });
}

/** A client may have seen a revision at another server that this one does not know yet. */
function notFromTheFuture({ store }: Served, resourceVersion: string): void {
  const wanted = revisionOf(resourceVersion);
  const { revision } = store;
  if (wanted <= revision) return;
  throw failure(504, "Timeout", `Too large resource version: ${wanted}, current: ${revision}`, { causes: [{ reason: "ResourceVersionTooLarge", message: "Too large resource version" }], retryAfterSeconds: 1 });
}

/** 410: the history no longer reaches back to the first page. */
function tooOld(continuation: Continuation | undefined): ApiError {
  if (continuation === undefined) return failure(410, "Expired", "The resourceVersion for the provided list is too old.");
  const error = failure(
    410,
    "Expired",
    "The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.",
  );
  return new ApiError({ ...error.status, metadata: { continue: encodeContinue({ revision: -1, start: continuation.start }) } });
}

const tooManyVersions = () => failure(400, "BadRequest", "specifying resource version is not allowed when using continue");

const failure = (code: number, reason: string, message: string, details?: ApiError["status"]["details"]) =>
  new ApiError({ kind: "Status", apiVersion: "v1", metadata: {}, status: "Failure", message, reason, ...(details && { details }), code });
