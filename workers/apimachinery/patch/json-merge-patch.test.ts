import { describe, expect, test } from "vitest";
import { deepFreeze } from "../../base/freeze.ts";
import type { JsonObject } from "../json-value.ts";
import { applyJsonMergePatch, createJsonMergePatch, createThreeWayJsonMergePatch } from "./json-merge-patch.ts";

test.each<readonly [unknown, unknown, unknown]>([
  [{ a: "b" }, { a: "c" }, { a: "c" }],
  [{ a: "b" }, { b: "c" }, { a: "b", b: "c" }],
  [{ a: "b" }, { a: null }, {}],
  [{ a: "b", b: "c" }, { a: null }, { b: "c" }],
  [{ a: ["b"] }, { a: "c" }, { a: "c" }],
  [{ a: "c" }, { a: ["b"] }, { a: ["b"] }],
  [{ a: { b: "c" } }, { a: { b: "d", c: null } }, { a: { b: "d" } }],
  [{ a: [{ b: "c" }] }, { a: [1] }, { a: [1] }],
  [["a", "b"], ["c", "d"], ["c", "d"]],
  [{ a: "b" }, ["c"], ["c"]],
  [{ a: "foo" }, null, null],
  [{ a: "foo" }, "bar", "bar"],
  [{ e: null }, { a: 1 }, { e: null, a: 1 }],
  [[1, 2], { a: "b", c: null }, { a: "b" }],
  [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
  [{ a: 1 }, {}, { a: 1 }],
  [{ a: { b: 1 } }, { a: {} }, { a: { b: 1 } }],
  [{ a: 1 }, { a: { b: 2 } }, { a: { b: 2 } }],
  [{ a: { b: 1 } }, { a: [] }, { a: [] }],
  [undefined, { a: 1 }, { a: 1 }],
  [{}, { a: null }, {}],
  [{ spec: { replicas: 1, paused: true } }, { spec: { replicas: 3, paused: null } }, { spec: { replicas: 3 } }],
])("%# %j with %j is %j", (original, patch, expected) => {
  expect(applyJsonMergePatch(deepFreeze(original), deepFreeze(patch))).toEqual(expected);
});

test("a patch that changes nothing gives back the same object", () => {
  const original = deepFreeze({ a: { b: [1, { c: 2 }] }, d: "e" });
  expect(applyJsonMergePatch(original, { a: { b: [1, { c: 2 }] }, x: null })).toBe(original);
});

test("what a patch does not touch is shared", () => {
  const original = deepFreeze({ metadata: { labels: { a: "1" } }, spec: { replicas: 1 } });
  const patched = applyJsonMergePatch(original, { spec: { replicas: 2 } }) as typeof original;
  expect(patched.metadata).toBe(original.metadata);
});

describe("making a patch", () => {
  test.each<readonly [JsonObject, JsonObject, JsonObject]>([
    [{}, {}, {}],
    [{ a: 1 }, { a: 1 }, {}],
    [{ a: 1 }, { a: 2 }, { a: 2 }],
    [{ a: 1 }, {}, { a: null }],
    [{}, { a: 1 }, { a: 1 }],
    [{ a: { b: 1, c: 2 } }, { a: { b: 1, c: 3 } }, { a: { c: 3 } }],
    [{ a: { b: 1 } }, { a: {} }, { a: { b: null } }],
    [{ a: {} }, { a: {} }, {}],
    [{}, { a: {} }, { a: {} }],
    [{ a: [1, 2] }, { a: [1, 3] }, { a: [1, 3] }],
    [{ a: [1] }, { a: { b: 1 } }, { a: { b: 1 } }],
    [{ a: { b: 1 } }, { a: 1 }, { a: 1 }],
  ])("%# from %j to %j", (original, modified, patch) => {
    expect(createJsonMergePatch(original, modified)).toEqual(patch);
    expect(applyJsonMergePatch(original, patch)).toEqual(modified);
  });

  test.each<readonly [string, JsonObject, JsonObject, JsonObject, JsonObject]>([
    ["what somebody else added stays", { a: 1 }, { a: 1 }, { a: 1, b: 2 }, {}],
    ["what the author dropped goes", { a: 1, b: 2 }, { a: 1 }, { a: 1, b: 2 }, { b: null }],
    ["what the author changes is changed", { a: 1 }, { a: 2 }, { a: 1, x: 1 }, { a: 2 }],
    ["what somebody else changed is changed back", { a: 1 }, { a: 1 }, { a: 5 }, { a: 1 }],
    ["nested: drop and change together", { s: { a: 1, b: 2 } }, { s: { a: 3 } }, { s: { a: 1, b: 2, c: 4 } }, { s: { a: 3, b: null } }],
    ["dropping what is gone already is harmless", { a: 1, b: 2 }, { a: 1 }, { a: 1 }, { b: null }],
    ["lists are replaced", { l: [1] }, { l: [1, 2] }, { l: [9] }, { l: [1, 2] }],
    ["an empty map is a value", {}, { m: {} }, {}, { m: {} }],
    ["first apply of an existing object", {}, { a: 1 }, { a: 1, b: 2 }, {}],
  ])("three-way: %s", (_name, original, modified, current, patch) => {
    expect(createThreeWayJsonMergePatch(original, modified, current)).toEqual(patch);
  });
});
