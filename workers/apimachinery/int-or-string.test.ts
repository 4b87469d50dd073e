import { describe, expect, test } from "vitest";
import { FormatError } from "./format-error.ts";
import { intValue, isPercent, parseIntOrString, scaledValue } from "./int-or-string.ts";

describe("scaling", () => {
  test.each([
    [123, 0, true, 123],
    [-3, 10, false, -3],
    ["90%", 100, true, 90],
    ["90%", 95, true, 86],
    ["90%", 95, false, 85],
    ["25%", 3, true, 1],
    ["25%", 3, false, 0],
    ["25%", 10, true, 3],
    ["25%", 10, false, 2],
    ["0%", 10, true, 0],
    ["100%", 7, false, 7],
    ["150%", 10, true, 15],
    ["+10%", 10, true, 1],
    ["1%", 0, true, 0],
  ] as const)("%s of %d, rounded up: %s, is %d", (value, total, roundUp, expected) => {
    expect(scaledValue(value, total, roundUp)).toBe(expected);
  });

  test.each([
    ["90", "invalid value for IntOrString: invalid type: string is not a percentage"],
    ["", "invalid value for IntOrString: invalid type: string is not a percentage"],
    ["http", "invalid value for IntOrString: invalid type: string is not a percentage"],
    ["%", `invalid value for IntOrString: invalid value "%": strconv.Atoi: parsing "": invalid syntax`],
    ["al%", `invalid value for IntOrString: invalid value "al%": strconv.Atoi: parsing "al": invalid syntax`],
    ["1.5%", `invalid value for IntOrString: invalid value "1.5%": strconv.Atoi: parsing "1.5": invalid syntax`],
  ])("%j cannot be scaled", (value, message) => {
    expect(() => scaledValue(value, 10, true)).toThrow(FormatError);
    expect(() => scaledValue(value, 10, true)).toThrow(message);
  });
});

test.each([
  ["80", 80],
  ["-1", -1],
  ["+7", 7],
  ["http", "http"],
  ["25%", "25%"],
  ["1.5", "1.5"],
  ["", ""],
  ["2147483647", 2147483647],
  ["2147483648", "2147483648"],
])("the argument %j is %j", (text, expected) => {
  expect(parseIntOrString(text)).toBe(expected);
});

test("a number in text counts, other text is 0", () => {
  expect([intValue(5), intValue("5"), intValue("http"), intValue("5%")]).toEqual([5, 5, 0, 0]);
  expect([isPercent("5%"), isPercent("5"), isPercent(5)]).toEqual([true, false, false]);
});
