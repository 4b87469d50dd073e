import { describe, expect, test } from "vitest";
import { FormatError } from "./format-error.ts";
import {
  everything, formatLabels, formatLabelSelector, formatSelector, isEverything, labelSelectorMatches, matches, nothing, parseSelector, parseToLabelSelector,
  requiresExactMatch, selectorFromLabelSelector, selectorFromSet, setMatches,
} from "./labels.ts";

describe("a selector string", () => {
  test.each([
    ["", ""],
    ["x=a,y=b,z=c", "x=a,y=b,z=c"],
    ["x!=a,y=b", "x!=a,y=b"],
    ["x==a", "x==a"],
    ["x=", "x="],
    ["x= ", "x="],
    ["x=,z= ", "x=,z="],
    ["x= ,z= ", "x=,z="],
    ["!x", "!x"],
    ["! x", "!x"],
    [" x ", "x"],
    ["x>1", "x>1"],
    ["x>1,z<5", "x>1,z<5"],
    ["z=1,a=2", "a=2,z=1"],
    ["x in (a)", "x in (a)"],
    ["x in (b,a)", "x in (a,b)"],
    ["x in (a,a,b)", "x in (a,b)"],
    ["x in ()", "x in ()"],
    ["x in (,)", "x in ()"],
    ["x in (a,)", "x in (,a)"],
    ["x in (,a)", "x in (,a)"],
    ["x in (a,,b)", "x in (,a,b)"],
    ["x notin (a, b),!y , z", "x notin (a,b),!y,z"],
    ["x\tin\t(\ta\t)", "x in (a)"],
    ["in=in,notin in (notin)", "in=in,notin in (notin)"],
    ["kubernetes.io/os=linux", "kubernetes.io/os=linux"],
    ["a,b in (1)", "a,b in (1)"],
  ])("%j means %j", (text, expected) => {
    expect(formatSelector(parseSelector(text))).toBe(expected);
  });

  test.each([
    ["x=a||y=b", `unable to parse requirement: values[0][x]: Invalid value: "a||y": `],
    ["x==a==b", "found '==', expected: ',' or 'end of string'"],
    ["!x=a", "found '=', expected: ',' or 'end of string'"],
    ["x<a", `unable to parse requirement: values[0]: Invalid value: "a": for 'Gt', 'Lt' operators, the value must be an integer`],
    ["x>1.5", `unable to parse requirement: values[0]: Invalid value: "1.5": for 'Gt', 'Lt' operators, the value must be an integer`],
    [",a", "found ',', expected: !, identifier, or 'end of string'"],
    ["a,", "found '', expected: identifier after ','"],
    ["a,,b", "found ',', expected: identifier after ','"],
    ["a b", "unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt"],
    ["x in a", "unable to parse requirement: found 'a' expected: '('"],
    ["x in (a", "unable to parse requirement: found '', expected: ',' or ')'"],
    ["x in (a b)", "unable to parse requirement: found 'b', expected: ',' or ')'"],
    ["x in (=)", "unable to parse requirement: found '=', expected: ',', ')' or identifier"],
    ["x in (a=b)", "unable to parse requirement: found '=', expected: ',' or ')'"],
    ["!", "unable to parse requirement: found '', expected: identifier"],
    ["!=a", "found '!=', expected: !, identifier, or 'end of string'"],
    ["x=(a)", "unable to parse requirement: found '(', expected: identifier"],
    ["-bad=a", `unable to parse requirement: <nil>: Invalid value: "-bad": name part must consist of alphanumeric characters`],
    ["a/b/c", `unable to parse requirement: <nil>: Invalid value: "a/b/c": a valid label key must consist of alphanumeric characters`],
    ["x=-", `unable to parse requirement: values[0][x]: Invalid value: "-": a valid label must be an empty string or consist of`],
  ])("%j is refused", (text, message) => {
    expect(() => parseSelector(text)).toThrow(FormatError);
    expect(() => parseSelector(text)).toThrow(message);
  });
});

describe("matching", () => {
  test.each([
    ["", { x: "y" }, true],
    ["x=y", { x: "y" }, true],
    ["x==y", { x: "y" }, true],
    ["x=y,z=w", { x: "y", z: "w" }, true],
    ["x=y,z=w", { x: "y" }, false],
    ["x=y", { x: "z" }, false],
    ["x!=y", { x: "z" }, true],
    ["x!=y", { z: "y" }, true],
    ["x!=y", { x: "y" }, false],
    ["x=", { x: "" }, true],
    ["x=", {}, false],
    ["x", { x: "" }, true],
    ["x", {}, false],
    ["!x", {}, true],
    ["!x", { x: "1" }, false],
    ["x in (a,b)", { x: "b" }, true],
    ["x in (a,b)", { x: "c" }, false],
    ["x in (a,b)", {}, false],
    ["x in ()", { x: "" }, true],
    ["x notin (a,b)", { x: "c" }, true],
    ["x notin (a,b)", {}, true],
    ["x notin (a,b)", { x: "a" }, false],
    ["x>1", { x: "2" }, true],
    ["x>1", { x: "1" }, false],
    ["x>1", { x: "two" }, false],
    ["x>1", {}, false],
    ["x<0", { x: "-1" }, true],
    ["x<0", { x: "9223372036854775808" }, false],
    ["x>9223372036854775806", { x: "9223372036854775807" }, true],
    ["constructor", {}, false],
    ["toString!=a", {}, true],
  ] as const)("%j against %j: %s", (text, labels, expected) => {
    expect(matches(parseSelector(text), labels as Record<string, string>)).toBe(expected);
  });

  test("no labels at all are like an empty map", () => {
    expect(matches(parseSelector("!x"), undefined)).toBe(true);
    expect(matches(everything, undefined)).toBe(true);
    expect(matches(nothing, {})).toBe(false);
  });

  test("plain maps match by inclusion", () => {
    expect(setMatches({ a: "1" }, { a: "1", b: "2" })).toBe(true);
    expect(setMatches({ a: "1", c: "3" }, { a: "1", b: "2" })).toBe(false);
    expect(setMatches({}, undefined)).toBe(true);
    expect(matches(selectorFromSet({ a: "1" }), { a: "1" })).toBe(true);
    expect(isEverything(selectorFromSet({}))).toBe(true);
    expect(isEverything(nothing)).toBe(false);
  });
});

describe("the API type LabelSelector", () => {
  test.each([
    [{}, "<none>"],
    [undefined, "<none>"],
    [{ matchLabels: { b: "2", a: "1" } }, "a=1,b=2"],
    [{ matchExpressions: [{ key: "x", operator: "In", values: ["b", "a"] }] }, "x in (a,b)"],
    [{ matchExpressions: [{ key: "x", operator: "NotIn", values: ["a"] }] }, "x notin (a)"],
    [{ matchExpressions: [{ key: "x", operator: "Exists" }, { key: "a", operator: "DoesNotExist", values: [] }] }, "!a,x"],
    [{ matchLabels: { z: "1" }, matchExpressions: [{ key: "x", operator: "Exists" }] }, "x,z=1"],
    [{ matchExpressions: [{ key: "x", operator: "Gt", values: ["1"] }] }, "<error>"],
    [{ matchExpressions: [{ key: "x", operator: "In", values: [] }] }, "<error>"],
  ])("%j is printed as %s", (labelSelector, expected) => {
    expect(formatLabelSelector(labelSelector)).toBe(expected);
  });

  test("missing selects nothing, empty selects everything", () => {
    expect(selectorFromLabelSelector(undefined)).toBe(nothing);
    expect(isEverything(selectorFromLabelSelector({}))).toBe(true);
    expect(labelSelectorMatches(undefined, { a: "1" })).toBe(false);
    expect(labelSelectorMatches({}, undefined)).toBe(true);
    expect(labelSelectorMatches({ matchLabels: { a: "1" } }, { a: "1", b: "2" })).toBe(true);
  });

  test.each([
    [{ matchExpressions: [{ key: "x", operator: "Bogus" }] }, `"Bogus" is not a valid label selector operator`],
    [{ matchExpressions: [{ key: "x", operator: "In" }] }, `values: Invalid value: []: for 'in', 'notin' operators, values set can't be empty`],
    [{ matchExpressions: [{ key: "x", operator: "Exists", values: ["a"] }] }, `values: Invalid value: ["a"]: values set must be empty for exists and does not exist`],
    [{ matchLabels: { "a b": "1" } }, `key: Invalid value: "a b": name part must consist of`],
  ])("%j is refused: %s", (labelSelector, message) => {
    expect(() => selectorFromLabelSelector(labelSelector)).toThrow(message);
  });

  test("a frozen selector is converted once", () => {
    const labelSelector = Object.freeze({ matchLabels: { a: "1" } });
    expect(selectorFromLabelSelector(labelSelector)).toBe(selectorFromLabelSelector(labelSelector));
  });

  test("a selector string becomes the API type", () => {
    expect(parseToLabelSelector("a=1,b==2,c in (x,y),d,!e")).toEqual({
      matchLabels: { a: "1", b: "2" },
      matchExpressions: [{ key: "c", operator: "In", values: ["x", "y"] }, { key: "d", operator: "Exists", values: [] }, { key: "e", operator: "DoesNotExist", values: [] }],
    });
    expect(() => parseToLabelSelector("a>1")).toThrow(`"gt" isn't supported in label selectors`);
    expect(() => parseToLabelSelector("a!=1")).toThrow(`"!=" is not a valid label selector operator`);
    expect(() => parseToLabelSelector("a b")).toThrow(`couldn't parse the selector string "a b": unable to parse requirement`);
  });
});

test.each([
  ["x=a", "x", "a"],
  ["x in (a)", "x", "a"],
  ["x in (a,b)", "x", undefined],
  ["x!=a", "x", undefined],
  ["x", "x", undefined],
  ["y=a", "x", undefined],
])("%j demands of %s exactly %s", (text, key, expected) => {
  expect(requiresExactMatch(parseSelector(text), key)).toBe(expected);
});

test("labels are printed in order", () => {
  expect(formatLabels({ b: "2", a: "1" })).toBe("a=1,b=2");
  expect(formatLabels({})).toBe("<none>");
  expect(formatLabels(undefined)).toBe("<none>");
});
