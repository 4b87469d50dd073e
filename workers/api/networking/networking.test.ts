import { describe, expect, test } from "vitest";
import { complaints, made, row, statusUpdates, updates } from "../../testing/made-object.ts";
import { IngressClasses } from "./ingress-class.ts";
import { Ingresses } from "./ingress.ts";
import { IPAddresses } from "./ip-address.ts";
import { NetworkPolicies } from "./network-policy.ts";
import { ServiceCIDRs } from "./service-cidr.ts";

const backend = { service: { name: "web", port: { number: 80 } } };
const path = (change: object = {}) => ({ path: "/", pathType: "Prefix", backend, ...change });
const ingress = (...paths: readonly object[]) => ({ spec: { rules: [{ host: "web.example.com", http: { paths } }] } });

describe("an Ingress", () => {
  const at = "spec.rules[0].http.paths[0]";

  test.each<readonly [string, object, readonly string[]]>([
    ["with a path", ingress(path()), []],
    ["with a backend for everything", { spec: { defaultBackend: backend } }, []],
    ["of nothing", { spec: {} }, ["spec: Invalid value: []: either `defaultBackend` or `rules` must be specified"]],
    ["without a path type", ingress(path({ pathType: undefined })), [`${at}.pathType: Required value: pathType must be specified`]],
    ["with an unknown path type", ingress(path({ pathType: "Regex" })), [`${at}.pathType: Unsupported value: "Regex": supported values: "Exact", "ImplementationSpecific", "Prefix"`]],
    ["with a relative path", ingress(path({ path: "a" })), [`${at}.path: Invalid value: "a": must be an absolute path`]],
    ["with a path that is as its controller likes", ingress(path({ path: "/a//b", pathType: "ImplementationSpecific" })), []],
    ["with steps back", ingress(path({ path: "/a/../b" })), [`${at}.path: Invalid value: "/a/../b": must not contain '/../'`]],
    ["with an end that is none", ingress(path({ path: "/a/.." })), [`${at}.path: Invalid value: "/a/..": cannot end with '/..'`]],
    ["with a hidden slash", ingress(path({ path: "/a%2Fb" })), [`${at}.path: Invalid value: "/a%2Fb": must not contain '%2F'`]],
    ["without a backend", ingress(path({ backend: {} })), [`${at}.backend: Invalid value: "": resource or service backend is required`]],
    ["with two backends", ingress(path({ backend: { ...backend, resource: { kind: "Bucket", name: "b" } } })), [`${at}.backend: Invalid value: "": cannot set both resource and service backends`]],
    ["with a bucket", ingress(path({ backend: { resource: { apiGroup: "example.com", kind: "Bucket", name: "b" } } })), []],
    ["with a bucket of no name", ingress(path({ backend: { resource: { kind: "Bucket" } } })), [`${at}.backend.resource.name: Required value: name is required`]],
    ["with a service without a port", ingress(path({ backend: { service: { name: "web" } } })), [`${at}.backend: Required value: port name or number is required`]],
    ["with a port named and numbered", ingress(path({ backend: { service: { name: "web", port: { name: "http", number: 80 } } } })), [`${at}.backend: Invalid value: "": cannot set both port name & port number`]],
    ["with a port out of range", ingress(path({ backend: { service: { name: "web", port: { number: 70000 } } } })), [`${at}.backend.service.port.number: Invalid value: 70000: must be between 1 and 65535, inclusive`]],
    ["without paths", { spec: { rules: [{ http: { paths: [] } }] } }, ["spec.rules[0].http.paths: Required value"]],
    ["for an address", { spec: { rules: [{ host: "10.0.0.1" }] } }, ['spec.rules[0].host: Invalid value: "10.0.0.1": must be a DNS name, not an IP address']],
    ["for all of a domain", { spec: { rules: [{ host: "*.example.com" }], tls: [{ hosts: ["*.example.com"], secretName: "cert" }] } }, []],
  ])("%s", (_, draft, expected) => {
    expect(complaints(Ingresses, draft)).toEqual(expected);
  });

  test("names its class in one way", () => {
    const metadata = { annotations: { "kubernetes.io/ingress.class": "nginx" } };
    const named = (ingressClassName: string) => ({ metadata, spec: { defaultBackend: backend, ingressClassName } });
    expect(complaints(Ingresses, named("nginx"))).toEqual([]);
    expect(complaints(Ingresses, named("other"))).toEqual(['annotations.kubernetes.io/ingress.class: Invalid value: "nginx": must match `ingressClassName` when both are specified']);
  });

  test("has addresses that are addresses", () => {
    const addresses = (...list: readonly object[]) => statusUpdates(Ingresses, ingress(path()), { loadBalancer: { ingress: list } });
    expect(addresses({ ip: "10.0.0.1" }, { hostname: "lb.example.com" })).toEqual([]);
    expect(addresses({ ip: "10.0.0" }, { hostname: "10.0.0.1" })).toEqual([
      'status.loadBalancer.ingress[0].ip: Invalid value: "10.0.0": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)',
      'status.loadBalancer.ingress[1].hostname: Invalid value: "10.0.0.1": must be a DNS name, not an IP address',
    ]);
  });

  test.each<readonly [readonly (string | undefined)[], string]>([
    [[], "*"], [[undefined], "*"], [["a.b"], "a.b"], [["a.b", "c.d", "e.f"], "a.b,c.d,e.f"], [["a.b", "c.d", "e.f", "g.h", "i.j"], "a.b,c.d,e.f + 2 more..."],
  ])("shows hosts %j as %s", (hosts, text) => {
    const rules = hosts.map((host) => ({ host }));
    expect(row(Ingresses, made(Ingresses, { spec: { rules } }))[2]).toBe(text);
  });

  test("shows its addresses and ports", () => {
    const status = { loadBalancer: { ingress: [{ ip: "10.0.0.2" }, { hostname: "lb" }, { ip: "10.0.0.2" }] } };
    const object = { ...made(Ingresses, { spec: { ingressClassName: "nginx", tls: [{}] } }), status };
    expect(row(Ingresses, object)).toEqual(["a", "nginx", "*", "10.0.0.2,lb", "80, 443", "10m"]);
    expect(row(Ingresses, made(Ingresses, ingress(path())))).toEqual(["a", "<none>", "web.example.com", "", "80", "10m"]);
  });
});

describe("an IngressClass", () => {
  const parameters = { apiGroup: "example.com", kind: "Config", name: "c" };
  const classOf = (change: object = {}) => ({ spec: { controller: "example.com/ingress", parameters: { ...parameters, ...change } } });

  test("takes parameters of the cluster unless it says otherwise", () => {
    expect(made(IngressClasses, classOf()).spec.parameters?.scope).toBe("Cluster");
    expect(row(IngressClasses, made(IngressClasses, classOf()))).toEqual(["a", "example.com/ingress", "Config.example.com/c", "10m"]);
    expect(row(IngressClasses, made(IngressClasses, { spec: { controller: "a.b/c" } }))[2]).toBe("<none>");
  });

  test.each<readonly [string, object, readonly string[]]>([
    ["its own parameters", classOf(), []],
    ["those of a namespace", classOf({ scope: "Namespace", namespace: "x" }), []],
    ["those of some namespace", classOf({ scope: "Namespace" }), ["spec.parameters.namespace: Required value: `parameters.scope` is set to 'Namespace'"]],
    ["a namespace in the cluster", classOf({ namespace: "x" }), ["spec.parameters.namespace: Forbidden: `parameters.scope` is set to 'Cluster'"]],
    ["no kind", classOf({ kind: "" }), ["spec.parameters.kind: Required value: kind is required"]],
    ["no controller", { spec: {} }, ["spec.controller: Required value"]],
  ])("with %s", (_, draft, expected) => {
    expect(complaints(IngressClasses, draft)).toEqual(expected);
  });

  test("keeps its controller", () => {
    expect(updates(IngressClasses, classOf(), { spec: { controller: "example.com/other" } })).toEqual(['spec.controller: Invalid value: "example.com/other": field is immutable']);
  });
});

describe("a NetworkPolicy", () => {
  test.each<readonly [string, object, object]>([
    ["what comes in", {}, { podSelector: {}, policyTypes: ["Ingress"] }],
    ["what goes out, too", { egress: [{}] }, { egress: [{}], podSelector: {}, policyTypes: ["Ingress", "Egress"] }],
    ["what it says", { policyTypes: ["Egress"] }, { podSelector: {}, policyTypes: ["Egress"] }],
    ["TCP", { ingress: [{ ports: [{ port: 80 }, { port: 53, protocol: "UDP" }] }] }, { podSelector: {}, policyTypes: ["Ingress"], ingress: [{ ports: [{ port: 80, protocol: "TCP" }, { port: 53, protocol: "UDP" }] }] }],
  ])("is about %s", (_, spec, expected) => {
    expect(made(NetworkPolicies, { spec }).spec).toEqual(expected);
  });

  const peer = (from: object) => ({ spec: { ingress: [{ from: [from] }] } });
  const port = (change: object) => ({ spec: { egress: [{ ports: [change] }] } });
  const from = "spec.ingress[0].from[0]";
  const ports = "spec.egress[0].ports[0]";

  test.each<readonly [string, object, readonly string[]]>([
    ["pods", peer({ podSelector: {} }), []],
    ["pods of namespaces", peer({ podSelector: {}, namespaceSelector: {} }), []],
    ["part of a network", peer({ ipBlock: { cidr: "10.0.0.0/8", except: ["10.1.0.0/16"] } }), []],
    ["nobody", peer({}), [`${from}: Required value: must specify a peer`]],
    ["pods and a network", peer({ podSelector: {}, ipBlock: { cidr: "10.0.0.0/8" } }), [`${from}: Forbidden: may not specify both ipBlock and another peer`]],
    ["no network", peer({ ipBlock: {} }), [`${from}.ipBlock.cidr: Required value`]],
    ["a network but for itself", peer({ ipBlock: { cidr: "10.0.0.0/8", except: ["10.0.0.0/8"] } }), [`${from}.ipBlock.except[0]: Invalid value: "10.0.0.0/8": must be a strict subset of \`cidr\``]],
    ["a network but for another", peer({ ipBlock: { cidr: "10.0.0.0/8", except: ["11.0.0.0/16"] } }), [`${from}.ipBlock.except[0]: Invalid value: "11.0.0.0/16": must be a strict subset of \`cidr\``]],
    ["a range of ports", port({ port: 8000, endPort: 8100 }), []],
    ["a range backwards", port({ port: 8000, endPort: 80 }), [`${ports}.endPort: Invalid value: 8000: must be greater than or equal to \`port\``]],
    ["a range from a name", port({ port: "http", endPort: 80 }), [`${ports}.endPort: Invalid value: 80: may not be specified when \`port\` is non-numeric`]],
    ["a range from nowhere", port({ endPort: 80 }), [`${ports}.endPort: Invalid value: 80: may not be specified when \`port\` is not specified`]],
    ["an unknown protocol", port({ protocol: "ICMP" }), [`${ports}.protocol: Unsupported value: "ICMP": supported values: "TCP", "UDP", "SCTP"`]],
    ["an unknown way", { spec: { policyTypes: ["Sideways"] } }, ['spec.policyTypes[0]: Unsupported value: "Sideways": supported values: "Ingress", "Egress"']],
  ])("for %s", (_, draft, expected) => {
    expect(complaints(NetworkPolicies, draft)).toEqual(expected);
  });

  test("shows its pods", () => {
    expect(row(NetworkPolicies, made(NetworkPolicies, { spec: { podSelector: { matchLabels: { app: "db" } } } }))).toEqual(["a", "app=db", "10m"]);
    expect(row(NetworkPolicies, made(NetworkPolicies, {}))[1]).toBe("<none>");
  });
});

describe("addresses of services", () => {
  const ranges = (...cidrs: readonly string[]) => ({ spec: { cidrs } });

  test.each<readonly [string, object, readonly string[]]>([
    ["one range", ranges("10.96.0.0/12"), []],
    ["one of each family", ranges("10.96.0.0/12", "fd00::/108"), []],
    ["none", ranges(), ["spec.cidrs: Required value: at least one CIDR required"]],
    ["two of a family", ranges("10.96.0.0/12", "10.0.0.0/16"), ['spec.cidrs: Invalid value: {"cidrs":["10.96.0.0/12","10.0.0.0/16"]}: may specify no more than one IP for each IP family, i.e 192.168.0.0/24 and 2001:db8::/64']],
    ["no network", ranges("10.96.0.0"), ['spec.cidrs[0]: Invalid value: "10.96.0.0": must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)']],
  ])("come from %s", (_, draft, expected) => {
    expect(complaints(ServiceCIDRs, draft)).toEqual(expected);
  });

  test("stay what they are", () => {
    expect(row(ServiceCIDRs, made(ServiceCIDRs, ranges("10.96.0.0/12", "fd00::/108")))).toEqual(["a", "10.96.0.0/12,fd00::/108", "10m"]);
    expect(updates(ServiceCIDRs, ranges("10.96.0.0/12"), ranges("10.0.0.0/16"))).toHaveLength(1);
  });

  const address = { metadata: { name: "10.96.0.10" }, spec: { parentRef: { resource: "services", namespace: "kube-system", name: "kube-dns" } } };

  test("are taken by somebody", () => {
    expect(complaints(IPAddresses, address)).toEqual([]);
    expect(complaints(IPAddresses, { ...address, metadata: { name: "ten" } })).toEqual(['metadata.name: Invalid value: "ten": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)']);
    expect(complaints(IPAddresses, { ...address, spec: {} })).toEqual(["spec.parentRef: Required value"]);
    expect(complaints(IPAddresses, { ...address, spec: { parentRef: { resource: "services" } } })).toEqual(["spec.parentRef.name: Required value"]);
    expect(updates(IPAddresses, address, { spec: { parentRef: { resource: "services", name: "other" } } })).toHaveLength(1);
    expect(row(IPAddresses, made(IPAddresses, address))).toEqual(["10.96.0.10", "services/kube-system/kube-dns"]);
  });
});
