import { expect, test } from "vitest";
import { docText } from "./doc-text.ts";

test.each([
  ["one line", "\n/**\n * A pod.\n */\ninterface", "A pod."],
  ["several paragraphs", "/**\n * One.\n *\n * Two.\n */", "One.\n\nTwo."],
  ["indented lists keep their indentation", "    /**\n     * Values:\n     *  - a\n     */", "Values:\n - a"],
  ["escaped stars", "/**\n * \\* means all, '\\*\\/scale' all scales\n */", "* means all, '*/scale' all scales"],
  ["the deprecation tag is no text", "/**\n * Old.\n * @deprecated\n */", "Old."],
  ["no comment", "interface Pod {}", ""],
  ["a comment further down belongs to something else", "interface Pod { /** inner */ }", ""],
])("%s", (_, source, expected) => {
  expect(docText(source, 0)).toBe(expected);
});

test("reads the comment at the given position", () => {
  const source = "/** first */ a; /** second */ b;";
  expect(docText(source, source.indexOf(" /** second"))).toBe("second");
});
