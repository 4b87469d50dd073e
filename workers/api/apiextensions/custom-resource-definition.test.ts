import { describe, expect, test } from "vitest";
import { complaints, made, row, updates } from "../../testing/made-object.ts";
import { APIServices } from "../apiregistration/api-service.ts";
import { CustomResourceDefinitions } from "./custom-resource-definition.ts";

const metadata = { name: "crontabs.stable.example.com" };
const schema = (properties: object = {}, rest: object = {}) => ({ openAPIV3Schema: { type: "object", properties, ...rest } });
const version = (change: object = {}) => ({ name: "v1", served: true, storage: true, schema: schema({ spec: { type: "object", properties: { replicas: { type: "integer" }, cron: { type: "string" } } } }), ...change });
const definition = (spec: object = {}, rest: object = {}) => ({
  metadata,
  ...rest,
  spec: { group: "stable.example.com", scope: "Namespaced", names: { plural: "crontabs", kind: "CronTab" }, versions: [version()], ...spec },
});
const inVersion = (change: object) => complaints(CustomResourceDefinitions, definition({ versions: [version(change)] }));
const ofSchema = (properties: object, rest: object = {}) =>
  inVersion({ schema: schema(properties, rest) }).map((message) => message.replace(/^spec\.validation\.openAPIV3Schema\.?/, ""));

describe("a definition", () => {
  test("names its objects, and remembers how they are stored", () => {
    const { spec, status, metadata: { generation } } = made(CustomResourceDefinitions, definition());
    expect(spec.names).toEqual({ plural: "crontabs", kind: "CronTab", singular: "crontab", listKind: "CronTabList" });
    expect([spec.conversion, status, generation]).toEqual([{ strategy: "None" }, { storedVersions: ["v1"] }, undefined]);
    expect(complaints(CustomResourceDefinitions, definition())).toEqual([]);
    expect(row(CustomResourceDefinitions, made(CustomResourceDefinitions, definition()))).toEqual(["crontabs.stable.example.com", "2026-04-22T10:00:00Z"]);
  });

  const names = (change: object) => definition({ names: { plural: "crontabs", kind: "CronTab", ...change } });
  const webhook = { clientConfig: { url: "https://example.com" }, conversionReviewVersions: ["v1"] };

  test.each<readonly [string, object, readonly string[]]>([
    ["another name", definition({}, { metadata: { name: "crons.stable.example.com" } }), ['metadata.name: Invalid value: "crons.stable.example.com": must be spec.names.plural+"."+spec.group']],
    ["a group without a dot", definition({ group: "stable" }, { metadata: { name: "crontabs.stable" } }), ['spec.group: Invalid value: "stable": should be a domain with at least one dot']],
    ["an unknown scope", definition({ scope: "Galaxy" }), ['spec.scope: Unsupported value: "Galaxy": supported values: "Cluster", "Namespaced"']],
    ["no scope", definition({ scope: undefined }), ["spec.scope: Required value"]],
    ["no kind", names({ kind: "" }), ["spec.names.singular: Required value", "spec.names.kind: Required value", "spec.names.listKind: Required value"]],
    ["one name for both", names({ listKind: "CronTab" }), ['spec.names.listKind: Invalid value: "CronTab": kind and listKind may not be the same']],
    ["short names in capitals", names({ shortNames: ["CT"] }), [expect.stringMatching(/^spec\.names\.shortNames\[0\]: Invalid value: "CT": a DNS-1035 label must consist/)]],
    ["all fields kept", definition({ preserveUnknownFields: true }), ["spec.preserveUnknownFields: Invalid value: true: cannot set to true, set x-kubernetes-preserve-unknown-fields to true in spec.versions[*].schema instead"]],
    ["a webhook that nobody asks", definition({ conversion: { strategy: "None", webhook } }), ["spec.conversion.webhookClientConfig: Forbidden: should not be set when strategy is not set to Webhook", "spec.conversion.conversionReviewVersions: Forbidden: should not be set when strategy is not set to Webhook"]],
    ["a webhook that is not there", definition({ conversion: { strategy: "Webhook" } }), ["spec.conversion.webhookClientConfig: Required value: required when strategy is set to Webhook", "spec.conversion.conversionReviewVersions: Required value"]],
    ["a webhook", definition({ conversion: { strategy: "Webhook", webhook } }), []],
    ["a group of the community", { ...definition({ group: "new.k8s.io" }), metadata: { name: "crontabs.new.k8s.io" } }, [
      'metadata.annotations[api-approved.kubernetes.io]: Required value: protected groups must have approval annotation "api-approved.kubernetes.io", see https://github.com/kubernetes/enhancements/pull/1111',
    ]],
    ["a group of the community, for an experiment", { ...definition({ group: "new.k8s.io" }), metadata: { name: "crontabs.new.k8s.io", annotations: { "api-approved.kubernetes.io": "unapproved, experimental" } } }, []],
  ])("with %s", (_, draft, expected) => {
    expect(complaints(CustomResourceDefinitions, draft)).toEqual(expected);
  });

  test("that is in use keeps its kind and scope, and always its name", () => {
    const before = { ...made(CustomResourceDefinitions, definition()), status: { storedVersions: ["v1"], conditions: [{ type: "Established", status: "True" }] } };
    const after = { ...before, spec: { ...before.spec, scope: "Cluster", group: "other.example.com", names: { ...before.spec.names, kind: "Other", plural: "others" } } };
    expect(CustomResourceDefinitions.validateUpdate(after as never, before).map(({ field }) => field)).toEqual(["spec.scope", "spec.names.kind", "spec.group", "spec.names.plural"]);
  });
});

describe("versions", () => {
  const versions = (...list: readonly object[]) => definition({ versions: list });

  test.each<readonly [string, object, readonly (string | RegExp)[]]>([
    ["two, one of them stored", versions(version(), version({ name: "v2", storage: false })), []],
    ["none", versions(), [/^spec\.versions: .*must have exactly one version marked as storage version$/, /^status\.storedVersions: Invalid value: \[\]: must have at least one stored version$/]],
    ["two that are stored", versions(version(), version({ name: "v2" })), [/must have exactly one version marked as storage version$/, /^status.storedVersions: .*must have the storage version v2$/]],
    ["one twice", versions(version(), version({ storage: false })), [/must contain unique version names$/]],
    ["without a schema", versions(version({ schema: undefined })), [/^spec\.versions\[0\]\.schema\.openAPIV3Schema: Required value$/]],
    ["with a warning too early", versions(version({ deprecationWarning: "soon" })), [/deprecationWarning: Invalid value: "soon": can only be set for deprecated versions$/]],
    ["with different mistakes", versions(version({ schema: schema({ a: {} }) }), version({ name: "v2", storage: false })), [/^spec\.versions\[0\]\.schema\.openAPIV3Schema\.properties\[a\]\.type: Required value: must not be empty for specified object fields$/]],
  ])("%s", (_, draft, expected) => {
    expect(complaints(CustomResourceDefinitions, draft)).toEqual(expected.map((pattern) => (typeof pattern === "string" ? pattern : expect.stringMatching(pattern))));
  });

  test("that were stored once stay", () => {
    const { spec } = made(CustomResourceDefinitions, definition());
    const next = { ...spec, versions: [version({ name: "v2" })] };
    expect(updates(CustomResourceDefinitions, definition(), { spec: next })).toEqual([expect.stringMatching(/^status\.storedVersions\[0\]: Invalid value: "v1": missing from spec\.versions; v1 was previously a storage version, and must remain/)]);
    expect(updates(CustomResourceDefinitions, definition(), { spec: { ...spec, versions: [version({ storage: false }), version({ name: "v2" })] } })).toEqual([]);
  });

  test.each<readonly [string, object, readonly string[]]>([
    ["columns", { additionalPrinterColumns: [{ name: "Cron", type: "string", jsonPath: ".spec.cron" }] }, []],
    ["columns of nothing", { additionalPrinterColumns: [{}] }, [
      "spec.additionalPrinterColumns[0].name: Required value",
      "spec.additionalPrinterColumns[0].type: Required value: must be one of boolean,date,integer,number,string",
      "spec.additionalPrinterColumns[0].JSONPath: Required value",
    ]],
    ["columns of strange types", { additionalPrinterColumns: [{ name: "A", type: "text", format: "loud", jsonPath: "spec" }] }, [
      'spec.additionalPrinterColumns[0].type: Invalid value: "text": must be one of boolean,date,integer,number,string',
      'spec.additionalPrinterColumns[0].format: Invalid value: "loud": must be one of byte,date,date-time,double,float,int32,int64,password',
      'spec.additionalPrinterColumns[0].JSONPath: Invalid value: "spec": must be a simple json path starting with .',
    ]],
    ["a scale", { subresources: { scale: { specReplicasPath: ".spec.replicas", statusReplicasPath: ".status.replicas", labelSelectorPath: ".status.selector" } } }, []],
    ["a scale of elsewhere", { subresources: { scale: { specReplicasPath: ".status.replicas", statusReplicasPath: "", labelSelectorPath: ".metadata.labels" } } }, [
      'spec.subresources.scale.specReplicasPath: Invalid value: ".status.replicas": should be a json path under .spec',
      "spec.subresources.scale.statusReplicasPath: Required value",
      'spec.subresources.scale.labelSelectorPath: Invalid value: ".metadata.labels": should be a json path under either .spec or .status',
    ]],
    ["fields to select by", { selectableFields: [{ jsonPath: ".spec.cron" }] }, []],
    ["odd fields to select by", { selectableFields: [{ jsonPath: ".spec" }, { jsonPath: ".spec.cron" }, { jsonPath: ".spec.cron" }, { jsonPath: ".metadata.name" }] }, [
      'spec.selectableFields[0].jsonPath: Invalid value: ".spec": must point to a field of type string, boolean or integer. Enum string fields and strings with formats are allowed.',
      'spec.selectableFields[2].jsonPath: Duplicate value: ".spec.cron"',
      'spec.selectableFields[3].jsonPath: Invalid value: ".metadata.name": must not point to fields in metadata',
    ]],
  ])("have %s", (_, change, expected) => {
    expect(inVersion(change)).toEqual(expected);
  });
});

describe("a schema", () => {
  test.each<readonly [string, object, readonly string[]]>([
    ["of anything", { a: { "x-kubernetes-preserve-unknown-fields": true }, b: { "x-kubernetes-int-or-string": true, anyOf: [{ type: "integer" }, { type: "string" }] } }, []],
    ["of names", { metadata: { type: "object", properties: { name: { type: "string", maxLength: 5 } } } }, []],
    ["of no type", { a: {} }, ["properties[a].type: Required value: must not be empty for specified object fields"]],
    ["of strange types", { a: { type: "text" } }, ['properties[a].type: Unsupported value: "text": supported values: "array", "boolean", "integer", "number", "object", "string"']],
    ["of lists of nothing", { a: { type: "array" }, b: { type: "array", items: {} } }, ["properties[a].items: Required value: must be specified", "properties[b].items.type: Required value: must not be empty for specified array items"]],
    ["of metadata", { metadata: { type: "object", properties: { labels: { type: "object" } } } }, ["properties[metadata]: Forbidden: must not specify anything other than name and generateName, but metadata is implicitly specified"]],
    ["of a number for a kind", { kind: { type: "integer" } }, ['properties[kind].type: Invalid value: "integer": must be string']],
    ["of fixed and free fields", { a: { type: "object", properties: { b: { type: "string" } }, additionalProperties: { type: "string" } } }, ["properties[a].additionalProperties: Forbidden: additionalProperties and properties are mutual exclusive"]],
    ["elsewhere", { a: { type: "object", $ref: "#/b" } }, ["properties[a].$ref: Forbidden: $ref is not supported"]],
    ["of unique items", { a: { type: "array", uniqueItems: true, items: { type: "string" } } }, ["properties[a].uniqueItems: Forbidden: uniqueItems cannot be set to true since the runtime complexity becomes quadratic"]],
    ["of a broken pattern", { a: { type: "string", pattern: "(" } }, [expect.stringMatching(/^properties\[a\]\.pattern: Invalid value: "\(": must be a valid regular expression, but isn't: /)]],
    ["of a condition on what is not there", { a: { type: "object", anyOf: [{ properties: { b: { minimum: 1 } } }] } }, ["spec.validation.openAPIV3Schema.properties[a].properties[b]: Required value: because it is defined in spec.validation.openAPIV3Schema.properties[a].anyOf[0].properties[b]".replace("spec.validation.openAPIV3Schema.", "")]],
    ["of a condition with a type", { a: { type: "string", not: { type: "string" } } }, ["properties[a].not.type: Forbidden: must be empty to be structural"]],
    ["of objects without fields", { a: { type: "object", "x-kubernetes-embedded-resource": true } }, ["properties[a].properties: Required value: must not be empty if x-kubernetes-embedded-resource is true without x-kubernetes-preserve-unknown-fields"]],
    ["of a default for a kind", { kind: { type: "string", default: "X" } }, ["properties[kind].default: Forbidden: must not be set in top-level kind"]],
    ["of an empty rule", { a: { type: "string", "x-kubernetes-validations": [{ rule: " " }] } }, ["properties[a].x-kubernetes-validations[0].rule: Required value: rule is not specified"]],
  ])("%s", (_, properties, expected) => {
    expect(ofSchema(properties)).toEqual(expected);
  });

  const list = (change: object) => ({ a: { type: "array", items: { type: "object", properties: { name: { type: "string" } }, required: ["name"] }, ...change } });
  const [type, keys] = ["x-kubernetes-list-type", "x-kubernetes-list-map-keys"];

  test.each<readonly [string, object, readonly string[]]>([
    ["by their names", list({ [type]: "map", [keys]: ["name"] }), []],
    ["as sets of values", { a: { type: "array", [type]: "set", items: { type: "string" } } }, []],
    ["as sets of objects", list({ [type]: "set" }), ["properties[a].items.x-kubernetes-map-type: Invalid value: null: must be atomic as item of a list with x-kubernetes-list-type=set"]],
    ["by nothing", list({ [type]: "map" }), ["properties[a].x-kubernetes-list-map-keys: Required value: must not be empty if x-kubernetes-list-type is map"]],
    ["by what they do not have", list({ [type]: "map", [keys]: ["id"] }), ['properties[a].x-kubernetes-list-map-keys: Invalid value: ["id"]: entries must all be names of item properties']],
    ["by what they may not have", { a: { type: "array", [type]: "map", [keys]: ["id"], items: { type: "object", properties: { id: { type: "string" } } } } }, ["properties[a].items.properties[id].default: Required value: this property is in x-kubernetes-list-map-keys, so it must have a default or be a required property"]],
    ["by keys alone", list({ [keys]: ["name"] }), ["properties[a].x-kubernetes-list-type: Required value: must be map if x-kubernetes-list-map-keys is non-empty"]],
    ["that are none", { a: { type: "string", [type]: "set" } }, ['properties[a].type: Invalid value: "string": must be array if x-kubernetes-list-type is specified']],
    ["in their own way", list({ [type]: "tree" }), ['properties[a].x-kubernetes-list-type: Unsupported value: "tree": supported values: "atomic", "set", "map"']],
  ])("merges lists %s", (_, properties, expected) => {
    expect(ofSchema(properties)).toEqual(expected);
  });

  test("is of objects at its root, and of little else beside a status", () => {
    expect(ofSchema({}, { type: "string" })).toContain('type: Invalid value: "string": must be object at the root');
    expect(ofSchema({}, { nullable: true })).toContain("nullable: Forbidden: nullable cannot be true at the root");
    expect(ofSchema({}, { properties: undefined, additionalProperties: { type: "string" } })).toContain("additionalProperties: Forbidden: must not be used at the root");
    const [problem] = inVersion({ subresources: { status: {} }, schema: schema({}, { anyOf: [{ required: ["a"] }] }) });
    expect(problem).toMatch(/: only \[Description Type Format .* XPreserveUnknownFields XValidations\] fields are allowed at the root of the schema if the status subresource is enabled$/);
  });
});

describe("an APIService", () => {
  const service = (change: object = {}, name = "v1.example.com") => ({ metadata: { name }, spec: { group: "example.com", version: "v1", groupPriorityMinimum: 100, versionPriority: 10, ...change } });
  const remote = { service: { name: "s", namespace: "n" } };

  test("of this server is available at once, that of others when somebody says so", () => {
    expect(row(APIServices, made(APIServices, service()))).toEqual(["v1.example.com", "Local", "True", "10m"]);
    const other = made(APIServices, service(remote));
    expect(other.spec.service?.port).toBe(443);
    expect(row(APIServices, other)).toEqual(["v1.example.com", "n/s", "Unknown", "10m"]);
    const missing = { conditions: [{ type: "Available", status: "False", reason: "MissingEndpoints" }] };
    expect(row(APIServices, { ...other, status: missing })[2]).toBe("False (MissingEndpoints)");
  });

  test.each<readonly [string, object, readonly string[]]>([
    ["of the core", service({ group: "" }, "v1."), []],
    ["of another name", service({}, "v2.example.com"), ['metadata.name: Invalid value: "v2.example.com": must be `spec.version+"."+spec.group`: "v1.example.com"']],
    ["of no group", service({ group: "", version: "v2" }, "v2."), ["spec.group: Required value: only v1 may have an empty group and it better be legacy kube"]],
    ["of no importance", service({ groupPriorityMinimum: 0, versionPriority: 1001 }), ["spec.groupPriorityMinimum: Invalid value: 0: must be positive and less than 20000", "spec.versionPriority: Invalid value: 1001: must be positive and less than 1000"]],
    ["of this server, in a careless way", service({ insecureSkipTLSVerify: true }), ["spec.insecureSkipTLSVerify: Invalid value: true: local APIServices may not have insecureSkipTLSVerify"]],
    ["of nobody", service({ service: {} }), ["spec.service.namespace: Required value", "spec.service.name: Required value"]],
    ["of somebody trusted twice", service({ ...remote, caBundle: "QQ==", insecureSkipTLSVerify: true }), ["spec.insecureSkipTLSVerify: Invalid value: true: may not be true if caBundle is present"]],
  ])("%s", (_, draft, expected) => {
    expect(complaints(APIServices, draft)).toEqual(expected);
  });
});
