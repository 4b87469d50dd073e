import { describe, expect, test } from "vitest";
import { errorMessage } from "../../apimachinery/validation.ts";
import { born, complaints, made, now, row, updates } from "../../testing/made-object.ts";
import { Leases } from "../coordination/lease.ts";
import { EndpointSlices } from "../discovery/endpoint-slice.ts";
import { EventsV1 } from "../events/event.ts";
import { PriorityClasses } from "../scheduling/priority-class.ts";
import { ConfigMaps } from "./config-map.ts";
import { Endpoints } from "./endpoints.ts";
import { Events } from "./event.ts";
import { intervalText } from "./event-columns.ts";
import { Namespaces } from "./namespace.ts";
import { Nodes } from "./node.ts";
import { Secrets } from "./secret.ts";
import { ServiceAccounts } from "./service-account.ts";

describe("Namespace", () => {
  test("carries its name as a label, is Active and will be emptied before it goes", () => {
    const { metadata, spec, status } = made(Namespaces, { metadata: { labels: { team: "a" } } });
    expect(metadata.labels).toEqual({ team: "a", "kubernetes.io/metadata.name": "a" });
    expect(spec.finalizers).toEqual(["kubernetes"]);
    expect(status).toEqual({ phase: "Active" });
    expect(row(Namespaces, made(Namespaces, {}))).toEqual(["a", "Active", "10m"]);
  });

  test("is named by a DNS label, and its phase follows from its deletion", () => {
    expect(complaints(Namespaces, { metadata: { name: "a.b" } })).toEqual(['metadata.name: Invalid value: "a.b": must not contain dots']);
    const namespace = made(Namespaces, {});
    expect(Namespaces.validateStatusUpdate({ ...namespace, status: { phase: "Terminating" } }, namespace).map(errorMessage)).toEqual([
      "status.Phase: Invalid value: \"Terminating\": may only be 'Active' if `deletionTimestamp` is empty",
    ]);
  });

  test("keeps its finalizers on updates of anything else", () => {
    const namespace = made(Namespaces, {});
    expect(Namespaces.prepareForUpdate({ ...namespace, spec: {} }, namespace).spec.finalizers).toEqual(["kubernetes"]);
  });
});

describe("Node", () => {
  const ready = { type: "Ready", status: "True" };

  test.each<readonly [string, object, readonly (string | number)[]]>([
    ["Ready", { status: { conditions: [ready] } }, ["Ready", "<none>"]],
    ["cordoned control plane", { metadata: { labels: { "node-role.kubernetes.io/control-plane": "", "kubernetes.io/role": "master" } }, spec: { unschedulable: true }, status: { conditions: [ready] } }, ["Ready,SchedulingDisabled", "control-plane,master"]],
    ["not ready", { status: { conditions: [{ type: "Ready", status: "Unknown" }] } }, ["NotReady", "<none>"]],
    ["new", {}, ["Unknown", "<none>"]],
  ])("that is %s", (_, draft, expected) => {
    expect(row(Nodes, made(Nodes, draft), 0).slice(1, 3)).toEqual(expected);
  });

  test("shows its machine in a wide row", () => {
    const status = { addresses: [{ type: "InternalIP", address: "192.168.0.2" }], nodeInfo: { kubeletVersion: "v1.36.0", osImage: "Kubarium", kernelVersion: "6.1" } };
    expect(row(Nodes, made(Nodes, { status })).slice(3)).toEqual(["10m", "v1.36.0", "192.168.0.2", "<none>", "Kubarium", "6.1", "<unknown>"]);
  });

  test("gives to pods what it has, unless it says otherwise", () => {
    expect(Nodes.defaults({ status: { capacity: { cpu: "4" } } }).status?.allocatable).toEqual({ cpu: "4" });
  });

  test.each<readonly [string, object, readonly string[]]>([
    ["one taint twice", { spec: { taints: [{ key: "a", effect: "NoSchedule" }, { key: "a", value: "b", effect: "NoSchedule" }] } }, ['metadata.taints[1]: Duplicate value: {"key":"a","value":"b","effect":"NoSchedule"}: taints must be unique by key and effect pair']],
    ["a taint of no effect", { spec: { taints: [{ key: "a" }] } }, ["metadata.taints[0].effect: Required value"]],
    ["a network that is none", { spec: { podCIDRs: ["10.0.0.0"] } }, ['spec.podCIDRs[0]: Invalid value: "10.0.0.0": must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)']],
    ["less than nothing", { status: { capacity: { cpu: "-1" }, allocatable: {} } }, ['status.capacity.cpu: Invalid value: "-1": must be greater than or equal to 0']],
  ])("with %s is refused", (_, draft, expected) => {
    expect(complaints(Nodes, draft)).toEqual(expected);
  });

  test("keeps its network once it has one", () => {
    expect(updates(Nodes, { spec: { podCIDR: "10.0.0.0/24", podCIDRs: ["10.0.0.0/24"] } }, { spec: { podCIDRs: ["10.0.1.0/24"] } })).toEqual([
      'spec.podCIDRs: Forbidden: node updates may not change podCIDR except from "" to valid',
    ]);
    expect(updates(Nodes, {}, { spec: { podCIDRs: ["10.0.1.0/24"] } })).toEqual([]);
  });
});

describe("Secret", () => {
  test("takes text and keeps it encoded", () => {
    const secret = made(Secrets, { stringData: { user: "admin", umlaut: "Ü€😀" }, data: { user: "b2xk" } });
    expect(secret).toMatchObject({ type: "Opaque", data: { user: "YWRtaW4=", umlaut: "w5zigqzwn5iA" } });
    expect("stringData" in secret).toBe(false);
    expect(row(Secrets, secret)).toEqual(["a", "Opaque", 2, "10m"]);
  });

  test.each<readonly [string, object, readonly string[]]>([
    ["TLS without a key", { type: "kubernetes.io/tls", data: { "tls.crt": "" } }, ["data[tls.key]: Required value"]],
    ["a docker config that is no JSON", { type: "kubernetes.io/dockerconfigjson", data: { ".dockerconfigjson": "YWJj" } }, ["data[.dockerconfigjson]: Invalid value: \"<secret contents redacted>\": invalid character 'a' looking for beginning of value"]],
    ["a docker config", { type: "kubernetes.io/dockerconfigjson", data: { ".dockerconfigjson": "e30=" } }, []],
    ["basic auth of nobody", { type: "kubernetes.io/basic-auth" }, ["data[username]: Required value", "data[password]: Required value"]],
    ["a token of nobody", { type: "kubernetes.io/service-account-token" }, ["metadata.annotations[kubernetes.io/service-account.name]: Required value"]],
    ["a key with a space", { data: { "a b": "" } }, ["data[a b]: Invalid value: \"a b\": a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')"]],
  ])("%s", (_, draft, expected) => {
    expect(complaints(Secrets, draft)).toEqual(expected);
  });

  test("keeps its type, and all of itself once it is sealed", () => {
    expect(updates(Secrets, {}, { type: "example.com/own" })).toEqual(['type: Invalid value: "example.com/own": field is immutable']);
    expect(updates(Secrets, { immutable: true, data: { a: "YQ==" } }, { immutable: undefined, data: {} })).toEqual([
      "immutable: Forbidden: field is immutable when `immutable` is set",
      "data: Forbidden: field is immutable when `immutable` is set",
    ]);
  });
});

test("a ConfigMap counts both kinds of data, and no key is in both", () => {
  expect(row(ConfigMaps, made(ConfigMaps, { data: { a: "1" }, binaryData: { b: "AA==" } }))).toEqual(["a", 2, "10m"]);
  expect(complaints(ConfigMaps, { data: { a: "1" }, binaryData: { a: "AA==" } })).toEqual(['data[a]: Invalid value: "a": duplicate of key present in binaryData']);
  expect(complaints(ConfigMaps, { data: { a: "ä".repeat(524_289) } })).toEqual([": Too long: may not be more than 1048576 bytes"]);
});

test("a ServiceAccount shows its secrets", () => {
  expect(row(ServiceAccounts, made(ServiceAccounts, { secrets: [{ name: "t" }] }))).toEqual(["a", 1, "10m"]);
});

test.each<readonly [string, object, string]>([
  ["nothing", {}, "<none>"],
  ["nobody ready", { subsets: [{ notReadyAddresses: [{ ip: "10.0.0.1" }], ports: [{ port: 80 }] }] }, ""],
  ["two", { subsets: [{ addresses: [{ ip: "10.0.0.1" }, { ip: "fd00::1" }], ports: [{ port: 80 }] }] }, "10.0.0.1:80,[fd00::1]:80"],
  ["many", { subsets: [{ addresses: [1, 2, 3, 4, 5].map((n) => ({ ip: `10.0.0.${n}` })), ports: [{ port: 80 }] }] }, "10.0.0.1:80,10.0.0.2:80,10.0.0.3:80 + 2 more..."],
  ["no ports", { subsets: [{ addresses: [{ ip: "10.0.0.1" }] }] }, "10.0.0.1"],
])("Endpoints of %s show %s", (_, draft, expected) => {
  expect(row(Endpoints, made(Endpoints, draft))[1]).toBe(expected);
});

test.each<readonly [string, object, readonly string[]]>([
  ["no addresses", { subsets: [{ ports: [{ port: 80 }] }] }, ["subsets[0]: Required value: must specify `addresses` or `notReadyAddresses`"]],
  ["a loopback address", { subsets: [{ addresses: [{ ip: "127.0.0.1" }] }] }, ['subsets[0].addresses[0].ip: Invalid value: "127.0.0.1": may not be in the loopback range (127.0.0.0/8, ::1/128)']],
  ["ports without names", { subsets: [{ addresses: [{ ip: "10.0.0.1" }], ports: [{ port: 80 }, { port: 81 }] }] }, ["subsets[0].ports[0].name: Required value", "subsets[0].ports[1].name: Required value"]],
])("Endpoints with %s are refused", (_, draft, expected) => {
  expect(complaints(Endpoints, draft)).toEqual(expected);
});

describe("EndpointSlice", () => {
  test("names the protocol of its ports and shows the first three of everything", () => {
    const endpoints = [1, 2, 3, 4].map((n) => ({ addresses: [`10.0.0.${n}`] }));
    const slice = made(EndpointSlices, { addressType: "IPv4", endpoints, ports: [{ port: 80 }, { name: "any" }] });
    expect(slice.ports).toEqual([{ port: 80, name: "", protocol: "TCP" }, { name: "any", protocol: "TCP" }]);
    expect(row(EndpointSlices, slice)).toEqual(["a", "IPv4", "80,any", "10.0.0.1,10.0.0.2,10.0.0.3 + 1 more...", "10m"]);
    expect(row(EndpointSlices, made(EndpointSlices, { addressType: "IPv4" }))).toEqual(["a", "IPv4", "<unset>", "<unset>", "10m"]);
  });

  test.each<readonly [string, object, readonly string[]]>([
    ["no type", {}, ["addressType: Required value"]],
    ["an address of the other family", { addressType: "IPv4", endpoints: [{ addresses: ["fd00::1"] }] }, ['endpoints[0].addresses[0]: Invalid value: "fd00::1": must be a valid IPv4 address']],
    ["no addresses", { addressType: "IPv4", endpoints: [{ addresses: [] }] }, ["endpoints[0].addresses: Required value: must contain at least 1 address"]],
    ["two ports of one name", { addressType: "IPv4", ports: [{ port: 1 }, { port: 2 }] }, ['ports[1].name: Duplicate value: ""']],
    ["a zone hinted twice", { addressType: "IPv4", endpoints: [{ addresses: ["10.0.0.1"], hints: { forZones: [{ name: "a" }, { name: "a" }] } }] }, ['endpoints[0].hints.forZones[1].name: Duplicate value: "a"']],
  ])("with %s is refused", (_, draft, expected) => {
    expect(complaints(EndpointSlices, draft)).toEqual(expected);
  });

  test("keeps its type", () => {
    expect(updates(EndpointSlices, { addressType: "IPv4" }, { addressType: "IPv6" })).toEqual(['addressType: Invalid value: "IPv6": field is immutable']);
  });
});

describe("Event", () => {
  const event = { involvedObject: { kind: "Pod", name: "web-0", namespace: "default" }, reason: "Pulled", type: "Normal", message: " done\n", source: { component: "kubelet", host: "node-1" } };

  test.each<readonly [string, object, string]>([
    ["told once", { firstTimestamp: "2026-04-22T10:09:00Z", lastTimestamp: "2026-04-22T10:09:00Z", count: 1 }, "60s"],
    ["told again", { firstTimestamp: "2026-04-22T10:05:00Z", lastTimestamp: "2026-04-22T10:09:55Z", count: 3 }, "5s (x3 over 5m)"],
    ["of the newer kind", { eventTime: "2026-04-22T10:09:30.000000Z" }, "30s"],
    ["in a series", { eventTime: "2026-04-22T10:05:00.000000Z", series: { count: 4, lastObservedTime: "2026-04-22T10:09:50.000000Z" } }, "10s (x4 over 5m)"],
    ["of no time", {}, "<unknown>"],
  ])("%s was last seen %s", (_, times, expected) => {
    const object = made(Events, { ...event, ...times });
    expect(intervalText(object, { now })).toBe(expected);
    expect(row(Events, object)[0]).toBe(expected.split(" ")[0]);
  });

  test("shows what happened to whom", () => {
    const object = made(Events, { ...event, firstTimestamp: "2026-04-22T10:09:00Z" });
    expect(row(Events, object)).toEqual(["60s", "Normal", "Pulled", "pod/web-0", "", "kubelet, node-1", "done", "60s", 1, "a"]);
  });

  test("lives where its object lives", () => {
    expect(complaints(Events, { ...event, involvedObject: { kind: "Pod", namespace: "other" } })).toEqual(['involvedObject.namespace: Invalid value: "other": does not match event.namespace']);
    expect(complaints(Events, { ...event, involvedObject: { kind: "Node" } })).toEqual([]);
  });

  test("of the newer kind says who reports what", () => {
    expect(complaints(Events, { involvedObject: { namespace: "default" }, eventTime: "2026-04-22T10:09:30.000000Z", reportingComponent: "a.b/c" })).toEqual([
      "reportingInstance: Required value", "action: Required value", "reason: Required value",
    ]);
  });

  test("reads the same in the words of events.k8s.io", () => {
    const stored = made(Events, { ...event, apiVersion: "v1", kind: "Event", count: 2, firstTimestamp: born, lastTimestamp: born, eventTime: "2026-04-22T10:00:00.000000Z", reportingComponent: "kubelet" });
    const shown = EventsV1.storedAs!.fromStored(stored);
    expect(shown).toMatchObject({ apiVersion: "events.k8s.io/v1", regarding: event.involvedObject, note: event.message, deprecatedCount: 2, reportingController: "kubelet", deprecatedSource: event.source });
    expect(EventsV1.storedAs!.toStored(shown)).toEqual(stored);
    expect(row(EventsV1, shown)).toEqual(row(Events, stored));
  });

  test("can be selected by its object", () => {
    const object = made(Events, { ...event, involvedObject: { ...event.involvedObject, fieldPath: "spec" } });
    const fields = Object.entries(Events.selectableFields).map(([field, getter]) => [field, getter.get(object)]);
    expect(Object.fromEntries(fields)).toMatchObject({ "involvedObject.kind": "Pod", "involvedObject.name": "web-0", reason: "Pulled", source: "kubelet", type: "Normal" });
  });
});

test.each<readonly [string, object, readonly string[]]>([
  ["a duration of nothing", { spec: { leaseDurationSeconds: 0 } }, ["spec.leaseDurationSeconds: Invalid value: 0: must be greater than 0"]],
  ["transitions below zero", { spec: { leaseTransitions: -1 } }, ["spec.leaseTransitions: Invalid value: -1: must be greater than or equal to 0"]],
  ["a holder", { spec: { holderIdentity: "me" } }, []],
])("a Lease with %s", (_, draft, expected) => {
  expect(complaints(Leases, draft)).toEqual(expected);
});

test.each<readonly [string, object, readonly string[]]>([
  ["of a user", { value: 1_000_000_000 }, []],
  ["too high", { value: 1_000_000_001 }, ["value: Forbidden: maximum allowed value of a user defined priority is 1000000000"]],
  ["of the system", { metadata: { name: "system-node-critical" }, value: 2_000_001_000 }, []],
  ["pretending to be the system's", { metadata: { name: "system-mine" }, value: 1 }, ["metadata.name: Forbidden: priority class names with 'system-' prefix are reserved for system use only. error: system-mine is not a known system priority class"]],
])("a PriorityClass %s", (_, draft, expected) => {
  expect(complaints(PriorityClasses, draft)).toEqual(expected);
});

test("a PriorityClass keeps its value and its policy", () => {
  expect(updates(PriorityClasses, { value: 1 }, { value: 2, preemptionPolicy: "Never" })).toEqual([
    "value: Forbidden: may not be changed in an update.",
    'preemptionPolicy: Invalid value: "Never": field is immutable',
  ]);
});
