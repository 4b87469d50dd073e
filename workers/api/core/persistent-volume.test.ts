import { describe, expect, test } from "vitest";
import { complaints, made, row, updates } from "../../testing/made-object.ts";
import { PersistentVolumeClaims } from "./persistent-volume-claim.ts";
import { PersistentVolumes } from "./persistent-volume.ts";

const size = (storage: string) => ({ resources: { requests: { storage } } });
const claim = (spec: object = {}, rest: object = {}) => ({ ...rest, spec: { accessModes: ["ReadWriteOnce"], ...size("1Gi"), ...spec } });
const volume = (spec: object = {}) => ({ spec: { accessModes: ["ReadWriteOnce"], capacity: { storage: "1Gi" }, hostPath: { path: "/data" }, ...spec } });

describe("a claim", () => {
  test("wants a file system and waits", () => {
    expect(made(PersistentVolumeClaims, claim())).toMatchObject({ spec: { volumeMode: "Filesystem" }, status: { phase: "Pending" } });
    expect(complaints(PersistentVolumeClaims, claim())).toEqual([]);
  });

  test.each<readonly [string, object, readonly string[]]>([
    ["no way to be used", { accessModes: [] }, ["spec.accessModes: Required value: at least 1 access mode is required"]],
    ["an unknown way", { accessModes: ["Mine"] }, ['spec.accessModes: Unsupported value: "Mine": supported values: "ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod"']],
    ["one pod and many", { accessModes: ["ReadWriteOncePod", "ReadWriteMany"] }, ["spec.accessModes: Forbidden: may not use ReadWriteOncePod with other access modes"]],
    ["no size", { resources: {} }, ["spec.resources[storage]: Required value"]],
    ["size nothing", size("0"), ['spec.resources[storage]: Invalid value: "0": must be greater than zero']],
    ["a class that is no name", { storageClassName: "Fast_Disk" }, [
      "spec.storageClassName: Invalid value: \"Fast_Disk\": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')",
    ]],
    ["a shape of its own", { volumeMode: "Cube" }, ['spec.volumeMode: Unsupported value: "Cube": supported values: "Block", "Filesystem"']],
    ["data from nowhere", { dataSource: { kind: "Pod", name: "" } }, ["spec.dataSource.name: Required value", "spec.dataSource: Invalid value: \"Pod\": must be 'PersistentVolumeClaim' when referencing the default apiGroup"]],
  ])("is refused with %s", (_, spec, expected) => {
    expect(complaints(PersistentVolumeClaims, claim(spec))).toEqual(expected);
  });

  const bound = { volumeName: "pv-1", storageClassName: "standard" };

  test("is given a volume once", () => {
    const { spec } = made(PersistentVolumeClaims, claim({ storageClassName: "standard" }));
    expect(updates(PersistentVolumeClaims, claim({ storageClassName: "standard" }), { spec: { ...spec, volumeName: "pv-1" } })).toEqual([]);
    const [problem] = updates(PersistentVolumeClaims, claim(bound), { spec: { ...spec, volumeName: "pv-2" } });
    expect(problem).toMatch(/^spec: Forbidden: spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims\n/);
  });

  test("may grow once it is bound, and shrinks only to what it has not got yet", () => {
    const grown = (from: string, to: string, phase = "Bound") => {
      const before = { ...made(PersistentVolumeClaims, claim({ ...bound, ...size(from) })), status: { phase, capacity: { storage: "1Gi" } } };
      const object = { ...before, spec: { ...before.spec, ...size(to) } } as typeof before;
      return PersistentVolumeClaims.validateUpdate(object as never, before as never).map(({ field }) => field);
    };
    expect(grown("1Gi", "2Gi")).toEqual([]);
    expect(grown("3Gi", "2Gi")).toEqual([]);
    expect(grown("3Gi", "1Gi")).toEqual(["spec.resources.requests.storage"]);
    expect(grown("1Gi", "2Gi", "Pending")).toEqual(["spec"]);
  });

  test("shows what it has got", () => {
    const status = { phase: "Bound", capacity: { storage: "2Gi" }, accessModes: ["ReadWriteOnce", "ReadOnlyMany"] } as const;
    expect(row(PersistentVolumeClaims, { ...made(PersistentVolumeClaims, claim(bound)), status })).toEqual(["a", "Bound", "pv-1", "2Gi", "RWO,ROX", "standard", "<unset>", "10m", "Filesystem"]);
    expect(row(PersistentVolumeClaims, made(PersistentVolumeClaims, claim()), 0)).toEqual(["a", "Pending", "", "", "", "", "<unset>", "10m"]);
    const leaving = made(PersistentVolumeClaims, claim({}, { metadata: { deletionTimestamp: "2026-04-22T10:09:00Z" } }));
    expect(row(PersistentVolumeClaims, leaving)[1]).toBe("Terminating");
  });
});

describe("a volume", () => {
  test("is kept when its claim goes, and waits since it was made", () => {
    expect(made(PersistentVolumes, volume())).toMatchObject({
      spec: { persistentVolumeReclaimPolicy: "Retain", volumeMode: "Filesystem", hostPath: { path: "/data", type: "" } },
      status: { phase: "Pending", lastPhaseTransitionTime: "2026-04-22T10:00:00Z" },
    });
    expect(complaints(PersistentVolumes, volume())).toEqual([]);
  });

  const elsewhere = { hostPath: undefined };

  test.each<readonly [string, object, readonly string[]]>([
    ["no capacity", { capacity: {} }, ["spec.capacity: Required value", 'spec.capacity: Unsupported value: {}: supported values: "storage"']],
    ["no room", { capacity: { storage: "0" } }, ['spec.capacity[storage]: Invalid value: "0": must be greater than zero']],
    ["no way to be used", { accessModes: [] }, ["spec.accessModes: Required value"]],
    ["no place", elsewhere, ["spec: Required value: must specify a volume type"]],
    ["two places", { nfs: { server: "a", path: "/" } }, ["spec.nfs: Forbidden: may not specify more than 1 volume type"]],
    ["a path out of its place", { hostPath: { path: "/a/../b" } }, ["spec.hostPath.path: Invalid value: \"/a/../b\": must not contain '..'"]],
    ["a local disk anywhere", { ...elsewhere, local: { path: "/mnt" } }, ["spec.nodeAffinity: Required value: Local volume requires node affinity"]],
    ["the whole machine to recycle", { hostPath: { path: "/" }, persistentVolumeReclaimPolicy: "Recycle" }, ["spec.persistentVolumeReclaimPolicy: Forbidden: may not be 'recycle' for a hostPath mount of '/'"]],
    ["a driver without a handle", { ...elsewhere, csi: { driver: "disk.example.com" } }, ["spec.csi.volumeHandle: Required value"]],
    ["a secret without a namespace", { ...elsewhere, csi: { driver: "disk.example.com", volumeHandle: "1", nodePublishSecretRef: { name: "s" } } }, ["spec.csi.nodePublishSecretRef.namespace: Required value"]],
    ["an end of its own", { persistentVolumeReclaimPolicy: "Burn" }, ['spec.persistentVolumeReclaimPolicy: Unsupported value: "Burn": supported values: "Delete", "Recycle", "Retain"']],
    ["nodes of no kind", { nodeAffinity: {} }, ["spec.nodeAffinity.required: Required value: must specify required node constraints"]],
  ])("is refused with %s", (_, spec, expected) => {
    expect(complaints(PersistentVolumes, volume(spec))).toEqual(expected);
  });

  test("stays where it is", () => {
    const { spec } = made(PersistentVolumes, volume());
    const [problem] = updates(PersistentVolumes, volume(), { spec: { ...spec, hostPath: { path: "/other", type: "" } } });
    expect(problem).toMatch(/^spec.persistentvolumesource: Forbidden: spec.persistentvolumesource is immutable after creation\n/);
    expect(updates(PersistentVolumes, volume(), { spec: { ...spec, persistentVolumeReclaimPolicy: "Delete", capacity: { storage: "2Gi" } } })).toEqual([]);
    expect(updates(PersistentVolumes, volume(), { spec: { ...spec, volumeMode: "Block" } })).toEqual(['spec.volumeMode: Invalid value: "Block": field is immutable']);
  });

  test("shows whose it is", () => {
    const taken = { ...made(PersistentVolumes, volume({ claimRef: { namespace: "default", name: "data" }, storageClassName: "standard" })), status: { phase: "Bound" } } as const;
    expect(row(PersistentVolumes, taken)).toEqual(["a", "1Gi", "RWO", "Retain", "Bound", "default/data", "standard", "<unset>", "", "10m", "Filesystem"]);
  });
});
