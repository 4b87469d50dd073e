import { FormatError } from "./format-error.ts";
import { isJsonObject, type JsonObject } from "./json-value.ts";
import { formatDuration, parseDuration } from "./duration.ts";
import { formatQuantity } from "./quantity.ts";
import { formatMicroTime, formatTime, parseTime } from "./timestamp.ts";
import type { TypeSchema } from "./type-schema.ts";

/** What came of decoding: the value without what its type does not know, and the paths of what was dropped. */
export interface Decoded {
  readonly value: JsonObject;
  readonly unknownFields: readonly string[];
}

/** Kubernetes stops counting here. */
const mostUnknownFields = 100;

/** Where the walk is. A map's key stands in a tuple: messages about types leave it out. */
interface Walk {
  readonly path: (string | number | readonly [string])[];
  /** The object whose field is being read. */
  owner: TypeSchema | undefined;
  readonly unknownFields: string[];
}

/**
 * Reads a JSON value as a type: unknown fields are dropped and reported, nulls are left out, empty optional lists and
 * maps too, and quantities and times become canonical, as when Go writes the object again. A value of the wrong type
 * is a FormatError in Go's words. A value that needs no change is returned as it is.
 */
export function decode(value: unknown, schema: TypeSchema): Decoded {
  const walk: Walk = { path: [], owner: undefined, unknownFields: [] };
  if (!isJsonObject(value)) throw mismatch(value, schema, walk);
  return { value: decodeObject(value, schema, walk), unknownFields: walk.unknownFields };
}

/** The reason of a strict refusal: `strict decoding error: unknown field "spec.foo", duplicate field "spec.replicas"`. */
export const strictDecodingError = (unknownFields: readonly string[], duplicateFields: readonly string[] = []) =>
  `strict decoding error: ${decodingWarnings(unknownFields, duplicateFields).join(", ")}`;

/** What a client is warned of when the decoding is not strict. */
export const decodingWarnings = (unknownFields: readonly string[], duplicateFields: readonly string[] = []): readonly string[] => [
  ...duplicateFields.map((path) => `duplicate field "${path}"`),
  ...unknownFields.map((path) => `unknown field "${path}"`),
];

function decodeValue(value: unknown, schema: TypeSchema, walk: Walk): unknown {
  switch (schema.kind) {
    case "object":
      return isJsonObject(value) ? decodeObject(value, schema, walk) : otherType(value, schema, walk);
    case "map":
      return isJsonObject(value) ? decodeMap(value, schema, walk) : otherType(value, schema, walk);
    case "list":
      return Array.isArray(value) ? decodeList(value, schema, walk) : otherType(value, schema, walk);
    case "any":
      return value;
    default:
      return decodeScalar(value, schema, walk);
  }
}

function otherType(value: unknown, schema: TypeSchema, walk: Walk): unknown {
  if (schema.isGoStruct) throw mismatch(value, schema, walk);
  return value;
}

function decodeObject(object: JsonObject, schema: TypeSchema, walk: Walk): JsonObject {
  let changed: Record<string, unknown> | undefined;
  let dropped = false;
  const outer = walk.owner;
  walk.owner = schema;
  for (const key in object) {
    const before = object[key];
    const after = decodeField(key, before, schema, walk);
    if (after === undefined) dropped = true;
    else if (after !== before) (changed ??= { ...object })[key] = after;
    if (after === undefined && before !== undefined) (changed ??= { ...object })[key] = undefined;
  }
  walk.owner = outer;
  return dropped ? withoutUndefined(changed ?? object) : (changed ?? object);
}

/** Deleting from an object makes reading it slow, so the fields that stay are copied. */
function withoutUndefined(object: JsonObject): JsonObject {
  const kept: Record<string, unknown> = {};
  for (const key in object) if (object[key] !== undefined) kept[key] = object[key];
  return kept;
}

function decodeField(key: string, value: unknown, schema: TypeSchema, walk: Walk): unknown {
  const field = schema.property(key);
  if (field === undefined) {
    if (schema.preservesUnknownFields || value === undefined) return value;
    if (walk.unknownFields.length < mostUnknownFields) walk.unknownFields.push(pathText([...walk.path, key]));
    return undefined;
  }
  if (value === undefined || (value === null && field.isGoStruct)) return undefined;
  walk.path.push(key);
  const decoded = decodeValue(value, field, walk);
  walk.path.pop();
  return field.isGoStruct && isEmptyCollection(decoded, field) && !schema.required.includes(key) ? undefined : decoded;
}

function isEmptyCollection(value: unknown, { kind }: TypeSchema): boolean {
  if (kind === "list") return (value as readonly unknown[]).length === 0;
  if (kind !== "map") return false;
  for (const _key in value as JsonObject) return false;
  return true;
}

function decodeMap(map: JsonObject, schema: TypeSchema, walk: Walk): JsonObject {
  let changed: Record<string, unknown> | undefined;
  for (const key in map) {
    const before = map[key];
    const field = schema.property(key);
    if (field === undefined) continue;
    walk.path.push([key]);
    const after = before === null && field.isGoStruct ? zeroOf(field) : decodeValue(before, field, walk);
    walk.path.pop();
    if (after !== before) (changed ??= { ...map })[key] = after;
  }
  return changed ?? map;
}

function decodeList(list: readonly unknown[], { items }: TypeSchema, walk: Walk): readonly unknown[] {
  if (items === undefined) return list;
  let changed: unknown[] | undefined;
  for (let index = 0; index < list.length; index++) {
    const before = list[index];
    walk.path.push(index);
    const after = before === null && items.isGoStruct ? zeroOf(items) : decodeValue(before, items, walk);
    walk.path.pop();
    if (after !== before) (changed ??= [...list])[index] = after;
  }
  return changed ?? list;
}

/** What Go makes of a null inside a list or map. */
function zeroOf({ kind }: TypeSchema): unknown {
  switch (kind) {
    case "object":
    case "map":
      return {};
    case "list":
      return [];
    case "integer":
    case "number":
    case "int-or-string":
      return 0;
    case "boolean":
      return false;
    case "quantity":
      return "0";
    case "any":
    case "time":
    case "micro-time":
      return null;
    default:
      return "";
  }
}

function decodeScalar(value: unknown, schema: TypeSchema, walk: Walk): unknown {
  switch (schema.kind) {
    case "integer":
      return decodeInteger(value, schema, walk);
    case "number":
    case "boolean":
      if (typeof value !== schema.kind) throw mismatch(value, schema, walk);
      return value;
    case "quantity":
      return decodeQuantity(value);
    case "int-or-string":
      if (typeof value === "number" && !isInt32(value)) throw new FormatError(`json: cannot unmarshal number ${value} into Go value of type int32`);
      if (typeof value !== "string" && typeof value !== "number") throw new FormatError(`json: cannot unmarshal ${jsonKind(value)} into Go value of type int32`);
      return value;
    case "time":
    case "micro-time":
    case "duration":
      return decodeTime(value, schema.kind);
    case "bytes":
      if (typeof value !== "string") throw mismatch(value, schema, walk);
      return decodeBytes(value);
    default:
      if (typeof value !== "string") throw mismatch(value, schema, walk);
      return value;
  }
}

const isInt32 = (value: number) => Number.isInteger(value) && value >= -(2 ** 31) && value < 2 ** 31;

function decodeInteger(value: unknown, schema: TypeSchema, walk: Walk): unknown {
  if (typeof value !== "number") throw mismatch(value, schema, walk);
  if (schema.goType === "int32" ? isInt32(value) : Number.isInteger(value)) return value;
  throw mismatch(value, schema, walk, `number ${value}`);
}

/** Go keeps quantities, times and durations as numbers, so what it writes is canonical whatever it read. */
function decodeQuantity(value: unknown): string {
  return formatQuantity(typeof value === "string" ? value.trim() : typeof value === "number" ? value : JSON.stringify(value));
}

function decodeTime(value: unknown, kind: "time" | "micro-time" | "duration"): string {
  if (typeof value !== "string") throw new FormatError(`json: cannot unmarshal ${jsonKind(value)} into Go value of type string`);
  if (kind === "duration") return formatDuration(parseDuration(value));
  return kind === "time" ? formatTime(parseTime(value)) : formatMicroTime(parseTime(value));
}

const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

function decodeBytes(value: string): string {
  const text = value.includes("\n") || value.includes("\r") ? value.replace(/[\r\n]/g, "") : value;
  if (base64.test(text)) return text;
  const wrong = /[^A-Za-z0-9+/]/.exec(text)?.index ?? text.length - (text.length % 4);
  throw new FormatError(`illegal base64 data at input byte ${wrong}`);
}

function jsonKind(value: unknown): string {
  if (Array.isArray(value)) return "array";
  return typeof value === "boolean" ? "bool" : typeof value;
}

/** Go names the struct that holds the field and the way to it, without indices and map keys. */
function mismatch(value: unknown, schema: TypeSchema, { path, owner }: Walk, shown = jsonKind(value)): FormatError {
  const fields = path.filter((step) => typeof step === "string");
  const at = owner === undefined ? `Go value of type ${schema.goType}` : `Go struct field ${bareName(owner.goType)}.${fields.join(".")} of type ${schema.goType}`;
  return new FormatError(`json: cannot unmarshal ${shown} into ${at}`);
}

const bareName = (goType: string) => goType.slice(goType.lastIndexOf(".") + 1);

function pathText(path: Walk["path"]): string {
  let text = "";
  for (const step of path) {
    const name = typeof step === "object" ? step[0] : step;
    text += typeof name === "number" ? `[${name}]` : text === "" ? name : `.${name}`;
  }
  return text;
}
