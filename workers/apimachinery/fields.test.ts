import { describe, expect, test } from "vitest";
import { escapeFieldValue, everyField, fieldsMatch, formatFieldSelector, parseFieldSelector, requiresExactField } from "./fields.ts";

const match = (text: string, fields: Readonly<Record<string, string>>) => fieldsMatch(parseFieldSelector(text), (field) => fields[field] ?? "");

describe("reading", () => {
  test.each([
    ["", []],
    ["a=b", [{ field: "a", operator: "=", value: "b" }]],
    ["a==b", [{ field: "a", operator: "=", value: "b" }]],
    ["a!=b", [{ field: "a", operator: "!=", value: "b" }]],
    ["a=", [{ field: "a", operator: "=", value: "" }]],
    ["a!=", [{ field: "a", operator: "!=", value: "" }]],
    ["b=1,a=2", [{ field: "a", operator: "=", value: "2" }, { field: "b", operator: "=", value: "1" }]],
    ["a=1,,b=2", [{ field: "a", operator: "=", value: "1" }, { field: "b", operator: "=", value: "2" }]],
    ["a=b\\,c", [{ field: "a", operator: "=", value: "b,c" }]],
    ["a=b\\=c", [{ field: "a", operator: "=", value: "b=c" }]],
    ["a=b\\\\", [{ field: "a", operator: "=", value: "b\\" }]],
    ["metadata.name=web,status.phase!=Running", [{ field: "metadata.name", operator: "=", value: "web" }, { field: "status.phase", operator: "!=", value: "Running" }]],
  ])("%j", (text, expected) => {
    expect(parseFieldSelector(text)).toEqual(expected);
  });

  test.each([
    ["a", "invalid selector: 'a'; can't understand 'a'"],
    ["x=y,a", "invalid selector: 'x=y,a'; can't understand 'a'"],
    ["a=b=c", "invalid field selector: unescaped character in value: 61"],
    ["a=b\\x", "invalid field selector: invalid escape sequence: \\x"],
    ["a=b\\", "invalid field selector: invalid escape sequence: \\"],
  ])("%j is refused: %s", (text, message) => {
    expect(() => parseFieldSelector(text)).toThrow(message);
  });
});

describe("matching", () => {
  test.each([
    ["", {}, true],
    ["a=1", { a: "1" }, true],
    ["a=1", { a: "2" }, false],
    ["a=1", {}, false],
    ["a=", {}, true],
    ["a!=1", {}, true],
    ["a!=1", { a: "1" }, false],
    ["a!=", { a: "1" }, true],
    ["a=1,b!=2", { a: "1", b: "3" }, true],
    ["a=1,b!=2", { a: "1", b: "2" }, false],
  ] as const)("%j against %j: %s", (text, fields, expected) => {
    expect(match(text, fields as Record<string, string>)).toBe(expected);
  });
});

test("what was read is written back", () => {
  for (const text of ["a=1", "a!=1", "a=1,b=2", "a=b\\,c\\=d\\\\e"]) expect(formatFieldSelector(parseFieldSelector(text))).toBe(text);
  expect(escapeFieldValue("a,b=c\\d")).toBe("a\\,b\\=c\\\\d");
  expect(formatFieldSelector(everyField)).toBe("");
});

test("an index can use a value that is demanded exactly", () => {
  expect(requiresExactField(parseFieldSelector("spec.nodeName=n1,a!=2"), "spec.nodeName")).toBe("n1");
  expect(requiresExactField(parseFieldSelector("a!=2"), "a")).toBeUndefined();
});
