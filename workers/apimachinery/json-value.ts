/** A JSON object whose fields nobody may change in place. */
export type JsonObject = Readonly<Record<string, unknown>>;

export const isJsonObject = (value: unknown): value is JsonObject => typeof value === "object" && value !== null && !Array.isArray(value);

/** The object without one key; the same object if it has no such key. */
export function without<T extends JsonObject>(object: T, key: string): T {
  if (!Object.hasOwn(object, key)) return object;
  const { [key]: _removed, ...rest } = object;
  return rest as T;
}

/** What kind of JSON value it is, in Go's words, for messages. */
export function goKind(value: unknown): string {
  if (value === null || value === undefined) return "nil";
  if (Array.isArray(value)) return "slice";
  if (typeof value === "object") return "map";
  return typeof value === "number" ? (Number.isInteger(value) ? "int64" : "float64") : typeof value === "boolean" ? "bool" : "string";
}

/** A JSON value as Go prints it with `%v`: `map[name:web ports:[80 443]]`. */
export function goPrint(value: unknown): string {
  if (value === null || value === undefined) return "<nil>";
  if (Array.isArray(value)) return `[${value.map(goPrint).join(" ")}]`;
  if (!isJsonObject(value)) return `${value as string | number | boolean}`;
  const keys = Object.keys(value).sort();
  return `map[${keys.map((key) => `${key}:${goPrint(value[key])}`).join(" ")}]`;
}
