import { FormatError } from "../../apimachinery/format-error.ts";
import { JsonPath, relaxedTemplate } from "../../apimachinery/jsonpath.ts";
import { compareQuantity, isQuantity } from "../../apimachinery/quantity.ts";
import { KubectlError } from "../kubectl-error.ts";

/** Sorts by what a JSONPath finds in each item: numbers, quantities and times by size, text in natural order; what has nothing comes first. */
export function sortByPath<T>(items: readonly T[], objectOf: (item: T) => unknown, field: string): readonly T[] {
  const path = pathOf(field);
  const keyed = items.map((item) => ({ item, value: path.find(objectOf(item), true)[0]?.[0] }));
  if (items.length > 0 && keyed.every(({ value }) => value === undefined)) throw new KubectlError(`couldn't find any field with path ${JSON.stringify(relaxedTemplate(field))} in the list of objects`);
  return keyed.toSorted((a, b) => compare(a.value, b.value)).map(({ item }) => item);
}

/** Does any of the items have the field? */
export function hasField<T>(items: readonly T[], objectOf: (item: T) => unknown, field: string): boolean {
  const path = pathOf(field);
  return items.some((item) => path.find(objectOf(item), true)[0]?.[0] !== undefined);
}

function pathOf(field: string): JsonPath {
  try {
    return new JsonPath(relaxedTemplate(field));
  } catch (error) {
    if (error instanceof FormatError) throw new KubectlError(error.message);
    throw error;
  }
}

function compare(a: unknown, b: unknown): number {
  if (a === undefined || a === null) return b === undefined || b === null ? 0 : -1;
  if (b === undefined || b === null) return 1;
  if (typeof a === "number" && typeof b === "number") return a - b;
  if (typeof a === "boolean" && typeof b === "boolean") return Number(a) - Number(b);
  if (typeof a === "string" && typeof b === "string") return compareText(a, b);
  throw new KubectlError(`unsortable type: ${Array.isArray(a) ? "slice" : typeof a}`);
}

function compareText(a: string, b: string): number {
  return isQuantity(a) && isQuantity(b) ? compareQuantity(a, b) : naturalCompare(a, b);
}

/** Text order in which runs of digits count as numbers: web-2 comes before web-10. */
export function naturalCompare(a: string, b: string): number {
  const [left, right] = [a.match(/\d+|\D/g) ?? [], b.match(/\d+|\D/g) ?? []];
  for (let index = 0; index < left.length && index < right.length; index++) {
    const [x, y] = [left[index] as string, right[index] as string];
    const numbers = /\d/.test(x) && /\d/.test(y);
    const difference = numbers ? Number(x) - Number(y) || y.length - x.length : x < y ? -1 : x > y ? 1 : 0;
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}
