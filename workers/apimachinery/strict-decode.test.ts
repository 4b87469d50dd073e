import { describe, expect, test } from "vitest";
import { typeSchema } from "../api/type-schema.ts";
import { deepFreeze } from "../base/freeze.ts";
import { FormatError } from "./format-error.ts";
import { duplicateFields, parseJson } from "./json-parse.ts";
import type { JsonObject } from "./json-value.ts";
import { decode, decodingWarnings, strictDecodingError } from "./strict-decode.ts";

const deployment = typeSchema("io.k8s.api.apps.v1.Deployment");
const pod = typeSchema("io.k8s.api.core.v1.Pod");
const secret = typeSchema("io.k8s.api.core.v1.Secret");
const event = typeSchema("io.k8s.api.events.v1.Event");
const networkPolicy = typeSchema("io.k8s.api.networking.v1.NetworkPolicy");

const container = { name: "c", image: "nginx", resources: { limits: { cpu: "1", memory: "1Gi" } } };
const web = deepFreeze({
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name: "web", labels: { app: "web" } },
  spec: { replicas: 1, selector: { matchLabels: { app: "web" } }, template: { metadata: { labels: { app: "web" } }, spec: { containers: [container] } } },
});
const inPodSpec = (spec: JsonObject) => ({ spec: { ...web.spec, template: { ...web.spec.template, spec } } });

test("an object that needs no change comes back as it is", () => {
  const decoded = decode(web, deployment);
  expect(decoded.value).toBe(web);
  expect(decoded.unknownFields).toEqual([]);
});

describe("unknown fields", () => {
  test.each<readonly [JsonObject, readonly string[]]>([
    [{ bogus: 1 }, ["bogus"]],
    [{ spec: { ...web.spec, replica: 3 } }, ["spec.replica"]],
    [{ metadata: { name: "web", label: {} } }, ["metadata.label"]],
    [inPodSpec({ containers: [container, { ...container, imag: "x", ports: [{ containerPort: 80, hostport: 1 }] }] }), ["spec.template.spec.containers[1].imag", "spec.template.spec.containers[1].ports[0].hostport"]],
    [inPodSpec({ containers: [{ ...container, resources: { limit: {} } }] }), ["spec.template.spec.containers[0].resources.limit"]],
    [{ spec: { ...web.spec, Replicas: 3 } }, ["spec.Replicas"]],
    [{ spec: { ...web.spec, constructor: 1 } }, ["spec.constructor"]],
  ])("%# are dropped and named: %j", (change, unknownFields) => {
    const decoded = decode({ ...web, ...change }, deployment);
    expect(decoded.unknownFields).toEqual(unknownFields);
    expect(decode(decoded.value, deployment).unknownFields).toEqual([]);
  });

  test("what is known stays", () => {
    expect(decode({ ...web, spec: { ...web.spec, replica: 3 } }, deployment).value).toEqual(web);
  });

  test("are counted up to a hundred", () => {
    const spec = { ...web.spec, ...Object.fromEntries(Array.from({ length: 150 }, (_each, index) => [`x${index}`, 1])) };
    expect(decode({ ...web, spec }, deployment).unknownFields).toHaveLength(100);
  });

  test("are none in maps and raw extensions", () => {
    const labelled = { ...web, metadata: { name: "web", labels: { anything: "goes", constructor: "x" } } };
    expect(decode(labelled, deployment).value).toBe(labelled);
    const revision = { apiVersion: "apps/v1", kind: "ControllerRevision", metadata: { name: "r" }, revision: 1, data: { any: [{ thing: null }] } };
    expect(decode(revision, typeSchema("io.k8s.api.apps.v1.ControllerRevision")).value).toBe(revision);
  });

  test("are told as Kubernetes tells them", () => {
    expect(strictDecodingError(["spec.a", "spec.b"])).toBe('strict decoding error: unknown field "spec.a", unknown field "spec.b"');
    expect(strictDecodingError(["spec.a"], ["spec.c"])).toBe('strict decoding error: duplicate field "spec.c", unknown field "spec.a"');
    expect(decodingWarnings(["spec.a"])).toEqual(['unknown field "spec.a"']);
  });
});

describe("values of the wrong type", () => {
  const at = (path: string, type: string) => `Go struct field ${path} of type ${type}`;
  test.each<readonly [JsonObject, string]>([
    [{ spec: { replicas: "3" } }, `json: cannot unmarshal string into ${at("DeploymentSpec.spec.replicas", "int32")}`],
    [{ spec: { replicas: 1.5 } }, `json: cannot unmarshal number 1.5 into ${at("DeploymentSpec.spec.replicas", "int32")}`],
    [{ spec: { replicas: 3e9 } }, `json: cannot unmarshal number 3000000000 into ${at("DeploymentSpec.spec.replicas", "int32")}`],
    [{ spec: { replicas: true } }, `json: cannot unmarshal bool into ${at("DeploymentSpec.spec.replicas", "int32")}`],
    [{ spec: { paused: "yes" } }, `json: cannot unmarshal string into ${at("DeploymentSpec.spec.paused", "bool")}`],
    [{ spec: [] }, `json: cannot unmarshal array into ${at("Deployment.spec", "v1.DeploymentSpec")}`],
    [{ spec: "x" }, `json: cannot unmarshal string into ${at("Deployment.spec", "v1.DeploymentSpec")}`],
    [{ metadata: { labels: { a: 1 } } }, `json: cannot unmarshal number into ${at("ObjectMeta.metadata.labels", "string")}`],
    [{ metadata: { labels: ["a"] } }, `json: cannot unmarshal array into ${at("ObjectMeta.metadata.labels", "map[string]string")}`],
    [{ metadata: { name: 5 } }, `json: cannot unmarshal number into ${at("ObjectMeta.metadata.name", "string")}`],
    [{ metadata: { finalizers: "x" } }, `json: cannot unmarshal string into ${at("ObjectMeta.metadata.finalizers", "[]string")}`],
    [inPodSpec({ containers: {} }), `json: cannot unmarshal object into ${at("PodSpec.spec.template.spec.containers", "[]v1.Container")}`],
    [inPodSpec({ containers: ["x"] }), `json: cannot unmarshal string into ${at("PodSpec.spec.template.spec.containers", "v1.Container")}`],
    [inPodSpec({ containers: [{ name: 1 }] }), `json: cannot unmarshal number into ${at("Container.spec.template.spec.containers.name", "string")}`],
    [inPodSpec({ containers: [{ env: [{ name: "a", value: 1 }] }] }), `json: cannot unmarshal number into ${at("EnvVar.spec.template.spec.containers.env.value", "string")}`],
    [inPodSpec({ containers: [{ ports: [{ containerPort: "80" }] }] }), `json: cannot unmarshal string into ${at("ContainerPort.spec.template.spec.containers.ports.containerPort", "int32")}`],
    [inPodSpec({ terminationGracePeriodSeconds: "30" }), `json: cannot unmarshal string into ${at("PodSpec.spec.template.spec.terminationGracePeriodSeconds", "int64")}`],
    [inPodSpec({ containers: [{ resources: { limits: { cpu: "abc" } } }] }), "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"],
    [inPodSpec({ containers: [{ resources: { limits: { cpu: true } } }] }), "quantities must match the regular expression"],
    [inPodSpec({ containers: [{ resources: { limits: { cpu: "1mm" } } }] }), "unable to parse quantity's suffix"],
    [inPodSpec({ containers: [{ livenessProbe: { httpGet: { port: {} } } }] }), "json: cannot unmarshal object into Go value of type int32"],
    [inPodSpec({ containers: [{ livenessProbe: { httpGet: { port: 1.5 } } }] }), "json: cannot unmarshal number 1.5 into Go value of type int32"],
    [{ metadata: { creationTimestamp: "yesterday" } }, `parsing time "yesterday" as "2006-01-02T15:04:05Z07:00": cannot parse "yesterday" as "2006"`],
    [{ metadata: { creationTimestamp: 5 } }, "json: cannot unmarshal number into Go value of type string"],
  ])("%# %j", (change, message) => {
    expect(() => decode({ ...web, ...change }, deployment)).toThrow(FormatError);
    expect(() => decode({ ...web, ...change }, deployment)).toThrow(message);
  });

  test("something that is no object at all", () => {
    expect(() => decode("x", deployment)).toThrow("json: cannot unmarshal string into Go value of type v1.Deployment");
    expect(() => decode([], deployment)).toThrow("json: cannot unmarshal array into Go value of type v1.Deployment");
  });

  test.each([
    ["a===", "illegal base64 data at input byte 1"],
    ["YWJj!", "illegal base64 data at input byte 4"],
    ["YWJ", "illegal base64 data at input byte 0"],
  ])("the bytes %j", (value, message) => {
    expect(() => decode({ data: { key: value } }, secret)).toThrow(message);
  });

  test("bytes that are no text", () => {
    expect(() => decode({ data: { key: 5 } }, secret)).toThrow("json: cannot unmarshal number into Go struct field Secret.data of type []uint8");
  });
});

describe("what Go writes differently from what it reads", () => {
  const decodePod = (spec: JsonObject) => decode({ spec: { containers: [], ...spec } }, pod).value.spec;

  test.each<readonly [JsonObject, JsonObject]>([
    [{ hostname: null }, {}],
    [{ nodeSelector: {} }, {}],
    [{ tolerations: [] }, {}],
    [{ volumes: [{ name: "v", emptyDir: {} }] }, { volumes: [{ name: "v", emptyDir: {} }] }],
    [{ securityContext: {} }, { securityContext: {} }],
    [{ containers: [{ name: "c", args: [], env: null }] }, { containers: [{ name: "c" }] }],
    [{ containers: [null] }, { containers: [{}] }],
    [{ nodeSelector: { a: null } }, { nodeSelector: { a: "" } }],
    [{ hostAliases: [{ ip: "1.1.1.1", hostnames: [null, "x"] }] }, { hostAliases: [{ ip: "1.1.1.1", hostnames: ["", "x"] }] }],
    [{ overhead: { cpu: 0.5, memory: "1024Mi" } }, { overhead: { cpu: "500m", memory: "1Gi" } }],
    [{ overhead: { cpu: null } }, { overhead: { cpu: "0" } }],
    [{ overhead: { cpu: " 1 " } }, { overhead: { cpu: "1" } }],
    [{ containers: [{ name: "c", livenessProbe: { httpGet: { port: "80" } } }] }, { containers: [{ name: "c", livenessProbe: { httpGet: { port: "80" } } }] }],
  ])("%# %j becomes %j", (spec, expected) => {
    expect(decodePod(spec)).toEqual({ containers: [], ...expected });
  });

  test("times are in UTC and whole seconds, micro times have six digits", () => {
    expect(decode({ metadata: { creationTimestamp: "2026-01-01T02:00:00.5+02:00" } }, pod).value).toEqual({ metadata: { creationTimestamp: "2026-01-01T00:00:00Z" } });
    expect(decode({ eventTime: "2026-01-01T00:00:00.5Z" }, event).value).toEqual({ eventTime: "2026-01-01T00:00:00.500000Z" });
  });

  test("base64 loses its line breaks", () => {
    expect(decode({ data: { key: "YW\nJj" } }, secret).value).toEqual({ data: { key: "YWJj" } });
  });

  test("an empty selector is something else than none", () => {
    expect(decode({ spec: { podSelector: {}, ingress: [{ from: [{ podSelector: {} }] }] } }, networkPolicy).value).toEqual({ spec: { podSelector: {}, ingress: [{ from: [{ podSelector: {} }] }] } });
    expect(decode({ spec: { podSelector: { matchLabels: {} } } }, networkPolicy).value).toEqual({ spec: { podSelector: {} } });
  });

  test("what does not change is shared", () => {
    const decoded = decode({ ...web, metadata: { ...web.metadata, annotations: {} } }, deployment).value;
    expect(decoded["spec"]).toBe(web.spec);
    expect(decoded["metadata"]).toEqual(web.metadata);
  });
});

describe("JSON text", () => {
  test.each([
    ["{}", []],
    ['{"a":1,"b":2}', []],
    ['{"a":1,"a":2}', ["a"]],
    ['{"a":1,"a":2,"a":3}', ["a", "a"]],
    ['{"spec":{"x":1,"y":{"x":1,"x":2}}}', ["spec.y.x"]],
    ['{"a":[{"b":1},{"b":1,"b":2}]}', ["a[1].b"]],
    ['{"a":[[],[{}, {"c":1,"c":2}]]}', ["a[1][1].c"]],
    ['{ "a" : "x\\"}" , "a" : "{" }', ["a"]],
    ['{"a":{"b":1},"b":1}', []],
    ['{"\\u0061":1,"a":2}', ["a"]],
    ['{"a":true,"b":null,"c":-1.5e3,"a":false}', ["a"]],
    ["[]", []],
    ['"a"', []],
    ["\n{\t}\r\n", []],
  ])("%j has the duplicates %j", (text, expected) => {
    expect(duplicateFields(text)).toEqual(expected);
  });

  test.each([
    ["", "unexpected end of JSON input"],
    ["  ", "unexpected end of JSON input"],
    ["{", "unexpected end of JSON input"],
    ['{"a":[1', "unexpected end of JSON input"],
    ["apiVersion: v1", "invalid character 'a' looking for beginning of value"],
    ["<html>", "invalid character '<' looking for beginning of value"],
    ["{a}", "invalid character 'a' looking for beginning of object key string"],
  ])("%j is none: %s", (text, message) => {
    expect(() => parseJson(text)).toThrow(message);
    expect(() => parseJson(text)).toThrow(FormatError);
  });

  test("is parsed", () => {
    expect(parseJson('{"a":[1,"x",null]}')).toEqual({ a: [1, "x", null] });
  });
});
