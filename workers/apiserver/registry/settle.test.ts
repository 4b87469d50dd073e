import { expect, test } from "vitest";
import { settle } from "./settle.ts";

test.each([
  [{ a: 1, b: undefined }, { a: 1 }],
  [{ a: { b: undefined, c: [{ d: undefined, e: 1 }] } }, { a: { c: [{ e: 1 }] } }],
  [[undefined, { a: undefined }], [undefined, {}]],
  ["text", "text"],
  [null, null],
])("%j becomes %j", (value, settled) => {
  expect(settle(value)).toStrictEqual(settled);
});

test("everything is frozen, and what is complete is not copied", () => {
  const value = { a: { b: [{ c: 1 }] }, d: { e: undefined } };
  const { a } = value;
  const settled = settle(value);
  expect(settled.a).toBe(a);
  expect([settled, settled.a, settled.a.b, settled.a.b[0], settled.d].every((part) => Object.isFrozen(part))).toBe(true);
});

test("what is frozen is left as it is", () => {
  const frozen = Object.freeze({ a: undefined });
  expect(settle({ frozen }).frozen).toBe(frozen);
});
