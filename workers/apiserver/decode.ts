import { FormatError } from "../apimachinery/format-error.ts";
import { isJsonObject, type JsonObject } from "../apimachinery/json-value.ts";
import { groupOf, versionOf } from "../apimachinery/owner-references.ts";
import type { Draft, KubernetesObject } from "../apimachinery/object.ts";
import { badRequest } from "../apimachinery/status.ts";
import { decode, decodingWarnings, strictDecodingError } from "../apimachinery/strict-decode.ts";
import type { AnyResource } from "../api/resource.ts";
import { definitionName, type GroupVersionKind } from "../api/schema.ts";
import { typeSchema } from "../api/type-schema.ts";
import { present } from "../base/assert.ts";
import type { Call } from "./core.ts";
import type { Exchange } from "./exchange.ts";
import { type Body, readBody } from "./media/body.ts";
import type { Served } from "./registry/served.ts";

type Validation = "Strict" | "Warn" | "Ignore";

/** The object in the body of a request, checked against its schema, with defaults filled in. */
export function decodeObject({ served, exchange }: Call): Draft<KubernetesObject> {
  const body = readBody(exchange.request);
  checkKind(body.value, served);
  return served.resource.defaults(checkedValue(body, served, exchange) as Draft<KubernetesObject>);
}

/** A value checked against the schema of a resource: unknown fields are refused, warned of or ignored as the client asks. */
export function checkedValue({ value, duplicates }: Body, served: Served, exchange: Exchange): JsonObject {
  const validation = validationOf(exchange);
  const object = withKind(value as JsonObject, served);
  const decoded = readAs(served, () => decode(object, served.schema));
  const complaints = decoded.unknownFields.length + duplicates.length;
  if (complaints > 0 && validation === "Strict") throw badRequest(refusal(served, strictDecodingError(decoded.unknownFields, duplicates)));
  if (complaints > 0 && validation === "Warn") exchange.warnings.push(...decodingWarnings(decoded.unknownFields, duplicates));
  return decoded.value;
}

/** A body of a kind that is not stored, such as a Binding, as its schema reads it; 400 when it is nothing of the sort. */
export function decodeBody({ request }: Exchange, kind: GroupVersionKind): JsonObject {
  const { value } = readBody(request);
  if (!isJsonObject(value)) throw badRequest(`the object provided is unrecognized (must be of type ${kind.kind}): couldn't get version/kind; json parse error: unexpected end of JSON input`);
  return decodeKind(value, kind);
}

/** A value of a kind that is not stored, as its schema reads it. */
export function decodeKind(value: JsonObject, { group, version, kind }: GroupVersionKind): JsonObject {
  const name = present(definitionName({ group, version, kind }), `${kind} has a schema`);
  try {
    return decode(value, typeSchema(name)).value;
  } catch (error) {
    if (error instanceof FormatError) throw badRequest(`${kind} in version "${version}" cannot be handled as a ${kind}: ${error.message}`);
    throw error;
  }
}

/** How strictly the client wants its fields to be checked. */
function validationOf({ query }: Exchange): Validation {
  const value = query.fieldValidation;
  if (value === undefined || value === "") return "Warn";
  if (value === "Strict" || value === "Warn" || value === "Ignore") return value;
  throw badRequest(`fieldValidation parameter unsupported: ${value}`);
}

/** The body must be an object of the kind that lives at this path; a kind that is not stated is taken for granted. */
export function checkKind(value: unknown, { resource, apiVersion }: Served): asserts value is JsonObject {
  if (!isJsonObject(value)) throw badRequest(`the object provided is unrecognized (must be of type ${resource.kind}): couldn't get version/kind; json parse error: unexpected end of JSON input`);
  const kind = text(value.kind) || resource.kind;
  const version = text(value.apiVersion) || apiVersion;
  if (kind === resource.kind && version === apiVersion) return;
  throw badRequest(kindMismatch(resource, { group: groupOf(version), version: versionOf(version), kind }, apiVersion));
}

/** Kinds that nobody knows, and kinds that live elsewhere. */
function kindMismatch({ group, kind }: AnyResource, found: GroupVersionKind, expected: string): string {
  const apiVersion = found.group === "" ? found.version : `${found.group}/${found.version}`;
  const refusal = `${found.kind} in version "${found.version}" cannot be handled as a ${kind}`;
  if (definitionName(found) === undefined) return `${refusal}: no kind "${found.kind}" is registered for version "${apiVersion}" in scheme "pkg/api/legacyscheme/scheme.go:30"`;
  if (found.kind === kind && found.group === group) return `the API version in the data (${apiVersion}) does not match the expected API version (${expected})`;
  return `${refusal}: converting (${found.version}.${found.kind}) to (${group === "" ? "core" : group.split(".")[0]}.${kind}): unknown conversion`;
}

const text = (value: unknown) => (value === undefined || value === null ? "" : typeof value === "string" ? value : JSON.stringify(value));

function withKind(value: JsonObject, { resource, apiVersion }: Served): JsonObject {
  return value.kind === resource.kind && value.apiVersion === apiVersion ? value : { ...value, apiVersion, kind: resource.kind };
}

function readAs<T>(served: Served, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof FormatError) throw badRequest(refusal(served, error.message));
    throw error;
  }
}

const refusal = ({ resource }: Served, why: string) => `${resource.kind} in version "${resource.version}" cannot be handled as a ${resource.kind}: ${why}`;
