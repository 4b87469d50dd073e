import { parseDocument } from "yaml";
import { FormatError } from "../../apimachinery/format-error.ts";
import { duplicateFields, parseJson } from "../../apimachinery/json-parse.ts";
import { badRequest, unsupportedMediaType } from "../../apimachinery/status.ts";
import type { ApiRequest } from "../../apimachinery/wire.ts";

export interface Body {
  readonly value: unknown;
  /** Paths of keys that the text has twice. */
  readonly duplicates: readonly string[];
}

const none: readonly string[] = Object.freeze([]);

const readable = "application/json, application/yaml, application/json-patch+json, application/merge-patch+json, application/strategic-merge-patch+json, application/apply-patch+yaml";

/** The media type of a request's body, without parameters; JSON when the client does not say. */
export function contentType({ headers }: ApiRequest): string {
  const header = headers?.["content-type"];
  if (header === undefined || header === "") return "application/json";
  const end = header.indexOf(";");
  return (end < 0 ? header : header.slice(0, end)).trim().toLowerCase();
}

/** The body as a JSON value, read by its content type when it came over a real wire. */
export function readBody(request: ApiRequest): Body {
  const { body } = request;
  const type = contentType(request);
  if (type === "application/vnd.kubernetes.protobuf") throw unsupportedMediaType("request bodies in protobuf are not supported by this server; send application/json");
  if (type === "application/cbor") throw unsupportedMediaType("request bodies in CBOR are not supported by this server; send application/json");
  if (typeof body !== "string") return { value: body, duplicates: none };
  if (type === "application/yaml" || type === "application/apply-patch+yaml") return readYaml(body);
  if (type.endsWith("json")) return readJson(body);
  throw unsupportedMediaType(`the body of the request was in an unknown format - accepted media types include: ${readable}`);
}

function readJson(text: string): Body {
  try {
    return { value: text === "" ? undefined : parseJson(text), duplicates: text === "" ? none : duplicateFields(text) };
  } catch (error) {
    if (error instanceof FormatError) throw badRequest(`couldn't get version/kind; json parse error: ${error.message}`);
    throw error;
  }
}

/** YAML as kubectl and the API server read it: version 1.1, where `yes` is a boolean. */
function readYaml(text: string): Body {
  const document = parseDocument(text, { version: "1.1", schema: "yaml-1.1", uniqueKeys: false, merge: true });
  const [error] = document.errors;
  if (error !== undefined) throw badRequest(`error decoding YAML: ${error.message}`);
  return { value: document.toJS({ maxAliasCount: 1000 }) as unknown, duplicates: none };
}
