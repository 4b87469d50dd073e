import { decodeBase64 } from "./decode-base64.ts";
import { FormatError } from "../../../apimachinery/format-error.ts";
import { goQuote } from "../../../apimachinery/go-quote.ts";
import { isJsonObject } from "../../../apimachinery/json-value.ts";
import { deepEqual } from "../../../base/deep-equal.ts";

/** What a template works with: JSON, whole numbers of its own, and `undefined` for what is not there. */
export type Value = unknown;

/** Would Go call it empty? */
export function isTrue(value: Value): boolean {
  if (value === undefined || value === null || value === false || value === "" || value === 0) return false;
  if (Array.isArray(value)) return value.length > 0;
  return !isJsonObject(value) || Object.keys(value).length > 0;
}

/** The value as Go prints it with `%v`; what is not there is `<no value>`. */
export function printed(value: Value): string {
  return value === undefined || value === null ? "<no value>" : goValue(value);
}

function goValue(value: Value): string {
  if (value === undefined || value === null) return "<nil>";
  if (typeof value === "number") return goNumber(value);
  if (Array.isArray(value)) return `[${value.map(goValue).join(" ")}]`;
  if (!isJsonObject(value)) return String(value as string | boolean);
  return `map[${Object.keys(value).sort().map((key) => `${key}:${goValue(value[key])}`).join(" ")}]`;
}

/** Whole numbers are integers; Go writes others with an exponent far from the point. */
function goNumber(value: number): string {
  if (Number.isInteger(value)) return String(value);
  const [digits = "", power = "0"] = value.toExponential().split("e");
  const exponent = Number(power);
  if (exponent >= -4 && exponent < 21) return String(value);
  return `${digits}e${exponent < 0 ? "-" : "+"}${String(Math.abs(exponent)).padStart(2, "0")}`;
}

type TemplateFunction = (...values: readonly Value[]) => Value;

const functions: Readonly<Record<string, TemplateFunction>> = {
  and: (...values) => values.find((value) => !isTrue(value)) ?? values.at(-1),
  or: (...values) => values.find(isTrue) ?? values.at(-1),
  not: (value) => !isTrue(value),
  len: length,
  index: (value, ...keys) => keys.reduce(indexed, value),
  slice: sliced,
  print: (...values) => printAll(values),
  println: (...values) => `${values.map(goValue).join(" ")}\n`,
  printf: (format, ...values) => formatted(text(format, "printf"), values),
  html: (...values) => printAll(values).replace(/[&<>"'\0]/g, (sign) => htmlSigns[sign] ?? sign),
  js: (...values) => printAll(values).replace(/[\\'"<>&=]/g, (sign) => (/[<>&=]/.test(sign) ? `\\u00${sign.charCodeAt(0).toString(16).toUpperCase()}` : `\\${sign}`)),
  urlquery: (...values) => encodeURIComponent(printAll(values)).replaceAll("%20", "+"),
  eq: (first, ...others) => others.some((other) => equal(first, other)),
  ne: (a, b) => !equal(a, b),
  lt: (a, b) => compare(a, b) < 0,
  le: (a, b) => compare(a, b) <= 0,
  gt: (a, b) => compare(a, b) > 0,
  ge: (a, b) => compare(a, b) >= 0,
  exists: (value, ...keys) => keys.reduce<Value>((found, key) => (isJsonObject(found) || Array.isArray(found) ? childOf(found, key) : undefined), value) !== undefined,
  base64decode: (value) => decodeBase64(text(value, "base64decode")),
};

const htmlSigns: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&#34;", "'": "&#39;", "\0": "\uFFFD" };

export const functionNames: ReadonlySet<string> = new Set(Object.keys(functions));

/** Calls a function of Go's templates, or one that kubectl adds; throws a FormatError. */
export function callFunction(name: string, values: readonly Value[]): Value {
  const least: Readonly<Record<string, number>> = { eq: 1, ne: 2, lt: 2, le: 2, gt: 2, ge: 2, not: 1, len: 1, and: 1, or: 1, index: 1, slice: 1, printf: 1, base64decode: 1 };
  if (values.length < (least[name] ?? 0)) throw new FormatError(`wrong number of args for ${name}: want at least ${least[name]} got ${values.length}`);
  return (functions[name] as TemplateFunction)(...values);
}

const text = (value: Value, name: string) => {
  if (typeof value !== "string") throw new FormatError(`wrong type for value; expected string; got ${kindName(value)} in ${name}`);
  return value;
};

const kindName = (value: Value) => (value === undefined || value === null ? "nil" : Array.isArray(value) ? "[]interface {}" : isJsonObject(value) ? "map[string]interface {}" : typeof value === "number" ? (Number.isInteger(value) ? "int" : "float64") : typeof value === "boolean" ? "bool" : "string");

/** Go counts bytes. */
const utf8Length = (text: string) => encodeURIComponent(text).replace(/%../g, "x").length;

function length(value: Value): Value {
  if (typeof value === "string") return utf8Length(value);
  if (Array.isArray(value)) return value.length;
  if (isJsonObject(value)) return Object.keys(value).length;
  throw new FormatError(value === undefined || value === null ? "len of nil pointer" : `len of type ${kindName(value)}`);
}

function indexed(value: Value, key: Value): Value {
  if (value === undefined || value === null) throw new FormatError("index of untyped nil");
  if (Array.isArray(value)) {
    const index = numberOf(key);
    if (index < 0 || index >= value.length) throw new FormatError(`index out of range: ${index}`);
    return value[index] as Value;
  }
  if (isJsonObject(value)) return childOf(value, key);
  throw new FormatError(`can't index item of type ${kindName(value)}`);
}

function childOf(value: object, key: Value): Value {
  if (Array.isArray(value)) return value[numberOf(key)] as Value;
  return typeof key === "string" && Object.hasOwn(value, key) ? (value as Readonly<Record<string, unknown>>)[key] : undefined;
}

const numberOf = (value: Value) => {
  if (typeof value !== "number") throw new FormatError(`cannot index slice/array with type ${kindName(value)}`);
  return value;
};

function sliced(value: Value, ...bounds: readonly Value[]): Value {
  const [from = 0, to] = bounds.map(numberOf);
  if (typeof value !== "string" && !Array.isArray(value)) throw new FormatError(`can't slice item of type ${kindName(value)}`);
  if (from > value.length || (to ?? 0) > value.length) throw new FormatError(`index out of range: ${to ?? from}`);
  return value.slice(from, to);
}

/** Go's Sprint puts spaces between neighbours that are no text. */
function printAll(values: readonly Value[]): string {
  return values.map((value, index) => `${index > 0 && typeof value !== "string" && typeof values[index - 1] !== "string" ? " " : ""}${goValue(value)}`).join("");
}

function formatted(format: string, values: readonly Value[]): string {
  let next = 0;
  const filled = format.replace(/%[-+ 0#]*\d*(?:\.\d+)?[%a-zA-Z]/g, (directive) => {
    const [, flags = "", width, precision, verb = ""] = /^%([-+ 0#]*)(\d+)?(?:\.(\d+))?(.)$/.exec(directive) ?? [];
    if (verb === "%") return "%";
    if (next >= values.length) return `%!${verb}(MISSING)`;
    const shown = oneFormatted(verb, values[next++], precision);
    return flags.includes("-") ? shown.padEnd(Number(width ?? 0)) : shown.padStart(Number(width ?? 0), flags.includes("0") ? "0" : " ");
  });
  const extra = values.slice(next);
  return extra.length === 0 ? filled : `${filled}%!(EXTRA ${extra.map((value) => `${kindName(value)}=${goValue(value)}`).join(", ")})`;
}

function oneFormatted(verb: string, value: Value, precision: string | undefined): string {
  const whole = Number.isInteger(value);
  if (verb === "v" || (verb === "s" && typeof value === "string") || (verb === "t" && typeof value === "boolean")) return goValue(value);
  if (verb === "q" && typeof value === "string") return goQuote(value);
  if (verb === "T") return kindName(value);
  if (verb === "d" && whole) return String(value as number);
  if (verb === "x" && whole) return (value as number).toString(16);
  if ("feg".includes(verb) && typeof value === "number" && !whole) return verb === "f" ? value.toFixed(Number(precision ?? 6)) : goNumber(value);
  return `%!${verb}(${value === undefined || value === null ? "<nil>" : `${kindName(value)}=${goValue(value)}`})`;
}

function equal(a: Value, b: Value): boolean {
  if (a === undefined || b === undefined || a === null || b === null) return (a ?? null) === (b ?? null);
  sameKind(a, b);
  return deepEqual(a, b);
}

function compare(a: Value, b: Value): number {
  sameKind(a, b);
  const [left, right] = [a, b] as [number | string, number | string];
  if (typeof left !== "number" && typeof left !== "string") throw new FormatError("invalid type for comparison");
  return left < right ? -1 : left > right ? 1 : 0;
}

function sameKind(a: Value, b: Value): void {
  // The kind of a number does not tell whether it was written with a point.
  if (typeof a === "number" && typeof b === "number") return;
  if (kindName(a) !== kindName(b)) throw new FormatError("incompatible types for comparison");
}
