import { expect, test } from "vitest";
import { splitWords } from "./words.ts";

test.each([
  ["get pods", ["get", "pods"]],
  ["  get   pods  ", ["get", "pods"]],
  ["get 'a b' \"c d\"", ["get", "a b", "c d"]],
  [`-o jsonpath='{.items[*].metadata.name}'`, ["-o", "jsonpath={.items[*].metadata.name}"]],
  [`"a\\"b" 'a\\b' a\\ b`, ['a"b', "a\\b", "a b"]],
  [`"a$b" '$x' {range}`, ["a$b", "$x", "{range}"]],
  ["get pods # and more", ["get", "pods"]],
  ["a#b", ["a#b"]],
  ["''", [""]],
  ["", []],
])("%s", (line, words) => {
  expect(splitWords(line)).toEqual(words);
});

test.each([
  ["get pods | grep x", "pipes (|) are not supported in this terminal"],
  ["get pods > x", '">" is not supported in this terminal'],
  ["a && b", '"&&" is not supported in this terminal'],
  ["echo $(x)", '"$(" is not supported in this terminal'],
  ["get 'a", "unexpected end of line while looking for matching '"],
])("%s needs a shell", (line, message) => {
  expect(() => splitWords(line)).toThrow(message);
});
