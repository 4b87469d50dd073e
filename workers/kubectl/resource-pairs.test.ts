import { expect, test } from "vitest";
import { readPairs, splitPairs } from "./resource-pairs.ts";

test.each([
  [["deploy", "web", "a=b", "c-"], { resources: ["deploy", "web"], pairs: ["a=b", "c-"] }],
  [["deploy/web"], { resources: ["deploy/web"], pairs: [] }],
  [["=b"], { resources: ["=b"], pairs: [] }],
  [["-"], { resources: ["-"], pairs: [] }],
])("%j", (words, expected) => expect(splitPairs(words, "image")).toEqual(expected));

test("resources come first", () => expect(() => splitPairs(["a=b", "web"], "image")).toThrow("all resources must be specified before image changes: web"));

test("values may hold anything, keys are removed with a dash", () => {
  expect(readPairs(["a=b=c", "d=", "e-"], "annotation", true)).toEqual({ set: { a: "b=c", d: "" }, remove: ["e"] });
  expect(() => readPairs(["a=b", "e-"], "image", false)).toThrow("invalid image format: e-");
});
