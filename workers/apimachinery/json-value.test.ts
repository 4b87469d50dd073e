import { expect, test } from "vitest";
import { goKind, goPrint, isJsonObject, without } from "./json-value.ts";

test.each([
  [{}, true],
  [{ a: 1 }, true],
  [[], false],
  [null, false],
  [undefined, false],
  ["a", false],
  [1, false],
])("%j is an object: %s", (value, expected) => {
  expect(isJsonObject(value)).toBe(expected);
});

test.each([
  [{ name: "web", ports: [80, 443], empty: {} }, "map[empty:map[] name:web ports:[80 443]]"],
  [[], "[]"],
  [null, "<nil>"],
  [undefined, "<nil>"],
  ["text", "text"],
  [1.5, "1.5"],
  [true, "true"],
  [[{ a: null }], "[map[a:<nil>]]"],
])("%j is printed %s", (value, expected) => {
  expect(goPrint(value)).toBe(expected);
});

test.each([
  [{}, "map"],
  [[], "slice"],
  [null, "nil"],
  [undefined, "nil"],
  ["a", "string"],
  [1, "int64"],
  [1.5, "float64"],
  [false, "bool"],
])("%j is a Go %s", (value, expected) => {
  expect(goKind(value)).toBe(expected);
});

test("an object without a key, and the same object without a key that it lacks", () => {
  const object = Object.freeze({ a: 1, b: 2 });
  expect(without(object, "a")).toEqual({ b: 2 });
  expect(without<Record<string, unknown>>(object, "x")).toBe(object);
});
