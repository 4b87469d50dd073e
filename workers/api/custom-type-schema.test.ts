import { describe, expect, test } from "vitest";
import { updateManagedFields } from "../apimachinery/apply/managed-fields.ts";
import { serverSideApply } from "../apimachinery/apply/server-side-apply.ts";
import type { JsonObject } from "../apimachinery/json-value.ts";
import { decode } from "../apimachinery/strict-decode.ts";
import { deepFreeze } from "../base/freeze.ts";
import { customTypeSchema } from "./custom-type-schema.ts";

const schema = customTypeSchema(
  {
    type: "object",
    properties: {
      spec: {
        type: "object",
        required: ["cronSpec"],
        properties: {
          cronSpec: { type: "string" },
          replicas: { type: "integer" },
          tags: { type: "array", items: { type: "string" }, "x-kubernetes-list-type": "set" },
          steps: { type: "array", items: { type: "object", properties: { name: { type: "string" }, run: { type: "string" } } } },
          ports: {
            type: "array",
            "x-kubernetes-list-type": "map",
            "x-kubernetes-list-map-keys": ["port", "protocol"],
            items: { type: "object", properties: { port: { type: "integer" }, protocol: { type: "string", default: "TCP" }, note: { type: "string" } } },
          },
          labels: { type: "object", additionalProperties: { type: "string" } },
          whole: { type: "object", "x-kubernetes-map-type": "atomic", properties: { a: { type: "string" }, b: { type: "string" } } },
          open: { type: "object", "x-kubernetes-preserve-unknown-fields": true, properties: { known: { type: "object", properties: { a: { type: "string" } } } } },
          template: { type: "object", "x-kubernetes-embedded-resource": true, properties: { spec: { type: "object", "x-kubernetes-preserve-unknown-fields": true } } },
          port: { "x-kubernetes-preserve-unknown-fields": undefined },
        },
      },
    },
  },
  "CronTab",
);

const base = { apiVersion: "example.com/v1", kind: "CronTab", metadata: { name: "tab" } };
const writer = { manager: "m", apiVersion: "example.com/v1", subresource: "", time: "2026-01-01T00:00:00Z" };

describe("decoding", () => {
  test.each<readonly [JsonObject, JsonObject, readonly string[]]>([
    [{ cronSpec: "* * * * *", image: "x" }, { cronSpec: "* * * * *" }, ["spec.image"]],
    [{ steps: [{ name: "a", bogus: 1 }] }, { steps: [{ name: "a" }] }, ["spec.steps[0].bogus"]],
    [{ labels: { any: "thing" } }, { labels: { any: "thing" } }, []],
    [{ open: { any: { thing: [1] }, known: { a: "1", b: "2" } } }, { open: { any: { thing: [1] }, known: { a: "1" } } }, ["spec.open.known.b"]],
    [{ template: { apiVersion: "v1", kind: "Pod", metadata: { name: "p", bogus: 1 }, spec: { any: 1 } } }, { template: { apiVersion: "v1", kind: "Pod", metadata: { name: "p" }, spec: { any: 1 } } }, ["spec.template.metadata.bogus"]],
    [{ replicas: "three", tags: {}, labels: [] }, { replicas: "three", tags: {}, labels: [] }, []],
    [{ replicas: null, tags: [], labels: {} }, { replicas: null, tags: [], labels: {} }, []],
    [{ port: { any: 1 } }, { port: { any: 1 } }, []],
  ])("%# %j", (spec, expected, unknownFields) => {
    const decoded = decode({ ...base, spec }, schema);
    expect(decoded.value).toEqual({ ...base, spec: expected });
    expect(decoded.unknownFields).toEqual(unknownFields);
  });

  test("metadata is that of any object", () => {
    expect(() => decode({ ...base, metadata: { labels: { a: 1 } } }, schema)).toThrow("json: cannot unmarshal number into Go struct field ObjectMeta.metadata.labels of type string");
    expect(decode({ ...base, metadata: { name: "tab", bogus: 1 } }, schema).unknownFields).toEqual(["metadata.bogus"]);
  });

  test("fields beside those of the schema are dropped at the root too", () => {
    expect(decode({ ...base, bogus: 1 }, schema)).toEqual({ value: base, unknownFields: ["bogus"] });
  });
});

describe("managed fields", () => {
  test("follow the list and map types of the schema", () => {
    const spec = { cronSpec: "x", tags: ["a"], steps: [{ name: "s" }], ports: [{ port: 80 }], labels: { l: "1" }, whole: { a: "1" }, open: { x: { y: [1], z: {} } } };
    expect(updateManagedFields(undefined, { ...base, spec }, writer, schema)?.[0]?.fieldsV1).toEqual({
      "f:spec": {
        ".": {},
        "f:cronSpec": {},
        "f:tags": { ".": {}, 'v:"a"': {} },
        "f:steps": {},
        "f:ports": { ".": {}, 'k:{"port":80,"protocol":"TCP"}': { ".": {}, "f:port": {} } },
        "f:labels": { ".": {}, "f:l": {} },
        "f:whole": {},
        "f:open": { ".": {}, "f:x": { ".": {}, "f:y": {}, "f:z": {} } },
      },
    });
  });

  test("let two appliers share a custom resource", () => {
    const one = deepFreeze(serverSideApply({ ...writer, live: undefined, applied: { ...base, spec: { tags: ["a"], ports: [{ port: 80, note: "x" }] } }, force: false, schema }));
    const both = serverSideApply({ ...writer, manager: "two", live: one, applied: { ...base, spec: { tags: ["b"], ports: [{ port: 80, protocol: "UDP" }] } }, force: false, schema });
    expect(both["spec"]).toEqual({ tags: ["a", "b"], ports: [{ port: 80, note: "x" }, { port: 80, protocol: "UDP" }] });
  });
});
