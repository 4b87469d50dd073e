import { describe, expect, test } from "vitest";
import type { Descriptions, JsonSchema } from "../workers/api/schema.ts";
import { generateDefinitions, generatedFiles } from "./generate-schema.ts";

const definitions = generateDefinitions();
const files = generatedFiles(definitions);

/** Every schema with the path that leads to it. */
function* schemasIn(schema: JsonSchema, path: string): Generator<readonly [string, JsonSchema]> {
  yield [path, schema];
  for (const [name, property] of Object.entries(schema.properties ?? {})) yield* schemasIn(property, `${path}.${name}`);
  if (schema.items !== undefined) yield* schemasIn(schema.items, `${path}[]`);
  if (schema.additionalProperties !== undefined) yield* schemasIn(schema.additionalProperties, `${path}{}`);
}

const all = Object.entries(definitions).flatMap(([name, schema]) => [...schemasIn(schema, name)]);
const at = (name: string, field: string) => definitions[name]?.properties?.[field];

describe("the whole document", () => {
  test("has the size of Kubernetes v1.36's stable API", () => {
    expect(Object.keys(definitions)).toHaveLength(584);
    expect(Object.values(definitions).reduce((sum, { properties }) => sum + Object.keys(properties ?? {}).length, 0)).toBe(2458);
  });

  test("refers only to definitions that exist", () => {
    const dangling = all.filter(([, { $ref }]) => $ref !== undefined && definitions[$ref.replace("#/definitions/", "")] === undefined);
    expect(dangling).toEqual([]);
  });

  test("describes every definition", () => {
    expect(Object.entries(definitions).flatMap(([name, { description = "" }]) => (description === "" ? [name] : []))).toEqual([]);
  });

  test("keys its lists by fields that exist in the items", () => {
    const strays = all.flatMap(([path, schema]) => {
      const keys = [...(schema["x-kubernetes-list-map-keys"] ?? []), ...(schema["x-kubernetes-patch-merge-key"] === undefined ? [] : [schema["x-kubernetes-patch-merge-key"]])];
      const item = definitions[schema.items?.$ref?.replace("#/definitions/", "") ?? ""];
      return keys.filter((key) => item?.properties?.[key] === undefined).map((key) => `${path} by ${key}`);
    });
    expect(strays).toEqual([]);
  });

  test("is the same on every run", () => {
    expect([...generatedFiles(generateDefinitions())]).toEqual([...files]);
  });

  test("has no printer's escapes left in its descriptions", () => {
    expect(all.filter(([, { description = "" }]) => /\\\*|\*\\\/|@deprecated/.test(description)).map(([path]) => path)).toEqual([]);
  });
});

describe("facts that people rely on", () => {
  const CORE = "io.k8s.api.core.v1.";

  test.each<[string, string, Partial<JsonSchema>]>([
    ["io.k8s.api.apps.v1.DeploymentSpec", "replicas", { type: "integer", format: "int32" }],
    ["io.k8s.api.apps.v1.DeploymentSpec", "strategy", { "x-kubernetes-patch-strategy": "retainKeys" }],
    ["io.k8s.api.apps.v1.StatefulSetSpec", "volumeClaimTemplates", { "x-kubernetes-list-type": "atomic", items: { $ref: `#/definitions/${CORE}PersistentVolumeClaim` } }],
    [`${CORE}Secret`, "data", { type: "object", additionalProperties: { format: "byte", type: "string" } }],
    [`${CORE}PodSpec`, "containers", { "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["name"], "x-kubernetes-patch-merge-key": "name", "x-kubernetes-patch-strategy": "merge" }],
    [`${CORE}PodSpec`, "tolerations", { "x-kubernetes-list-type": "atomic" }],
    [`${CORE}PodSpec`, "restartPolicy", { enum: ["Always", "Never", "OnFailure"] }],
    [`${CORE}PodSpec`, "activeDeadlineSeconds", { type: "integer", format: "int64" }],
    [`${CORE}PodSpec`, "nodeSelector", { "x-kubernetes-map-type": "atomic" }],
    [`${CORE}ServiceSpec`, "ports", { "x-kubernetes-list-map-keys": ["port", "protocol"], "x-kubernetes-patch-merge-key": "port" }],
    ["io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta", "finalizers", { "x-kubernetes-list-type": "set", "x-kubernetes-patch-strategy": "merge" }],
    ["io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaProps", "maximum", { type: "number", format: "double" }],
  ])("%s %s", (name, field, expected) => {
    expect(at(name, field)).toMatchObject(expected);
  });

  test("a pod's fields are required as upstream requires them", () => {
    expect(definitions[`${CORE}PodSpec`]?.required).toEqual(["containers"]);
    expect(definitions[`${CORE}Pod`]?.required).toBeUndefined();
  });
});

test("types lie where their group and version say", () => {
  expect([...files.keys()]).toEqual(expect.arrayContaining(["definitions.json", "descriptions.json", "core/v1.ts", "apps/v1.ts", "meta/v1.ts", "networking/v1.ts", "autoscaling/v2.ts", "rbac/v1.ts"]));
  expect([...files.keys()].filter((path) => /alpha|beta/.test(path))).toEqual([]);
});

test("definitions.json and descriptions.json together hold the definitions", () => {
  const bare = JSON.parse(files.get("definitions.json") ?? "") as Record<string, JsonSchema>;
  const words = JSON.parse(files.get("descriptions.json") ?? "") as Descriptions;
  const joined = Object.entries(bare).map(([name, { properties, ...rest }]) => {
    const { description, properties: told = {} } = words[name] ?? {};
    const fields = Object.entries(properties ?? {}).map(([field, property]) => [field, field in told ? { ...property, description: told[field] } : property]);
    return [name, { ...rest, description, ...(properties !== undefined && { properties: Object.fromEntries(fields) }) }];
  });
  expect(Object.fromEntries(joined)).toEqual(definitions);
});

test("definitions.json holds no description at all", () => {
  const bare = JSON.parse(files.get("definitions.json") ?? "") as Record<string, JsonSchema>;
  const described = Object.entries(bare).flatMap(([name, schema]) => [...schemasIn(schema, name)]).filter(([, { description }]) => description !== undefined);
  expect(described).toEqual([]);
});
