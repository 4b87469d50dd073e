import { describe, expect, test } from "vitest";
import { typeSchema } from "../../api/type-schema.ts";
import { FormatError } from "../format-error.ts";
import type { TypeSchema } from "../type-schema.ts";
import { fieldElement, formatElement, formatPath, itemElement } from "./path-element.ts";

const pod = typeSchema("io.k8s.api.core.v1.PodSpec");
const list = (...path: readonly string[]) => path.reduce<TypeSchema | undefined>((schema, step) => (step === "[]" ? schema?.items : schema?.property(step)), pod) as TypeSchema;

const containers = list("containers");
const ports = list("containers", "[]", "ports");
const finalizers = typeSchema("io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta").property("finalizers") as TypeSchema;

test.each([
  [{ name: "web", image: "x" }, containers, 'k:{"name":"web"}'],
  [{ name: 'a"b' }, containers, 'k:{"name":"a\\"b"}'],
  [{ containerPort: 80, protocol: "UDP" }, ports, 'k:{"containerPort":80,"protocol":"UDP"}'],
  [{ protocol: "UDP", containerPort: 80 }, ports, 'k:{"containerPort":80,"protocol":"UDP"}'],
  [{ containerPort: 80 }, ports, 'k:{"containerPort":80,"protocol":"TCP"}'],
  ["example.com/a", finalizers, 'v:"example.com/a"'],
  [5, finalizers, "v:5"],
  [true, finalizers, "v:true"],
])("%# the element of %j", (item, schema, expected) => {
  expect(itemElement(item, schema)).toBe(expected);
});

describe("items that cannot be told apart", () => {
  test.each([
    [{ image: "x" }, containers, 'associative list with keys has an element that omits all key fields ["name"] (and doesn\'t have default values for any key fields)'],
    [null, containers, "associative list with keys may not have a null element"],
    ["web", containers, "associative list with keys may not have non-map elements"],
    [{}, finalizers, "associative list without keys has an element that's a map type"],
    [[], finalizers, "not supported: associative list with lists as elements"],
    [null, finalizers, "associative list without keys has an element that's an explicit null"],
  ])("%# %j", (item, schema, message) => {
    expect(() => itemElement(item, schema)).toThrow(FormatError);
    expect(() => itemElement(item, schema)).toThrow(message);
  });
});

test.each([
  [fieldElement("spec"), ".spec"],
  ["f:kubernetes.io/os", ".kubernetes.io/os"],
  ['k:{"name":"web"}', '[name="web"]'],
  ['k:{"containerPort":80,"protocol":"TCP"}', '[containerPort=80,protocol="TCP"]'],
  ['v:"a"', '[="a"]'],
  ["v:5", "[=5]"],
  ["i:3", "[3]"],
])("%s is printed %s", (element, expected) => {
  expect(formatElement(element)).toBe(expected);
});

test("a path is printed element by element", () => {
  expect(formatPath(["f:spec", "f:containers", 'k:{"name":"web"}', "f:image"])).toBe('.spec.containers[name="web"].image');
  expect(formatPath([])).toBe("");
});
