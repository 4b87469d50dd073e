import { describe, expect, test } from "vitest";
import { complaints, made, row, statusUpdates, updates } from "../../testing/made-object.ts";
import { PodDisruptionBudgets } from "../policy/pod-disruption-budget.ts";
import { RuntimeClasses } from "../node/runtime-class.ts";
import { LimitRanges } from "./limit-range.ts";
import { PodTemplates } from "./pod-template.ts";
import { ReplicationControllers } from "./replication-controller.ts";
import { ResourceQuotas } from "./resource-quota.ts";

describe("a ResourceQuota", () => {
  const quota = (hard: object, rest: object = {}) => ({ spec: { hard, ...rest } });

  test.each<readonly [string, object, readonly string[]]>([
    ["counts things", quota({ pods: "10", "requests.cpu": "4", "count/deployments.apps": "2", "requests.nvidia.com/gpu": "1" }), []],
    ["of unknown things", quota({ clouds: "1" }), ['spec.hard[clouds]: Invalid value: "clouds": must be a standard resource type or fully qualified', 'spec.hard[clouds]: Invalid value: "clouds": must be a standard resource for quota']],
    ["of half a pod", quota({ pods: "500m" }), ['spec.hard[pods]: Invalid value: "500m": must be an integer']],
    ["below nothing", quota({ cpu: "-1" }), ['spec.hard[cpu]: Invalid value: "-1": must be greater than or equal to 0']],
    ["in an unknown scope", quota({}, { scopes: ["Odd"] }), ['spec.scopes: Invalid value: ["Odd"]: unsupported scope']],
    ["in scopes that exclude each other", quota({}, { scopes: ["BestEffort", "NotBestEffort"] }), ['spec.scopes: Invalid value: ["BestEffort","NotBestEffort"]: conflicting scopes']],
    ["for some priorities", quota({}, { scopeSelector: { matchExpressions: [{ scopeName: "PriorityClass", operator: "In", values: ["high"] }] } }), []],
    ["for no priority", quota({}, { scopeSelector: { matchExpressions: [{ scopeName: "PriorityClass", operator: "In" }] } }), [
      "spec.scopeSelector.matchExpressions.values: Required value: must be at least one value when `operator` is 'In' or 'NotIn' for scope selector",
    ]],
  ])("%s", (_, draft, expected) => {
    expect(complaints(ResourceQuotas, draft)).toEqual(expected);
  });

  test("shows what is used of what there is, and keeps its scopes", () => {
    const status = { hard: { "requests.cpu": "2", pods: "10", "limits.cpu": "4" }, used: { pods: "3", "requests.cpu": "500m" } };
    expect(row(ResourceQuotas, { ...made(ResourceQuotas, {}), status })).toEqual(["a", "pods: 3/10, requests.cpu: 500m/2", "limits.cpu: 0/4", "10m"]);
    expect(updates(ResourceQuotas, quota({}), quota({}, { scopes: ["Terminating"] }))).toEqual(['spec.scopes: Invalid value: ["Terminating"]: field is immutable']);
    expect(statusUpdates(ResourceQuotas, quota({}), { used: { cpu: "-1" } })).toEqual(['status.used[cpu]: Invalid value: "-1": must be greater than or equal to 0']);
  });
});

describe("a LimitRange", () => {
  const limit = (item: object) => ({ spec: { limits: [{ type: "Container", ...item }] } });

  test.each<readonly [string, object, object]>([
    ["the most is the usual limit and request", { max: { cpu: "2" } }, { max: { cpu: "2" }, default: { cpu: "2" }, defaultRequest: { cpu: "2" } }],
    ["the limit is the request", { default: { cpu: "1" } }, { default: { cpu: "1" }, defaultRequest: { cpu: "1" } }],
    ["the least is the request", { min: { cpu: "100m" } }, { min: { cpu: "100m" }, defaultRequest: { cpu: "100m" } }],
  ])("for containers: %s", (_, item, expected) => {
    expect(made(LimitRanges, limit(item)).spec?.limits).toEqual([{ type: "Container", ...expected }]);
  });

  const at = "spec.limits[0]";

  test.each<readonly [string, object, readonly string[]]>([
    ["in order", limit({ min: { cpu: "1" }, defaultRequest: { cpu: "2" }, default: { cpu: "3" }, max: { cpu: "4" } }), []],
    ["upside down", limit({ type: "Pod", min: { cpu: "3" }, max: { cpu: "2" } }), [`${at}.min[cpu]: Invalid value: "3": min value 3 is greater than max value 2`]],
    ["asking for more than the limit", limit({ defaultRequest: { cpu: "3" }, default: { cpu: "2" } }), [`${at}.defaultRequest[cpu]: Invalid value: "3": default request value 3 is greater than default limit value 2`]],
    ["with defaults of pods", limit({ type: "Pod", default: { cpu: "1" } }), [`${at}.default: Forbidden: may not be specified when \`type\` is 'Pod'`]],
    ["of planets", limit({ type: "Planet" }), [`${at}.type: Invalid value: "Planet": must be a standard limit type or fully qualified`]],
    ["of claims without sizes", limit({ type: "PersistentVolumeClaim" }), [`${at}.limits: Required value: either minimum or maximum storage value is required, but neither was provided`]],
    ["with a ratio below one", limit({ maxLimitRequestRatio: { cpu: "500m" } }), [`${at}.maxLimitRequestRatio[cpu]: Invalid value: "500m": ratio 500m is less than 1`]],
    ["with a ratio that cannot be", limit({ type: "Pod", min: { cpu: "1" }, max: { cpu: "2" }, maxLimitRequestRatio: { cpu: "3" } }), [
      `${at}.maxLimitRequestRatio[cpu]: Invalid value: "3": ratio 3 is greater than max/min = 2.000000`,
    ]],
  ])("%s", (_, draft, expected) => {
    expect(complaints(LimitRanges, draft)).toEqual(expected);
  });

  test("speaks of each type once", () => {
    const item = { type: "Pod", max: { cpu: "1" } };
    expect(complaints(LimitRanges, { spec: { limits: [item, item] } })).toEqual(['spec.limits[1].type: Duplicate value: "Pod"']);
    expect(row(LimitRanges, made(LimitRanges, {}))).toEqual(["a", "2026-04-22T10:00:00Z"]);
  });
});

describe("a PodDisruptionBudget", () => {
  const budget = (spec: object) => ({ spec: { selector: { matchLabels: { app: "a" } }, ...spec } });

  test.each<readonly [string, object, readonly string[]]>([
    ["some", budget({ minAvailable: 2 }), []],
    ["a share", budget({ maxUnavailable: "25%", unhealthyPodEvictionPolicy: "AlwaysAllow" }), []],
    ["both", budget({ minAvailable: 1, maxUnavailable: 1, selector: undefined }), ['spec: Invalid value: {"minAvailable":1,"maxUnavailable":1}: minAvailable and maxUnavailable cannot be both set']],
    ["more than all", budget({ minAvailable: "120%" }), ['spec.minAvailable: Invalid value: "120%": must not be greater than 100%']],
    ["an amount that is none", budget({ minAvailable: "many" }), ["spec.minAvailable: Invalid value: \"many\": a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')"]],
    ["a policy of its own", budget({ unhealthyPodEvictionPolicy: "Never" }), ['spec.unhealthyPodEvictionPolicy: Unsupported value: "Never": supported values: "AlwaysAllow", "IfHealthyBudget"']],
  ])("of %s", (_, draft, expected) => {
    expect(complaints(PodDisruptionBudgets, draft)).toEqual(expected);
  });

  test("shows what it allows", () => {
    const status = { disruptionsAllowed: 1, currentHealthy: 3, desiredHealthy: 2, expectedPods: 3 };
    expect(row(PodDisruptionBudgets, { ...made(PodDisruptionBudgets, budget({ minAvailable: "50%" })), status })).toEqual(["a", "50%", "N/A", 1, "10m"]);
    expect(statusUpdates(PodDisruptionBudgets, budget({}), { ...status, currentHealthy: -1 })).toEqual(["status.currentHealthy: Invalid value: -1: must be greater than or equal to 0"]);
  });
});

describe("a ReplicationController", () => {
  const labels = { app: "web" };
  const template = { metadata: { labels }, spec: { containers: [{ name: "web", image: "nginx" }] } };

  test("selects what its template makes, and is labelled like it", () => {
    const { metadata, spec } = made(ReplicationControllers, { spec: { template } });
    expect([metadata.labels, spec?.selector, spec?.replicas]).toEqual([labels, labels, 1]);
    expect(complaints(ReplicationControllers, { spec: { template } })).toEqual([]);
  });

  test.each<readonly [string, object, readonly string[]]>([
    ["others", { template, selector: { app: "db" } }, ['spec.template.metadata.labels: Invalid value: {"app":"web"}: `selector` does not match template `labels`']],
    ["nothing", {}, ["spec.selector: Required value", "spec.template: Required value"]],
    ["pods that end", { template: { ...template, spec: { ...template.spec, restartPolicy: "Never" } } }, ['spec.template.spec.restartPolicy: Unsupported value: "Never": supported values: "Always"']],
    ["fewer than none", { template, replicas: -1 }, ["spec.replicas: Invalid value: -1: must be greater than or equal to 0"]],
  ])("of %s is refused", (_, spec, expected) => {
    expect(complaints(ReplicationControllers, { spec })).toEqual(expected);
  });

  test("shows its pods, can be scaled and leaves its pods behind", () => {
    const three = { ...made(ReplicationControllers, { spec: { template, replicas: 3 } }), status: { replicas: 2, readyReplicas: 1 } };
    expect(row(ReplicationControllers, three)).toEqual(["a", 3, 2, 1, "10m", "web", "nginx", "app=web"]);
    expect(ReplicationControllers.scale!.selector(three)).toBe("app=web");
    expect(ReplicationControllers.scale!.withReplicas(three, 1).spec?.replicas).toBe(1);
    expect(ReplicationControllers.selectableFields["status.replicas"]?.get(three)).toBe("2");
    expect(ReplicationControllers.defaultPropagation).toBe("Orphan");
  });

  test("has a template like that of a PodTemplate", () => {
    expect(row(PodTemplates, made(PodTemplates, { template }))).toEqual(["a", "web", "nginx", "app=web"]);
    expect(complaints(PodTemplates, { template: { spec: { containers: [] } } })).toEqual(["template.spec.containers: Required value"]);
  });
});

test("a RuntimeClass names a handler for good", () => {
  const sandbox = { handler: "gvisor", overhead: { podFixed: { cpu: "100m" } }, scheduling: { nodeSelector: { sandbox: "true" }, tolerations: [{ key: "a", operator: "Exists" }] } };
  expect(complaints(RuntimeClasses, sandbox)).toEqual([]);
  expect(complaints(RuntimeClasses, {})).toEqual(["handler: Required value"]);
  expect(complaints(RuntimeClasses, { ...sandbox, overhead: { podFixed: { cpu: "-1" } } })).toEqual(['overhead.limits[cpu]: Invalid value: "-1": must be greater than or equal to 0']);
  expect(updates(RuntimeClasses, sandbox, { handler: "kata" })).toEqual(['handler: Invalid value: "kata": field is immutable']);
  expect(row(RuntimeClasses, made(RuntimeClasses, sandbox))).toEqual(["a", "gvisor", "10m"]);
});
