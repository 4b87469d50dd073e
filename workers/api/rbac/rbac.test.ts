import { describe, expect, test } from "vitest";
import { complaints, made, row, updates } from "../../testing/made-object.ts";
import { ClusterRoleBindings } from "./cluster-role-binding.ts";
import { ClusterRoles } from "./cluster-role.ts";
import { RoleBindings } from "./role-binding.ts";
import { Roles } from "./role.ts";

const rbac = "rbac.authorization.k8s.io";
const rules = (...list: readonly object[]) => ({ rules: list });

describe("a role", () => {
  const read = { verbs: ["get"], apiGroups: [""], resources: ["pods"] };

  test.each<readonly [string, object, readonly string[]]>([
    ["something", rules(read, { ...read, resourceNames: ["a"] }), []],
    ["nothing at all", {}, []],
    ["nothing with pods", rules({ ...read, verbs: [] }), ["rules[0].verbs: Required value: verbs must contain at least one value"]],
    ["something with nothing", rules({ verbs: ["get"] }), ["rules[0].apiGroups: Required value: resource rules must supply at least one api group", "rules[0].resources: Required value: resource rules must supply at least one resource"]],
    ["pages", rules({ verbs: ["get"], nonResourceURLs: ["/healthz"] }), ['rules[0].nonResourceURLs: Invalid value: ["/healthz"]: namespaced rules cannot apply to non-resource URLs']],
    ["pages and pods", rules({ ...read, nonResourceURLs: ["/healthz"] }), [
      'rules[0].nonResourceURLs: Invalid value: ["/healthz"]: namespaced rules cannot apply to non-resource URLs',
      'rules[0].nonResourceURLs: Invalid value: ["/healthz"]: rules cannot apply to both regular resources and non-resource URLs',
    ]],
  ])("of a namespace allows %s", (_, draft, expected) => {
    expect(complaints(Roles, draft)).toEqual(expected);
  });

  test("of the cluster allows pages, too, and gathers others", () => {
    expect(complaints(ClusterRoles, rules({ verbs: ["get"], nonResourceURLs: ["/healthz"] }))).toEqual([]);
    expect(complaints(ClusterRoles, { aggregationRule: { clusterRoleSelectors: [{ matchLabels: { a: "b" } }] } })).toEqual([]);
    expect(complaints(ClusterRoles, { aggregationRule: {} })).toEqual(["aggregationRule.clusterRoleSelectors: Required value: at least one clusterRoleSelector required if aggregationRule is non-nil"]);
  });

  test("may be named as the system names its own", () => {
    const metadata = { name: "system:node-reader" };
    expect(complaints(ClusterRoles, { metadata })).toEqual([]);
    expect(complaints(Roles, { metadata: { name: "a/b" } })).toEqual(['metadata.name: Invalid value: "a/b": may not contain \'/\'']);
    expect(row(ClusterRoles, made(ClusterRoles, { metadata }))).toEqual(["system:node-reader", "2026-04-22T10:00:00Z"]);
  });
});

describe("a binding", () => {
  const roleRef = { kind: "ClusterRole", name: "view" };
  const subjects = [{ kind: "User", name: "jane" }, { kind: "Group", name: "team" }, { kind: "ServiceAccount", name: "bot", namespace: "ci" }];

  test("is of this group's roles, people and groups", () => {
    const { roleRef: role, subjects: who } = made(RoleBindings, { roleRef, subjects });
    expect(role).toEqual({ apiGroup: rbac, ...roleRef });
    expect(who).toEqual([{ ...subjects[0], apiGroup: rbac }, { ...subjects[1], apiGroup: rbac }, subjects[2]]);
  });

  test.each<readonly [string, object, readonly string[]]>([
    ["nobody", { roleRef }, []],
    ["all sorts", { roleRef, subjects }, []],
    ["a thing", { roleRef, subjects: [{ kind: "Robot", name: "r" }] }, ['subjects[0].kind: Unsupported value: "Robot": supported values: "ServiceAccount", "User", "Group"']],
    ["no name", { roleRef, subjects: [{ kind: "User" }] }, ["subjects[0].name: Required value"]],
    ["a group elsewhere", { roleRef, subjects: [{ kind: "Group", name: "a", apiGroup: "apps" }] }, [`subjects[0].apiGroup: Unsupported value: "apps": supported values: "${rbac}"`]],
    ["an account of a group", { roleRef, subjects: [{ kind: "ServiceAccount", name: "a", apiGroup: rbac }] }, [`subjects[0].apiGroup: Unsupported value: "${rbac}": supported values: ""`]],
    ["no role", { roleRef: { kind: "Role", name: "" } }, ["roleRef.name: Required value"]],
    ["no kind of role", { roleRef: { kind: "Rule", name: "a" } }, ['roleRef.kind: Unsupported value: "Rule": supported values: "Role", "ClusterRole"']],
  ])("of %s", (_, draft, expected) => {
    expect(complaints(RoleBindings, draft)).toEqual(expected);
  });

  test("of the whole cluster knows no namespace", () => {
    expect(complaints(ClusterRoleBindings, { roleRef: { kind: "Role", name: "a" } })).toEqual(['roleRef.kind: Unsupported value: "Role": supported values: "ClusterRole"']);
    expect(complaints(ClusterRoleBindings, { roleRef, subjects: [{ kind: "ServiceAccount", name: "bot" }] })).toEqual(["subjects[0].namespace: Required value"]);
  });

  test("keeps its role, and shows who may", () => {
    expect(updates(RoleBindings, { roleRef, subjects }, { subjects: [] })).toEqual([]);
    expect(updates(RoleBindings, { roleRef }, { roleRef: { ...roleRef, name: "edit" } })).toEqual([
      `roleRef: Invalid value: {"kind":"ClusterRole","name":"edit","apiGroup":"${rbac}"}: cannot change roleRef`,
    ]);
    for (const resource of [RoleBindings, ClusterRoleBindings]) {
      expect(row(resource as typeof RoleBindings, made(resource as typeof RoleBindings, { roleRef, subjects }))).toEqual(["a", "ClusterRole/view", "10m", "jane", "team", "ci/bot"]);
    }
  });
});
