import { type Document, isMap, isScalar, LineCounter, parseDocument, type Tags } from "yaml";
import { FormatError } from "../../apimachinery/format-error.ts";
import { isJsonObject, type JsonObject } from "../../apimachinery/json-value.ts";
import { KubectlError } from "../kubectl-error.ts";
import { aliasComplaint, type YamlComplaint, yamlComplaint } from "./yaml-complaint.ts";

/** One document of a manifest, as it was read. */
export interface ManifestDocument {
  /** The file that it stands in; STDIN where there is none. */
  readonly source: string;
  /** Its first line with content, counted from 1 in the whole manifest. */
  readonly line: number;
  readonly object: JsonObject | undefined;
  /** Why it could not be read. */
  readonly error: ManifestError | undefined;
  /** The line of a field in the whole manifest: of the deepest part of the path that exists. */
  lineOf(path: readonly (string | number)[]): number;
}

/** A document that is no YAML, with the line of the fault in the whole manifest. */
export class ManifestError extends KubectlError {
  readonly line: number;

  constructor(message: string, line: number) {
    super(message);
    this.line = line;
  }
}

/** Takes a manifest apart into its documents. Documents without content are left out; lists stay whole. */
export function readManifest(text: string, source: string): readonly ManifestDocument[] {
  return splitDocuments(text).flatMap(({ text: own, offset }) => readDocument(own, { source, offset }) ?? []);
}

interface Chunk {
  readonly text: string;
  /** How many lines stand before it. */
  readonly offset: number;
}

/** The value of one YAML or JSON text; throws a FormatError when it is neither. */
export function yamlValue(text: string): unknown {
  const { value, complaint } = parseText(text);
  if (complaint !== undefined) throw new FormatError(`yaml: ${complaint.message}`);
  return value;
}

interface ParsedText {
  readonly document: Document;
  readonly counter: LineCounter;
  readonly value: unknown;
  readonly complaint: YamlComplaint | undefined;
}

/** As kubectl reads YAML: version 1.1, but without dates and numbers to the base of sixty. */
function parseText(text: string): ParsedText {
  const counter = new LineCounter();
  const document = parseDocument(text, { version: "1.1", schema: "yaml-1.1", uniqueKeys: false, merge: true, lineCounter: counter, prettyErrors: false, customTags: withoutTimes });
  const complaint = yamlComplaint(text, document, counter);
  if (complaint !== undefined) return { document, counter, value: undefined, complaint };
  try {
    return { document, counter, value: jsonOf(document.toJS({ maxAliasCount: 1000 })), complaint: undefined };
  } catch (error) {
    if (error instanceof ReferenceError) return { document, counter, value: undefined, complaint: aliasComplaint(text, error.message) };
    throw error;
  }
}

const withoutTimes = (tags: Tags): Tags => tags.filter((tag) => typeof tag === "string" || (tag.tag !== "tag:yaml.org,2002:timestamp" && (tag as { readonly format?: string }).format !== "TIME"));

/** Documents stand between lines that begin with three dashes. */
function splitDocuments(text: string): readonly Chunk[] {
  const chunks: Chunk[] = [];
  let lines: string[] = [];
  let offset = 0;
  const all = text.split("\n");
  for (const [index, line] of all.entries()) {
    if (!/^---(\s|$)/.test(line)) {
      lines.push(line);
      continue;
    }
    chunks.push({ text: lines.join("\n"), offset });
    lines = [];
    offset = index + 1;
  }
  chunks.push({ text: lines.join("\n"), offset });
  return chunks.filter((chunk) => chunk.text.trim() !== "");
}

function readDocument(text: string, { source, offset }: { readonly source: string; readonly offset: number }): ManifestDocument | undefined {
  const { document, counter, value, complaint } = parseText(text);
  const line = offset + firstContent(text);
  if (complaint !== undefined) {
    const error = new ManifestError(`error parsing ${source}: error converting YAML to JSON: yaml: ${complaint.message}`, offset + complaint.line);
    return { source, line, object: undefined, error, lineOf: () => error.line };
  }
  if (value === null || value === undefined) return undefined;
  const lineOf = (path: readonly (string | number)[]) => lineOfField(document, path, counter) + offset;
  if (isJsonObject(value)) return { source, line, object: value, error: undefined, lineOf };
  const wrong = `unable to decode ${JSON.stringify(source)}: json: cannot unmarshal ${kindOf(value)} into Go value of type unstructured.detector`;
  return { source, line, object: undefined, error: new ManifestError(wrong, line), lineOf };
}

const kindOf = (value: unknown) => (Array.isArray(value) ? "array" : typeof value === "boolean" ? "bool" : typeof value);

/** YAML has values that JSON has not: binary data, very large integers. */
function jsonOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(jsonOf);
  if (value instanceof Uint8Array) return String.fromCharCode(...value);
  if (typeof value === "bigint") return Number(value);
  return isJsonObject(value) ? Object.fromEntries(Object.entries(value).map(([key, each]) => [key, jsonOf(each)])) : value;
}

const firstContent = (text: string) => text.split("\n").findIndex((line) => !/^\s*(#|$)/.test(line)) + 1;

function lineOfField(document: Document, path: readonly (string | number)[], counter: LineCounter): number {
  let node: unknown = document.contents;
  let offset = rangeStart(node);
  for (const step of path) {
    const found = childOf(node, step);
    if (found === undefined) break;
    offset = found.offset;
    node = found.node;
  }
  return counter.linePos(offset).line;
}

interface Child {
  readonly node: unknown;
  readonly offset: number;
}

function childOf(node: unknown, step: string | number): Child | undefined {
  if (isMap(node)) {
    const pair = node.items.find(({ key }) => isScalar(key) && `${key.value as string | number}` === `${step}`);
    return pair === undefined ? undefined : { node: pair.value, offset: rangeStart(pair.key) };
  }
  const items = (node as { readonly items?: readonly unknown[] } | null)?.items;
  const item = typeof step === "number" ? items?.[step] : undefined;
  return item === undefined ? undefined : { node: item, offset: rangeStart(item) };
}

const rangeStart = (node: unknown) => (node as { readonly range?: readonly number[] | null } | null)?.range?.[0] ?? 0;
