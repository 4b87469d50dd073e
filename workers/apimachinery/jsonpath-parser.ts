import { FormatError } from "./format-error.ts";
import { unquote } from "./go-unquote.ts";

/** One bound of a slice: `[1:3]`. */
export interface SliceBound {
  readonly known: boolean;
  readonly value: number;
  /** It follows from the other bound, because only an index was written. */
  readonly derived?: boolean;
}

export type Slice = readonly [start: SliceBound, end: SliceBound, step: SliceBound];

/** One step of a JSONPath expression. */
export type PathNode =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "literal"; readonly value: number | boolean; readonly isFloat?: boolean }
  | { readonly kind: "field"; readonly name: string }
  | { readonly kind: "slice"; readonly slice: Slice }
  | { readonly kind: "filter"; readonly left: readonly PathNode[]; readonly right: readonly PathNode[]; readonly operator: string }
  | { readonly kind: "wildcard" }
  | { readonly kind: "recursive" }
  | { readonly kind: "union"; readonly paths: readonly (readonly PathNode[])[] }
  | { readonly kind: "identifier"; readonly name: string };

/** A template is text and expressions in braces by turns. */
export type TemplatePart = { readonly kind: "text"; readonly text: string } | { readonly kind: "expression"; readonly nodes: readonly PathNode[] };

interface Scanner {
  readonly text: string;
  position: number;
}

/** Reads a template such as `{range .items[*]}{.metadata.name}{"\n"}{end}`; throws a FormatError. */
export function parseJsonPath(template: string): readonly TemplatePart[] {
  const parts: TemplatePart[] = [];
  const scanner: Scanner = { text: template, position: 0 };
  while (scanner.position < template.length) {
    const brace = template.indexOf("{", scanner.position);
    const end = brace < 0 ? template.length : brace;
    if (end > scanner.position) parts.push({ kind: "text", text: template.slice(scanner.position, end) });
    if (brace < 0) break;
    scanner.position = brace + 1;
    parts.push({ kind: "expression", nodes: readExpression(scanner) });
  }
  return parts;
}

/** The steps up to the closing brace, which is passed over. */
function readExpression(scanner: Scanner): readonly PathNode[] {
  const nodes: PathNode[] = [];
  while (!startsWith(scanner, "}")) readStep(scanner, nodes);
  scanner.position++;
  return nodes;
}

const parsePath = (text: string) => readExpression({ text: `${text}}`, position: 0 });

function readStep(scanner: Scanner, nodes: PathNode[]): void {
  if (startsWith(scanner, "[?(")) {
    nodes.push(readFilter(scanner));
  } else if (startsWith(scanner, "..")) {
    readRecursive(scanner, nodes);
  } else {
    readSimpleStep(scanner, nodes);
  }
}

function readSimpleStep(scanner: Scanner, nodes: PathNode[]): void {
  const character = next(scanner);
  if (character === "" || character === "\n" || character === "\r") throw new FormatError("unclosed action");
  if (character === " " || character === "@" || character === "$") return;
  if (character === "[") nodes.push(...readBrackets(scanner));
  else if (character === '"' || character === "'") nodes.push(readQuoted(scanner, character));
  else if (character === ".") nodes.push(readField(scanner));
  else if (/[-+\p{Nd}]/u.test(character)) nodes.push(readNumber(scanner, character));
  else if (/[_\p{L}]/u.test(character)) nodes.push(readIdentifier(scanner, character));
  else throw new FormatError(`unrecognized character in action: ${unicodeName(character)}`);
}

function readRecursive(scanner: Scanner, nodes: PathNode[]): void {
  if (nodes.at(-1)?.kind === "recursive") throw new FormatError("invalid multiple recursive descent");
  scanner.position += 2;
  nodes.push({ kind: "recursive" });
  if (/^[_\p{L}\p{Nd}]/u.test(peek(scanner))) nodes.push(readField(scanner));
}

/** A backslash makes any character part of the name, as in `kubernetes\.io/hostname`. */
function readField(scanner: Scanner): PathNode {
  const start = scanner.position;
  while (!isTerminator(peek(scanner))) {
    if (next(scanner) === "\\") next(scanner);
  }
  const name = scanner.text.slice(start, scanner.position);
  return name === "*" ? { kind: "wildcard" } : { kind: "field", name: name.replaceAll("\\", "") };
}

function readIdentifier(scanner: Scanner, first: string): PathNode {
  let name = first;
  while (!isTerminator(peek(scanner))) name += next(scanner);
  return name === "true" || name === "false" ? { kind: "literal", value: name === "true" } : { kind: "identifier", name };
}

function readNumber(scanner: Scanner, first: string): PathNode {
  let text = first;
  while (/[.\p{Nd}]/u.test(peek(scanner))) text += next(scanner);
  if (/^[-+]?\d+$/.test(text)) return { kind: "literal", value: Number(text) };
  if (/^[-+]?(\d+\.?\d*|\.\d+)$/.test(text)) return { kind: "literal", value: Number(text), isFloat: true };
  throw new FormatError(`cannot parse number ${text}`);
}

function readQuoted(scanner: Scanner, quote: string): PathNode {
  const start = scanner.position - 1;
  for (;;) {
    const character = next(scanner);
    if (character === "" || character === "\n") throw new FormatError("unterminated quoted string");
    if (character === quote && scanner.text[scanner.position - 2] !== "\\") break;
  }
  const quoted = scanner.text.slice(start, scanner.position);
  const text = unquote(quoted);
  if (text === undefined) throw new FormatError(`unquote string ${quoted} error invalid syntax`);
  return { kind: "text", text };
}

function readBrackets(scanner: Scanner): readonly PathNode[] {
  const start = scanner.position;
  for (;;) {
    const character = next(scanner);
    if (character === "" || character === "\n") throw new FormatError("unterminated array");
    if (character === "]") break;
  }
  const written = scanner.text.slice(start, scanner.position - 1);
  const text = written === "*" ? ":" : written;
  const alternatives = text.split(",");
  if (alternatives.length > 1) return [{ kind: "union", paths: alternatives.map((each) => parsePath(`[${each.replace(/^ +| +$/g, "")}]`)) }];
  const key = /^'([^']*)'$/.exec(text);
  return key === null ? [{ kind: "slice", slice: readSlice(text) }] : parsePath(`.${key[1]}`);
}

function readSlice(text: string): Slice {
  const parts = /^(-?\d*)(:-?\d*)?(:-?\d*)?$/.exec(text);
  if (parts === null) throw new FormatError(`invalid array index ${text}`);
  const start = readBound(parts[1] ?? "");
  const end = parts[2] === undefined ? { known: true, value: start.value + 1, derived: true } : readBound(parts[2].slice(1));
  return [start, end, readBound((parts[3] ?? "").slice(1))];
}

function readBound(text: string): SliceBound {
  if (text === "") return { known: false, value: 0 };
  if (text === "-") throw new FormatError("array index - is not a number");
  return { known: true, value: Number(text) };
}

function readFilter(scanner: Scanner): PathNode {
  scanner.position += 3;
  const start = scanner.position;
  skipFilter(scanner);
  const text = scanner.text.slice(start, scanner.position - 1);
  if (next(scanner) !== "]") throw new FormatError("unclosed array expect ]");
  const parts = /^([^!<>=]+)([!<>=]+)(.+?)$/.exec(text);
  if (parts === null) return { kind: "filter", left: parsePath(text), right: [], operator: "exists" };
  return { kind: "filter", left: parsePath(parts[1] ?? ""), right: parsePath(parts[3] ?? ""), operator: parts[2] ?? "" };
}

/** Goes behind the parenthesis that closes the filter; one inside quotes does not. */
function skipFilter(scanner: Scanner): void {
  let quote: string | undefined;
  let closed = false;
  for (;;) {
    const character = next(scanner);
    if (character === "" || character === "\n") throw new FormatError("unterminated filter");
    if (character === '"' || character === "'") {
      if (quote === undefined) quote = character;
      else if (character === quote && scanner.text[scanner.position - 2] !== "\\") closed = true;
    } else if (character === ")" && (quote !== undefined) === closed) {
      return;
    }
  }
}

const startsWith = (scanner: Scanner, text: string) => scanner.text.startsWith(text, scanner.position);

function peek(scanner: Scanner): string {
  const code = scanner.text.codePointAt(scanner.position);
  return code === undefined ? "" : String.fromCodePoint(code);
}

function next(scanner: Scanner): string {
  const character = peek(scanner);
  scanner.position += character.length;
  return character;
}

const isTerminator = (character: string) => character === "" || " \t\r\n.,[]$@{}".includes(character);

/** A character as Go's `%#U` prints it: `U+0023 '#'`. */
const unicodeName = (character: string) => `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")} '${character}'`;
