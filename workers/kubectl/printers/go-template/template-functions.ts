import { decodeBase64 } from "./decode-base64.ts";
import { FormatError } from "../../../apimachinery/format-error.ts";
import { goQuote } from "../../../apimachinery/go-quote.ts";
import { isJsonObject } from "../../../apimachinery/json-value.ts";
import { deepEqual } from "../../../base/deep-equal.ts";
import { GoInt } from "./template-node.ts";

/** What a template works with: JSON, whole numbers of its own, and `undefined` for what is not there. */
export type Value = unknown;

/** Would Go call it empty? */
export function isTrue(value: Value): boolean {
  if (value === undefined || value === null || value === false || value === "" || value === 0) return false;
  if (value instanceof GoInt) return value.value !== 0;
  if (Array.isArray(value)) return value.length > 0;
  return !isJsonObject(value) || Object.keys(value).length > 0;
}

/** The value as Go prints it with `%v`; what is not there is `<no value>`. */
export function printed(value: Value): string {
  return value === undefined || value === null ? "<no value>" : goValue(value);
}

function goValue(value: Value): string {
  if (value === undefined || value === null) return "<nil>";
  if (value instanceof GoInt) return String(value.value);
  if (typeof value === "number") return goFloat(value);
  if (Array.isArray(value)) return `[${value.map(goValue).join(" ")}]`;
  if (!isJsonObject(value)) return String(value as string | boolean);
  return `map[${Object.keys(value).sort().map((key) => `${key}:${goValue(value[key])}`).join(" ")}]`;
}

/** Go writes floats from 1e+21 on, and whole ones from a million on, with an exponent. */
function goFloat(value: number): string {
  const [digits = "", power = "0"] = value.toExponential().split("e");
  const exponent = Number(power);
  if (value === 0 || (exponent >= -4 && exponent < 21 && (exponent < 6 || exponent < digits.replace(/\D/g, "").length))) return value === 0 ? "0" : plain(value);
  return `${digits}e${exponent < 0 ? "-" : "+"}${String(Math.abs(exponent)).padStart(2, "0")}`;
}

const plain = (value: number) => (Math.abs(value) < 1e-6 ? value.toFixed(10).replace(/0+$/, "") : String(value));

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

const kindName = (value: Value) => (value === undefined || value === null ? "nil" : Array.isArray(value) ? "[]interface {}" : value instanceof GoInt ? "int" : isJsonObject(value) ? "map[string]interface {}" : typeof value === "number" ? "float64" : typeof value === "boolean" ? "bool" : "string");

function length(value: Value): Value {
  if (typeof value === "string") return new GoInt([...value].length);
  if (Array.isArray(value)) return new GoInt(value.length);
  if (isJsonObject(value) && !(value instanceof GoInt)) return new GoInt(Object.keys(value).length);
  throw new FormatError(value === undefined || value === null ? "error calling len: len of nil pointer" : `error calling len: len of type ${kindName(value)}`);
}

function indexed(value: Value, key: Value): Value {
  if (value === undefined || value === null) throw new FormatError("error calling index: index of untyped nil");
  if (Array.isArray(value)) {
    const index = numberOf(key);
    if (index < 0 || index >= value.length) throw new FormatError(`error calling index: index out of range: ${index}`);
    return value[index] as Value;
  }
  if (isJsonObject(value)) return childOf(value, key);
  throw new FormatError(`error calling index: can't index item of type ${kindName(value)}`);
}

function childOf(value: object, key: Value): Value {
  if (Array.isArray(value)) return value[numberOf(key)] as Value;
  return typeof key === "string" && Object.hasOwn(value, key) ? (value as Readonly<Record<string, unknown>>)[key] : undefined;
}

const numberOf = (value: Value) => {
  const number = value instanceof GoInt ? value.value : value;
  if (typeof number !== "number") throw new FormatError(`cannot index slice/array with type ${kindName(value)}`);
  return number;
};

function sliced(value: Value, ...bounds: readonly Value[]): Value {
  const [from = 0, to] = bounds.map(numberOf);
  if (typeof value !== "string" && !Array.isArray(value)) throw new FormatError(`error calling slice: can't slice item of type ${kindName(value)}`);
  if (from > value.length || (to ?? 0) > value.length) throw new FormatError(`error calling slice: index out of range: ${to ?? from}`);
  return value.slice(from, to);
}

/** Go's Sprint puts spaces between neighbours that are no text. */
function printAll(values: readonly Value[]): string {
  return values.map((value, index) => `${index > 0 && typeof value !== "string" && typeof values[index - 1] !== "string" ? " " : ""}${goValue(value)}`).join("");
}

function formatted(format: string, values: readonly Value[]): string {
  let next = 0;
  const filled = format.replace(/%([-+ 0#]*)(\d+)?(?:\.(\d+))?([%a-zA-Z])/g, (_, flags: string, width: string | undefined, precision: string | undefined, verb: string) => {
    if (verb === "%") return "%";
    if (next >= values.length) return `%!${verb}(MISSING)`;
    const shown = oneFormatted(verb, values[next++], precision);
    return flags.includes("-") ? shown.padEnd(Number(width ?? 0)) : shown.padStart(Number(width ?? 0), flags.includes("0") ? "0" : " ");
  });
  const extra = values.slice(next);
  return extra.length === 0 ? filled : `${filled}%!(EXTRA ${extra.map((value) => `${kindName(value)}=${goValue(value)}`).join(", ")})`;
}

function oneFormatted(verb: string, value: Value, precision: string | undefined): string {
  const number = value instanceof GoInt ? value.value : value;
  if (verb === "v" || (verb === "s" && typeof value === "string") || (verb === "t" && typeof value === "boolean")) return goValue(value);
  if (verb === "q" && typeof value === "string") return goQuote(value);
  if (verb === "T") return kindName(value);
  if (verb === "d" && value instanceof GoInt) return String(value.value);
  if (verb === "x" && value instanceof GoInt) return value.value.toString(16);
  if ("feg".includes(verb) && typeof number === "number" && !(value instanceof GoInt)) return verb === "f" ? number.toFixed(Number(precision ?? 6)) : goFloat(number);
  return `%!${verb}(${value === undefined || value === null ? "<nil>" : `${kindName(value)}=${goValue(value)}`})`;
}

function equal(a: Value, b: Value): boolean {
  if (a === undefined || b === undefined || a === null || b === null) return (a ?? null) === (b ?? null);
  sameKind(a, b);
  if (a instanceof GoInt && b instanceof GoInt) return a.value === b.value;
  return deepEqual(a, b);
}

function compare(a: Value, b: Value): number {
  sameKind(a, b);
  const [left, right] = [a, b].map((value) => (value instanceof GoInt ? value.value : value)) as [number | string, number | string];
  if (typeof left !== "number" && typeof left !== "string") throw new FormatError("invalid type for comparison");
  return left < right ? -1 : left > right ? 1 : 0;
}

function sameKind(a: Value, b: Value): void {
  if (kindName(a) !== kindName(b)) throw new FormatError("incompatible types for comparison");
}
