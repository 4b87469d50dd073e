import { describe, expect, test } from "vitest";
import { complaints, made, row, statusUpdates, updates } from "../../testing/made-object.ts";
import { ControllerRevisions } from "./controller-revision.ts";
import { DaemonSets } from "./daemon-set.ts";
import { StatefulSets } from "./stateful-set.ts";

const selector = { matchLabels: { app: "db" } };
const template = { metadata: { labels: { app: "db" } }, spec: { containers: [{ name: "db", image: "postgres:17", volumeMounts: [{ name: "data", mountPath: "/data" }] }] } };
const volumeClaimTemplates = [{ metadata: { name: "data" }, spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } } }];
const set = (spec: object = {}) => ({ spec: { serviceName: "db", selector, template, volumeClaimTemplates, ...spec } });

const mismatch = 'spec.template.metadata.labels: Invalid value: {"app":"db"}: `selector` does not match template `labels`';

describe("a StatefulSet", () => {
  test("goes in order, keeps its claims and rolls to the last pod", () => {
    expect(made(StatefulSets, set()).spec).toMatchObject({
      replicas: 1,
      podManagementPolicy: "OrderedReady",
      revisionHistoryLimit: 10,
      updateStrategy: { type: "RollingUpdate", rollingUpdate: { partition: 0 } },
      persistentVolumeClaimRetentionPolicy: { whenDeleted: "Retain", whenScaled: "Retain" },
    });
    expect(complaints(StatefulSets, set())).toEqual([]);
  });

  test.each<readonly [string, object, object]>([
    ["by hand", { type: "OnDelete" }, { type: "OnDelete" }],
    ["as it says", { type: "RollingUpdate" }, { type: "RollingUpdate" }],
    ["in part", { rollingUpdate: { partition: 2 } }, { type: "RollingUpdate", rollingUpdate: { partition: 2 } }],
    ["many at once", { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 2 } }, { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 2, partition: 0 } }],
  ])("updates %s", (_, updateStrategy, expected) => {
    expect(made(StatefulSets, set({ updateStrategy })).spec.updateStrategy).toEqual(expected);
  });

  test("makes whole claims of its templates", () => {
    expect(made(StatefulSets, set()).spec.volumeClaimTemplates).toEqual([
      { apiVersion: "v1", kind: "PersistentVolumeClaim", ...volumeClaimTemplates[0], spec: { ...volumeClaimTemplates[0]!.spec, volumeMode: "Filesystem" }, status: { phase: "Pending" } },
    ]);
  });

  test.each<readonly [string, object, readonly string[]]>([
    ["an order of its own", { podManagementPolicy: "Random" }, ["spec.podManagementPolicy: Invalid value: \"Random\": must be 'OrderedReady' or 'Parallel'"]],
    ["an unknown strategy", { updateStrategy: { type: "Recreate" } }, ["spec.updateStrategy: Invalid value: {\"type\":\"Recreate\"}: must be 'RollingUpdate' or 'OnDelete'"]],
    ["a partition by hand", { updateStrategy: { type: "OnDelete", rollingUpdate: {} } }, ["spec.updateStrategy.rollingUpdate: Invalid value: {}: only allowed for updateStrategy 'RollingUpdate'"]],
    ["a partition below nothing", { updateStrategy: { rollingUpdate: { partition: -1 } } }, ["spec.updateStrategy.rollingUpdate.partition: Invalid value: -1: must be greater than or equal to 0"]],
    ["an update of none", { updateStrategy: { rollingUpdate: { maxUnavailable: 0 } } }, ["spec.updateStrategy.rollingUpdate.maxUnavailable: Invalid value: 0: cannot be 0"]],
    ["an update of more than all", { updateStrategy: { rollingUpdate: { maxUnavailable: "101%" } } }, ['spec.updateStrategy.rollingUpdate.maxUnavailable: Invalid value: "101%": must not be greater than 100%']],
    ["claims that go now and then", { persistentVolumeClaimRetentionPolicy: { whenScaled: "Sometimes" } }, ['spec.persistentVolumeClaimRetentionPolicy.whenScaled: Unsupported value: "Sometimes": supported values: "Retain", "Delete"']],
    ["a start below zero", { ordinals: { start: -1 } }, ["spec.ordinals.start: Invalid value: -1: must be greater than or equal to 0"]],
    ["no selector", { selector: undefined }, ["spec.selector: Required value", mismatch]],
    ["a selector of everything", { selector: {} }, ["spec.selector: Invalid value: {}: empty selector is invalid for statefulset"]],
    ["a selector of others", { selector: { matchLabels: { app: "web" } } }, [mismatch]],
    ["pods that do not restart", { template: { ...template, spec: { ...template.spec, restartPolicy: "Never" } } }, ['spec.template.spec.restartPolicy: Unsupported value: "Never": supported values: "Always"']],
    ["a service that is no label", { serviceName: "db.local" }, ['spec.serviceName: Invalid value: "db.local": must not contain dots']],
    ["claims without size", { volumeClaimTemplates: [{ metadata: { name: "data" }, spec: { accessModes: ["ReadWriteOnce"] } }] }, ["spec.volumeClaimTemplates[0].spec.resources[storage]: Required value"]],
    ["mounts of no claim", { volumeClaimTemplates: [] }, ['spec.template.spec.containers[0].volumeMounts[0].name: Not found: "data"']],
  ])("is refused with %s", (_, spec, expected) => {
    expect(complaints(StatefulSets, set(spec))).toEqual(expected);
  });

  test("has a name that its pods can bear in theirs", () => {
    expect(complaints(StatefulSets, { ...set(), metadata: { name: "my.db" } })).toEqual(['metadata.name: Invalid value: "my.db": must not contain dots']);
  });

  test("keeps what its pods and claims are bound to", () => {
    const { spec } = made(StatefulSets, set());
    const mutable = { replicas: 5, minReadySeconds: 3, revisionHistoryLimit: 2, ordinals: { start: 1 }, updateStrategy: { type: "OnDelete" }, persistentVolumeClaimRetentionPolicy: { whenDeleted: "Delete", whenScaled: "Delete" } };
    expect(updates(StatefulSets, set(), { spec: { ...spec, ...mutable } })).toEqual([]);
    const fields = "'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds'";
    for (const change of [{ serviceName: "other" }, { podManagementPolicy: "Parallel" }, { volumeClaimTemplates: [], template: { ...template, spec: { containers: [{ name: "db", image: "a" }] } } }]) {
      expect(updates(StatefulSets, set(), { spec: { ...spec, ...change } })).toEqual([`spec: Forbidden: updates to statefulset spec for fields other than ${fields} are forbidden`]);
    }
  });

  test("counts its pods", () => {
    expect(statusUpdates(StatefulSets, set(), { replicas: 3, readyReplicas: 2, availableReplicas: 2, collisionCount: 1 })).toEqual([]);
    expect(statusUpdates(StatefulSets, set(), { replicas: 1, readyReplicas: 2, availableReplicas: -1 })).toEqual([
      "status.availableReplicas: Invalid value: -1: must be greater than or equal to 0",
      "status.readyReplicas: Invalid value: 2: cannot be greater than status.replicas",
    ]);
    expect(statusUpdates(StatefulSets, { ...set(), status: { replicas: 0, collisionCount: 2 } }, { replicas: 0, collisionCount: 1 })).toEqual([
      "status.collisionCount: Invalid value: 1: cannot be decremented",
    ]);
  });

  test("shows how many are ready, and can be scaled", () => {
    const three = { ...made(StatefulSets, set({ replicas: 3 })), status: { replicas: 2, readyReplicas: 1 } };
    expect(row(StatefulSets, three)).toEqual(["a", "1/3", "10m", "db", "postgres:17"]);
    const scale = StatefulSets.scale!;
    expect([scale.replicas(three), scale.statusReplicas(three), scale.selector(three), scale.withReplicas(three, 9).spec.replicas]).toEqual([3, 2, "app=db", 9]);
  });
});

describe("a DaemonSet", () => {
  const daemon = (spec: object = {}) => ({ spec: { selector, template: { ...template, spec: { containers: [{ name: "db", image: "postgres:17" }] } }, ...spec } });

  test("replaces one pod at a time", () => {
    expect(made(DaemonSets, daemon()).spec).toMatchObject({ revisionHistoryLimit: 10, updateStrategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 1, maxSurge: 0 } } });
    expect(made(DaemonSets, daemon({ updateStrategy: { type: "OnDelete" } })).spec.updateStrategy).toEqual({ type: "OnDelete" });
    expect(complaints(DaemonSets, daemon())).toEqual([]);
  });

  const at = "spec.updateStrategy.rollingUpdate";

  test.each<readonly [string, object, readonly string[]]>([
    ["both ways at once", { rollingUpdate: { maxUnavailable: 1, maxSurge: 1 } }, [`${at}.maxSurge: Invalid value: 1: may not be set when maxUnavailable is non-zero`]],
    ["neither way", { rollingUpdate: { maxUnavailable: "0%" } }, [`${at}.maxUnavailable: Required value: cannot be 0 when maxSurge is 0`]],
    ["more than all", { rollingUpdate: { maxUnavailable: "200%" } }, [`${at}.maxUnavailable: Invalid value: "200%": must not be greater than 100%`]],
    ["an unknown way", { type: "Sudden" }, ['spec.updateStrategy: Unsupported value: {"type":"Sudden"}: supported values: "RollingUpdate", "OnDelete"']],
    ["the new one first", { rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } }, []],
  ])("updates %s", (_, updateStrategy, expected) => {
    expect(complaints(DaemonSets, daemon({ updateStrategy }))).toEqual(expected);
  });

  test("keeps its selector and counts nodes", () => {
    const { spec } = made(DaemonSets, daemon());
    expect(complaints(DaemonSets, daemon({ selector: undefined }))).toEqual([mismatch]);
    const other = { app: "other" };
    const moved = { ...spec, selector: { matchLabels: other }, template: { ...spec.template, metadata: { labels: other } } };
    expect(updates(DaemonSets, daemon(), { spec: moved })).toEqual(['spec.selector: Invalid value: {"matchLabels":{"app":"other"}}: field is immutable']);
    expect(statusUpdates(DaemonSets, daemon(), { ...made(DaemonSets, daemon()).status, numberReady: -1 })).toEqual(["status.numberReady: Invalid value: -1: must be greater than or equal to 0"]);
  });

  test("shows where it runs", () => {
    const { spec, ...rest } = made(DaemonSets, daemon());
    const placed = { ...spec, template: { ...spec.template, spec: { ...spec.template.spec!, nodeSelector: { disk: "ssd" } } } };
    const status = { desiredNumberScheduled: 4, currentNumberScheduled: 3, numberReady: 2, updatedNumberScheduled: 1, numberAvailable: 2, numberMisscheduled: 0 };
    expect(row(DaemonSets, { ...rest, spec: placed, status })).toEqual(["a", 4, 3, 2, 1, 2, "disk=ssd", "10m", "db", "postgres:17", "app=db"]);
  });
});

describe("a ControllerRevision", () => {
  const ownerReferences = [{ apiVersion: "apps/v1", kind: "StatefulSet", name: "db", uid: "9", controller: true }];

  test("remembers data that never changes", () => {
    expect(complaints(ControllerRevisions, { revision: -1 })).toEqual(["data: Required value: data is mandatory", "revision: Invalid value: -1: must be greater than or equal to 0"]);
    expect(updates(ControllerRevisions, { data: { a: 1 }, revision: 1 }, { data: { a: 2 }, revision: 2 })).toEqual(['data: Invalid value: {"a":2}: field is immutable']);
  });

  test("shows whose it is", () => {
    expect(row(ControllerRevisions, made(ControllerRevisions, { metadata: { ownerReferences }, data: {}, revision: 3 }))).toEqual(["a", "statefulset.apps/db", 3, "10m"]);
    expect(row(ControllerRevisions, made(ControllerRevisions, { data: {}, revision: 3 }))[1]).toBe("<none>");
  });
});
