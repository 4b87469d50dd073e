import { beforeEach, describe, expect, test } from "vitest";
import { Namespaces } from "../api/core/namespace.ts";
import { Services, type Service } from "../api/core/service.ts";
import { EndpointSlices, type EndpointSlice } from "../api/discovery/endpoint-slice.ts";
import type { Draft } from "../apimachinery/object.ts";
import { createInformerFactory } from "../client/informer-factory.ts";
import { queryMessage, responseIn, type DnsQuestion, type DnsResponse } from "../network/dns-message.ts";
import { createFabric } from "../network/fabric.ts";
import type { NetworkNamespace } from "../network/namespace.ts";
import { NetworkError } from "../network/network-error.ts";
import { clockWithin } from "../sim/clock.ts";
import { Lifetime } from "../sim/lifetime.ts";
import { silentLog } from "../sim/log.ts";
import { startApiServer, type World } from "../testing/api-server.ts";
import { runCoreDns } from "./coredns.ts";

let world: World;
let pod: NetworkNamespace;
let client: NetworkNamespace;
let lifetime: Lifetime;
let upstream: (question: DnsQuestion) => Promise<DnsResponse>;
let forwarded: string[];

const server = { ip: "10.244.1.2", port: 53 };

beforeEach(async () => {
  world = await startApiServer({ seed: "coredns" });
  const fabric = createFabric({ clock: world.simulation, random: world.random.fork("fabric") });
  const node = fabric.addNode("node-1", ["192.168.0.1"]);
  pod = node.createNamespace("kube-system/coredns");
  pod.setIps([server.ip]);
  client = node.host;
  lifetime = new Lifetime();
  forwarded = [];
  upstream = (question) => {
    forwarded.push(question.name);
    const known = question.name === "example.com" && question.type === "A";
    return Promise.resolve(known ? { code: "NOERROR", answers: [{ name: question.name, type: "A", ttl: 300, data: "93.184.215.14" }] } : { code: "NXDOMAIN", answers: [] });
  };
  await populate();
  start();
  await world.run(1);
});

function start(): void {
  const clock = clockWithin(world.simulation, lifetime);
  const informers = createInformerFactory({ client: world.client, clock, random: world.random.fork("coredns"), log: silentLog });
  runCoreDns({ network: pod, lifetime, informers, domain: "cluster.local", forward: (question) => upstream(question) });
}

async function populate(): Promise<void> {
  await world.client.create(Namespaces, { metadata: { name: "prod" } });
  const service = (name: string, spec: object, namespace = "default") => world.create(Services, { metadata: { name, namespace }, spec } as Draft<Service>);
  await service("web", { clusterIP: "10.96.0.50", selector: { app: "web" }, ports: [{ name: "http", port: 80, targetPort: 8080 }, { name: "dns", port: 53, protocol: "UDP" }] });
  await service("web", { clusterIP: "10.96.0.60", selector: { app: "web" }, ports: [{ port: 80 }] }, "prod");
  await service("db", { clusterIP: "None", selector: { app: "db" }, ports: [{ name: "sql", port: 5432 }] });
  await service("nobody", { clusterIP: "None", selector: { app: "nobody" }, ports: [{ port: 80 }] });
  await service("outside", { type: "ExternalName", externalName: "example.com" });
  await service("inside", { type: "ExternalName", externalName: "web.prod.svc.cluster.local" });
  await service("lost", { type: "ExternalName", externalName: "nosuch.example" });
  await service("mirror-a", { type: "ExternalName", externalName: "mirror-b.default.svc.cluster.local" });
  await service("mirror-b", { type: "ExternalName", externalName: "mirror-a.default.svc.cluster.local" });
  await slice("web", [{ ip: "10.244.2.5" }], [{ name: "http", port: 8080, protocol: "TCP" }]);
  await slice("db", [{ ip: "10.244.1.11", hostname: "db-0" }, { ip: "10.244.1.12", hostname: "db-1" }, { ip: "10.244.1.13", hostname: "db-2", ready: false }, { ip: "10.244.1.14" }], [{ name: "sql", port: 5432, protocol: "TCP" }]);
}

function slice(name: string, endpoints: readonly { ip: string; hostname?: string; ready?: boolean }[], ports: EndpointSlice["ports"]): Promise<unknown> {
  return world.create(EndpointSlices, {
    metadata: { name: `${name}-1`, namespace: "default", labels: { "kubernetes.io/service-name": name } },
    addressType: "IPv4",
    endpoints: endpoints.map(({ ip, hostname, ready = true }) => ({ addresses: [ip], hostname, conditions: { ready } })),
    ports,
  });
}

async function ask(name: string, type: DnsQuestion["type"] = "A"): Promise<DnsResponse> {
  let outcome: DnsResponse | undefined;
  client.query(server, queryMessage({ name, type }), { timeout: 5000 }).then(
    (reply) => void (outcome = responseIn(reply)),
    (error: NetworkError) => void (outcome = { code: "REFUSED", answers: [{ name, type, ttl: 0, data: error.code }] }),
  );
  await world.simulation.settle();
  while (outcome === undefined) await world.simulation.step(Infinity);
  return outcome;
}

/** The answers in short: "CODE data data …", addresses in order. */
async function short(name: string, type?: DnsQuestion["type"]): Promise<string> {
  const { code, answers } = await ask(name, type);
  return [code, ...answers.map(({ data }) => data).toSorted()].join(" ");
}

describe("what the names of the cluster mean", () => {
  const cases: readonly [string, string, DnsQuestion["type"], string][] = [
    ["a Service is its cluster IP", "web.default.svc.cluster.local", "A", "NOERROR 10.96.0.50"],
    ["in whatever case", "WEB.Default.svc.Cluster.local", "A", "NOERROR 10.96.0.50"],
    ["each namespace has its own", "web.prod.svc.cluster.local", "A", "NOERROR 10.96.0.60"],
    ["there is no IPv6, but the name exists", "web.default.svc.cluster.local", "AAAA", "NOERROR"],
    ["an unknown Service does not exist", "nosuch.default.svc.cluster.local", "A", "NXDOMAIN"],
    ["nor one in an unknown namespace", "web.staging.svc.cluster.local", "A", "NXDOMAIN"],
    ["nor a short name", "web.cluster.local", "A", "NXDOMAIN"],
    ["a headless Service is its ready endpoints", "db.default.svc.cluster.local", "A", "NOERROR 10.244.1.11 10.244.1.12 10.244.1.14"],
    ["without endpoints it does not exist", "nobody.default.svc.cluster.local", "A", "NXDOMAIN"],
    ["a pod of a StatefulSet has its own name", "db-1.db.default.svc.cluster.local", "A", "NOERROR 10.244.1.12"],
    ["unless it is not ready", "db-2.db.default.svc.cluster.local", "A", "NXDOMAIN"],
    ["an endpoint without a hostname goes by its address", "10-244-1-14.db.default.svc.cluster.local", "A", "NOERROR 10.244.1.14"],
    ["also behind a cluster IP", "10-244-2-5.web.default.svc.cluster.local", "A", "NOERROR 10.244.2.5"],
    ["a pod's name spells its address", "10-244-3-9.default.pod.cluster.local", "A", "NOERROR 10.244.3.9"],
    ["in a namespace that exists", "10-244-3-9.staging.pod.cluster.local", "A", "NXDOMAIN"],
    ["and only if it is an address", "web-1.default.pod.cluster.local", "A", "NXDOMAIN"],
    ["the domain itself is there", "cluster.local", "A", "NOERROR"],
    ["so are its parts", "svc.cluster.local", "A", "NOERROR"],
    ["and namespaces", "prod.svc.cluster.local", "A", "NOERROR"],
    ["the version of the scheme", "dns-version.cluster.local", "TXT", "NOERROR 1.1.0"],
  ];
  test.each(cases)("%s: %s %s", async (_name, name, type, expected) => expect(await short(name, type)).toBe(expected));
});

describe("SRV records", () => {
  const cases: readonly [string, string, string][] = [
    ["of a named port", "_http._tcp.web.default.svc.cluster.local", "NOERROR 0 100 80 web.default.svc.cluster.local"],
    ["of a UDP port", "_dns._udp.web.default.svc.cluster.local", "NOERROR 0 100 53 web.default.svc.cluster.local"],
    ["with the wrong protocol", "_http._udp.web.default.svc.cluster.local", "NXDOMAIN"],
    ["of an unknown port", "_https._tcp.web.default.svc.cluster.local", "NXDOMAIN"],
    ["of a headless Service: one for each endpoint", "_sql._tcp.db.default.svc.cluster.local", "NOERROR 0 33 5432 10-244-1-14.db.default.svc.cluster.local 0 33 5432 db-0.db.default.svc.cluster.local 0 33 5432 db-1.db.default.svc.cluster.local"],
    ["of all ports", "web.default.svc.cluster.local", "NOERROR 0 50 53 web.default.svc.cluster.local 0 50 80 web.default.svc.cluster.local"],
  ];
  test.each(cases)("%s", async (_name, name, expected) => expect(await short(name, "SRV")).toBe(expected));

  test("bring the addresses of their targets along", async () => {
    const { additional } = await ask("_sql._tcp.db.default.svc.cluster.local", "SRV");
    expect(additional?.map(({ name, data }) => `${name} ${data}`).toSorted()).toEqual(["10-244-1-14.db.default.svc.cluster.local 10.244.1.14", "db-0.db.default.svc.cluster.local 10.244.1.11", "db-1.db.default.svc.cluster.local 10.244.1.12"]);
  });
});

describe("aliases", () => {
  const cases: readonly [string, string, DnsQuestion["type"], readonly string[]][] = [
    ["lead outside", "outside.default.svc.cluster.local", "A", ["CNAME example.com", "A 93.184.215.14"]],
    ["lead to another Service", "inside.default.svc.cluster.local", "A", ["CNAME web.prod.svc.cluster.local", "A 10.96.0.60"]],
    ["may lead nowhere", "lost.default.svc.cluster.local", "A", ["CNAME nosuch.example"]],
    ["are told as such", "outside.default.svc.cluster.local", "CNAME", ["CNAME example.com"]],
  ];
  test.each(cases)("%s", async (_name, name, type, expected) => {
    const { code, answers } = await ask(name, type);
    expect(code).toBe("NOERROR");
    expect(answers.map((record) => `${record.type} ${record.data}`)).toEqual(expected);
  });

  test("in a circle come to an end", async () => {
    expect((await ask("mirror-a.default.svc.cluster.local")).answers.length).toBeLessThan(12);
  });
});

describe("reverse lookups", () => {
  const cases: readonly [string, string, string][] = [
    ["a cluster IP", "50.0.96.10.in-addr.arpa", "NOERROR web.default.svc.cluster.local"],
    ["a pod of a StatefulSet", "11.1.244.10.in-addr.arpa", "NOERROR db-0.db.default.svc.cluster.local"],
    ["another endpoint", "5.2.244.10.in-addr.arpa", "NOERROR 10-244-2-5.web.default.svc.cluster.local"],
    ["somebody else's address is asked upstream", "9.9.9.9.in-addr.arpa", "NXDOMAIN"],
  ];
  test.each(cases)("%s", async (_name, name, expected) => expect(await short(name, "PTR")).toBe(expected));
});

describe("names of the world outside", () => {
  test("are asked upstream", async () => {
    expect([await short("example.com"), await short("nosuch.example")]).toEqual(["NOERROR 93.184.215.14", "NXDOMAIN"]);
    expect(forwarded).toEqual(["example.com", "nosuch.example"]);
  });

  test("cannot be told when upstream is silent", async () => {
    upstream = () => Promise.reject(new NetworkError("TIMEOUT"));
    expect(await short("example.com")).toBe("SERVFAIL");
    expect(await short("web.default.svc.cluster.local")).toBe("NOERROR 10.96.0.50");
  });
});

describe("the server", () => {
  test("hands several addresses out in turn", async () => {
    const first = new Set<string>();
    for (let round = 0; round < 6; round++) first.add((await ask("db.default.svc.cluster.local")).answers[0]!.data);
    expect([...first].toSorted()).toEqual(["10.244.1.11", "10.244.1.12", "10.244.1.14"]);
  });

  test("lets answers be kept for 30 seconds", async () => {
    expect((await ask("web.default.svc.cluster.local")).answers[0]?.ttl).toBe(30);
  });

  test("follows changes", async () => {
    await world.client.delete(Services, { namespace: "default", name: "web" });
    await world.run(1);
    expect(await short("web.default.svc.cluster.local")).toBe("NXDOMAIN");
    await world.client.patch(EndpointSlices, { namespace: "default", name: "db-1" }, { type: "merge", body: { endpoints: [{ addresses: ["10.244.1.99"], hostname: "db-0" }] } });
    await world.run(1);
    expect(await short("db.default.svc.cluster.local")).toBe("NOERROR 10.244.1.99");
  });

  test("is ready once it knows the cluster, and gone with its process", async () => {
    const get = async (port: number) => {
      let outcome = "";
      client.http({ ip: server.ip, port, path: "/ready" }).then(({ status }) => void (outcome = `${status}`), (error: NetworkError) => void (outcome = error.code));
      await world.run(1);
      return outcome;
    };
    expect([await get(8181), await get(8080)]).toEqual(["200", "200"]);
    lifetime.end();
    expect([await get(8181), await short("web.default.svc.cluster.local")]).toEqual(["ECONNREFUSED", "REFUSED ECONNREFUSED"]);
  });

  test("says nothing definite before it knows the cluster", async () => {
    lifetime.end();
    lifetime = new Lifetime();
    start();
    expect(await short("nosuch.default.svc.cluster.local")).toBe("SERVFAIL");
  });
});
