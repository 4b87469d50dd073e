import { describe, expect, test } from "vitest";
import type { Draft } from "../../apimachinery/object.ts";
import { errorMessage } from "../../apimachinery/validation.ts";
import { deepFreeze } from "../../base/freeze.ts";
import type { Service, ServiceSpec } from "./service.ts";
import { Services } from "./service.ts";

const http = { port: 80 } as const;

function serviceOf(spec: Partial<ServiceSpec>): Service {
  const draft = { metadata: { name: "web", namespace: "default", uid: "1", resourceVersion: "7", creationTimestamp: "2026-04-22T10:00:00Z" }, spec: { ports: [http], ...spec } } as Draft<Service>;
  return deepFreeze(Services.prepareForCreate(Services.defaults(draft) as Service));
}

/** A Service as it is stored: with what the server chose. */
const stored = (spec: Partial<ServiceSpec>): Service => serviceOf({ clusterIP: "10.96.0.10", ipFamilies: ["IPv4"], ipFamilyPolicy: "SingleStack", ...spec });

const complaints = (spec: Partial<ServiceSpec>) => Services.validate(serviceOf(spec)).map(errorMessage);

describe("defaults", () => {
  test.each<readonly [string, Partial<ServiceSpec>, Partial<ServiceSpec>]>([
    ["a plain Service", {}, { type: "ClusterIP", sessionAffinity: "None", internalTrafficPolicy: "Cluster", ports: [{ port: 80, protocol: "TCP", targetPort: 80 }] }],
    ["a target by name", { ports: [{ port: 80, targetPort: "web" }] }, { ports: [{ port: 80, protocol: "TCP", targetPort: "web" }] }],
    ["a NodePort", { type: "NodePort" }, { externalTrafficPolicy: "Cluster" }],
    ["a LoadBalancer", { type: "LoadBalancer" }, { externalTrafficPolicy: "Cluster", allocateLoadBalancerNodePorts: true }],
    ["external addresses", { externalIPs: ["192.0.2.1"] }, { externalTrafficPolicy: "Cluster" }],
    ["faithful clients", { sessionAffinity: "ClientIP" }, { sessionAffinityConfig: { clientIP: { timeoutSeconds: 10_800 } } }],
    ["an address of its own choice", { clusterIP: "10.96.0.9" }, { clusterIPs: ["10.96.0.9"] }],
    ["no address", { clusterIP: "None" }, { clusterIPs: ["None"] }],
  ])("of %s", (_, spec, expected) => {
    expect(serviceOf(spec).spec).toMatchObject(expected);
  });

  test("an ExternalName gets no traffic policy", () => {
    expect(serviceOf({ type: "ExternalName", externalName: "example.com" }).spec.internalTrafficPolicy).toBeUndefined();
  });

  test("nothing to fill in means that nothing is copied", () => {
    const service = serviceOf({});
    expect(Services.defaults(service)).toBe(service);
  });
});

test.each<readonly [string, Partial<ServiceSpec>, readonly string[]]>([
  ["no ports", { ports: [] }, ["spec.ports: Required value"]],
  ["no ports, but headless", { ports: [], clusterIP: "None" }, []],
  ["two ports without names", { ports: [http, { port: 81 }] }, ["spec.ports[0].name: Required value", "spec.ports[1].name: Required value"]],
  ["two ports of one name", { ports: [{ name: "a", port: 80 }, { name: "a", port: 81 }] }, ['spec.ports[1].name: Duplicate value: "a"']],
  ["one port twice", { ports: [{ name: "a", port: 80 }, { name: "b", port: 80 }] }, ['spec.ports[1]: Duplicate value: {"protocol":"TCP","port":80}']],
  ["a port out of range", { ports: [{ port: 0 }] }, ["spec.ports[0].port: Invalid value: 0: must be between 1 and 65535, inclusive", "spec.ports[0].targetPort: Invalid value: 0: must be between 1 and 65535, inclusive"]],
  ["a node port where none is", { ports: [{ port: 80, nodePort: 30_000 }] }, ["spec.ports[0].nodePort: Forbidden: may not be used when `type` is 'ClusterIP'"]],
  ["one node port twice", { type: "NodePort", ports: [{ name: "a", port: 80, nodePort: 30_000 }, { name: "b", port: 81, nodePort: 30_000 }] }, ["spec.ports[1].nodePort: Duplicate value: 30000"]],
  ["an unknown type", { type: "Cluster" as never }, ['spec.type: Unsupported value: "Cluster": supported values: "ClusterIP", "ExternalName", "LoadBalancer", "NodePort"']],
  ["a name of nowhere", { type: "ExternalName" }, ["spec.externalName: Required value"]],
  ["a bad address", { clusterIP: "10.96.0" }, ['spec.clusterIPs[0]: Invalid value: "10.96.0": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)']],
  ["a headless node port", { type: "NodePort", clusterIP: "None" }, ["spec.clusterIPs[0]: Invalid value: \"None\": may not be set to 'None' for NodePort services"]],
  ["a loopback address outside", { externalIPs: ["127.0.0.1"] }, ['spec.externalIPs[0]: Invalid value: "127.0.0.1": may not be in the loopback range (127.0.0.0/8, ::1/128)']],
  ["an affinity too long", { sessionAffinity: "ClientIP", sessionAffinityConfig: { clientIP: { timeoutSeconds: 86_401 } } }, ["spec.sessionAffinityConfig.clientIP.timeoutSeconds: Invalid value: 86401: must be greater than 0 and less than 86400"]],
  ["a policy for traffic from outside that cannot come", { externalTrafficPolicy: "Local" }, ['spec.externalTrafficPolicy: Invalid value: "Local": may only be set for externally-accessible services']],
  ["source ranges without a balancer", { loadBalancerSourceRanges: ["10.0.0.0/8"] }, ["spec.LoadBalancerSourceRanges: Forbidden: may only be used when `type` is 'LoadBalancer'"]],
  ["a source range that is none", { type: "LoadBalancer", loadBalancerSourceRanges: ["10.0.0.0/33"] }, ['spec.LoadBalancerSourceRanges[0]: Invalid value: "10.0.0.0/33": must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)']],
  ["an unknown distribution", { trafficDistribution: "Near" }, ['spec.trafficDistribution: Unsupported value: "Near": supported values: "PreferClose", "PreferSameNode", "PreferSameZone"']],
  ["the wrong family", { clusterIP: "fd00::1", ipFamilies: ["IPv4"] }, ['spec.clusterIPs[0]: Invalid value: "fd00::1": expected an IPv4 value as indicated by `ipFamilies[0]`']],
])("a Service with %s", (_, spec, expected) => {
  expect(complaints(spec)).toEqual(expected);
});

test("a name that no DNS label can be is refused, one that starts with a digit is not", () => {
  expect(Services.validateName("1web", false)).toEqual([]);
  expect(Services.validateName("a.b", false)).toEqual(["must not contain dots"]);
});

describe("an update", () => {
  const update = (spec: Partial<ServiceSpec>, before: Partial<ServiceSpec>) => {
    const previous = stored(before);
    const draft = { metadata: previous.metadata, spec: { ports: [http], ...spec } } as Draft<Service>;
    const service = Services.prepareForUpdate(Services.defaults(draft) as Service, previous);
    return { spec: service.spec, errors: [...Services.validate(service), ...Services.validateUpdate(service, previous)].map(errorMessage) };
  };

  test("keeps the address and node ports that it does not mention", () => {
    const { spec, errors } = update({ type: "NodePort" }, { type: "NodePort", ports: [{ port: 80, nodePort: 30_080 }] });
    expect(errors).toEqual([]);
    expect(spec).toMatchObject({ clusterIP: "10.96.0.10", clusterIPs: ["10.96.0.10"], ipFamilies: ["IPv4"], ports: [{ port: 80, nodePort: 30_080 }] });
  });

  test("does not change the address", () => {
    expect(update({ clusterIP: "10.96.0.11" }, {}).errors).toEqual(['spec.clusterIPs[0]: Invalid value: ["10.96.0.11"]: may not change once set']);
  });

  test("to another type gives up node ports that were only sent back", () => {
    const { spec, errors } = update({ ports: [{ port: 80, nodePort: 30_080 }] }, { type: "NodePort", ports: [{ port: 80, nodePort: 30_080 }] });
    expect(errors).toEqual([]);
    expect(spec.ports?.[0]?.nodePort).toBeUndefined();
    expect(spec.externalTrafficPolicy).toBeUndefined();
  });

  test("to a name outside gives up the address", () => {
    const { spec, errors } = update({ type: "ExternalName", externalName: "example.com", clusterIP: "10.96.0.10", clusterIPs: ["10.96.0.10"], ipFamilies: ["IPv4"], ipFamilyPolicy: "SingleStack" }, {});
    expect(errors).toEqual([]);
    expect(spec.clusterIP).toBeUndefined();
    expect(spec.ipFamilies).toBeUndefined();
  });

  test("does not change the class of a balancer", () => {
    const { errors } = update({ type: "LoadBalancer", loadBalancerClass: "a.b/y" }, { type: "LoadBalancer", loadBalancerClass: "a.b/x" });
    expect(errors).toEqual(['spec.loadBalancerClass: Invalid value: "a.b/y": may not change once set']);
  });
});

test.each<readonly [string, Partial<ServiceSpec>, Service["status"], readonly (string | number)[]]>([
  ["inside", {}, {}, ["ClusterIP", "10.96.0.10", "<none>", "80/TCP"]],
  ["headless", { clusterIP: "None" }, {}, ["ClusterIP", "None", "<none>", "80/TCP"]],
  ["on every node", { type: "NodePort", ports: [{ port: 80, nodePort: 30_080 }, { name: "b", port: 443, protocol: "UDP" }] }, {}, ["NodePort", "10.96.0.10", "<none>", "80:30080/TCP,443/UDP"]],
  ["waiting for a balancer", { type: "LoadBalancer" }, {}, ["LoadBalancer", "10.96.0.10", "<pending>", "80/TCP"]],
  ["balanced", { type: "LoadBalancer", externalIPs: ["192.0.2.9"] }, { loadBalancer: { ingress: [{ hostname: "b.example" }, { ip: "192.0.2.1" }] } }, ["LoadBalancer", "10.96.0.10", "192.0.2.1,b.example,192.0.2.9", "80/TCP"]],
  ["elsewhere", { type: "ExternalName", externalName: "example.com", clusterIP: "", ports: [], ipFamilies: undefined }, {}, ["ExternalName", "<none>", "example.com", "<none>"]],
])("a Service that is %s, as kubectl shows it", (_, spec, status, expected) => {
  const service = { ...stored({ ...spec, selector: { tier: "front", app: "web" } }), status };
  const cells = Services.columns.map((column) => column.cell(service, { now: Date.UTC(2026, 3, 22, 10, 1) }));
  expect(cells).toEqual(["web", ...expected, "60s", "app=web,tier=front"]);
});

test.each<readonly [string, Partial<ServiceSpec>, readonly object[], readonly string[]]>([
  ["balances", { type: "LoadBalancer" }, [{ ip: "192.0.2.1", ipMode: "VIP" }], []],
  ["does not balance", {}, [{ ip: "192.0.2.1", ipMode: "VIP" }], ["status.loadBalancer.ingress: Forbidden: may only be used when `spec.type` is 'LoadBalancer'"]],
  ["has no mode", { type: "LoadBalancer" }, [{ ip: "192.0.2.1" }], ["status.loadBalancer.ingress[0].ipMode: Required value: must be specified when `ip` is set"]],
  ["is named by an address", { type: "LoadBalancer" }, [{ hostname: "192.0.2.1" }], ['status.loadBalancer.ingress[0].hostname: Invalid value: "192.0.2.1": must be a DNS name, not an IP address']],
])("a status of a Service that %s", (_, spec, ingress, expected) => {
  const service = stored(spec);
  expect(Services.validateStatusUpdate({ ...service, status: { loadBalancer: { ingress } } }, service).map(errorMessage)).toEqual(expected);
});
