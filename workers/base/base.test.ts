import { describe, expect, test } from "vitest";
import fc from "fast-check";
import { assert, present, unreachable } from "./assert.ts";
import { deepEqual } from "./deep-equal.ts";
import { deepFreeze } from "./freeze.ts";
import { fnv1a } from "./hash.ts";
import { Heap } from "./heap.ts";

test("assertions stop with what was wrong", () => {
  expect(() => assert(false, "two leaders")).toThrow("two leaders");
  expect(() => present(undefined, "no node")).toThrow("no node");
  expect(present(0, "no number")).toBe(0);
  expect(() => unreachable("x" as never)).toThrow('unhandled case: "x"');
});

test("a heap gives its items back in order", () => {
  fc.assert(
    fc.property(fc.array(fc.integer()), (numbers) => {
      const heap = new Heap<number>((a, b) => a < b);
      for (const number of numbers) heap.push(number);
      const out = numbers.map(() => heap.pop());
      expect(out).toEqual([...numbers].sort((a, b) => a - b));
      expect(heap.pop()).toBeUndefined();
    }),
  );
});

test("a heap can drop items and stays ordered", () => {
  const heap = new Heap<number>((a, b) => a < b);
  for (const number of [5, 1, 4, 2, 3]) heap.push(number);
  heap.retain((number) => number % 2 === 1);
  expect([heap.size, heap.peek(), heap.values().length]).toEqual([3, 1, 3]);
  expect([heap.pop(), heap.pop(), heap.pop()]).toEqual([1, 3, 5]);
});

describe("deep equality", () => {
  test.each([
    [{ a: 1 }, { a: 1 }, true],
    [{ a: 1 }, { a: 1, b: undefined }, true],
    [{ a: 1, b: undefined }, { a: 1 }, true],
    [{ a: 1 }, { a: 1, b: null }, false],
    [{ a: [1, 2] }, { a: [1, 2] }, true],
    [[1, 2], [1], false],
    [[], {}, false],
    [{}, [], false],
    [null, {}, false],
    ["1", 1, false],
  ])("%j and %j: %s", (a, b, equal) => expect(deepEqual(a, b)).toBe(equal));

  test("agrees with JSON for any value", () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => deepEqual(value, JSON.parse(JSON.stringify(value)))));
  });
});

test("freezing reaches all the way down", () => {
  const frozen = deepFreeze({ a: { b: [{ c: 1 }] }, d: null });
  expect([frozen, frozen.a, frozen.a.b, frozen.a.b[0]].every((value) => Object.isFrozen(value))).toBe(true);
});

test("the hash is FNV-1a", () => {
  expect(fnv1a("")).toBe(0x811c9dc5);
  expect(fnv1a("a")).toBe(0xe40c292c);
  expect(fnv1a("foobar")).toBe(0xbf9cf968);
});
