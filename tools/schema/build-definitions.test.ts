import { describe, expect, test } from "vitest";
import { buildDefinitions, type Sources } from "./build-definitions.ts";
import type { Model, ModelField, ModelType } from "./read-models.ts";

const META = "io.k8s.apimachinery.pkg.apis.meta.v1";

const field = (name: string, type: ModelType, { optional = true, description = "" } = {}): ModelField => ({ name, type, optional, description });
const literal = (value: string): ModelType => ({ is: "enumeration", values: [value] });
const struct = (name: string, ...fields: readonly ModelField[]): Model => ({ name, description: "", type: { is: "object", fields } });

const deleteOptions = struct(`${META}.DeleteOptions`, field("apiVersion", { is: "string" }, { description: "The version." }), field("kind", { is: "string" }, { description: "The kind." }));

const deployment = struct(
  "io.k8s.api.apps.v1.Deployment",
  field("kind", literal("Deployment"), { optional: false }),
  field("apiVersion", literal("apps/v1"), { optional: false }),
  field("metadata", { is: "reference", to: `${META}.ObjectMeta` }),
);

/** Client-node's side of the story: the formats of each model that this release has. */
function build(models: readonly Model[], formats: Readonly<Record<string, Readonly<Record<string, string>>>>, mergeFacts: Sources["mergeFacts"] = {}) {
  const known: Readonly<Record<string, Readonly<Record<string, string>>>> = { [deleteOptions.name]: {}, ...formats };
  return buildDefinitions({
    models: [deleteOptions, ...models],
    formats: (name) => (known[name] === undefined ? undefined : new Map(Object.entries(known[name]))),
    mergeFacts,
  });
}

function buildField(type: ModelType, format: string) {
  const definitions = build([struct("T", field("f", type))], { T: { f: format } });
  return definitions.T?.properties?.f;
}

describe("fields", () => {
  test.each<[string, ModelType, string, object]>([
    ["a string", { is: "string" }, "", { type: "string" }],
    ["bytes", { is: "string" }, "byte", { format: "byte", type: "string" }],
    ["a boolean", { is: "boolean" }, "", { type: "boolean" }],
    ["an int32", { is: "number" }, "int32", { format: "int32", type: "integer" }],
    ["an int64", { is: "number" }, "int64", { format: "int64", type: "integer" }],
    ["a double", { is: "number" }, "double", { format: "double", type: "number" }],
    ["an enumeration", { is: "enumeration", values: ["A", "B"] }, "", { enum: ["A", "B"], type: "string" }],
    ["a list of numbers", { is: "array", items: { is: "number" } }, "int64", { items: { format: "int64", type: "integer" }, type: "array" }],
    ["a map of bytes", { is: "map", values: { is: "string" } }, "byte", { additionalProperties: { format: "byte", type: "string" }, type: "object" }],
    ["a reference", { is: "reference", to: "U" }, "", { $ref: "#/definitions/U" }],
  ])("%s", (_, type, format, expected) => {
    expect(buildField(type, format)).toEqual(expected);
  });

  test("a number without a format is refused, not guessed", () => {
    expect(() => buildField({ is: "number" }, "")).toThrow("T.f: a number needs a format");
  });

  test("fields that this release has dropped are left out", () => {
    const definitions = build([struct("T", field("gone", { is: "string" }), field("here", { is: "string" }))], { T: { here: "" } });
    expect(Object.keys(definitions.T?.properties ?? {})).toEqual(["here"]);
  });

  test("fields and required fields are sorted", () => {
    const fields = ["b", "a"].map((name) => field(name, { is: "string" }, { optional: false }));
    const definitions = build([struct("T", ...fields)], { T: { a: "", b: "" } });
    expect(definitions.T?.required).toEqual(["a", "b"]);
    expect(Object.keys(definitions.T?.properties ?? {})).toEqual(["a", "b"]);
  });
});

describe("kinds", () => {
  const definitions = build([deployment, struct(`${META}.Status`)], { [deployment.name]: { apiVersion: "", kind: "", metadata: "" }, [`${META}.Status`]: {} });

  test("say which kind they are", () => {
    expect(definitions[deployment.name]?.["x-kubernetes-group-version-kind"]).toEqual([{ group: "apps", kind: "Deployment", version: "v1" }]);
  });

  test("describe apiVersion and kind, which are plain strings and never required", () => {
    expect(definitions[deployment.name]).toMatchObject({ properties: { apiVersion: { description: "The version.", type: "string" }, kind: { description: "The kind.", type: "string" } } });
    expect(definitions[deployment.name]?.required).toBeUndefined();
  });

  test("DeleteOptions exists in each group version, Status in the core group", () => {
    expect(definitions[deleteOptions.name]?.["x-kubernetes-group-version-kind"]).toEqual([{ group: "apps", kind: "DeleteOptions", version: "v1" }]);
    expect(definitions[`${META}.Status`]?.["x-kubernetes-group-version-kind"]).toEqual([{ group: "", kind: "Status", version: "v1" }]);
  });
});

test("types of older releases are left out", () => {
  expect(Object.keys(build([struct("Old"), struct("New")], { New: {} }))).toEqual(["New", deleteOptions.name]);
});

test("types with an encoding of their own are stated by hand", () => {
  const quantity: Model = { name: "io.k8s.apimachinery.pkg.api.resource.Quantity", description: "", type: { is: "number-or-string" } };
  expect(build([quantity], {})[quantity.name]).toMatchObject({ type: "string", description: expect.stringContaining("canonical") });
});

describe("merge facts", () => {
  const models = [struct("T", field("list", { is: "array", items: { is: "string" } }))];

  test("are joined to the type and its fields", () => {
    const facts = { T: { type: { "x-kubernetes-map-type": "atomic" as const }, fields: { list: { "x-kubernetes-list-type": "set" as const } } } };
    expect(build(models, { T: { list: "" } }, facts).T).toMatchObject({ "x-kubernetes-map-type": "atomic", properties: { list: { type: "array", "x-kubernetes-list-type": "set" } } });
  });

  test.each([
    ["a type", { U: { fields: {} } }, "U"],
    ["a field", { T: { fields: { other: {} } } }, "T other"],
  ])("about %s that does not exist are refused", (_, facts, message) => {
    expect(() => build(models, { T: { list: "" } }, facts)).toThrow(message);
  });
});
