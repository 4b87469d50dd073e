import { expect, test } from "vitest";
import { decodeBase64, decodedLength, encodeBase64 } from "./base64.ts";

test.each([
  ["", ""], ["a", "YQ=="], ["ab", "YWI="], ["abc", "YWJj"], ["abcd", "YWJjZA=="], ["ü€😀", "w7zigqzwn5iA"], ["\u0000\u007f", "AH8="], ["a".repeat(7), "YWFhYWFhYQ=="],
])("%j is written as %j and read back", (text, encoded) => {
  expect(encodeBase64(text)).toBe(encoded);
  expect(decodeBase64(encoded)).toBe(text);
  expect(decodedLength(encoded)).toBe(new TextEncoder().encode(text).length);
});

test("half a character is replaced", () => {
  expect(encodeBase64("\ud800")).toBe("77+9");
});

test.each(["?", "YQ=?", "gA=="])("%s is no text", (encoded) => {
  expect(decodeBase64(encoded)).toBeUndefined();
});
