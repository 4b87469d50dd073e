import { expect, test } from "vitest";
import { indent, wordWrap } from "./word-wrap.ts";

test.each([
  ["words that fit", "one two", 10, "one two"],
  ["words that do not fit", "one two three", 7, "one two\nthree"],
  ["a word that is too long", "incomprehensibilities", 5, "incomprehensibilities"],
  ["a long word behind others", "a incomprehensibilities b", 5, "a\nincomprehensibilities\nb"],
  ["line breaks", "one\n\ntwo three", 5, "one\n\ntwo\nthree"],
  ["spaces at the beginning", " - a list item", 9, " - a list\nitem"],
  ["several spaces", "a  b", 9, "a  b"],
  ["a space at the end", "abc ", 3, "abc"],
  ["nothing", "", 3, ""],
])("%s", (_name, text, width, expected) => expect(wordWrap(text, width)).toBe(expected));

test("indenting moves empty lines too", () => expect(indent("a\n\nb", 2)).toBe("  a\n  \n  b"));
