import { expect, test } from "vitest";
import { RecentMap } from "./recent-map.ts";

test("the entry that was not touched for longest is forgotten first", () => {
  const map = new RecentMap<string, number>(2);
  map.set("a", 1);
  map.set("b", 2);
  expect(map.get("a")).toBe(1);
  map.set("c", 3);
  expect([map.get("a"), map.get("b"), map.get("c")]).toEqual([1, undefined, 3]);
  expect(map.size).toBe(2);
});

test("setting a key again keeps the number of entries", () => {
  const map = new RecentMap<string, number>(2);
  map.set("a", 1);
  map.set("a", 2);
  expect([map.get("a"), map.size]).toEqual([2, 1]);
});

test("what is deleted is gone", () => {
  const map = new RecentMap<string, number>(2);
  map.set("a", 1);
  map.delete("a");
  expect([map.get("a"), map.size]).toEqual([undefined, 0]);
});
