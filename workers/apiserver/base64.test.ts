import { expect, test } from "vitest";
import { decodeBase64Url, encodeBase64Url } from "./base64.ts";

test.each([
  ["", ""],
  ["f", "Zg"],
  ["fo", "Zm8"],
  ["foo", "Zm9v"],
  ["foobar", "Zm9vYmFy"],
  ["{\"a\":1}", "eyJhIjoxfQ"],
  ["ü→😀", "w7zihpLwn5iA"],
  [">>>???", "Pj4-Pz8_"],
])("%j is %s", (text, encoded) => {
  expect(encodeBase64Url(text)).toBe(encoded);
  expect(decodeBase64Url(encoded)).toBe(text);
});

test.each(["!!!", "a b", "gICA"])("%j is not read", (encoded) => {
  expect(decodeBase64Url(encoded)).toBeUndefined();
});

test("padding does no harm", () => {
  expect(decodeBase64Url("Zg==")).toBe("f");
});
