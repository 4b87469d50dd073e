import { expect, test } from "vitest";
import { recentChain } from "./recent-chain.ts";

const step = (number: number, at: number) => ({ number, at, actor: "kubelet", sentence: String(number), resource: "pods", key: "a", warning: false });

test.each([
  ["nothing", [], []],
  ["one", [step(1, 0)], [1]],
  ["the last three", [step(1, 0), step(2, 1), step(3, 2), step(4, 3)], [2, 3, 4]],
  ["what is long ago is another story", [step(1, 0), step(2, 100_000), step(3, 100_500)], [2, 3]],
])("%s", (_, happenings, numbers) => {
  expect(recentChain(happenings).map(({ number }) => number)).toEqual(numbers);
});
