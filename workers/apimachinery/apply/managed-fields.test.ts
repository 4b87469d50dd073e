import { describe, expect, test } from "vitest";
import { typeSchema } from "../../api/type-schema.ts";
import { deepFreeze } from "../../base/freeze.ts";
import type { JsonObject } from "../json-value.ts";
import type { ManagedFieldsEntry } from "../object.ts";
import { type FieldWriter, updateManagedFields } from "./managed-fields.ts";

const schema = typeSchema("io.k8s.api.apps.v1.Deployment");
const podSchema = typeSchema("io.k8s.api.core.v1.Pod");

const writer = (manager: string, second: number, more: Partial<FieldWriter> = {}): FieldWriter => ({
  manager,
  apiVersion: "apps/v1",
  subresource: "",
  time: `2026-01-01T00:00:${String(second).padStart(2, "0")}Z`,
  ...more,
});

type Deployment = JsonObject & { readonly metadata: JsonObject & { readonly managedFields?: readonly ManagedFieldsEntry[] }; readonly spec: JsonObject };

const container = { name: "web", image: "nginx", ports: [{ containerPort: 80, protocol: "TCP" }], env: [{ name: "A", value: "1" }], resources: {} };
const draft: Deployment = deepFreeze({
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name: "web", namespace: "default", labels: { app: "web" } },
  spec: {
    replicas: 1,
    selector: { matchLabels: { app: "web" } },
    strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: "25%" } },
    template: { metadata: { labels: { app: "web" } }, spec: { containers: [container], restartPolicy: "Always", securityContext: {} } },
  },
});

/** The object as the server stores it after a write. */
function stored(before: Deployment | undefined, after: Deployment, by: FieldWriter): Deployment {
  const managedFields = updateManagedFields(before, after, by, schema);
  return deepFreeze({ ...after, metadata: { ...after.metadata, uid: "u1", ...(managedFields && { managedFields }) } });
}

const ofManager = (object: Deployment, manager: string, subresource?: string) =>
  object.metadata.managedFields?.find((entry) => entry.manager === manager && entry.subresource === subresource);

const created = stored(undefined, draft, writer("kubectl-create", 1));

describe("creating", () => {
  test("gives all fields to the author, but not those that the server sets or that name the object", () => {
    expect(created.metadata.managedFields).toEqual([
      {
        manager: "kubectl-create",
        operation: "Update",
        apiVersion: "apps/v1",
        time: "2026-01-01T00:00:01Z",
        fieldsType: "FieldsV1",
        fieldsV1: {
          "f:metadata": { "f:labels": { ".": {}, "f:app": {} } },
          "f:spec": {
            "f:replicas": {},
            "f:selector": {},
            "f:strategy": { "f:type": {}, "f:rollingUpdate": { ".": {}, "f:maxSurge": {} } },
            "f:template": {
              "f:metadata": { "f:labels": { ".": {}, "f:app": {} } },
              "f:spec": {
                "f:containers": {
                  'k:{"name":"web"}': {
                    ".": {},
                    "f:name": {},
                    "f:image": {},
                    "f:ports": { ".": {}, 'k:{"containerPort":80,"protocol":"TCP"}': { ".": {}, "f:containerPort": {}, "f:protocol": {} } },
                    "f:env": { ".": {}, 'k:{"name":"A"}': { ".": {}, "f:name": {}, "f:value": {} } },
                    "f:resources": {},
                  },
                },
                "f:restartPolicy": {},
                "f:securityContext": {},
              },
            },
          },
        },
      },
    ]);
  });

  test("sets, atomic lists and atomic maps", () => {
    const pod = {
      metadata: { name: "p", finalizers: ["example.com/a"], ownerReferences: [{ uid: "u9", name: "o" }] },
      spec: { containers: [], nodeSelector: { a: "b" }, tolerations: [{ key: "x" }], hostAliases: [{ ip: "1.2.3.4", hostnames: ["h"] }] },
    };
    expect(updateManagedFields(undefined, pod, writer("m", 1), podSchema)?.[0]?.fieldsV1).toEqual({
      "f:metadata": {
        "f:finalizers": { ".": {}, 'v:"example.com/a"': {} },
        "f:ownerReferences": { ".": {}, 'k:{"uid":"u9"}': {} },
      },
      "f:spec": { "f:nodeSelector": {}, "f:tolerations": {}, "f:hostAliases": { ".": {}, 'k:{"ip":"1.2.3.4"}': { ".": {}, "f:ip": {}, "f:hostnames": {} } } },
    });
  });

  test("a protocol that is left out counts as TCP", () => {
    const pod = { spec: { containers: [{ name: "c", ports: [{ containerPort: 80 }] }] } };
    const fields = JSON.stringify(updateManagedFields(undefined, pod, writer("m", 1), podSchema)?.[0]?.fieldsV1);
    expect(fields).toContain(JSON.stringify('k:{"containerPort":80,"protocol":"TCP"}'));
  });

  test("an object without any field of its own has no entries", () => {
    expect(updateManagedFields(undefined, { metadata: {} }, writer("m", 1), schema)).toBeUndefined();
  });
});

describe("updating", () => {
  test("moves a changed field to whoever changed it", () => {
    const scaled = stored(created, { ...created, spec: { ...created.spec, replicas: 3 } }, writer("kubectl", 2));
    expect(ofManager(scaled, "kubectl")).toEqual({
      manager: "kubectl",
      operation: "Update",
      apiVersion: "apps/v1",
      time: "2026-01-01T00:00:02Z",
      fieldsType: "FieldsV1",
      fieldsV1: { "f:spec": { "f:replicas": {} } },
    });
    expect(ofManager(scaled, "kubectl-create")?.fieldsV1?.["f:spec"]).not.toHaveProperty("f:replicas");
    expect(ofManager(scaled, "kubectl-create")?.time).toBe("2026-01-01T00:00:01Z");
  });

  test("by the same manager only moves the time", () => {
    const scaled = stored(created, { ...created, spec: { ...created.spec, replicas: 3 } }, writer("kubectl-create", 2));
    expect(scaled.metadata.managedFields).toHaveLength(1);
    expect(ofManager(scaled, "kubectl-create")).toEqual({ ...ofManager(created, "kubectl-create"), time: "2026-01-01T00:00:02Z" });
    expect(ofManager(scaled, "kubectl-create")?.fieldsV1).toBe(ofManager(created, "kubectl-create")?.fieldsV1);
  });

  test("nothing leaves the entries as they are", () => {
    expect(updateManagedFields(created, created, writer("other", 9), schema)).toBe(created.metadata.managedFields);
    const sameValues = JSON.parse(JSON.stringify(created)) as Deployment;
    expect(updateManagedFields(created, sameValues, writer("other", 9), schema)).toBe(sameValues.metadata.managedFields);
  });

  test("a removed field belongs to nobody", () => {
    const { replicas: _replicas, ...spec } = created.spec;
    const changed = stored(created, { ...created, spec }, writer("kubectl", 2));
    expect(changed.metadata.managedFields).toHaveLength(1);
    expect(JSON.stringify(changed.metadata.managedFields)).not.toContain("f:replicas");
  });

  test("removing a map takes its keys along", () => {
    const { labels: _labels, ...metadata } = created.metadata;
    const changed = stored(created, { ...created, metadata }, writer("kubectl", 2));
    expect(ofManager(changed, "kubectl-create")?.fieldsV1).not.toHaveProperty("f:metadata");
  });

  test("a manager that owns nothing more goes", () => {
    const labelled = stored(created, { ...created, metadata: { ...created.metadata, annotations: { x: "1" } } }, writer("labeler", 2));
    expect(ofManager(labelled, "labeler")?.fieldsV1).toEqual({ "f:metadata": { "f:annotations": { ".": {}, "f:x": {} } } });
    const relabelled = stored(labelled, { ...labelled, metadata: { ...created.metadata, managedFields: labelled.metadata.managedFields } }, writer("kubectl", 3));
    expect(ofManager(relabelled, "labeler")).toBeUndefined();
  });

  test("a second item of a list belongs to who added it", () => {
    const template = draft.spec["template"] as { readonly spec: JsonObject };
    const spec = { ...created.spec, template: { ...template, spec: { ...template.spec, containers: [{ name: "sidecar", image: "s" }, container] } } };
    const injected = stored(created, { ...created, spec }, writer("injector", 2));
    expect(ofManager(injected, "injector")?.fieldsV1).toEqual({
      "f:spec": { "f:template": { "f:spec": { "f:containers": { 'k:{"name":"sidecar"}': { ".": {}, "f:name": {}, "f:image": {} } } } } },
    });
    expect(ofManager(injected, "kubectl-create")?.fieldsV1).toBe(ofManager(created, "kubectl-create")?.fieldsV1);
  });

  test("items that only change places change hands nowhere", () => {
    const pod = { metadata: { uid: "u" }, spec: { containers: [{ name: "a", image: "1" }, { name: "b", image: "2" }] } };
    const entries = updateManagedFields(undefined, pod, writer("m", 1), podSchema);
    const before = deepFreeze({ ...pod, metadata: { uid: "u", managedFields: entries } });
    const after = { ...before, spec: { containers: before.spec.containers.toReversed() } };
    expect(updateManagedFields(before, after, writer("other", 2), podSchema)).toBe(entries);
  });

  test("through a subresource is another entry", () => {
    const withStatus = stored(created, { ...created, status: { replicas: 1, conditions: [{ type: "Available", status: "True" }] } }, writer("kube-controller-manager", 2, { subresource: "status" }));
    expect(ofManager(withStatus, "kube-controller-manager", "status")).toMatchObject({
      subresource: "status",
      fieldsV1: { "f:status": { "f:replicas": {}, "f:conditions": { ".": {}, 'k:{"type":"Available"}': { ".": {}, "f:type": {}, "f:status": {} } } } },
    });
  });

  test("fields that an endpoint resets are not owned there", () => {
    const after = { ...created, spec: { ...created.spec, replicas: 5 }, status: { replicas: 1 } };
    const changed = stored(created, after, writer("m", 2, { resetFields: { "f:status": {} } }));
    expect(ofManager(changed, "m")?.fieldsV1).toEqual({ "f:spec": { "f:replicas": {} } });
  });
});

describe("entries that a request brings", () => {
  const later = { ...created, spec: { ...created.spec, replicas: 3 } };

  test.each([
    ["none are taken from the stored object", undefined],
    ["some count", created.metadata.managedFields],
  ])("%s", (_name, managedFields) => {
    const after = { ...later, metadata: { ...later.metadata, managedFields } };
    expect(updateManagedFields(created, after, writer("m", 2), schema)?.map(({ manager }) => manager)).toEqual(["kubectl-create", "m"]);
  });

  test.each([["an empty list", []], ["a list of one empty entry", [{}]]])("%s stops the tracking", (_name, managedFields) => {
    const after = { ...later, metadata: { ...later.metadata, managedFields } };
    expect(updateManagedFields(created, after, writer("m", 2), schema)).toBeUndefined();
  });

  test("through a subresource they do not count", () => {
    const after = { ...later, metadata: { ...later.metadata, managedFields: [] } };
    expect(updateManagedFields(created, after, writer("m", 2, { subresource: "status" }), schema)).toHaveLength(2);
  });

  test("an object that nobody tracks stays untracked on update", () => {
    const untracked = { ...draft, metadata: { ...draft.metadata, uid: "u1" } };
    expect(updateManagedFields(untracked, { ...untracked, spec: { replicas: 9 } }, writer("m", 2), schema)).toBeUndefined();
  });
});

describe("order and number of entries", () => {
  test("by time, whatever the name", () => {
    let object = created;
    for (const [index, manager] of ["z", "a", "m"].entries()) object = stored(object, { ...object, metadata: { ...object.metadata, annotations: { ...(object.metadata["annotations"] as object), [manager]: "1" } } }, writer(manager, 10 + index));
    expect(object.metadata.managedFields?.map(({ manager }) => manager)).toEqual(["kubectl-create", "z", "a", "m"]);
  });

  test("beyond ten updaters the oldest become one", () => {
    let object = created;
    for (let index = 0; index < 14; index++) {
      object = stored(object, { ...object, metadata: { ...object.metadata, annotations: { ...(object.metadata["annotations"] as object), [`a${index}`]: "1" } } }, writer(`m${index}`, 10 + index));
      expect(object.metadata.managedFields?.length).toBeLessThanOrEqual(10);
    }
    const ancient = ofManager(object, "ancient-changes");
    expect(ancient).toMatchObject({ operation: "Update", apiVersion: "apps/v1" });
    expect(ancient?.fieldsV1?.["f:spec"]).toBeDefined();
    expect(ancient?.fieldsV1?.["f:metadata"]?.["f:annotations"]).toHaveProperty("f:a0");
    expect(object.metadata.managedFields?.at(-1)?.manager).toBe("m13");
  });
});
