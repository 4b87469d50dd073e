import { FormatError } from "./format-error.ts";
import { goPrint, isJsonObject } from "./json-value.ts";
import { parseJsonPath, type PathNode, type Slice, type TemplatePart } from "./jsonpath-parser.ts";

export interface JsonPathOptions {
  /** A field that is not there gives nothing, instead of an error. */
  readonly allowMissingKeys: boolean;
  /** Print the results as an indented JSON list (`-o jsonpath-as-json`). */
  readonly asJson?: boolean;
}

/** A JSONPath template of kubectl's dialect, ready to be filled in. */
export class JsonPath {
  readonly #parts: readonly TemplatePart[];

  /** Throws a FormatError when the template cannot be read. */
  constructor(template: string) {
    this.#parts = parseJsonPath(template);
  }

  /** What each expression of the template finds; throws a FormatError. */
  find(data: unknown, allowMissingKeys: boolean): readonly (readonly unknown[])[] {
    return runParts(this.#parts, data, { allowMissingKeys, depth: 0 }).results;
  }

  /** The template filled in; throws a FormatError. */
  print(data: unknown, { allowMissingKeys, asJson = false }: JsonPathOptions): string {
    return this.find(data, allowMissingKeys)
      .map((results) => (asJson ? `${JSON.stringify(results.map(sortKeys), null, 4)}\n` : results.map(printValue).join(" ")))
      .join("");
  }
}

/** A template for `.metadata.name`, `metadata.name` or `{metadata.name}`, as column definitions write it; throws a FormatError. */
export function relaxedTemplate(path: string): string {
  if (path === "") return path;
  const parts = /^\{\.?([^{}]+)\}$|^\.?([^{}]+)$/.exec(path);
  if (parts === null) throw new FormatError("unexpected path string, expected a 'name1.name2' or '.name1.name2' or '{name1.name2}' or '{.name1.name2}'");
  return `{.${parts[1] ?? parts[2] ?? ""}}`;
}

interface Run {
  readonly allowMissingKeys: boolean;
  /** How many ranges are open. */
  readonly depth: number;
}

type Values = readonly unknown[];

interface Outcome {
  readonly results: readonly Values[];
  /** How many parts were used up, the `{end}` of the range included. */
  readonly used: number;
}

function runParts(parts: readonly TemplatePart[], data: unknown, run: Run): Outcome {
  const results: Values[] = [];
  for (let index = 0; index < parts.length; index++) {
    const part = parts[index] as TemplatePart;
    if (isIdentifier(part, "end")) {
      if (run.depth > 0) return { results, used: index + 1 };
      throw new FormatError("not in range, nothing to end");
    }
    const found = part.kind === "text" ? [part.text] : walk([data], part.nodes, run);
    if (!isIdentifier(part, "range")) {
      results.push(found);
      continue;
    }
    const body = parts.slice(index + 1);
    for (const value of found) results.push(...runParts(body, value, { ...run, depth: run.depth + 1 }).results);
    index += bodyLength(body);
  }
  return { results, used: parts.length };
}

const isIdentifier = (part: TemplatePart, name: string) => part.kind === "expression" && part.nodes.some((node) => node.kind === "identifier" && node.name === name);

/** The length of a range's body with its `{end}`; a range that nobody ends has none. */
function bodyLength(parts: readonly TemplatePart[]): number {
  let open = 1;
  for (const [index, part] of parts.entries()) {
    if (isIdentifier(part, "range")) open++;
    if (isIdentifier(part, "end") && --open === 0) return index + 1;
  }
  return 0;
}

function walk(input: Values, nodes: readonly PathNode[], run: Run): Values {
  return nodes.reduce<Values>((values, node) => step(values, node, run), input);
}

function step(input: Values, node: PathNode, run: Run): Values {
  switch (node.kind) {
    case "text":
      return [node.text];
    case "literal":
      return input.map(() => (node.isFloat === true ? new Float(Number(node.value)) : node.value));
    case "field":
      return fieldOf(input, node.name, run);
    case "slice":
      return input.flatMap((value) => sliceOf(value, node.slice));
    case "filter":
      return input.flatMap((value) => filtered(value, node, run));
    case "wildcard":
      return input.flatMap(childrenOf);
    case "recursive":
      return descend(input);
    case "union":
      return node.paths.flatMap((path) => walk(input, path, run));
    case "identifier":
      if (node.name === "range" || node.name === "end") return input;
      throw new FormatError(`unrecognized identifier ${node.name}`);
  }
}

/** A number that was written with a fraction, which Go does not compare with whole numbers. */
class Float {
  readonly value: number;

  constructor(value: number) {
    this.value = value;
  }
}

function fieldOf(input: Values, name: string, { allowMissingKeys }: Run): Values {
  if (input.length === 0) return input;
  const found = input.filter((value) => isJsonObject(value) && Object.hasOwn(value, name)).map((value) => (value as Readonly<Record<string, unknown>>)[name]);
  if (found.length === 0 && !allowMissingKeys) throw new FormatError(`${name} is not found`);
  return found;
}

function sliceOf(value: unknown, [start, end, step]: Slice): Values {
  if (value === null || value === undefined) return [];
  if (!Array.isArray(value)) throw new FormatError(`${goTypeOf(value)} is not array or slice`);
  const { length } = value;
  const from = start.value < 0 ? start.value + length : start.value;
  const asked = end.known ? end.value : length;
  const to = asked < 0 || (asked === 0 && end.derived === true) ? asked + length : asked;
  if (from === to) return [];
  checkBounds(from, to, length);
  if (step.known && step.value <= 0) throw new FormatError("step must be > 0");
  const stride = step.known ? step.value : 1;
  return value.slice(from, to).filter((_item, index) => index % stride === 0) as Values;
}

function checkBounds(from: number, to: number, length: number): void {
  if (from >= length || from < 0) throw new FormatError(`array index out of bounds: index ${from}, length ${length}`);
  if (to > length || to < 0) throw new FormatError(`array index out of bounds: index ${to - 1}, length ${length}`);
  if (from > to) throw new FormatError(`starting index ${from} is greater than ending index ${to}`);
}

/** Go visits a map in any order; ours is the order of the keys. */
function childrenOf(value: unknown): Values {
  if (Array.isArray(value)) return value as Values;
  return isJsonObject(value) ? Object.keys(value).sort().map((key) => value[key]) : [];
}

/** Every value that has something inside, and everything inside it. */
function descend(input: Values): Values {
  return input.flatMap((value) => {
    if (typeof value === "string" && value !== "") return [value];
    const children = childrenOf(value);
    return children.length === 0 ? [] : [value, ...descend(children)];
  });
}

type Filter = Extract<PathNode, { readonly kind: "filter" }>;

function filtered(value: unknown, filter: Filter, run: Run): Values {
  if (!Array.isArray(value)) throw new FormatError(`${goPrint(value)} is not array or slice and cannot be filtered`);
  return value.filter((item: unknown) => passes(item, filter, run)) as Values;
}

function passes(item: unknown, { left, right, operator }: Filter, run: Run): boolean {
  if (operator === "exists") return exists(item, left, run);
  const lefts = walk([item], left, run);
  if (!isSingle(lefts)) return false;
  const rights = walk([item], right, run);
  return isSingle(rights) && compare(lefts[0], rights[0], operator);
}

function exists(item: unknown, path: readonly PathNode[], run: Run): boolean {
  try {
    return walk([item], path, run).length > 0;
  } catch (error) {
    if (error instanceof FormatError) return false;
    throw error;
  }
}

function isSingle(values: Values): boolean {
  if (values.length > 1) throw new FormatError("can only compare one element at a time");
  return values.length === 1;
}

function compare(left: unknown, right: unknown, operator: string): boolean {
  if (!["<", ">", "==", "!=", "<=", ">="].includes(operator)) throw new FormatError(`unrecognized filter operator ${operator}`);
  const kind = basicKind(left);
  if (kind !== basicKind(right)) throw new FormatError("incompatible types for comparison");
  const a = plain(left);
  const b = plain(right);
  if (operator === "==") return a === b;
  if (operator === "!=") return a !== b;
  if (kind === "bool") throw new FormatError("invalid type for comparison");
  const less = a < b;
  if (operator === "<") return less;
  return operator === "<=" ? less || a === b : operator === ">" ? !less && a !== b : !less;
}

function basicKind(value: unknown): "bool" | "string" | "int" | "float" {
  if (typeof value === "boolean") return "bool";
  if (typeof value === "string") return "string";
  if (value instanceof Float) return "float";
  if (typeof value === "number") return Number.isInteger(value) ? "int" : "float";
  throw new FormatError("invalid type for comparison");
}

const plain = (value: unknown) => (value instanceof Float ? value.value : value) as number | string | boolean;

function goTypeOf(value: unknown): string {
  if (isJsonObject(value)) return "map[string]interface {}";
  if (typeof value === "boolean") return "bool";
  return typeof value === "number" ? (Number.isInteger(value) ? "int64" : "float64") : "string";
}

function printValue(value: unknown): string {
  if (value instanceof Float) return String(value.value);
  if (value === null || value === undefined) return "null";
  return typeof value === "object" ? JSON.stringify(sortKeys(value)).replace(/[<>&]/g, escapeHtml) : goPrint(value);
}

const escapeHtml = (character: string) => `\\u00${character.charCodeAt(0).toString(16)}`;

/** Go prints the keys of a map in order. */
function sortKeys(value: unknown): unknown {
  if (value instanceof Float) return value.value;
  if (Array.isArray(value)) return value.map(sortKeys);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.keys(value).sort().map((key) => [key, sortKeys(value[key])]));
}
