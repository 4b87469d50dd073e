import { describe, expect, test } from "vitest";
import { parseModel, toModel, type ModelType } from "./read-models.ts";

const POD = "io.k8s.api.core.v1.Pod";
const known = new Map([
  ["IIoK8sApiCoreV1Pod", POD],
  ["IIoK8sApiCoreV1PodSpec", `${POD}Spec`],
]);

const read = (text: string, name = POD) => toModel(parseModel(text, name), known);

const withField = (type: string) => `
import { IIoK8sApiCoreV1PodSpec } from "./PodSpec.js";
/**
 * A pod.
 */
export interface IPod extends TypeMeta {
    /**
     * A field.
     */
    "field"?: ${type};
}
export declare class Pod {}
export type { IPod as IIoK8sApiCoreV1Pod, Pod as IoK8sApiCoreV1Pod };`;

function fieldType(type: string): ModelType | undefined {
  const model = read(withField(type));
  return model.type.is === "object" ? model.type.fields[0]?.type : undefined;
}

describe("types of fields", () => {
  test.each<[string, ModelType]>([
    ["string", { is: "string" }],
    ["number", { is: "number" }],
    ["boolean", { is: "boolean" }],
    ['"A" | "B"', { is: "enumeration", values: ["A", "B"] }],
    ['"v1"', { is: "enumeration", values: ["v1"] }],
    ["Array<string>", { is: "array", items: { is: "string" } }],
    ['Array<"A" | "B">', { is: "array", items: { is: "enumeration", values: ["A", "B"] } }],
    ["{\n [key: string]: string;\n}", { is: "map", values: { is: "string" } }],
    ["{\n [key: string]: Array<string>;\n}", { is: "map", values: { is: "array", items: { is: "string" } } }],
    ["IIoK8sApiCoreV1PodSpec", { is: "reference", to: `${POD}Spec` }],
    ["Array<IPod>", { is: "array", items: { is: "reference", to: POD } }],
  ])("%s", (source, expected) => {
    expect(fieldType(source)).toEqual(expected);
  });

  test.each([
    ["IIoK8sApiCoreV1Nothing", "unknown type IIoK8sApiCoreV1Nothing"],
    ["string | boolean", "union"],
    ["{ a: string; b: string }", "not a map"],
    ["[string]", "TupleType"],
  ])("%s is refused loudly", (source, message) => {
    expect(() => fieldType(source)).toThrow(message);
  });
});

test("descriptions and optionality come along", () => {
  const model = read(withField("string"));
  expect(model.description).toBe("A pod.");
  expect(model.type).toMatchObject({ is: "object", fields: [{ name: "field", description: "A field.", optional: true }] });
});

test("an alias of number and string is a type of its own", () => {
  const model = read("export type IIntOrString = string | number;\nexport type { IIntOrString as IIoK8sIntOrString };", "IntOrString");
  expect(model).toEqual({ name: "IntOrString", description: "", type: { is: "number-or-string" } });
});

test("a file without a model is refused", () => {
  expect(() => read("export {};")).toThrow(`${POD}: no model found`);
});
