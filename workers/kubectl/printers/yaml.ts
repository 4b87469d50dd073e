import { isJsonObject, type JsonObject } from "../../apimachinery/json-value.ts";
import { compareYamlKeys } from "./yaml-key-order.ts";
import { blockScalar, keyScalar, plainOrQuoted } from "./yaml-scalar.ts";

/** Writes a JSON value as kubectl prints YAML: keys in order, lists not indented, long lines folded. */
export function toYaml(value: unknown): string {
  if (isEmptyOrScalar(value)) return `${inlineValue(value, { column: 0, indent: 0 })}\n`;
  const lines: string[] = [];
  writeBlock(lines, value as JsonObject | readonly unknown[], { indent: 0, lead: "" });
  return `${lines.join("\n")}\n`;
}

interface Place {
  /** Where the keys or dashes of the block stand. */
  readonly indent: number;
  /** What stands before the first of them on its line. */
  readonly lead: string;
}

function writeBlock(lines: string[], value: JsonObject | readonly unknown[], place: Place): void {
  if (Array.isArray(value)) writeList(lines, value as readonly unknown[], place);
  else writeObject(lines, value as JsonObject, place);
}

function writeList(lines: string[], list: readonly unknown[], { indent, lead }: Place): void {
  for (const [index, item] of list.entries()) {
    const dash = `${index === 0 ? lead : " ".repeat(indent)}-`;
    if (isEmptyOrScalar(item)) lines.push(`${dash} ${inlineValue(item, { column: dash.length + 1, indent: indent + 2 })}`);
    else writeBlock(lines, item as JsonObject | readonly unknown[], { indent: indent + 2, lead: `${dash} ` });
  }
}

function writeObject(lines: string[], object: JsonObject, { indent, lead }: Place): void {
  const keys = Object.keys(object).filter((key) => object[key] !== undefined).sort(compareYamlKeys);
  for (const [index, key] of keys.entries()) writeEntry(lines, [key, object[key]], { indent, lead: index === 0 ? lead : " ".repeat(indent) });
}

function writeEntry(lines: string[], [key, value]: readonly [string, unknown], { indent, lead }: Place): void {
  const text = keyScalar(key);
  // What is longer than a simple key may be stands behind a question mark.
  const complex = Array.from(key).length > 128;
  if (complex) lines.push(`${lead}? ${text}`);
  const head = complex ? `${" ".repeat(indent)}:` : `${lead}${text}:`;
  if (isEmptyOrScalar(value)) lines.push(`${head} ${inlineValue(value, { column: head.length + 1, indent: indent + 2 })}`);
  else if (complex) writeBlock(lines, value as JsonObject, { indent: indent + 2, lead: `${head} ` });
  else {
    lines.push(head);
    const inner = Array.isArray(value) ? indent : indent + 2;
    writeBlock(lines, value as JsonObject | readonly unknown[], { indent: inner, lead: " ".repeat(inner) });
  }
}

function isEmptyOrScalar(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0;
  return !isJsonObject(value) || Object.values(value).every((each) => each === undefined);
}

/** What stands on the line of its key: a scalar, or an empty list or object. */
function inlineValue(value: unknown, position: { readonly column: number; readonly indent: number }): string {
  if (value === null || value === undefined) return "null";
  if (Array.isArray(value)) return "[]";
  if (typeof value === "object") return "{}";
  if (typeof value !== "string") return String(value as number | boolean);
  return value.includes("\n") ? blockScalar(value, position) : plainOrQuoted(value, position);
}
