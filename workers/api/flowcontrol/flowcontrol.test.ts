import { describe, expect, test } from "vitest";
import { complaints, made, row } from "../../testing/made-object.ts";
import { FlowSchemas } from "./flow-schema.ts";
import { PriorityLevelConfigurations } from "./priority-level-configuration.ts";

describe("a flow", () => {
  const anyone = [{ kind: "Group", group: { name: "system:authenticated" } }];
  const all = { verbs: ["*"], apiGroups: ["*"], resources: ["*"], namespaces: ["*"], clusterScope: true };
  const flow = (change: object = {}, rule: object = {}) => ({ spec: { priorityLevelConfiguration: { name: "workload" }, rules: [{ subjects: anyone, resourceRules: [all], ...rule }], ...change } });
  const at = "spec.rules[0]";

  test.each<readonly [string, object, readonly string[]]>([
    ["of anyone", flow(), []],
    ["of an account", flow({}, { subjects: [{ kind: "ServiceAccount", serviceAccount: { name: "*", namespace: "ci" } }] }), []],
    ["to nowhere", flow({ priorityLevelConfiguration: {} }), ["spec.priorityLevelConfiguration.name: Required value: must reference a priority level"]],
    ["before all", flow({ matchingPrecedence: 1 }), ["spec.matchingPrecedence: Invalid value: 1: only the schema named 'exempt' may have matchingPrecedence 1"]],
    ["after all", flow({ matchingPrecedence: 10_001 }), ["spec.matchingPrecedence: Invalid value: 10001: must not be greater than 10000"]],
    ["by colour", flow({ distinguisherMethod: { type: "ByColour" } }), ['spec.distinguisherMethod: Unsupported value: "ByColour": supported values: "ByNamespace", "ByUser"']],
    ["of nobody", flow({}, { subjects: [] }), [`${at}.subjects: Required value: subjects must contain at least one value`]],
    ["of a user who is a group", flow({}, { subjects: [{ kind: "User", group: { name: "a" } }] }), [`${at}.subjects[0].group: Forbidden: group is forbidden when subject kind is not 'Group'`, `${at}.subjects[0].user: Required value: user is required when subject kind is 'User'`]],
    ["of an account of nowhere", flow({}, { subjects: [{ kind: "ServiceAccount", serviceAccount: { name: "a" } }] }), [`${at}.subjects[0].serviceAccount.namespace: Required value: must specify namespace for service account`]],
    ["of nothing", flow({}, { resourceRules: [] }), [`${at}: Required value: at least one of resourceRules and nonResourceRules has to be non-empty`]],
    ["in no namespace", flow({}, { resourceRules: [{ ...all, clusterScope: false, namespaces: [] }] }), [`${at}.resourceRules[0].namespaces: Required value: resource rules that are not cluster scoped must supply at least one namespace`]],
    ["of all verbs and one", flow({}, { resourceRules: [{ ...all, verbs: ["*", "get"] }] }), [`${at}.resourceRules[0].verbs: Invalid value: ["*","get"]: if '*' is present, must not specify other verbs`]],
    ["to no page", flow({}, { resourceRules: [], nonResourceRules: [{ verbs: ["get"] }] }), [`${at}.nonResourceRules[0].nonResourceURLs: Required value: nonResourceURLs must contain at least one value`]],
  ])("%s", (_, draft, expected) => {
    expect(complaints(FlowSchemas, draft)).toEqual(expected);
  });

  test("shows where it goes, and whether that exists", () => {
    const object = made(FlowSchemas, flow({ distinguisherMethod: { type: "ByUser" } }));
    expect(row(FlowSchemas, object)).toEqual(["a", "workload", 1000, "ByUser", "10m", "?"]);
    expect(row(FlowSchemas, { ...object, status: { conditions: [{ type: "Dangling", status: "False" }] } }).at(-1)).toBe("False");
  });
});

describe("a level", () => {
  const limited = (change: object = {}) => ({ spec: { type: "Limited", limited: { limitResponse: { type: "Queue", queuing: {} }, ...change } } });

  test("has shares, and queues in which requests wait", () => {
    expect(made(PriorityLevelConfigurations, limited()).spec.limited).toEqual({
      nominalConcurrencyShares: 30,
      lendablePercent: 0,
      limitResponse: { type: "Queue", queuing: { queues: 64, handSize: 8, queueLengthLimit: 50 } },
    });
    expect(made(PriorityLevelConfigurations, { spec: { type: "Exempt", exempt: {} } }).spec.exempt).toEqual({ nominalConcurrencyShares: 0, lendablePercent: 0 });
  });

  test.each<readonly [string, object, readonly string[]]>([
    ["of queues", limited(), []],
    ["without limits", { spec: { type: "Exempt" } }, []],
    ["without limits but with them", { spec: { type: "Exempt", limited: { limitResponse: { type: "Reject" } } } }, ["spec.limited: Forbidden: must be nil if the type is not Limited"]],
    ["limited by nothing", { spec: { type: "Limited" } }, ["spec.limited: Required value: must not be empty when type is Limited"]],
    ["that rejects into queues", limited({ limitResponse: { type: "Reject", queuing: {} } }), ["spec.limited.limitResponse.queuing: Forbidden: must be nil if limited.limitResponse.type is not Limited"]],
    ["that queues nowhere", limited({ limitResponse: { type: "Queue" } }), ["spec.limited.limitResponse.queuing: Required value: must not be empty if limited.limitResponse.type is Limited"]],
    ["with more hands than queues", limited({ limitResponse: { type: "Queue", queuing: { queues: 4 } } }), ["spec.limited.limitResponse.queuing.handSize: Invalid value: 8: should not be greater than queues (4)"]],
    ["that lends more than all", limited({ lendablePercent: 101 }), ["spec.limited.lendablePercent: Invalid value: 101: must be between 0 and 100, inclusive"]],
    ["of another type", { spec: { type: "Free" } }, ['spec.type: Unsupported value: "Free": supported values: "Exempt", "Limited"']],
  ])("%s", (_, draft, expected) => {
    expect(complaints(PriorityLevelConfigurations, draft)).toEqual(expected);
  });

  test("shows its queues", () => {
    expect(row(PriorityLevelConfigurations, made(PriorityLevelConfigurations, limited()))).toEqual(["a", "Limited", 30, 64, 8, 50, "10m"]);
    expect(row(PriorityLevelConfigurations, made(PriorityLevelConfigurations, { spec: { type: "Exempt" } }))).toEqual(["a", "Exempt", "<none>", "<none>", "<none>", "<none>", "10m"]);
  });
});
