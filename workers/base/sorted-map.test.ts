import { describe, expect, test } from "vitest";
import { prefixEnd, SortedMap } from "./sorted-map.ts";

function collect(map: SortedMap<number>, from = "", to?: string): string[] {
  const keys: string[] = [];
  map.visit(from, to, (_, key) => void keys.push(key));
  return keys;
}

function filled(...keys: readonly string[]): SortedMap<number> {
  const map = new SortedMap<number>();
  keys.forEach((key, index) => map.set(key, index));
  return map;
}

describe("a sorted map", () => {
  test("is empty at first", () => {
    const map = new SortedMap<number>();
    expect(map.size).toBe(0);
    expect(map.get("a")).toBeUndefined();
    expect(map.has("a")).toBe(false);
    expect(map.delete("a")).toBe(false);
    expect(map.values()).toEqual([]);
  });

  test("reads in the order of its keys, however they came", () => {
    expect(collect(filled("c", "a", "b"))).toEqual(["a", "b", "c"]);
  });

  test("replaces the value of a key that it has", () => {
    const map = filled("a", "b");
    map.set("a", 9);
    expect(map.size).toBe(2);
    expect(map.values()).toEqual([9, 1]);
  });

  test.each([
    { from: "", to: undefined, keys: ["/a", "/a/1", "/a/2", "/b/1", "/c"] },
    { from: "/a/", to: prefixEnd("/a/"), keys: ["/a/1", "/a/2"] },
    { from: "/a/2", to: undefined, keys: ["/a/2", "/b/1", "/c"] },
    { from: "/a/15", to: "/c", keys: ["/a/2", "/b/1"] },
    { from: "/d", to: undefined, keys: [] },
    { from: "/b", to: "/b", keys: [] },
  ])("visits from $from to $to", ({ from, to, keys }) => {
    expect(collect(filled("/c", "/b/1", "/a/2", "/a", "/a/1"), from, to)).toEqual(keys);
  });

  test("stops when the visitor has seen enough", () => {
    const seen: string[] = [];
    filled("a", "b", "c").visit("", undefined, (_, key) => {
      seen.push(key);
      return seen.length < 2;
    });
    expect(seen).toEqual(["a", "b"]);
  });

  test("agrees with a plain map over thousands of changes", () => {
    const map = new SortedMap<number>();
    const model = new Map<string, number>();
    let state = 7;
    const draw = (below: number) => (state = (Math.imul(state, 1103515245) + 12345) >>> 0) % below;

    for (let step = 0; step < 20_000; step++) {
      const key = `k${draw(4000)}`;
      if (draw(3) === 0) expect(map.delete(key)).toBe(model.delete(key));
      else {
        map.set(key, step);
        model.set(key, step);
      }
    }

    const keys = [...model.keys()].sort();
    expect(map.size).toBe(model.size);
    expect(collect(map)).toEqual(keys);
    expect(map.values()).toEqual(keys.map((key) => model.get(key)));
    expect(collect(map, "k2", "k3")).toEqual(keys.filter((key) => key >= "k2" && key < "k3"));
    for (const key of keys) map.delete(key);
    expect(map.values()).toEqual([]);
  });
});

test.each([
  ["/pods/", "/pods0"],
  ["a", "b"],
  ["", undefined],
  ["a\uffff", "b"],
  ["\uffff", undefined],
])("the keys beginning with %j end before %j", (prefix, end) => {
  expect(prefixEnd(prefix)).toBe(end);
});
