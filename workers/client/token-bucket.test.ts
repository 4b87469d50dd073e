import { expect, test } from "vitest";
import { TokenBucket } from "./token-bucket.ts";

function bucketAt(size: { readonly qps: number; readonly burst: number }) {
  const clock = { time: 0, now: () => clock.time };
  return { clock, bucket: new TokenBucket(clock, size) };
}

test("a full bucket gives its burst at once and no more", () => {
  const { bucket } = bucketAt({ qps: 10, burst: 3 });
  expect([1, 2, 3, 4].map(() => bucket.tryTake())).toEqual([true, true, true, false]);
});

test("tokens drop in at the rate and never beyond the burst", () => {
  const { bucket, clock } = bucketAt({ qps: 10, burst: 3 });
  while (bucket.tryTake());
  clock.time = 100;
  expect(bucket.tryTake()).toBe(true);
  expect(bucket.tryTake()).toBe(false);
  clock.time = 60_000;
  expect([1, 2, 3, 4].map(() => bucket.tryTake())).toEqual([true, true, true, false]);
});

test("whoever takes a token that is yet to come learns how long to wait", () => {
  const { bucket, clock } = bucketAt({ qps: 20, burst: 2 });
  expect([1, 2, 3, 4, 5].map(() => bucket.take())).toEqual([0, 0, 50, 100, 150]);
  clock.time = 150;
  expect(bucket.take()).toBe(50);
});

test("a rate of one in five minutes refills slowly", () => {
  const { bucket, clock } = bucketAt({ qps: 1 / 300, burst: 1 });
  expect(bucket.tryTake()).toBe(true);
  clock.time = 299_000;
  expect(bucket.tryTake()).toBe(false);
  clock.time = 301_000;
  expect(bucket.tryTake()).toBe(true);
});
