import { expect, test } from "vitest";
import { parse } from "yaml";
import { toYaml } from "./yaml.ts";

test.each<[unknown, string]>([
  [{ b: 1, a: "x" }, "a: x\nb: 1\n"],
  [{ a: [1, { c: "d", b: [] }] }, "a:\n- 1\n- b: []\n  c: d\n"],
  [{ a: [[1, 2], []] }, "a:\n- - 1\n  - 2\n- []\n"],
  [{ a: {}, b: null, c: true, d: 1.5 }, "a: {}\nb: null\nc: true\nd: 1.5\n"],
  [{ a: "true", b: "1", c: "1.5", d: "null", e: "", f: "yes", g: "0x1", h: "2026-04-22T10:00:00Z" }, 'a: "true"\nb: "1"\nc: "1.5"\nd: "null"\ne: ""\nf: "yes"\ng: "0x1"\nh: "2026-04-22T10:00:00Z"\n'],
  [{ a: "25%", b: "a: b", c: "- x", d: "#x", e: "a #b", f: "*", g: "@x", h: "{a}" }, "a: 25%\nb: 'a: b'\nc: '- x'\nd: '#x'\ne: 'a #b'\nf: '*'\ng: '@x'\nh: '{a}'\n"],
  [{ a: "one\ntwo\n" }, "a: |\n  one\n  two\n"],
  [{ a: "one\ntwo" }, "a: |-\n  one\n  two\n"],
  [{ a: "one\n\n" }, "a: |+\n  one\n\n"],
  [{ a: "it's" }, "a: it's\n"],
  [{ a: "'x'" }, "a: '''x'''\n"],
  [{ a: "tab\there" }, 'a: "tab\\there"\n'],
  [{ a10: 1, a9: 2, a: 3 }, "a: 3\na9: 2\na10: 1\n"],
  [{ "true": 1, "80": 2 }, '"80": 2\n"true": 1\n'],
  ["x", "x\n"],
  [[], "[]\n"],
])("%j", (value, text) => {
  expect(toYaml(value)).toBe(text);
  expect(parse(toYaml(value), { version: "1.1" })).toEqual(value);
});

test("long lines are folded at a space", () => {
  const words = Array.from({ length: 30 }, (_, index) => `word${index}`).join(" ");
  const text = toYaml({ a: words });
  expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThan(90);
  expect(parse(text)).toEqual({ a: words });
});
