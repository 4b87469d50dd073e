import { describe, expect, test } from "vitest";
import { complaints, made, row } from "../../testing/made-object.ts";
import { MutatingAdmissionPolicyBindings } from "./mutating-admission-policy-binding.ts";
import { MutatingAdmissionPolicies } from "./mutating-admission-policy.ts";
import { MutatingWebhookConfigurations } from "./mutating-webhook-configuration.ts";
import { ValidatingAdmissionPolicyBindings } from "./validating-admission-policy-binding.ts";
import { ValidatingAdmissionPolicies } from "./validating-admission-policy.ts";
import { ValidatingWebhookConfigurations } from "./validating-webhook-configuration.ts";

const rule = { operations: ["CREATE"], apiGroups: [""], apiVersions: ["v1"], resources: ["pods"] };
const webhook = { name: "a.example.com", clientConfig: { url: "https://example.com/check" }, rules: [rule], sideEffects: "None", admissionReviewVersions: ["v1"] };
const asking = (change: object = {}) => ({ webhooks: [{ ...webhook, ...change }] });

describe("a webhook", () => {
  test("fails closed, after ten seconds, for all objects", () => {
    const usual = { failurePolicy: "Fail", matchPolicy: "Equivalent", namespaceSelector: {}, objectSelector: {}, timeoutSeconds: 10, rules: [{ ...rule, scope: "*" }] };
    expect(made(ValidatingWebhookConfigurations, asking()).webhooks).toEqual([{ ...webhook, ...usual }]);
    expect(made(MutatingWebhookConfigurations, asking()).webhooks).toEqual([{ ...webhook, ...usual, reinvocationPolicy: "Never" }]);
    const service = { name: "s", namespace: "n" };
    expect(made(ValidatingWebhookConfigurations, asking({ clientConfig: { service } })).webhooks?.[0]?.clientConfig).toEqual({ service: { ...service, port: 443 } });
  });

  const at = "webhooks[0]";
  const url = (text: string) => asking({ clientConfig: { url: text } });
  const form = "; desired format: https://host[/path]";
  const service = (change: object) => asking({ clientConfig: { service: { name: "s", namespace: "n", ...change } } });

  test.each<readonly [string, object, readonly string[]]>([
    ["complete", asking(), []],
    ["of a service", service({ path: "/validate/pods" }), []],
    ["of no owner", asking({ name: "a.b" }), [`${at}.name: Invalid value: "a.b": should be a domain with at least three segments separated by dots`]],
    ["without a name", asking({ name: undefined }), [`${at}.name: Required value`]],
    ["nowhere", asking({ clientConfig: {} }), [`${at}.clientConfig: Required value: exactly one of url or service is required`]],
    ["at an open address", url("http://example.com"), [`${at}.clientConfig.url: Invalid value: "http": 'https' is the only allowed URL scheme${form}`]],
    ["at no host", url("https:///a"), [`${at}.clientConfig.url: Invalid value: "": host must be specified${form}`]],
    ["at an address with secrets", url("https://me:pw@example.com/?a=b#c"), [
      `${at}.clientConfig.url: Invalid value: "me:pw": user information is not permitted in the URL`,
      `${at}.clientConfig.url: Invalid value: "c": fragments are not permitted in the URL`,
      `${at}.clientConfig.url: Invalid value: "a=b": query parameters are not permitted in the URL`,
    ]],
    ["of no service", service({ name: "", port: 70000 }), [`${at}.clientConfig.service.name: Required value: service name is required`, `${at}.clientConfig.service.port: Invalid value: 70000: port is not valid: must be between 1 and 65535, inclusive`]],
    ["at a strange path", service({ path: "a//b" }), [`${at}.clientConfig.service.path: Invalid value: "a//b": must start with a '/'`, `${at}.clientConfig.service.path: Invalid value: "a//b": segment[0] may not be empty`, `${at}.clientConfig.service.path: Invalid value: "a//b": segment[1] may not be empty`]],
    ["with effects", asking({ sideEffects: "Some" }), [`${at}.sideEffects: Unsupported value: "Some": supported values: "None", "NoneOnDryRun"`]],
    ["with unknown effects", asking({ sideEffects: undefined }), [`${at}.sideEffects: Required value: must specify one of None, NoneOnDryRun`]],
    ["of another time", asking({ admissionReviewVersions: ["v3", "v3"] }), [`${at}.admissionReviewVersions[1]: Invalid value: "v3": duplicate version`, `${at}.admissionReviewVersions: Invalid value: ["v3","v3"]: must include at least one of v1, v1beta1`]],
    ["without patience", asking({ timeoutSeconds: 31 }), [`${at}.timeoutSeconds: Invalid value: 31: the timeout value must be between 1 and 30 seconds`]],
    ["under conditions", asking({ matchConditions: [{ name: "a", expression: " " }, { name: "a", expression: "true" }] }), [`${at}.matchConditions[0].expression: Required value`, `${at}.matchConditions[1].name: Duplicate value: "a"`]],
    ["of a strange policy", asking({ failurePolicy: "Maybe" }), [`${at}.failurePolicy: Unsupported value: "Maybe": supported values: "Fail", "Ignore"`]],
  ])("%s", (_, draft, expected) => {
    expect(complaints(ValidatingWebhookConfigurations, draft)).toEqual(expected);
  });

  test.each<readonly [string, object, readonly string[]]>([
    ["everything", { operations: ["*"], apiGroups: ["*"], apiVersions: ["*"], resources: ["*/*"] }, []],
    ["nothing", { operations: [], apiGroups: [], apiVersions: [], resources: [] }, ["operations: Required value", "apiGroups: Required value", "apiVersions: Required value", "resources: Required value"]],
    ["everything and something", { operations: ["*", "CREATE"] }, [`operations: Invalid value: ["*","CREATE"]: if '*' is present, must not specify other operations`]],
    ["reading", { operations: ["GET"] }, ['operations[0]: Unsupported value: "GET": supported values: "*", "CONNECT", "CREATE", "DELETE", "UPDATE"']],
    ["all groups and one", { apiGroups: ["*", "apps"] }, [`apiGroups: Invalid value: ["*","apps"]: if '*' is present, must not specify other API groups`]],
    ["all resources and one", { resources: ["*", "pods"] }, [`resources: Invalid value: ["*","pods"]: if '*' is present, must not specify other resources without subresources`]],
    ["all parts and one", { resources: ["pods/*", "pods/log"] }, [`resources[1]: Invalid value: "pods/log": if 'pods/*' is present, must not specify pods/log`]],
    ["some scope", { scope: "Galaxy" }, ['scope: Unsupported value: "Galaxy": supported values: "*", "Cluster", "Namespaced"']],
  ])("for %s", (_, change, expected) => {
    expect(complaints(ValidatingWebhookConfigurations, asking({ rules: [{ ...rule, ...change }] }))).toEqual(expected.map((message) => `${at}.rules[0].${message}`));
  });

  test("has a name of its own, and is counted", () => {
    expect(complaints(MutatingWebhookConfigurations, { webhooks: [webhook, webhook] })).toEqual(['webhooks[1].name: Duplicate value: "a.example.com"']);
    expect(complaints(MutatingWebhookConfigurations, asking({ reinvocationPolicy: "Always" }))).toEqual([`${at}.reinvocationPolicy: Unsupported value: "Always": supported values: "IfNeeded", "Never"`]);
    expect(row(MutatingWebhookConfigurations, made(MutatingWebhookConfigurations, asking()))).toEqual(["a", 1, "10m"]);
    expect(row(ValidatingWebhookConfigurations, made(ValidatingWebhookConfigurations, {}))).toEqual(["a", 0, "10m"]);
  });
});

const matchConstraints = { resourceRules: [rule] };
const demanding = (change: object = {}) => ({ spec: { matchConstraints, validations: [{ expression: "true" }], ...change } });
const changing = (change: object = {}) => ({ spec: { matchConstraints, mutations: [{ patchType: "JSONPatch", jsonPatch: { expression: "[]" } }], ...change } });

describe("a policy", () => {
  test("fails closed, for all objects", () => {
    const usual = { failurePolicy: "Fail", matchConstraints: { matchPolicy: "Equivalent", namespaceSelector: {}, objectSelector: {}, resourceRules: [{ ...rule, scope: "*" }] } };
    expect(made(ValidatingAdmissionPolicies, demanding()).spec).toMatchObject(usual);
    expect(made(MutatingAdmissionPolicies, changing()).spec).toMatchObject({ ...usual, reinvocationPolicy: "Never" });
  });

  test.each<readonly [string, object, readonly string[]]>([
    ["complete", demanding({ paramKind: { apiVersion: "v1", kind: "ConfigMap" }, variables: [{ name: "a", expression: "1" }], auditAnnotations: [{ key: "k", valueExpression: "'v'" }] }), []],
    ["of nothing", { spec: {} }, [
      "spec.matchConstraints: Required value",
      "spec.validations: Required value: validations or auditAnnotations must contain at least one item",
      "spec.auditAnnotations: Required value: validations or auditAnnotations must contain at least one item",
    ]],
    ["for nothing", demanding({ matchConstraints: {} }), ["spec.matchConstraints.resourceRules: Required value"]],
    ["without words", demanding({ validations: [{ expression: " " }] }), ["spec.validations[0].expression: Required value: expression is not specified"]],
    ["of long words", demanding({ validations: [{ expression: "a &&\nb" }] }), ["spec.validations[0].message: Required value: message must be specified if expression contains line breaks"]],
    ["with a long answer", demanding({ validations: [{ expression: "true", message: "a\nb", reason: "Bored" }] }), [
      'spec.validations[0].message: Invalid value: "a\\nb": message must not contain line breaks',
      'spec.validations[0].reason: Unsupported value: "Bored": supported values: "Forbidden", "Invalid", "RequestEntityTooLarge", "Unauthorized"',
    ]],
    ["of strange variables", demanding({ variables: [{ name: "a-b", expression: "" }] }), ['spec.variables[0].name: Invalid value: "a-b": name is not a valid CEL identifier', "spec.variables[0].expression: Required value: expression is not specified"]],
    ["with half a parameter", demanding({ paramKind: { kind: "ConfigMap" } }), ["spec.paramKind.apiVersion: Required value"]],
  ])("that validates, %s", (_, draft, expected) => {
    expect(complaints(ValidatingAdmissionPolicies, draft)).toEqual(expected);
  });

  test.each<readonly [string, object, readonly string[]]>([
    ["complete", changing(), []],
    ["nothing", changing({ mutations: [] }), ["spec.mutations: Required value: mutations must contain at least one item"]],
    ["somehow", changing({ mutations: [{ patchType: "Magic" }] }), ['spec.mutations[0].patchType: Unsupported value: "Magic": supported values: "ApplyConfiguration", "JSONPatch"']],
    ["one way in the words of another", changing({ mutations: [{ patchType: "ApplyConfiguration", jsonPatch: { expression: "[]" } }] }), [
      "spec.mutations[0].applyConfiguration: Required value: must be specified when patchType is ApplyConfiguration",
      'spec.mutations[0].jsonPatch: Invalid value: {"expression":"[]"}: may not be specified when patchType is ApplyConfiguration',
    ]],
  ])("that changes %s", (_, draft, expected) => {
    expect(complaints(MutatingAdmissionPolicies, draft)).toEqual(expected);
  });

  test("shows how much it asks", () => {
    expect(row(ValidatingAdmissionPolicies, made(ValidatingAdmissionPolicies, demanding({ paramKind: { apiVersion: "v1", kind: "ConfigMap" } })))).toEqual(["a", 1, "v1/ConfigMap", "10m"]);
    expect(row(MutatingAdmissionPolicies, made(MutatingAdmissionPolicies, changing()))).toEqual(["a", 1, "<unset>", "10m"]);
  });
});

describe("a binding", () => {
  const binding = (change: object = {}) => ({ spec: { policyName: "p", validationActions: ["Deny"], ...change } });

  test.each<readonly [string, object, readonly string[]]>([
    ["everywhere", binding(), []],
    ["with parameters", binding({ paramRef: { name: "limits", namespace: "default", parameterNotFoundAction: "Deny" } }), []],
    ["of nothing", { spec: {} }, ["spec.policyName: Required value", "spec.validationActions: Required value"]],
    ["with parameters somewhere", binding({ paramRef: {} }), ["spec.paramRef: Required value: one of name or selector must be specified", "spec.paramRef.parameterNotFoundAction: Required value"]],
    ["with parameters twice", binding({ paramRef: { name: "a", selector: {}, parameterNotFoundAction: "Allow" } }), ["spec.paramRef.name: Forbidden: name and selector are mutually exclusive", "spec.paramRef.selector: Forbidden: name and selector are mutually exclusive"]],
    ["that says it twice", binding({ validationActions: ["Deny", "Warn"] }), [
      'spec.validationActions: Invalid value: ["Deny","Warn"]: must not contain both Deny and Warn (repeating the same validation failure information in the API response and headers serves no purpose)',
    ]],
    ["that shouts", binding({ validationActions: ["Shout", "Audit", "Audit"] }), ['spec.validationActions[0]: Unsupported value: "Shout": supported values: "Audit", "Deny", "Warn"', 'spec.validationActions[2]: Duplicate value: "Audit"']],
  ])("%s", (_, draft, expected) => {
    expect(complaints(ValidatingAdmissionPolicyBindings, draft)).toEqual(expected);
  });

  test.each<readonly [object | undefined, string]>([
    [undefined, "<unset>"], [{ name: "a" }, "a"], [{ name: "a", namespace: "b" }, "b/a"], [{ selector: { matchLabels: { a: "b" } } }, "a=b"],
  ])("with parameters %j shows %s", (paramRef, text) => {
    expect(row(MutatingAdmissionPolicyBindings, made(MutatingAdmissionPolicyBindings, { spec: { policyName: "p", paramRef } }))).toEqual(["a", "p", text, "10m"]);
    expect(complaints(MutatingAdmissionPolicyBindings, { spec: { policyName: "p" } })).toEqual([]);
  });
});
