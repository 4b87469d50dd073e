import { expect, test } from "vitest";
import { naturalCompare, sortByPath } from "./sort-by.ts";

test.each<[string, readonly unknown[], readonly unknown[]]>([
  ["numbers", [10, 9, 100], [9, 10, 100]],
  ["text in natural order", ["web-10", "web-2", "db"], ["db", "web-2", "web-10"]],
  ["quantities", ["1Gi", "500Mi", "2"], ["2", "500Mi", "1Gi"]],
  ["times", ["2026-04-22T10:00:01Z", "2026-04-22T09:00:00Z"], ["2026-04-22T09:00:00Z", "2026-04-22T10:00:01Z"]],
  ["what has nothing comes first", ["b", undefined, "a"], [undefined, "a", "b"]],
])("%s", (_name, values, sorted) => {
  const items = values.map((x) => ({ x }));
  expect(sortByPath(items, (item) => item, ".x").map(({ x }) => x)).toEqual(sorted);
});

test("a field that nothing has is a mistake", () => {
  expect(() => sortByPath([{}], (item) => item, ".x")).toThrow(`couldn't find any field with path "{.x}" in the list of objects`);
  expect(sortByPath([], (item) => item, ".x")).toEqual([]);
});

test.each([["a1", "a01"], ["a", "ab"], ["a2b", "a10a"]])("%s comes before %s", (a, b) => {
  expect(Math.sign(naturalCompare(a, b)) * Math.sign(naturalCompare(b, a))).toBe(-1);
});
