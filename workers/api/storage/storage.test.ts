import { describe, expect, test } from "vitest";
import { complaints, made, row, updates } from "../../testing/made-object.ts";
import { CSIDrivers } from "./csi-driver.ts";
import { CSINodes } from "./csi-node.ts";
import { CSIStorageCapacities } from "./csi-storage-capacity.ts";
import { StorageClasses } from "./storage-class.ts";
import { VolumeAttachments } from "./volume-attachment.ts";
import { VolumeAttributesClasses } from "./volume-attributes-class.ts";

const driver = "disk.example.com";

describe("a StorageClass", () => {
  const fast = (change: object = {}) => ({ provisioner: "example.com/disk", ...change });

  test("deletes what it made, and makes it at once", () => {
    expect(made(StorageClasses, fast())).toMatchObject({ reclaimPolicy: "Delete", volumeBindingMode: "Immediate" });
    expect(row(StorageClasses, made(StorageClasses, fast()))).toEqual(["a", "example.com/disk", "Delete", "Immediate", false, "10m"]);
    const metadata = { annotations: { "storageclass.kubernetes.io/is-default-class": "true" } };
    expect(row(StorageClasses, made(StorageClasses, fast({ metadata })))[0]).toBe("a (default)");
  });

  const term = (...matchLabelExpressions: readonly object[]) => fast({ allowedTopologies: [{ matchLabelExpressions }] });
  const at = "allowedTopologies[0].matchLabelExpressions";

  test.each<readonly [string, object, readonly string[]]>([
    ["nobody to make them", {}, ["provisioner: Required value"]],
    ["volumes that are recycled", fast({ reclaimPolicy: "Recycle" }), ['reclaimPolicy: Unsupported value: "Recycle": supported values: "Delete", "Retain"']],
    ["volumes that are bound some day", fast({ volumeBindingMode: "Later" }), ['volumeBindingMode: Unsupported value: "Later": supported values: "Immediate", "WaitForFirstConsumer"']],
    ["parameters without names", fast({ parameters: { "": "x" } }), ['parameters: Invalid value: "": field can not be empty.']],
    ["too many words", fast({ parameters: { a: "x".repeat(256 * 1024) } }), ["parameters: Too long: may not be more than 262144 bytes"]],
    ["zones", term({ key: "zone", values: ["a", "b"] }), []],
    ["zones that are nowhere", term({ key: "zone", values: [] }), [`${at}[0].values: Required value`]],
    ["a zone twice", term({ key: "zone", values: ["a", "a"] }, { key: "zone", values: ["b"] }), [`${at}[0].values[1]: Duplicate value: "a"`, `${at}[1].key: Duplicate value: "zone"`]],
  ])("with %s", (_, draft, expected) => {
    expect(complaints(StorageClasses, draft)).toEqual(expected);
  });

  test("stays what it is", () => {
    expect(updates(StorageClasses, fast(), { provisioner: "b", reclaimPolicy: "Retain", volumeBindingMode: "WaitForFirstConsumer", parameters: { a: "b" } })).toEqual([
      "parameters: Forbidden: updates to parameters are forbidden.",
      "provisioner: Forbidden: updates to provisioner are forbidden.",
      "reclaimPolicy: Forbidden: updates to reclaimPolicy are forbidden.",
      'volumeBindingMode: Invalid value: "WaitForFirstConsumer": field is immutable',
    ]);
    expect(updates(StorageClasses, fast(), { allowVolumeExpansion: true })).toEqual([]);
  });
});

describe("a VolumeAttributesClass", () => {
  const gold = { driverName: driver, parameters: { iops: "1000" } };

  test("says how volumes of a driver perform, for ever", () => {
    expect(complaints(VolumeAttributesClasses, gold)).toEqual([]);
    expect(complaints(VolumeAttributesClasses, { driverName: driver })).toEqual(["parameters: Required value: must contain at least one key/value pair"]);
    expect(updates(VolumeAttributesClasses, gold, { parameters: { iops: "2" } })).toEqual(['parameters: Invalid value: {"iops":"2"}: field is immutable']);
    expect(row(VolumeAttributesClasses, made(VolumeAttributesClasses, gold))).toEqual(["a", driver, "10m"]);
  });
});

describe("a driver", () => {
  const named = (spec: object = {}) => ({ metadata: { name: driver }, spec });

  test("attaches volumes that last, and tells pods nothing", () => {
    expect(row(CSIDrivers, made(CSIDrivers, named()))).toEqual([driver, true, false, false, "<unset>", false, "Persistent", "10m"]);
    expect(complaints(CSIDrivers, named())).toEqual([]);
  });

  test.each<readonly [string, object, readonly string[]]>([
    ["a policy of its own", { fsGroupPolicy: "Maybe" }, ['spec.fsGroupPolicy: Unsupported value: "Maybe": supported values: "File", "None", "ReadWriteOnceWithFSType"']],
    ["an unknown life", { volumeLifecycleModes: ["Eternal"] }, ['spec.volumeLifecycleModes: Unsupported value: "Eternal": supported values: "Ephemeral", "Persistent"']],
    ["short tokens", { tokenRequests: [{ audience: "a", expirationSeconds: 5 }, { audience: "a" }] }, [
      "spec.tokenRequests[0].expirationSeconds: Invalid value: 5: may not specify a duration less than 10 minutes",
      'spec.tokenRequests[1].audience: Duplicate value: "a"',
    ]],
  ])("with %s", (_, spec, expected) => {
    expect(complaints(CSIDrivers, named(spec))).toEqual(expected);
  });

  test("is named by a domain of at most 63 characters", () => {
    expect(complaints(CSIDrivers, { metadata: { name: "d".repeat(64) } })).toEqual(["metadata.name: Too long: may not be more than 63 bytes"]);
  });
});

describe("a node's drivers", () => {
  const on = (...drivers: readonly object[]) => ({ spec: { drivers } });
  const one = { name: driver, nodeID: "n1", topologyKeys: ["zone"] };

  test.each<readonly [string, object, readonly string[]]>([
    ["one", on(one), []],
    ["one twice", on(one, one), [`spec.drivers[1].name: Duplicate value: "${driver}"`]],
    ["one that knows no node", on({ name: driver }), ["spec.drivers[0].nodeID: Required value"]],
    ["one with a long word for its node", on({ ...one, nodeID: "n".repeat(193) }), [`spec.drivers[0].nodeID: Invalid value: "${"n".repeat(193)}": must be 192 characters or less`]],
    ["one of less than nothing", on({ ...one, allocatable: { count: -1 } }), ["spec.drivers[0].allocatable.count: Invalid value: -1: must be greater than or equal to 0"]],
    ["one in the same zone twice", on({ ...one, topologyKeys: ["zone", "zone", ""] }), ['spec.drivers[0].topologyKeys[1]: Duplicate value: "zone"', "spec.drivers[0].topologyKeys[2]: Required value"]],
  ])("%s", (_, draft, expected) => {
    expect(complaints(CSINodes, draft)).toEqual(expected);
  });

  test("are counted", () => {
    expect(row(CSINodes, made(CSINodes, on(one)))).toEqual(["a", 1, "10m"]);
    expect(row(CSINodes, made(CSINodes, {}))).toEqual(["a", 0, "10m"]);
  });
});

test("a capacity belongs to a class and a topology", () => {
  const capacity = { storageClassName: "fast", capacity: "10Gi", nodeTopology: { matchLabels: { zone: "a" } } };
  expect(complaints(CSIStorageCapacities, capacity)).toEqual([]);
  expect(complaints(CSIStorageCapacities, { capacity: "-1" })).toEqual(["storageClassName: Required value", 'capacity: Invalid value: "-1": must be greater than or equal to 0']);
  expect(updates(CSIStorageCapacities, capacity, { capacity: "5Gi" })).toEqual([]);
  expect(updates(CSIStorageCapacities, capacity, { storageClassName: "slow", nodeTopology: {} })).toEqual([
    "nodeTopology: Invalid value: {}: field is immutable",
    'storageClassName: Invalid value: "slow": field is immutable',
  ]);
  expect(row(CSIStorageCapacities, made(CSIStorageCapacities, capacity))).toEqual(["a", "fast", "10Gi"]);
});

test("an attachment joins a volume and a node, once", () => {
  const attachment = { spec: { attacher: driver, nodeName: "n1", source: { persistentVolumeName: "pv-1" } } };
  expect(complaints(VolumeAttachments, attachment)).toEqual([]);
  expect(complaints(VolumeAttachments, {})).toEqual([
    "spec.attacher: Required value",
    expect.stringMatching(/^spec.attacher: Invalid value: "": a lowercase RFC 1123 subdomain/),
    "spec.nodeName: Required value",
    "spec.source: Required value: must specify exactly one of inlineVolumeSpec and persistentVolumeName",
  ]);
  expect(updates(VolumeAttachments, attachment, { spec: { ...attachment.spec, nodeName: "n2" } })).toHaveLength(1);
  expect(row(VolumeAttachments, made(VolumeAttachments, attachment))).toEqual(["a", driver, "pv-1", "n1", false, "10m"]);
});
