import { describe, expect, test } from "vitest";
import type { JsonSchema } from "../../workers/api/schema.ts";
import { typeFiles } from "./type-files.ts";

const META = "io.k8s.apimachinery.pkg.apis.meta.v1.";
const CORE = "io.k8s.api.core.v1.";
const ref = (name: string): JsonSchema => ({ $ref: `#/definitions/${name}` });
const list = (items: JsonSchema): JsonSchema => ({ type: "array", items });

function kind(group: string, name: string, properties: Readonly<Record<string, JsonSchema>>, required: readonly string[] = []): JsonSchema {
  return { type: "object", properties: { apiVersion: { type: "string" }, kind: { type: "string" }, ...properties }, required, "x-kubernetes-group-version-kind": [{ group, kind: name, version: "v1" }] };
}

const definitions = {
  [`${META}ObjectMeta`]: { type: "object", properties: { name: { type: "string" } } },
  [`${META}ListMeta`]: { type: "object" },
  [`${CORE}PodSpec`]: { type: "object", properties: { nodeName: { type: "string" } } },
  [`${CORE}Pod`]: kind("", "Pod", { metadata: ref(`${META}ObjectMeta`), spec: ref(`${CORE}PodSpec`) }),
  [`${CORE}PodList`]: kind("", "PodList", { items: list(ref(`${CORE}Pod`)), metadata: ref(`${META}ListMeta`) }, ["items"]),
  [`${CORE}PodTemplateSpec`]: { type: "object", properties: { metadata: ref(`${META}ObjectMeta`) } },
  [`${CORE}Event`]: { type: "object", properties: { count: { type: "integer" } } },
  "io.k8s.api.events.v1.Event": { type: "object", properties: { deprecated: ref(`${CORE}Event`), pods: list(ref(`${CORE}Pod`)) } },
} satisfies Readonly<Record<string, JsonSchema>>;

const files = typeFiles(definitions);

test("there is one file per group version", () => {
  expect([...files.keys()]).toEqual(["core/v1.ts", "events/v1.ts", "meta/v1.ts"]);
});

test("a stored kind has what the server fills in, a template has nothing of it", () => {
  expect(files.get("core/v1.ts")).toBe(`import type { ObjectMeta } from "../../../apimachinery/object.ts";
import type { ListMeta, ObjectMeta as PartialObjectMeta } from "../meta/v1.ts";

export interface Event {
  readonly count?: number;
}

export interface Pod {
  readonly apiVersion: "v1";
  readonly kind: "Pod";
  readonly metadata: ObjectMeta;
  readonly spec: PodSpec;
}

export interface PodList {
  readonly apiVersion: "v1";
  readonly kind: "PodList";
  readonly items: readonly Pod[];
  readonly metadata?: ListMeta;
}

export interface PodSpec {
  readonly nodeName?: string;
}

export interface PodTemplateSpec {
  readonly metadata?: PartialObjectMeta;
}
`);
});

test("an imported name that is taken gets its group's name in front, and a kind inside a type is a template", () => {
  expect(files.get("events/v1.ts")).toBe(`import type { Event as CoreEvent, Pod } from "../core/v1.ts";
import type { ObjectMeta as PartialObjectMeta } from "../meta/v1.ts";

export interface Event {
  readonly deprecated?: CoreEvent;
  readonly pods?: readonly (Partial<Omit<Pod, "metadata">> & { readonly metadata?: PartialObjectMeta })[];
}
`);
});

describe("types of fields", () => {
  test.each<[string, JsonSchema, string]>([
    ["enumerations", { type: "string", enum: ["A", "B"] }, '"A" | "B"'],
    ["lists of enumerations", list({ type: "string", enum: ["A", "B"] }), 'readonly ("A" | "B")[]'],
    ["maps", { type: "object", additionalProperties: { type: "string" } }, "Readonly<Record<string, string>>"],
    ["maps of lists", { type: "object", additionalProperties: list({ type: "string" }) }, "Readonly<Record<string, readonly string[]>>"],
    ["numbers", { type: "number" }, "number"],
    ["booleans", { type: "boolean" }, "boolean"],
  ])("%s", (_, schema, expected) => {
    const text = typeFiles({ [`${CORE}T`]: { type: "object", properties: { f: schema } } }).get("core/v1.ts");
    expect(text).toBe(`export interface T {\n  readonly f?: ${expected};\n}\n`);
  });

  test("a field's name is quoted where it must be", () => {
    const text = typeFiles({ [`${CORE}T`]: { type: "object", properties: { "x-kubernetes-map-type": { type: "string" }, $ref: { type: "string" } } } }).get("core/v1.ts");
    expect(text).toContain('readonly "x-kubernetes-map-type"?: string;');
    expect(text).toContain("readonly $ref?: string;");
  });

  test("a schema without a type is refused", () => {
    expect(() => typeFiles({ [`${CORE}T`]: { type: "object", properties: { f: {} } } })).toThrow("no TypeScript type");
  });

  test("a type without fields accepts none", () => {
    expect(typeFiles({ [`${CORE}T`]: { type: "object" } }).get("core/v1.ts")).toBe("export type T = Readonly<Record<string, never>>;\n");
  });
});
