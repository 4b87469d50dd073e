import { describe, expect, test } from "vitest";
import { complaints, made, row, updates } from "../../testing/made-object.ts";
import { DeviceClasses } from "./device-class.ts";
import { ResourceClaimTemplates } from "./resource-claim-template.ts";
import { ResourceClaims } from "./resource-claim.ts";
import { ResourceSlices } from "./resource-slice.ts";

const exactly = { deviceClassName: "gpu.example.com" };
const claim = (change: object = {}, devices: object = {}) => ({ spec: { devices: { requests: [{ name: "gpu", exactly, ...change }], ...devices } } });
const at = "spec.devices.requests[0]";

describe("a claim", () => {
  test("asks for one device of each, exactly", () => {
    const one = { ...exactly, allocationMode: "ExactCount", count: 1 };
    expect(made(ResourceClaims, claim()).spec.devices?.requests).toEqual([{ name: "gpu", exactly: one }]);
    expect(made(ResourceClaims, claim({ exactly: { ...exactly, allocationMode: "All", tolerations: [{ key: "a" }] } })).spec.devices?.requests?.[0]?.exactly).toEqual({ ...exactly, allocationMode: "All", tolerations: [{ key: "a", operator: "Equal" }] });
    expect(made(ResourceClaimTemplates, { spec: claim() }).spec.spec.devices?.requests?.[0]?.exactly).toEqual(one);
  });

  test.each<readonly [string, object, readonly string[]]>([
    ["a device", claim(), []],
    ["one of two devices", claim({ exactly: undefined, firstAvailable: [{ name: "big", ...exactly }, { name: "small", ...exactly, count: 2 }] }), []],
    ["nothing", claim({ exactly: undefined }), [`${at}: Required value: exactly one of \`exactly\` or \`firstAvailable\` is required`]],
    ["everything", claim({ firstAvailable: [{ name: "a", ...exactly }] }), [`${at}: Invalid value: null: exactly one of \`exactly\` or \`firstAvailable\` is required, but multiple fields are set`]],
    ["no class", claim({ exactly: {} }), [`${at}.exactly.deviceClassName: Required value`]],
    ["all five", claim({ exactly: { ...exactly, allocationMode: "All", count: 5 } }), [`${at}.exactly.count: Invalid value: 5: must not be specified when allocationMode is 'All'`]],
    ["fewer than none", claim({ exactly: { ...exactly, count: -1 } }), [`${at}.exactly.count: Invalid value: -1: must be greater than zero`]],
    ["silent selectors", claim({ exactly: { ...exactly, selectors: [{}, { cel: { expression: "" } }] } }), [`${at}.exactly.selectors[0].cel: Required value`, `${at}.exactly.selectors[1].cel.expression: Required value`]],
    ["one name twice", { spec: { devices: { requests: [{ name: "gpu", exactly }, { name: "gpu", exactly }] } } }, ['spec.devices.requests[1]: Duplicate value: "gpu"']],
    ["the same of both", claim({}, { constraints: [{ requests: ["gpu"], matchAttribute: "example.com/numa" }] }), []],
    ["the same of another", claim({}, { constraints: [{ requests: ["cpu"], matchAttribute: "numa" }] }), [
      "spec.devices.constraints[0].requests[0]: Invalid value: \"cpu\": must be the name of a request in the claim or the name of a request and a subrequest separated by '/'",
      'spec.devices.constraints[0].matchAttribute: Invalid value: "numa": must include a domain',
    ]],
    ["words for a driver", claim({}, { config: [{ opaque: { driver: "gpu.example.com", parameters: { a: 1 } } }] }), []],
    ["no words for a driver", claim({}, { config: [{ opaque: { driver: "gpu.example.com", parameters: [] } }, {}] }), ["spec.devices.config[0].opaque.parameters: Invalid value: []: must be a valid JSON object", "spec.devices.config[1].opaque: Required value"]],
    ["strange tolerations", claim({ exactly: { ...exactly, tolerations: [{ operator: "Exists", value: "a" }, { effect: "Boom", key: "a" }] } }), [
      `${at}.exactly.tolerations[0].value: Invalid value: "a": must be empty for operator \`Exists\``,
      `${at}.exactly.tolerations[1].effect: Unsupported value: "Boom": supported values: "NoExecute", "NoSchedule"`,
    ]],
  ])("for %s", (_, draft, expected) => {
    expect(complaints(ResourceClaims, draft)).toEqual(expected);
    expect(complaints(ResourceClaimTemplates, { spec: draft })).toEqual(expected.map((message) => message.replace("spec.", "spec.spec.")));
  });

  test("stays what it is", () => {
    expect(updates(ResourceClaims, claim(), claim({ name: "other" }))).toHaveLength(1);
    expect(updates(ResourceClaimTemplates, { spec: claim() }, { spec: claim({ name: "other" }) })).toHaveLength(1);
  });

  test.each<readonly [object, object, string]>([
    [{}, {}, "pending"],
    [{ allocation: {} }, {}, "allocated"],
    [{ allocation: {}, reservedFor: [{ resource: "pods", name: "a", uid: "1" }] }, {}, "allocated,reserved"],
    [{ allocation: {} }, { deletionTimestamp: "2026-04-22T10:01:00Z" }, "deleted,allocated"],
    [{}, { deletionTimestamp: "2026-04-22T10:01:00Z" }, "deleted"],
  ])("of status %j shows %s", (status, metadata, text) => {
    const object = made(ResourceClaims, claim());
    expect(row(ResourceClaims, { ...object, metadata: { ...object.metadata, ...metadata }, status })).toEqual(["a", text, "10m"]);
  });
});

describe("a slice", () => {
  const slice = (change: object = {}) => ({ spec: { driver: "gpu.example.com", nodeName: "n1", pool: { name: "n1", generation: 1, resourceSliceCount: 1 }, ...change } });
  const places = "`nodeName`, `nodeSelector`, `allNodes`, `perDeviceNodeSelection`";

  test.each<readonly [string, object, readonly string[]]>([
    ["of a node", slice({ devices: [{ name: "gpu-0", attributes: { model: { string: "x" } } }] }), []],
    ["of nowhere", slice({ nodeName: undefined }), [`spec: Required value: exactly one of ${places} is required`]],
    ["of a node and of all", slice({ allNodes: true }), [`spec: Invalid value: "{\`nodeName\`, \`allNodes\`}": exactly one of ${places} is required, but multiple fields are set`]],
    ["of no pool", slice({ pool: {} }), ["spec.pool.name: Required value", "spec.pool.resourceSliceCount: Invalid value: 0: must be greater than zero"]],
    ["of devices that are two things", slice({ devices: [{ name: "a", attributes: { x: { int: 1, bool: true } } }, { name: "a" }] }), [
      'spec.devices[0].attributes[x]: Invalid value: {"int":1,"bool":true}: exactly one value must be specified, but multiple fields are set',
      'spec.devices[1]: Duplicate value: "a"',
    ]],
    ["of tainted devices", slice({ devices: [{ name: "a", taints: [{ key: "broken" }] }] }), ["spec.devices[0].taints[0].effect: Required value"]],
  ])("%s", (_, draft, expected) => {
    expect(complaints(ResourceSlices, draft)).toEqual(expected);
  });

  test("knows since when its devices are tainted, and stays where it is", () => {
    const taints = [{ key: "a", effect: "NoSchedule" }];
    expect(made(ResourceSlices, slice({ devices: [{ name: "a", taints }] })).spec.devices?.[0]?.taints).toEqual([{ ...taints[0], timeAdded: "2026-04-22T10:00:00Z" }]);
    expect(updates(ResourceSlices, slice(), slice({ nodeName: "n2", driver: "b.example.com" }))).toHaveLength(2);
    expect(row(ResourceSlices, made(ResourceSlices, slice()))).toEqual(["a", "n1", "gpu.example.com", "n1", "10m"]);
    const fields = Object.values(ResourceSlices.selectableFields).map((field) => field.get(made(ResourceSlices, slice())));
    expect(fields).toEqual(["n1", "gpu.example.com"]);
  });
});

test("a class selects and configures", () => {
  expect(complaints(DeviceClasses, { spec: { selectors: [{ cel: { expression: "true" } }], config: [{ opaque: { driver: "a.b", parameters: {} } }] } })).toEqual([]);
  expect(complaints(DeviceClasses, { spec: { selectors: [{}], config: [{}] } })).toEqual(["spec.selectors[0].cel: Required value", "spec.config[0].opaque: Required value"]);
  expect(row(DeviceClasses, made(DeviceClasses, {}))).toEqual(["a", "10m"]);
});
