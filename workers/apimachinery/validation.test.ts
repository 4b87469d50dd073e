import { describe, expect, test } from "vitest";
import { FieldPath } from "./field-path.ts";
import { goQuote } from "./go-quote.ts";
import {
  aggregate, duplicate, errorBody, errorMessage, fieldImmutable, forbidden, internalFieldError, invalid, invalidEach, invalidObject, isNegative, notFound, notSupported,
  required, tooFew, tooLong, tooLongCharacters, tooMany, tooShort, typeInvalid,
} from "./validation.ts";

const path = FieldPath.of("spec", "containers").index(0).child("ports").key("http");

test.each([
  [FieldPath.of("spec"), "spec"],
  [FieldPath.of("spec", "replicas"), "spec.replicas"],
  [FieldPath.of("spec").child("template", "spec").child("containers").index(2).child("image"), "spec.template.spec.containers[2].image"],
  [FieldPath.of("metadata").child("labels").key("a.b/c"), "metadata.labels[a.b/c]"],
  [path, "spec.containers[0].ports[http]"],
])("%# %s", (fieldPath, expected) => {
  expect(fieldPath.toString()).toBe(expected);
});

test.each([
  [invalid("spec.replicas", -1, isNegative), "spec.replicas: Invalid value: -1: must be greater than or equal to 0"],
  [invalid(path, "x", "is bad"), `spec.containers[0].ports[http]: Invalid value: "x": is bad`],
  [invalid("a", true, ""), "a: Invalid value: true"],
  [invalid("a", { app: "x" }, fieldImmutable), `a: Invalid value: {"app":"x"}: field is immutable`],
  [invalid("a", ["x", 1], "no"), `a: Invalid value: ["x",1]: no`],
  [invalid("a", undefined, "no"), "a: Invalid value: null: no"],
  [invalid("a", null, "no"), "a: Invalid value: null: no"],
  [invalid("a", 'say "hi"\n', "no"), `a: Invalid value: "say \\"hi\\"\\n": no`],
  [invalid("a", { x: "<b>&" }, "no"), `a: Invalid value: {"x":"\\u003cb\\u003e\\u0026"}: no`],
  [typeInvalid("a", 1, "must be of type string"), "a: Invalid value: 1: must be of type string"],
  [required("spec.selector"), "spec.selector: Required value"],
  [required("metadata.name", "name or generateName is required"), "metadata.name: Required value: name or generateName is required"],
  [duplicate("spec.ports[1].name", "http"), `spec.ports[1].name: Duplicate value: "http"`],
  [duplicate("a", { port: 80 }), `a: Duplicate value: {"port":80}`],
  [notFound("spec.volumes", "data"), `spec.volumes: Not found: "data"`],
  [forbidden("spec.nodeName", "may not change"), "spec.nodeName: Forbidden: may not change"],
  [notSupported("spec.type", "Bogus", ["A", "B"]), `spec.type: Unsupported value: "Bogus": supported values: "A", "B"`],
  [notSupported("spec.type", "Bogus", []), `spec.type: Unsupported value: "Bogus"`],
  [tooLong("a", 63), "a: Too long: may not be more than 63 bytes"],
  [tooLong("a", 1), "a: Too long: may not be more than 1 byte"],
  [tooLongCharacters("a", 10), "a: Too long: may not be more than 10 characters"],
  [tooShort("a", "x", 3), "a: Too short: must be at least 3 characters"],
  [tooMany("a", 12, 10), "a: Too many: 12: must have at most 10 items"],
  [tooMany("a", 2, 1), "a: Too many: 2: must have at most 1 item"],
  [tooFew("a", 0, 1), "a: Too few: 0: must have at least 1 item"],
  [internalFieldError("a", "boom"), "a: Internal error: boom"],
])("%# %s", (error, expected) => {
  expect(errorMessage(error)).toBe(expected);
  expect(`${error.field}: ${errorBody(error)}`).toBe(expected);
});

test("one error per message", () => {
  expect(invalidEach("a", "b", ["x", "y"]).map(errorMessage)).toEqual([`a: Invalid value: "b": x`, `a: Invalid value: "b": y`]);
});

test.each([
  [["a"], "a"],
  [["a", "b"], "[a, b]"],
  [["a", "a"], "a"],
  [["a", "b", "a"], "[a, b]"],
])("%j together are %s", (messages, expected) => {
  expect(aggregate(messages)).toBe(expected);
});

describe("the 422", () => {
  const deployment = { group: "apps", kind: "Deployment" };

  test("with one error has no brackets", () => {
    const { status } = invalidObject(deployment, "web", [invalid("spec.replicas", -1, isNegative)]);
    expect(status).toEqual({
      kind: "Status",
      apiVersion: "v1",
      metadata: {},
      status: "Failure",
      message: `Deployment.apps "web" is invalid: spec.replicas: Invalid value: -1: must be greater than or equal to 0`,
      reason: "Invalid",
      details: {
        name: "web",
        group: "apps",
        kind: "Deployment",
        causes: [{ reason: "FieldValueInvalid", message: "Invalid value: -1: must be greater than or equal to 0", field: "spec.replicas" }],
      },
      code: 422,
    });
  });

  test("with several errors has brackets and a cause for each", () => {
    const { status } = invalidObject({ group: "", kind: "Pod" }, "web", [required("spec.containers"), required("spec.containers"), forbidden("spec.x", "no")]);
    expect(status.message).toBe(`Pod "web" is invalid: [spec.containers: Required value, spec.x: Forbidden: no]`);
    expect(status.details?.causes).toHaveLength(3);
    expect(status.details).not.toHaveProperty("group");
  });

  test("without errors or a name is still a sentence", () => {
    expect(invalidObject(deployment, "", []).status.message).toBe(`Deployment.apps "" is invalid`);
  });
});

test.each([
  ["plain", '"plain"'],
  ["", '""'],
  ['a"b\\c', '"a\\"b\\\\c"'],
  ["tab\tline\nreturn\r", '"tab\\tline\\nreturn\\r"'],
  ["\u0000\u0007\b\u007f", '"\\x00\\a\\b\\x7f"'],
  ["é日本", '"é日本"'],
  ["\u00a0\u200b", '"\\u00a0\\u200b"'],
  ["🙂", '"🙂"'],
])("%j is quoted %s", (text, expected) => {
  expect(goQuote(text)).toBe(expected);
});
