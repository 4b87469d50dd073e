import { isJsonObject } from "../../apimachinery/json-value.ts";

/** Writes a JSON value as kubectl prints it: keys in order, four spaces, and Go's escapes. */
export const toJson = (value: unknown) => `${escapeForGo(JSON.stringify(sorted(value), null, 4))}\n`;

/** The same on one line, as annotations hold it. */
export const toCompactJson = (value: unknown) => escapeForGo(JSON.stringify(sorted(value)));

/** Go escapes what could end a script in a page. */
const escapeForGo = (text: string) => text.replace(/[<>&\u2028\u2029]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`);

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.keys(value).sort().map((key) => [key, sorted(value[key])]));
}
