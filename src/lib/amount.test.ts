import { describe, expect, test } from "vitest";
import { amount, bytes, cores } from "./amount.ts";

describe("quantities as numbers", () => {
  test.each([
    ["500m", 0.5],
    ["2", 2],
    [3, 3],
    ["1.5", 1.5],
    ["128Mi", 134_217_728],
    ["1e3", 1000],
    ["4Gi", 4_294_967_296],
    ["1k", 1000],
    ["", 0],
    ["nonsense", 0],
    ["3Zz", 0],
    [undefined, 0],
  ])("%s is %d", (quantity, value) => {
    expect(amount(quantity)).toBe(value);
  });
});

describe("for people", () => {
  test.each([
    [0, "0"],
    [0.25, "250m"],
    [1, "1"],
    [1.5, "1.5"],
  ])("%d cores are written %s", (value, text) => {
    expect(cores(value)).toBe(text);
  });

  test.each([
    [512, "512 B"],
    [134_217_728, "128 Mi"],
    [4_187_593_114, "3.9 Gi"],
  ])("%d bytes are written %s", (value, text) => {
    expect(bytes(value)).toBe(text);
  });
});
