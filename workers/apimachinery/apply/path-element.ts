import { FormatError } from "../format-error.ts";
import { goQuote } from "../go-quote.ts";
import { isJsonObject } from "../json-value.ts";
import type { TypeSchema } from "../type-schema.ts";

/** The path element of a field: `f:replicas`. */
export const fieldElement = (name: string) => `f:${name}`;

/** The path element of a list item: `k:{"name":"web"}` where keys identify it, `v:"a"` in a set. Throws a FormatError. */
export function itemElement(item: unknown, list: TypeSchema): string {
  return list.listType === "map" ? keyElement(item, list) : valueElement(item);
}

function valueElement(item: unknown): string {
  if (typeof item !== "object") return `v:${JSON.stringify(item)}`;
  if (item === null) throw new FormatError("associative list without keys has an element that's an explicit null");
  if (Array.isArray(item)) throw new FormatError("not supported: associative list with lists as elements");
  throw new FormatError("associative list without keys has an element that's a map type");
}

function keyElement(item: unknown, { items, listMapKeys }: TypeSchema): string {
  if (item === null) throw new FormatError("associative list with keys may not have a null element");
  if (!isJsonObject(item)) throw new FormatError("associative list with keys may not have non-map elements");
  let parts = "";
  for (const name of listMapKeys.length > 1 ? listMapKeys.toSorted() : listMapKeys) {
    const value = item[name] ?? items?.property(name)?.defaultValue;
    if (value !== undefined) parts += `${parts === "" ? "" : ","}"${name}":${JSON.stringify(value)}`;
  }
  if (parts !== "") return `k:{${parts}}`;
  const names = listMapKeys.map(goQuote).join(" ");
  throw new FormatError(`associative list with keys has an element that omits all key fields [${names}] (and doesn't have default values for any key fields)`);
}

/** A path as messages print it: `.spec.template.spec.containers[name="web"].image`. */
export const formatPath = (path: readonly string[]) => path.map(formatElement).join("");

export function formatElement(element: string): string {
  const content = element.slice(2);
  switch (element.charAt(0)) {
    case "f":
      return `.${content}`;
    case "k":
      return `[${formatKeys(content)}]`;
    case "v":
      return `[=${formatValue(JSON.parse(content))}]`;
    default:
      return `[${content}]`;
  }
}

function formatKeys(json: string): string {
  const keys = JSON.parse(json) as Readonly<Record<string, unknown>>;
  return Object.keys(keys).map((name) => `${name}=${formatValue(keys[name])}`).join(",");
}

const formatValue = (value: unknown) => (typeof value === "string" ? goQuote(value) : JSON.stringify(value));
