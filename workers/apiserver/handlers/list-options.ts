import { badRequest, invalid as invalidStatus } from "../../apimachinery/status.ts";
import { aggregate, errorBody, errorMessage, type FieldError, forbidden, invalid, notSupported } from "../../apimachinery/validation.ts";
import { isTrue } from "../request-info.ts";

type Query = Readonly<Record<string, string>>;

/** How a list or a watch wants to see the past (meta/v1 ListOptions). */
export interface ListOptions {
  readonly limit: number;
  readonly continueToken: string;
  /** "" when the client names none. */
  readonly resourceVersion: string;
  readonly match: "" | "Exact" | "NotOlderThan";
  readonly bookmarks: boolean;
  readonly sendInitialEvents: boolean | undefined;
  readonly timeoutSeconds: number | undefined;
}

/** Reads and checks the options in a query. */
export function listOptions(query: Query, watch: boolean): ListOptions {
  const { limit = "", resourceVersion = "", resourceVersionMatch = "", sendInitialEvents, timeoutSeconds } = query;
  const options: ListOptions = {
    limit: limit === "" ? 0 : integer("limit", limit),
    continueToken: query.continue ?? "",
    resourceVersion,
    match: resourceVersionMatch as ListOptions["match"],
    bookmarks: isTrue(query.allowWatchBookmarks),
    sendInitialEvents: sendInitialEvents === undefined || sendInitialEvents === "" ? undefined : isTrue(sendInitialEvents),
    timeoutSeconds: timeoutSeconds === undefined || timeoutSeconds === "" ? undefined : integer("timeoutSeconds", timeoutSeconds),
  };
  const errors = [...(watch ? validateWatch(options) : validateList(options))];
  if (errors.length > 0) throw invalidOptions(errors);
  return options;
}

/** The number of a resourceVersion; 400 when it is none. */
export function revisionOf(resourceVersion: string): number {
  if (!/^\d+$/.test(resourceVersion)) throw invalidOptions([invalid("resourceVersion", resourceVersion, `strconv.ParseUint: parsing "${resourceVersion}": invalid syntax`)]);
  return Number(resourceVersion);
}

function* validateList({ match, resourceVersion, continueToken, sendInitialEvents }: ListOptions): Generator<FieldError> {
  if (sendInitialEvents !== undefined) yield forbidden("sendInitialEvents", "sendInitialEvents is forbidden for list");
  if (match === "") return;
  if (resourceVersion === "") yield forbidden("resourceVersionMatch", "resourceVersionMatch is forbidden unless resourceVersion is provided");
  if (continueToken !== "") yield forbidden("resourceVersionMatch", "resourceVersionMatch is forbidden when continue is provided");
  if (match !== "Exact" && match !== "NotOlderThan") yield notSupported("resourceVersionMatch", match, ["Exact", "NotOlderThan", ""]);
  if (match === "Exact" && resourceVersion === "0") yield forbidden("resourceVersionMatch", 'resourceVersionMatch "exact" is forbidden for resourceVersion "0"');
}

function* validateWatch({ match, sendInitialEvents, bookmarks }: ListOptions): Generator<FieldError> {
  if (sendInitialEvents === undefined) {
    if (match !== "") yield forbidden("resourceVersionMatch", "resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided");
    return;
  }
  if (match === "") yield forbidden("resourceVersionMatch", "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan");
  else if (match !== "NotOlderThan") yield notSupported("resourceVersionMatch", match, ["NotOlderThan"]);
  if (sendInitialEvents && !bookmarks) yield forbidden("allowWatchBookmarks", "sendInitialEvents requires setting allowWatchBookmarks to true");
}

function integer(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value)) throw badRequest(`strconv.ParseInt: parsing "${text}": invalid syntax (parameter ${name})`);
  return value;
}

const invalidOptions = (errors: readonly FieldError[]) =>
  invalidStatus(`ListOptions.meta.k8s.io "" is invalid: ${aggregate(errors.map(errorMessage))}`, {
    group: "meta.k8s.io",
    kind: "ListOptions",
    causes: errors.map((error) => ({ reason: error.type, message: errorBody(error), field: error.field })),
  });
