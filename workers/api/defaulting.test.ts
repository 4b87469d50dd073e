import { describe, expect, test } from "vitest";
import { deepFreeze } from "../base/freeze.ts";
import { changeField, isUnset, listOrEmpty, mapShared, numberOrZero, withDefaults, withField } from "./defaulting.ts";

interface Thing {
  readonly a?: number;
  readonly b?: { readonly c?: number };
}

describe("what is complete is left alone", () => {
  const thing: Thing = deepFreeze({ a: 1, b: {} });

  test.each<readonly [string, Thing]>([
    ["withDefaults", withDefaults(thing, { a: 2 })],
    ["withField", withField(thing, "a", 1)],
    ["changeField", changeField(thing, "b", (b) => b)],
    ["changeField of nothing", changeField<Thing, "a">(thing, "a", (a) => a)],
  ])("by %s", (_, result) => {
    expect(result).toBe(thing);
  });

  test("item by item", () => {
    const items = deepFreeze([1, 2, 3]);
    expect(mapShared(items, (item) => item)).toBe(items);
    const objects = deepFreeze([{ a: 1 }, { a: 2 }]);
    const changed = mapShared(objects, (item) => (item.a === 2 ? { a: 3 } : item));
    expect(changed).toEqual([{ a: 1 }, { a: 3 }]);
    expect(changed[0]).toBe(objects[0]);
  });
});

test.each<readonly [Thing, Thing]>([
  [{}, { a: 2, b: { c: 1 } }],
  [{ a: 0 }, { a: 0, b: { c: 1 } }],
  [{ a: undefined, b: {} }, { a: 2, b: {} }],
])("%j is filled in", (thing, expected) => {
  expect(withDefaults(deepFreeze(thing), { a: 2, b: { c: 1 } })).toEqual(expected);
});

test("a field is changed only where it is", () => {
  expect(changeField<Thing, "a">({}, "a", () => 1)).toEqual({});
  expect(changeField<Thing, "a">({ a: 1 }, "a", (a) => a + 1)).toEqual({ a: 2 });
  expect(withField<Thing, "a">({}, "a", 1)).toEqual({ a: 1 });
});

test("what is not there counts as nothing", () => {
  expect([isUnset(undefined), isUnset(""), isUnset(0), isUnset("a"), isUnset(false)]).toEqual([true, true, false, false, false]);
  expect([numberOrZero(undefined), numberOrZero(3)]).toEqual([0, 3]);
  expect([listOrEmpty(undefined), listOrEmpty([1])]).toEqual([[], [1]]);
});
