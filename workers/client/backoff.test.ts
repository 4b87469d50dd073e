import { expect, test } from "vitest";
import { createRandom } from "../sim/random.ts";
import { Backoff } from "./backoff.ts";

const options = { initial: 800, most: 30_000, factor: 2, jitter: 0, resetAfter: 120_000 };

function backoffAt(more: Partial<typeof options> = {}) {
  const clock = { time: 0, now: () => clock.time };
  return { clock, backoff: new Backoff(clock, createRandom("backoff"), { ...options, ...more }) };
}

test("each failure doubles the delay up to the most", () => {
  const { backoff } = backoffAt();
  expect(Array.from({ length: 8 }, () => backoff.next())).toEqual([800, 1600, 3200, 6400, 12_800, 25_600, 30_000, 30_000]);
});

test("jitter only adds, at most its share", () => {
  const { backoff } = backoffAt({ jitter: 1, factor: 1 });
  const delays = Array.from({ length: 200 }, () => backoff.next());
  expect(Math.min(...delays)).toBeGreaterThanOrEqual(800);
  expect(Math.max(...delays)).toBeLessThan(1600);
  expect(new Set(delays).size).toBeGreaterThan(150);
});

test("a quiet time makes the delay small again", () => {
  const { backoff, clock } = backoffAt();
  for (let failures = 0; failures < 5; failures++) backoff.next();
  clock.time = 120_000;
  expect(backoff.next()).toBe(25_600);
  clock.time = 240_001;
  expect(backoff.next()).toBe(800);
});

test("reset makes the delay small at once", () => {
  const { backoff } = backoffAt();
  backoff.next();
  backoff.next();
  backoff.reset();
  expect(backoff.next()).toBe(800);
});
