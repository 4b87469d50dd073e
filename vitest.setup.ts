import { afterAll, beforeAll, expect } from "vitest";

const ambient = { random: Math.random, now: Date.now };

/** The simulation has no ambient world: a test of cluster code that reads chance or the wall clock fails. */
const insideCluster = () => /\/workers\/(?!host\/)[^/]+\//.test(expect.getState().testPath ?? "");

const forbidden = (name: string) => () => {
  throw new Error(`${name} is not available inside the cluster: take it from the injected Clock or Random`);
};

beforeAll(() => {
  if (!insideCluster()) return;
  Math.random = forbidden("Math.random");
  Date.now = forbidden("Date.now");
});

afterAll(() => {
  Math.random = ambient.random;
  Date.now = ambient.now;
});
