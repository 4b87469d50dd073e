import { describe, expect, test } from "vitest";
import { manifestSchema } from "./schema.ts";

const served = {
  definitions: {
    "v1.Pod": { type: "object", description: "A pod.", properties: { spec: { $ref: "#/definitions/v1.PodSpec" }, kind: { type: "string" } }, "x-kubernetes-group-version-kind": [] },
    "v1.PodSpec": { type: "object", required: ["containers"], properties: { containers: { type: "array", items: { $ref: "#/definitions/v1.Container" } }, nodeSelector: { type: "object", additionalProperties: { type: "string" } } } },
    "v1.Container": { type: "object", properties: { port: { type: "string", format: "int-or-string" }, limit: { $ref: "#/definitions/api.Quantity" } } },
    "api.Quantity": { type: "string", description: "An amount." },
    "v1.Any": { type: "object" },
  },
  kinds: [
    { group: "", version: "v1", kind: "Pod", definition: "v1.Pod" },
    { group: "apps", version: "v1", kind: "Deployment", definition: "v1.Any" },
  ],
};

describe("the schema of a manifest", () => {
  const schema = manifestSchema(served) as Record<string, never> & { definitions: Record<string, Record<string, unknown>>; properties: Record<string, { enum: string[] }>; allOf: unknown[]; defaultSnippets: { label: string }[] };

  test("names every kind that the cluster serves", () => {
    expect(schema.properties.kind?.enum).toEqual(["Deployment", "Pod"]);
    expect(schema.properties.apiVersion?.enum).toEqual(["apps/v1", "v1"]);
  });

  test("chooses a definition by apiVersion and kind", () => {
    expect(Object.entries(schema.allOf[0] ?? {})).toEqual([
      ["if", { required: ["apiVersion", "kind"], properties: { apiVersion: { const: "v1" }, kind: { const: "Pod" } } }],
      ["then", { $ref: "#/definitions/v1.Pod" }],
    ]);
  });

  test("refuses unknown fields where the fields are known, and only there", () => {
    expect(schema.definitions["v1.Pod"]?.additionalProperties).toBe(false);
    expect(schema.definitions["v1.Any"]?.additionalProperties).toBeUndefined();
    const spec = schema.definitions["v1.PodSpec"]?.properties as Record<string, unknown>;
    expect(spec.nodeSelector).toEqual({ type: "object", additionalProperties: { type: "string" } });
  });

  test("lets quantities and ports be numbers", () => {
    expect(schema.definitions["api.Quantity"]).toEqual({ title: "Quantity", description: "An amount.", type: ["string", "number"] });
    const container = schema.definitions["v1.Container"]?.properties as Record<string, unknown>;
    expect(container.port).toEqual({ type: ["string", "integer"] });
  });

  test("offers skeletons of the kinds that are served, and of no others", () => {
    expect(schema.defaultSnippets.map(({ label }) => label)).toEqual(["Deployment", "Pod"]);
  });

  test("calls definitions by their short names", () => {
    expect(schema.definitions["v1.PodSpec"]?.title).toBe("PodSpec");
  });

  test("keeps Kubernetes' own extensions out of the editor", () => {
    expect(JSON.stringify(schema)).not.toContain("x-kubernetes");
  });
});
