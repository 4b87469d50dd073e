import { describe, expect, test } from "vitest";
import { errorMessage } from "../apimachinery/validation.ts";
import { FieldErrors } from "./field-errors.ts";

const messages = (report: (errors: FieldErrors) => void) => {
  const errors = new FieldErrors();
  report(errors);
  return errors.list().map(errorMessage);
};

describe("places", () => {
  test.each<readonly [string, (errors: FieldErrors) => void, string]>([
    ["the root", (errors) => errors.required("a"), "a"],
    ["a field of a field", (errors) => errors.at("a", {}, () => errors.required("b")), "a.b"],
    ["a deep field", (errors) => errors.required("a.b.c"), "a.b.c"],
    ["where the walk is", (errors) => errors.at("a", {}, () => errors.required("")), "a"],
    ["an item", (errors) => errors.each("a", ["x", "y"], (item) => void (item === "y" && errors.required("b"))), "a[1].b"],
    ["an item itself", (errors) => errors.each("a", ["x"], () => errors.required("")), "a[0]"],
    ["an item of an unnamed list", (errors) => errors.at("a", {}, () => errors.each("", [1], () => errors.required("b"))), "a[0].b"],
    ["a key", (errors) => errors.at("a", {}, () => errors.required("[cpu]")), "a[cpu]"],
    ["a key of a field", (errors) => errors.required("limits[cpu]"), "limits[cpu]"],
  ])("%s", (_, report, path) => {
    expect(messages(report)).toEqual([`${path}: Required value`]);
  });

  test("are left again", () => {
    expect(messages((errors) => {
      errors.at("a", {}, () => errors.each("b", [1, 2], () => undefined));
      errors.required("c");
    })).toEqual(["c: Required value"]);
  });

  test("without a value are not visited", () => {
    expect(messages((errors) => {
      errors.at("a", undefined, () => errors.required("b"));
      errors.each("a", undefined, () => errors.required("b"));
    })).toEqual([]);
  });
});

test.each<readonly [(errors: FieldErrors) => void, readonly string[]]>([
  [(errors) => errors.invalid("a", 1, "no"), ["a: Invalid value: 1: no"]],
  [(errors) => errors.forbidden("a", "no"), ["a: Forbidden: no"]],
  [(errors) => errors.duplicate("a", "x"), ['a: Duplicate value: "x"']],
  [(errors) => errors.notFound("a", "x"), ['a: Not found: "x"']],
  [(errors) => errors.notSupported("a", "x", ["y", "z"]), ['a: Unsupported value: "x": supported values: "y", "z"']],
  [(errors) => errors.tooLong("a", 5), ["a: Too long: may not be more than 5 bytes"]],
  [(errors) => errors.tooMany("a", 3, 2), ["a: Too many: 3: must have at most 2 items"]],
  [(errors) => errors.check("a", "x", ["one", "two"]), ['a: Invalid value: "x": one', 'a: Invalid value: "x": two']],
  [(errors) => errors.oneOf("a", undefined, ["x"]), ['a: Unsupported value: "": supported values: "x"']],
  [(errors) => errors.oneOf("a", "x", ["x"]), []],
  [(errors) => errors.nonNegative("a", -1), ["a: Invalid value: -1: must be greater than or equal to 0"]],
  [(errors) => errors.nonNegative("a", undefined), []],
  [(errors) => errors.immutable("a", { b: 1 }, { b: 1 }), []],
  [(errors) => errors.immutable("a", undefined, 1), ["a: Invalid value: null: field is immutable"]],
])("says %o", (report, expected) => {
  expect(messages(report)).toEqual(expected);
});

test("context goes along, and errors are counted", () => {
  const errors = new FieldErrors();
  errors.each("a", ["x", "y"], (item, sink, wanted: string) => void (item === wanted && sink.duplicate("", item)), "y");
  expect(errors.count).toBe(1);
  expect(errors.list().map(({ field }) => field)).toEqual(["a[1]"]);
});

test("nothing wrong is one empty list for all", () => {
  expect(new FieldErrors().list()).toBe(new FieldErrors().list());
  expect(new FieldErrors().count).toBe(0);
});
