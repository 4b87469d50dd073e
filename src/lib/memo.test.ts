import { expect, test } from "vitest";
import { memoLast } from "./memo.ts";

test("the same input gives the very same output, another input another one", () => {
  const wrap = memoLast((input: object) => ({ input }));
  const [one, other] = [{}, {}];
  const first = wrap(one);
  expect(wrap(one)).toBe(first);
  expect(wrap(other)).not.toBe(first);
  expect(wrap(other).input).toBe(other);
  expect(wrap(one)).not.toBe(first);
});
