import { describe, expect, test } from "vitest";
import { escapePattern, isPattern, patternToRegExp, unescapePattern } from "./pattern.ts";

describe("patterns", () => {
  const cases: readonly [string, readonly string[], readonly string[]][] = [
    ["*.txt", ["a.txt", ".txt"], ["a.txt.gz", "txt"]],
    ["?", ["a", "."], ["", "ab"]],
    ["[abc]x", ["ax", "cx"], ["dx", "x"]],
    ["[a-c0-9]", ["b", "7"], ["d", "-"]],
    ["[!a]", ["b"], ["a"]],
    ["[^a-z]", ["A", "1"], ["q"]],
    ["[[:digit:]]*", ["1", "2x"], ["x"]],
    ["a.b", ["a.b"], ["axb"]],
    ["a\\*b", ["a*b"], ["axb"]],
    ["[", ["["], ["x"]],
    ["(x)+", ["(x)+"], ["x"]],
    ["*", ["", "a/b"], []],
  ];
  test.each(cases)("%s", (pattern, yes, no) => {
    const expression = patternToRegExp(pattern);
    for (const text of yes) expect(expression.test(text)).toBe(true);
    for (const text of no) expect(expression.test(text)).toBe(false);
  });

  test("in paths a star stops at a slash", () => {
    expect([patternToRegExp("*", true).test("a/b"), patternToRegExp("a/*", true).test("a/b")]).toEqual([false, true]);
  });

  const meanings: readonly [string, boolean][] = [["abc", false], ["a*", true], ["a\\*", false], ["a?", true], ["[", false], ["[ab]", true], ["]", false], ["\\[ab]", false], ["\\\\*", true]];
  test.each(meanings)("%s is a pattern: %s", (text, expected) => expect(isPattern(text)).toBe(expected));

  test.each(["plain", "a*b?[c]\\d", "", "\\"])("%j escaped matches only itself", (text) => {
    expect(patternToRegExp(escapePattern(text)).test(text)).toBe(true);
    expect(unescapePattern(escapePattern(text))).toBe(text);
    expect(isPattern(escapePattern(text))).toBe(false);
  });
});
