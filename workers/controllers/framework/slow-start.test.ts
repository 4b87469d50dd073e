import { expect, test } from "vitest";
import { slowStartBatch } from "./slow-start.ts";

/** Attempts of which those from `failing` on fail, and how many ran at once. */
function attempts(failing = Infinity) {
  const batches: number[] = [];
  let running = 0;
  let begun = 0;
  return {
    batches,
    attempt: async () => {
      if (running === 0) batches.push(0);
      running++;
      batches[batches.length - 1]! += 1;
      const number = ++begun;
      await Promise.resolve();
      running--;
      if (number >= failing) throw new Error(`attempt ${number}`);
    },
  };
}

test.each([
  [0, []],
  [1, [1]],
  [3, [1, 2]],
  [10, [1, 2, 4, 3]],
  [500, [1, 2, 4, 8, 16, 32, 64, 128, 245]],
])("%i attempts come in batches of %j", async (count, expected) => {
  const { batches, attempt } = attempts();
  expect(await slowStartBatch(count, attempt)).toEqual({ successes: count });
  expect(batches).toEqual(expected);
});

test.each([
  [10, 1, 0, [1]],
  [10, 2, 1, [1, 2]],
  [10, 3, 2, [1, 2]],
  [10, 5, 4, [1, 2, 4]],
])("of %i attempts that fail from number %i on, %i succeed", async (count, failing, successes, expected) => {
  const { batches, attempt } = attempts(failing);
  const result = await slowStartBatch(count, attempt);
  expect(result.successes).toBe(successes);
  expect(result.error).toEqual(new Error(`attempt ${failing}`));
  expect(batches).toEqual(expected);
});
