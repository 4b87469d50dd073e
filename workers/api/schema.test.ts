import { describe, expect, test } from "vitest";
import { descriptions } from "./descriptions.ts";
import { addDescriptions, childSchema, definition, definitionName, definitionOf, definitions, fieldSchema, hasDescriptions, referenceOf, resolve } from "./schema.ts";

const CORE = "io.k8s.api.core.v1.";
const pod = definition(`${CORE}Pod`);

describe("definitions by kind", () => {
  test.each([
    ["", "v1", "Pod", `${CORE}Pod`],
    ["", "v1", "PodList", `${CORE}PodList`],
    ["apps", "v1", "Deployment", "io.k8s.api.apps.v1.Deployment"],
    ["networking.k8s.io", "v1", "Ingress", "io.k8s.api.networking.v1.Ingress"],
    ["apiextensions.k8s.io", "v1", "CustomResourceDefinition", "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinition"],
    ["policy", "v1", "Eviction", "io.k8s.api.policy.v1.Eviction"],
    ["autoscaling", "v1", "Scale", "io.k8s.api.autoscaling.v1.Scale"],
    ["", "v1", "Status", "io.k8s.apimachinery.pkg.apis.meta.v1.Status"],
    ["apps", "v1", "DeleteOptions", "io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions"],
  ])("%s/%s %s", (group, version, kind, name) => {
    expect(definitionName({ group, version, kind })).toBe(name);
    expect(definitionOf({ group, version, kind })).toBe(definitions[name]);
  });

  test.each([
    ["another group", { group: "apps", version: "v1", kind: "Pod" }],
    ["another version", { group: "apps", version: "v1beta1", kind: "Deployment" }],
    ["a custom kind", { group: "example.com", version: "v1", kind: "CronTab" }],
    ["a type that is no kind", { group: "", version: "v1", kind: "PodSpec" }],
  ])("%s has none", (_, kind) => {
    expect(definitionOf(kind)).toBeUndefined();
    expect(definitionName(kind)).toBeUndefined();
  });
});

describe("definitions by name", () => {
  test.each(["io.k8s.api.core.v1.Nothing", "constructor", "toString"])("%s breaks an invariant", (name) => {
    expect(() => definition(name)).toThrow(`no definition is named ${name}`);
  });
});

describe("references", () => {
  test("a schema that refers to another resolves to it, without a copy", () => {
    const spec = pod.properties?.spec ?? {};
    expect(referenceOf(spec)).toBe(`${CORE}PodSpec`);
    expect(resolve(spec)).toBe(definitions[`${CORE}PodSpec`]);
  });

  test("any other schema is its own", () => {
    expect(referenceOf(pod)).toBeUndefined();
    expect(resolve(pod)).toBe(pod);
  });
});

describe("fields by path", () => {
  test.each<[string, readonly (string | number)[], object]>([
    ["a field", ["spec", "nodeName"], { type: "string" }],
    ["an item by index", ["spec", "containers", 0], { $ref: `#/definitions/${CORE}Container` }],
    ["a field of an item", ["spec", "containers", 3, "image"], { type: "string" }],
    ["a field of items, as explain names it", ["spec", "containers", "image"], { type: "string" }],
    ["lists within lists", ["spec", "containers", "ports", "containerPort"], { type: "integer", format: "int32" }],
    ["a key of a map", ["metadata", "labels", "app.kubernetes.io/name"], { type: "string" }],
    ["a quantity in a map", ["spec", "containers", 0, "resources", "limits", "cpu"], { $ref: "#/definitions/io.k8s.apimachinery.pkg.api.resource.Quantity" }],
    ["number or name", ["spec", "containers", 0, "livenessProbe", "httpGet", "port"], { $ref: "#/definitions/io.k8s.apimachinery.pkg.util.intstr.IntOrString" }],
    ["a list with its merge key", ["spec", "volumes"], { type: "array", "x-kubernetes-patch-merge-key": "name" }],
  ])("%s", (_, path, expected) => {
    expect(fieldSchema(pod, path)).toMatchObject(expected);
  });

  test.each<[string, readonly (string | number)[]]>([
    ["an unknown field", ["spec", "containerz"]],
    ["a field of a scalar", ["spec", "nodeName", "x"]],
    ["an index into a struct", ["spec", 0]],
    ["anything below an unknown field", ["spec", "nothing", "image"]],
    ["what every JavaScript object has", ["spec", "constructor"]],
    ["the inside of a value without a schema", ["metadata", "managedFields", 0, "fieldsV1", "f:spec"]],
  ])("%s does not exist", (_, path) => {
    expect(fieldSchema(pod, path)).toBeUndefined();
  });

  test("the empty path is the schema itself", () => {
    expect(fieldSchema(pod, [])).toBe(pod);
  });

  test("schemas that contain themselves can be followed to any depth", () => {
    const crd = definitionOf({ group: "apiextensions.k8s.io", version: "v1", kind: "CustomResourceDefinition" });
    const path = ["spec", "versions", 0, "schema", "openAPIV3Schema", "properties", "spec", "properties", "replicas", "type"];
    expect(fieldSchema(crd ?? {}, path)).toEqual({ type: "string" });
  });

  test("a step is the same as a path of one", () => {
    expect(childSchema(pod, "spec")).toBe(fieldSchema(pod, ["spec"]));
  });
});

describe("descriptions", () => {
  const words = () => [pod.description, fieldSchema(pod, ["spec"])?.description, fieldSchema(pod, ["spec", "nodeName"])?.description, fieldSchema(pod, ["spec", "containers", "image"])?.description];

  test("come when they are added, into the same objects", () => {
    const bare = structuredClone(pod);
    expect(hasDescriptions()).toBe(false);
    expect(words()).toEqual([undefined, undefined, undefined, undefined]);

    addDescriptions(descriptions);
    expect(hasDescriptions()).toBe(true);
    expect(definition(`${CORE}Pod`)).toBe(pod);
    expect(words()).toEqual([
      expect.stringMatching(/^Pod is a collection of containers/),
      expect.stringMatching(/^Specification of the desired behavior of the pod/),
      expect.stringMatching(/^NodeName indicates in which node this pod is scheduled/),
      expect.stringMatching(/^Container image name/),
    ]);
    expect(pod).toMatchObject(bare);
  });

  test("leave no definition without words", () => {
    expect(Object.keys(definitions).filter((name) => definition(name).description === undefined)).toEqual([]);
  });

  test("are added once", () => {
    const before = words();
    addDescriptions({ [`${CORE}Pod`]: { description: "Something else.", properties: { spec: "Something else." } } });
    expect(words()).toEqual(before);
  });
});
