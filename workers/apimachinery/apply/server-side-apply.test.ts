import { describe, expect, test } from "vitest";
import { typeSchema } from "../../api/type-schema.ts";
import { deepFreeze } from "../../base/freeze.ts";
import type { JsonObject } from "../json-value.ts";
import type { ManagedFieldsEntry } from "../object.ts";
import { ApiError } from "../status.ts";
import { appliedErrorMessage, appliedErrors } from "./apply-validation.ts";
import { lastAppliedAnnotation } from "./last-applied.ts";
import { updateManagedFields } from "./managed-fields.ts";
import { type ApplyOptions, serverSideApply } from "./server-side-apply.ts";

const schema = typeSchema("io.k8s.api.apps.v1.Deployment");
const apiVersion = "apps/v1";
const base = { apiVersion, kind: "Deployment" };

interface Applied extends JsonObject {
  readonly metadata: JsonObject & { readonly managedFields?: readonly ManagedFieldsEntry[] };
  readonly spec: JsonObject & { readonly template: { readonly metadata?: JsonObject; readonly spec: JsonObject & { readonly containers: readonly JsonObject[] } } };
}

let clock = 0;
const now = () => `2026-01-01T00:00:${String(++clock).padStart(2, "0")}Z`;

function apply(live: object | undefined, manager: string, config: JsonObject, more: Partial<ApplyOptions> = {}): Applied {
  const applied = { ...base, metadata: { name: "web" }, ...config };
  return deepFreeze(serverSideApply({ live, applied, manager, apiVersion, subresource: "", time: now(), force: false, schema, ...more })) as Applied;
}

function update(live: Applied, change: JsonObject, manager: string): Applied {
  const after = { ...live, ...change } as Applied;
  const managedFields = updateManagedFields(live, after, { manager, apiVersion, subresource: "", time: now() }, schema);
  return deepFreeze({ ...after, metadata: { ...after.metadata, managedFields } });
}

const owned = (object: Applied, manager: string) => object.metadata.managedFields?.find((entry) => entry.manager === manager)?.fieldsV1;
const containers = (...list: readonly JsonObject[]) => ({ template: { spec: { containers: list } } });
const a = { name: "a", image: "a:1" };
const b = { name: "b", image: "b:1" };

function conflictOf(attempt: () => unknown): ApiError {
  try {
    attempt();
  } catch (error) {
    if (error instanceof ApiError) return error;
    throw error;
  }
  throw new Error("there was no conflict");
}

describe("applying what does not exist yet", () => {
  const created = apply(undefined, "me", { metadata: { name: "web", labels: { app: "web" } }, spec: { replicas: 3, ...containers(a) } });

  test("gives the object as it was applied", () => {
    expect(created).toMatchObject({ ...base, metadata: { name: "web", labels: { app: "web" } }, spec: { replicas: 3, template: { spec: { containers: [a] } } } });
  });

  test("owns leaves, keys of maps and items of lists, not the objects around them", () => {
    expect(created.metadata.managedFields).toEqual([
      {
        manager: "me",
        operation: "Apply",
        apiVersion,
        time: expect.any(String) as string,
        fieldsType: "FieldsV1",
        fieldsV1: {
          "f:metadata": { "f:labels": { "f:app": {} } },
          "f:spec": { "f:replicas": {}, "f:template": { "f:spec": { "f:containers": { 'k:{"name":"a"}': { ".": {}, "f:name": {}, "f:image": {} } } } } },
        },
      },
    ]);
  });

  test("an empty object is owned itself", () => {
    expect(owned(apply(undefined, "me", { spec: { template: { spec: { securityContext: {} } } } }), "me")).toEqual({ "f:spec": { "f:template": { "f:spec": { "f:securityContext": {} } } } });
  });

  test("applying it again changes nothing, not even the time", () => {
    const again = apply(created, "me", { metadata: { name: "web", labels: { app: "web" } }, spec: { replicas: 3, ...containers(a) } });
    expect(again).toBe(created);
  });
});

describe("one applier", () => {
  const created = apply(undefined, "me", { metadata: { name: "web", labels: { a: "1", b: "2" } }, spec: { replicas: 3, paused: true, ...containers(a, b) } });

  test.each<readonly [string, JsonObject, JsonObject]>([
    ["changes a value", { metadata: { name: "web", labels: { a: "1", b: "2" } }, spec: { replicas: 4, paused: true, ...containers(a, b) } }, { metadata: { labels: { a: "1", b: "2" } }, spec: { replicas: 4, paused: true, template: { spec: { containers: [a, b] } } } }],
    ["adds an item where it stands", { metadata: { name: "web", labels: { a: "1", b: "2" } }, spec: { replicas: 3, paused: true, ...containers(a, { name: "x" }, b) } }, { metadata: { labels: { a: "1", b: "2" } }, spec: { replicas: 3, paused: true, template: { spec: { containers: [a, { name: "x" }, b] } } } }],
    ["changes the order", { metadata: { name: "web", labels: { a: "1", b: "2" } }, spec: { replicas: 3, paused: true, ...containers(b, a) } }, { metadata: { labels: { a: "1", b: "2" } }, spec: { replicas: 3, paused: true, template: { spec: { containers: [b, a] } } } }],
  ])("%s", (_name, config, expected) => {
    expect(apply(created, "me", config)).toMatchObject(expected);
  });

  test("removes what it leaves out", () => {
    const less = apply(created, "me", { metadata: { name: "web", labels: { a: "1" } }, spec: { replicas: 3, ...containers(b) } });
    expect(less.spec).toEqual({ replicas: 3, template: { spec: { containers: [b] } } });
    expect(less.metadata["labels"]).toEqual({ a: "1" });
    expect(JSON.stringify(owned(less, "me"))).not.toContain("paused");
  });

  test("that leaves out a whole branch removes the branch", () => {
    const less = apply(created, "me", { spec: { replicas: 3 } });
    expect(less.spec).toEqual({ replicas: 3 });
    expect(less.metadata).not.toHaveProperty("labels");
  });

  test("that leaves out everything owns nothing", () => {
    const none = apply(created, "me", {});
    expect(none).not.toHaveProperty("spec");
    expect(none.metadata).not.toHaveProperty("managedFields");
  });

  test("does not touch what the server filled in", () => {
    const template = created.spec.template.spec;
    const defaulted = { ...created, spec: { ...created.spec, template: { spec: { ...template, dnsPolicy: "ClusterFirst", containers: [{ ...a, imagePullPolicy: "Always" }, b] } } } };
    const changed = apply(defaulted, "me", { metadata: { name: "web", labels: { a: "1", b: "2" } }, spec: { replicas: 3, paused: true, ...containers({ name: "a", image: "a:2" }, b) } });
    expect(changed.spec.template.spec).toEqual({ dnsPolicy: "ClusterFirst", containers: [{ name: "a", image: "a:2", imagePullPolicy: "Always" }, b] });
  });

  test("whose item has defaults removes the whole item", () => {
    const template = created.spec.template.spec;
    const defaulted = { ...created, spec: { ...created.spec, template: { spec: { ...template, containers: [{ ...a, imagePullPolicy: "Always" }, b] } } } };
    const changed = apply(defaulted, "me", { metadata: { name: "web", labels: { a: "1", b: "2" } }, spec: { replicas: 3, paused: true, ...containers(b) } });
    expect(changed.spec.template.spec.containers).toEqual([b]);
  });
});

describe("two appliers", () => {
  const created = apply(undefined, "one", { spec: { replicas: 3, ...containers(a) } });

  test("may own different fields", () => {
    const both = apply(created, "two", { metadata: { name: "web", labels: { team: "two" } }, spec: { paused: true } });
    expect(both.spec).toMatchObject({ replicas: 3, paused: true });
    expect(owned(both, "one")).toBe(owned(created, "one"));
    expect(owned(both, "two")).toEqual({ "f:metadata": { "f:labels": { "f:team": {} } }, "f:spec": { "f:paused": {} } });
  });

  test("may own the same field with the same value", () => {
    const both = apply(created, "two", { spec: { replicas: 3 } });
    expect(owned(both, "one")).toHaveProperty(["f:spec", "f:replicas"]);
    expect(owned(both, "two")).toEqual({ "f:spec": { "f:replicas": {} } });
  });

  test("share a field until the last of them drops it", () => {
    const both = apply(created, "two", { spec: { replicas: 3, paused: true } });
    const oneLess = apply(both, "one", { spec: containers(a) });
    expect(oneLess.spec["replicas"]).toBe(3);
    const none = apply(oneLess, "two", { spec: { paused: true } });
    expect(none.spec).not.toHaveProperty("replicas");
  });

  test("own different items of one list, and different fields of one item", () => {
    const both = apply(created, "two", { spec: containers(b, { name: "a", imagePullPolicy: "Always" }) });
    expect(both.spec.template.spec.containers).toEqual([b, { ...a, imagePullPolicy: "Always" }]);
    const without = apply(both, "two", { spec: { replicas: 3 } });
    expect(without.spec.template.spec.containers).toEqual([a]);
  });

  test("an item stays as long as the other one owns it", () => {
    const both = apply(created, "two", { spec: containers({ name: "a", imagePullPolicy: "Always" }) });
    const without = apply(both, "one", { spec: { replicas: 3 } });
    expect(without.spec.template.spec.containers).toEqual([{ name: "a", imagePullPolicy: "Always" }]);
  });
});

describe("conflicts", () => {
  const created = apply(undefined, "one", { spec: { replicas: 3, ...containers(a) } });

  test("with one field", () => {
    const { status } = conflictOf(() => apply(created, "two", { spec: { replicas: 5 } }));
    expect(status).toMatchObject({
      code: 409,
      reason: "Conflict",
      message: 'Apply failed with 1 conflict: conflict with "one": .spec.replicas',
      details: { causes: [{ reason: "FieldManagerConflict", message: 'conflict with "one"', field: ".spec.replicas" }] },
    });
  });

  test("with several fields of several managers", () => {
    const scaled = update(created, { spec: { ...created.spec, replicas: 7 } }, "kubectl");
    const { status } = conflictOf(() => apply(scaled, "two", { spec: { replicas: 5, ...containers({ name: "a", image: "a:2" }) } }));
    expect(status.message).toBe(
      ['Apply failed with 2 conflicts: conflicts with "kubectl" using apps/v1:', "- .spec.replicas", 'conflicts with "one":', '- .spec.template.spec.containers[name="a"].image'].join("\n"),
    );
  });

  test("with kubectl's client-side apply is worded as people know it", () => {
    const live = update({ ...created, metadata: { name: "web" } } as Applied, {}, "x");
    const tracked = { ...live, metadata: { ...live.metadata, managedFields: updateManagedFields(undefined, live, { manager: "kubectl-client-side-apply", apiVersion, subresource: "", time: now() }, schema) } };
    expect(conflictOf(() => apply(tracked, "two", { spec: { replicas: 5 } })).status.message).toBe(
      'Apply failed with 1 conflict: conflict with "kubectl-client-side-apply" using apps/v1: .spec.replicas',
    );
  });

  test("through a subresource names it", () => {
    const scaled = { ...created, spec: { ...created.spec, replicas: 9 } };
    const managedFields = updateManagedFields(created, scaled, { manager: "hpa", apiVersion, subresource: "scale", time: now() }, schema);
    const live = { ...scaled, metadata: { ...scaled.metadata, managedFields } };
    expect(conflictOf(() => apply(live, "one", { spec: { replicas: 3, ...containers(a) } })).status.message).toBe(
      'Apply failed with 1 conflict: conflict with "hpa" with subresource "scale" using apps/v1: .spec.replicas',
    );
  });

  test("are overcome by force, which takes the fields away", () => {
    const forced = apply(created, "two", { spec: { replicas: 5 } }, { force: true });
    expect(forced.spec["replicas"]).toBe(5);
    expect(owned(forced, "two")).toEqual({ "f:spec": { "f:replicas": {} } });
    expect(owned(forced, "one")).not.toHaveProperty(["f:spec", "f:replicas"]);
    expect(apply(forced, "one", { spec: containers(a) }).spec["replicas"]).toBe(5);
  });

  test("do not arise from what nobody owns", () => {
    const defaulted = { ...created, spec: { ...created.spec, revisionHistoryLimit: 10 } };
    expect(apply(defaulted, "two", { spec: { revisionHistoryLimit: 5 } }).spec["revisionHistoryLimit"]).toBe(5);
  });

  test("arise between an applier and its own updates", () => {
    const scaled = update(created, { spec: { ...created.spec, replicas: 7 } }, "one");
    expect(conflictOf(() => apply(scaled, "one", { spec: { replicas: 3, ...containers(a) } })).status.message).toContain('conflict with "one" using apps/v1: .spec.replicas');
  });
});

describe("an update after an apply", () => {
  const created = apply(undefined, "me", { spec: { replicas: 3, paused: true } });

  test("takes the field from the applier, who then no longer removes it", () => {
    const scaled = update(created, { spec: { ...created.spec, replicas: 7 } }, "hpa");
    expect(owned(scaled, "me")).toEqual({ "f:spec": { "f:paused": {} } });
    expect(apply(scaled, "me", { spec: { paused: true } }).spec["replicas"]).toBe(7);
  });

  test("that removes a field removes its ownership", () => {
    const cleared = update(created, { spec: { replicas: 3 } }, "other");
    expect(owned(cleared, "me")).toEqual({ "f:spec": { "f:replicas": {} } });
  });
});

describe("an object that nobody tracked", () => {
  const live = { ...base, metadata: { name: "web", uid: "u1" }, spec: { replicas: 3, paused: true } };

  test("belongs to before-first-apply", () => {
    const applied = apply(live, "me", { spec: { replicas: 3 } });
    expect(applied.metadata.managedFields?.map(({ manager, operation }) => [manager, operation])).toEqual([["me", "Apply"], ["before-first-apply", "Update"]]);
    expect(owned(applied, "before-first-apply")).toEqual({ "f:spec": { "f:replicas": {}, "f:paused": {} } });
  });

  test("conflicts with it", () => {
    expect(conflictOf(() => apply(live, "me", { spec: { replicas: 5 } })).message).toContain('conflict with "before-first-apply" using apps/v1: .spec.replicas');
  });
});

describe("kubectl moving on from client-side apply", () => {
  const lastApplied = JSON.stringify({ ...base, metadata: { name: "web" }, spec: { replicas: 3 } });
  const draft = { ...base, metadata: { name: "web", annotations: { [lastAppliedAnnotation]: lastApplied } }, spec: { replicas: 3, paused: true } };
  const managedFields = updateManagedFields(undefined, draft, { manager: "kubectl-client-side-apply", apiVersion, subresource: "", time: now() }, schema);
  const live = deepFreeze({ ...draft, metadata: { ...draft.metadata, uid: "u1", managedFields } });

  test("takes over what it applied before, and writes the annotation anew", () => {
    const applied = apply(live, "kubectl", { spec: { replicas: 5 } });
    expect(applied.spec["replicas"]).toBe(5);
    expect(JSON.parse((applied.metadata["annotations"] as Record<string, string>)[lastAppliedAnnotation] ?? "")).toEqual({ ...base, metadata: { annotations: {}, name: "web" }, spec: { replicas: 5 } });
  });

  test("does not take over what was not in the annotation, or has changed since", () => {
    expect(conflictOf(() => apply(live, "kubectl", { spec: { paused: false } })).message).toContain(".spec.paused");
    const scaled = update(live as unknown as Applied, { spec: { replicas: 9, paused: true } }, "hpa");
    expect(conflictOf(() => apply(scaled, "kubectl", { spec: { replicas: 5 } })).message).toContain('conflict with "hpa" using apps/v1: .spec.replicas');
  });

  test("is for kubectl alone", () => {
    expect(conflictOf(() => apply(live, "me", { spec: { replicas: 5 } })).message).toContain(".spec.replicas");
  });
});

describe("what may not be applied", () => {
  test("another version", () => {
    expect(() => apply(undefined, "me", { apiVersion: "apps/v1beta1" })).toThrow("Incorrect version specified in apply patch. Specified patch version: apps/v1beta1, expected: apps/v1");
  });

  test("managedFields", () => {
    expect(() => apply(undefined, "me", { metadata: { name: "web", managedFields: [{ manager: "x" }] } })).toThrow("metadata.managedFields must be nil");
  });

  test.each<readonly [JsonObject, string]>([
    [{ spec: { bogus: 1 } }, ".spec.bogus: field not declared in schema"],
    [{ spec: { replicas: "3" } }, ".spec.replicas: expected numeric (int or float), got string"],
    [{ spec: { template: { spec: { containers: {} } } } }, ".spec.template.spec.containers: expected list, got &{map[]}"],
    [{ spec: "x" }, ".spec: expected map, got &{x}"],
    [{ spec: { paused: "yes" } }, ".spec.paused: expected boolean, got &{yes}"],
    [{ metadata: { labels: { a: 1 } } }, ".metadata.labels.a: expected string, got &{1}"],
    [{ spec: containers(a, a) }, '.spec.template.spec.containers: duplicate entries for key [name="a"]'],
    [{ spec: containers({ image: "x" }) }, '.spec.template.spec.containers: element 0: associative list with keys has an element that omits all key fields ["name"] (and doesn\'t have default values for any key fields)'],
    [{ spec: containers({ name: "a", bogus: 1 }) }, '.spec.template.spec.containers[name="a"].bogus: field not declared in schema'],
    [{ metadata: { finalizers: ["a", "a"] } }, '.metadata.finalizers: duplicate entries for key [="a"]'],
    [{ spec: containers({ name: "a", args: [1] }) }, '.spec.template.spec.containers[name="a"].args[0]: expected string, got &{1}'],
  ])("%# %j", (config, message) => {
    expect(appliedErrors({ ...base, ...config }, schema)).toEqual([message]);
    expect(appliedErrorMessage(appliedErrors({ ...base, ...config }, schema))).toBe(message);
  });

  test("several mistakes are listed", () => {
    expect(appliedErrorMessage(appliedErrors({ ...base, spec: { a: 1, replicas: "x" } }, schema))).toBe(
      "errors:\n  .spec.a: field not declared in schema\n  .spec.replicas: expected numeric (int or float), got string",
    );
  });

  test("a good object has none", () => {
    expect(appliedErrors({ ...base, metadata: { name: "x" }, spec: { replicas: 1, ...containers({ ...a, resources: { limits: { cpu: 1, memory: "1Gi" } }, ports: [{ containerPort: 80 }, { containerPort: 80, protocol: "UDP" }] }) } }, schema)).toEqual([]);
  });
});
