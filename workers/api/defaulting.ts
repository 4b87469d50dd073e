import type { Draft } from "../apimachinery/object.ts";

/** A part of an object as a person writes it: everything may be missing. */
export type Part<T> = NonNullable<Draft<{ readonly part: T }>["part"]>;

/** The value with what is missing filled in; the value itself when nothing is missing. */
export function withDefaults<T extends object>(value: T, defaults: Partial<T>): T {
  for (const key in defaults) if (value[key] === undefined) return filledIn(value, defaults);
  return value;
}

/** The object with another value in one field; the object itself when the value is the same. */
export function withField<T extends object, K extends keyof T>(object: T, field: K, value: T[K]): T {
  return object[field] === value ? object : { ...object, [field]: value };
}

/** The object with one field changed, where the field is there. */
export function changeField<T extends object, K extends keyof T>(object: T, field: K, change: (value: NonNullable<T[K]>) => T[K]): T {
  const value = object[field];
  return value === undefined || value === null ? object : withField(object, field, change(value));
}

/** The list with every item changed; the list itself when no item changes. */
export function mapShared<T>(items: readonly T[], change: (item: T) => T): readonly T[] {
  for (let index = 0; index < items.length; index++) {
    const item = items[index] as T;
    const changed = change(item);
    if (changed !== item) return [...items.slice(0, index), changed, ...items.slice(index + 1).map((rest) => change(rest))];
  }
  return items;
}

/** A value that is not there, as Go's zero values count: missing or empty text. */
export const isUnset = (value: unknown) => value === undefined || value === "";

/** Required fields too may be missing in what a person wrote; a missing number counts as 0. */
export const numberOrZero = (value: number | undefined) => value ?? 0;

/** A missing list counts as an empty one, required or not. */
export const listOrEmpty = <T>(items: readonly T[] | undefined): readonly T[] => items ?? [];

function filledIn<T extends object>(value: T, defaults: Partial<T>): T {
  const filled = { ...value };
  for (const key in defaults) if (filled[key] === undefined) filled[key] = defaults[key] as T[typeof key];
  return filled;
}
