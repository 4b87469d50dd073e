import { beforeEach, describe, expect, test } from "vitest";
import { createRandom } from "../sim/random.ts";
import { Simulation } from "../sim/simulation.ts";
import { Lifetime } from "../sim/lifetime.ts";
import { createFabric, type Fabric } from "./fabric.ts";
import type { FabricNode } from "./fabric-node.ts";
import type { HttpCall, HttpResponse } from "./http.ts";
import type { NetworkNamespace } from "./namespace.ts";
import { NetworkError } from "./network-error.ts";
import type { PacketFilter, Verdict } from "./packet.ts";

let simulation: Simulation;
let fabric: Fabric;
let nodes: FabricNode[];
let client: NetworkNamespace;
let server: NetworkNamespace;

beforeEach(() => {
  simulation = new Simulation({ start: 1_000_000, turn: () => new Promise((resolve) => setImmediate(resolve)) });
  fabric = createFabric({ clock: simulation, random: createRandom("fabric") });
  nodes = [1, 2, 3].map((number) => fabric.addNode(`node-${number}`, [`192.168.0.${number}`]));
  nodes.forEach((node, index) => fabric.addRoute(`10.244.${index + 1}.0/24`, () => node.name));
  client = pod(0, "default/client", "10.244.1.5");
  server = pod(1, "default/server", "10.244.2.7");
});

function pod(node: number, name: string, ip: string): NetworkNamespace {
  const namespace = nodes[node]!.createNamespace(name);
  namespace.setIps([ip]);
  return namespace;
}

interface Outcome<T> {
  readonly value?: T;
  readonly code?: string;
  /** Virtual milliseconds that it took. */
  readonly took: number;
}

/** Runs the world until the work is done, at most an hour. */
async function finish<T>(work: Promise<T>): Promise<Outcome<T>> {
  const begun = simulation.now();
  let outcome: Outcome<T> | undefined;
  work.then(
    (value) => void (outcome = { value, took: simulation.now() - begun }),
    (error: NetworkError) => void (outcome = { code: error.code, took: simulation.now() - begun }),
  );
  await simulation.settle();
  while (outcome === undefined && (await simulation.step(begun + 3_600_000)));
  return outcome ?? { took: Infinity };
}

const get = (from: NetworkNamespace, ip: string, port: number, more: Partial<HttpCall> = {}): Promise<Outcome<HttpResponse>> => finish(from.http({ ip, port, ...more }));
const listen = (namespace: NetworkNamespace, port = 80, lifetime?: Lifetime) => namespace.listenHttp({ port, lifetime }, ({ from, path, host }) => ({ status: 200, body: `${namespace.name} saw ${from} ask ${host} for ${path}` }));

/** Sends every packet for the address somewhere else. */
const rule = (ip: string, port: number, verdict: Verdict): PacketFilter => ({ translate: ({ destination }) => (destination.ip === ip && destination.port === port ? verdict : undefined) });
const dnat = (ip: string, port: number, masquerade = false): Verdict => ({ action: "dnat", to: { ip, port }, masquerade, because: "a rule" });

describe("who can be reached, and how long it takes", () => {
  test("a pod on another node: one way there, one way back", async () => {
    listen(server);
    const { value, took } = await get(client, "10.244.2.7", 80, { path: "/x" });
    expect(value).toEqual({ status: 200, body: "default/server saw 10.244.1.5 ask 10.244.2.7 for /x" });
    expect(took).toBe(2);
  });

  test("a pod on the same node answers in the same instant", async () => {
    const neighbour = pod(0, "default/neighbour", "10.244.1.6");
    listen(neighbour);
    expect(await get(client, "10.244.1.6", 80)).toMatchObject({ value: { status: 200 }, took: 0 });
  });

  test("itself, by its address and by localhost", async () => {
    listen(client, 8080);
    expect((await get(client, "10.244.1.5", 8080)).value?.status).toBe(200);
    expect((await get(client, "127.0.0.1", 8080)).value?.body).toContain("saw 127.0.0.1");
  });

  test("a socket on localhost only is closed to others", async () => {
    server.listenHttp({ port: 80, ip: "127.0.0.1" }, () => ({ status: 200, body: "" }));
    expect(await get(client, "10.244.2.7", 80)).toMatchObject({ code: "ECONNREFUSED" });
    expect((await get(server, "127.0.0.1", 80)).value?.status).toBe(200);
  });

  test("a port where nothing listens refuses at once", async () => {
    expect(await get(client, "10.244.2.7", 81)).toEqual({ code: "ECONNREFUSED", took: 2 });
  });

  test("an address of a pod range that no pod has: no route to host after three seconds", async () => {
    expect(await get(client, "10.244.2.99", 80)).toEqual({ code: "EHOSTUNREACH", took: 3000 });
  });

  test("an address that nobody has at all: Linux gives up after 127 seconds", async () => {
    expect(await get(client, "198.51.100.1", 80)).toEqual({ code: "ETIMEDOUT", took: 127_000 });
  });

  test("a caller with less patience gives up earlier", async () => {
    expect(await get(client, "198.51.100.1", 80, { timeout: 1000 })).toEqual({ code: "TIMEOUT", took: 1000 });
  });

  test("a node's own namespace reaches pods, and visitors reach nodes", async () => {
    listen(server);
    expect((await get(fabric.hostNamespace("node-3"), "10.244.2.7", 80)).value?.body).toContain("saw 192.168.0.3");
    listen(nodes[0]!.host, 10250);
    expect(await get(fabric.visitor, "192.168.0.1", 10250)).toMatchObject({ value: { status: 200 }, took: 20 });
  });

  test("pods reach the internet under their node's address", async () => {
    listen(fabric.addOutsideHost("example.com", "93.184.215.14"));
    expect((await get(client, "93.184.215.14", 80)).value?.body).toContain("saw 192.168.0.1");
  });
});

describe("faults", () => {
  const cases: readonly [string, () => void, () => void][] = [
    ["the server's node is powered off", () => fabric.powerOff("node-2"), () => fabric.powerOn("node-2")],
    ["the wire between the nodes is cut", () => fabric.partition("node-1", "node-2"), () => fabric.heal("node-1", "node-2")],
    ["the server's node is cut off", () => fabric.partition("node-2"), () => fabric.heal("node-2")],
  ];
  test.each(cases)("%s: silence until the caller gives up", async (_name, damage) => {
    listen(server);
    damage();
    expect(await get(client, "10.244.2.7", 80, { timeout: 5000 })).toEqual({ code: "TIMEOUT", took: 5000 });
    expect((await get(client, "10.244.2.7", 80)).took).toBe(127_000);
  });

  test("a connection attempt outlives a short partition: the SYN is sent again after 1, 3, 7 seconds", async () => {
    listen(server);
    fabric.partition("node-1", "node-2");
    simulation.after(4000, () => fabric.heal("node-1", "node-2"));
    expect(await get(client, "10.244.2.7", 80)).toMatchObject({ value: { status: 200 }, took: 7002 });
  });

  test("an answer that is lost comes late", async () => {
    server.listenHttp({ port: 80 }, async () => {
      await simulation.sleep(100);
      fabric.partition("node-1", "node-2");
      simulation.after(500, () => fabric.heal("node-1", "node-2"));
      return { status: 200, body: "late" };
    });
    // Sent again after 0.2 and 0.6 seconds.
    expect(await get(client, "10.244.2.7", 80)).toMatchObject({ value: { body: "late" }, took: 1 + 100 + 600 + 1 });
  });

  test("loss makes things slow, not wrong", async () => {
    listen(server);
    fabric.setLink("node-1", "node-2", { latency: 1, loss: 0.3 });
    const took: number[] = [];
    for (let request = 0; request < 40; request++) {
      const outcome = await get(client, "10.244.2.7", 80);
      expect(outcome.value?.status).toBe(200);
      took.push(outcome.took);
    }
    expect(Math.max(...took)).toBeGreaterThan(200);
    expect(Math.min(...took)).toBe(2);
  });

  test("when the server's process dies, the request is reset", async () => {
    const process = new Lifetime();
    server.listenHttp({ port: 80, lifetime: process }, () => new Promise(() => {}));
    simulation.after(1000, () => process.end());
    expect(await get(client, "10.244.2.7", 80)).toEqual({ code: "ECONNRESET", took: 1001 });
    expect((await get(client, "10.244.2.7", 80)).code).toBe("ECONNREFUSED");
  });

  test("when the server's machine dies, nobody says anything", async () => {
    server.listenHttp({ port: 80 }, () => new Promise(() => {}));
    simulation.after(1000, () => fabric.powerOff("node-2"));
    expect(await get(client, "10.244.2.7", 80)).toEqual({ took: Infinity });
    expect(await get(client, "10.244.2.7", 80, { timeout: 10_000 })).toEqual({ code: "TIMEOUT", took: 10_000 });
  });

  test("after a reboot the machine's rules and sockets are gone, its address is not", async () => {
    const { host } = nodes[1]!;
    listen(host, 10250);
    nodes[1]!.setFilter("kube-proxy", rule("10.96.0.1", 443, dnat("10.244.2.7", 80)));
    fabric.powerOff("node-2");
    expect(fabric.isPoweredOff("node-2")).toBe(true);
    fabric.powerOn("node-2");
    expect(await get(nodes[0]!.host, "192.168.0.2", 10250)).toMatchObject({ code: "ECONNREFUSED" });
    expect(await get(host, "10.96.0.1", 443, { timeout: 100 })).toMatchObject({ code: "TIMEOUT" });
    expect(fabric.owner("10.244.2.7")).toBeUndefined();
  });

  test("a removed node leaves no addresses behind", () => {
    fabric.removeNode("node-2");
    expect([fabric.node("node-2"), fabric.owner("192.168.0.2"), fabric.owner("10.244.2.7")]).toEqual([undefined, undefined, undefined]);
    expect(fabric.path("node-1", "node-2").reachable).toBe(true);
  });
});

describe("packet filters", () => {
  test("an address that nobody has leads to a pod", async () => {
    listen(server, 8080);
    nodes[0]!.setFilter("kube-proxy", rule("10.96.0.5", 80, dnat("10.244.2.7", 8080)));
    expect(await get(client, "10.96.0.5", 80, { host: "web" })).toMatchObject({ value: { body: "default/server saw 10.244.1.5 ask web for /" }, took: 2 });
  });

  test("only on the node that has the rule", async () => {
    listen(server, 8080);
    nodes[0]!.setFilter("kube-proxy", rule("10.96.0.5", 80, dnat("10.244.2.7", 8080)));
    expect((await get(nodes[2]!.host, "10.96.0.5", 80, { timeout: 10 })).code).toBe("TIMEOUT");
  });

  test("a rejecting rule refuses at once, a dropping one is silent", async () => {
    nodes[0]!.setFilter("kube-proxy", rule("10.96.0.5", 80, { action: "reject", because: "no endpoints" }));
    expect(await get(client, "10.96.0.5", 80)).toEqual({ code: "ECONNREFUSED", took: 0 });
    nodes[0]!.setFilter("kube-proxy", rule("10.96.0.5", 80, { action: "drop", because: "no local endpoints" }));
    expect(await get(client, "10.96.0.5", 80, { timeout: 500 })).toEqual({ code: "TIMEOUT", took: 500 });
  });

  test("a port of a node is translated where the packet arrives, and masqueraded", async () => {
    const third = pod(2, "default/third", "10.244.3.3");
    listen(third, 8080);
    nodes[1]!.setFilter("kube-proxy", { translate: ({ toThisNode, destination }) => (toThisNode && destination.port === 30080 ? dnat("10.244.3.3", 8080, true) : undefined) });
    const { value, took } = await get(fabric.visitor, "192.168.0.2", 30080);
    expect(value?.body).toContain("saw 192.168.0.2");
    expect(took).toBe(22);
  });

  test("a node's own processes use its rules too, by its address and by localhost", async () => {
    listen(server, 8080);
    nodes[1]!.setFilter("kube-proxy", { translate: ({ toThisNode, destination }) => (toThisNode && destination.port === 30080 ? dnat("10.244.2.7", 8080, true) : undefined) });
    expect((await get(nodes[1]!.host, "127.0.0.1", 30080)).value?.status).toBe(200);
    expect((await get(nodes[1]!.host, "192.168.0.2", 30080)).value?.status).toBe(200);
    listen(nodes[1]!.host, 10256);
    expect((await get(nodes[1]!.host, "127.0.0.1", 10256)).value?.status).toBe(200);
  });

  test("owners of rules are asked in order of their names, and can withdraw", async () => {
    listen(server, 1);
    listen(server, 2);
    nodes[0]!.setFilter("b", rule("10.96.0.5", 80, dnat("10.244.2.7", 2)));
    nodes[0]!.setFilter("a", rule("10.96.0.5", 80, dnat("10.244.2.7", 1)));
    const port = async () => (await get(client, "10.96.0.5", 80)).value?.body;
    server.listeners()[0]!.close();
    expect((await get(client, "10.96.0.5", 80)).code).toBe("ECONNREFUSED");
    nodes[0]!.setFilter("a", undefined);
    expect(await port()).toContain("default/server");
  });

  test("a load balancer's address is routed to a node that knows it", async () => {
    listen(server, 8080);
    let hop: string | undefined = "node-3";
    fabric.addRoute("203.0.113.200/32", () => hop);
    nodes[2]!.setFilter("kube-proxy", rule("203.0.113.200", 80, dnat("10.244.2.7", 8080, true)));
    expect((await get(fabric.visitor, "203.0.113.200", 80)).value?.body).toContain("saw 192.168.0.3");
    hop = undefined;
    expect((await get(fabric.visitor, "203.0.113.200", 80, { timeout: 50 })).code).toBe("TIMEOUT");
  });

  test("a policy silently drops what it forbids, on the way in and on the way out", async () => {
    listen(server);
    nodes[1]!.setPolicy(({ direction, source }) => (direction === "ingress" && source.ip === "10.244.1.5" ? "policy default/deny forbids it" : undefined));
    expect((await get(client, "10.244.2.7", 80, { timeout: 100 })).code).toBe("TIMEOUT");
    expect((await get(nodes[2]!.host, "10.244.2.7", 80)).value?.status).toBe(200);
    nodes[1]!.setPolicy(undefined);
    nodes[0]!.setPolicy(({ direction, destination }) => (direction === "egress" && destination.ip === "10.244.2.7" ? "policy default/quiet forbids it" : undefined));
    expect((await get(client, "10.244.2.7", 80, { timeout: 100 })).code).toBe("TIMEOUT");
  });
});

describe("sockets", () => {
  test("a port can be bound once, until its process ends", () => {
    const process = new Lifetime();
    listen(server, 80, process);
    expect(() => listen(server, 80)).toThrow("address already in use");
    expect(() => server.listenTcp({ port: 80, ip: "127.0.0.1" }, () => {})).toThrow(NetworkError);
    expect(server.isBound("TCP", 80)).toBe(true);
    server.listenUdp({ port: 80 }, () => undefined);
    process.end();
    listen(server, 80);
  });

  test("two addresses of one port are two sockets", async () => {
    server.listenHttp({ port: 80, ip: "127.0.0.1" }, () => ({ status: 200, body: "inside" }));
    server.listenHttp({ port: 80, ip: "10.244.2.7" }, () => ({ status: 200, body: "outside" }));
    expect((await get(server, "127.0.0.1", 80)).value?.body).toBe("inside");
    expect((await get(client, "10.244.2.7", 80)).value?.body).toBe("outside");
  });

  test("datagrams are asked and answered once, or lost", async () => {
    server.listenUdp({ port: 53 }, ({ from, payload }) => `${from.ip} said ${String(payload)}`);
    const ask = (port: number) => finish(client.query({ ip: "10.244.2.7", port }, "hello", { timeout: 5000 }));
    expect(await ask(53)).toEqual({ value: "10.244.1.5 said hello", took: 2 });
    expect(await ask(54)).toEqual({ code: "ECONNREFUSED", took: 2 });
    fabric.partition("node-2");
    expect(await ask(53)).toEqual({ code: "TIMEOUT", took: 5000 });
  });

  test("TLS and plain text do not understand each other", async () => {
    server.listenHttp({ port: 443, tls: true }, () => ({ status: 200, body: "" }));
    listen(server, 80);
    expect((await get(client, "10.244.2.7", 443)).value).toEqual({ status: 400, body: "Client sent an HTTP request to an HTTPS server.\n" });
    expect((await get(client, "10.244.2.7", 80, { tls: true })).code).toBe("EPROTO");
    expect((await get(client, "10.244.2.7", 443, { tls: true })).value?.status).toBe(200);
  });
});

describe("traces", () => {
  test("tell hop by hop what became of a request", async () => {
    listen(server, 8080);
    nodes[0]!.setFilter("kube-proxy", rule("10.96.0.5", 80, { ...dnat("10.244.2.7", 8080), because: "10.96.0.5:80 is Service default/web" }));
    await get(client, "10.96.0.5", 80, { host: "web", path: "/cart" });
    expect(fabric.traces().at(-1)).toEqual({
      at: 1_000_000,
      duration: 2,
      from: "default/client",
      to: "web:80",
      protocol: "HTTP",
      method: "GET",
      path: "/cart",
      ok: true,
      outcome: "200",
      hops: ["node-1: 10.96.0.5:80 is Service default/web", "node-1 → node-2, 1 ms", "default/server (10.244.2.7:8080) answered 200"],
    });
  });

  const failures: readonly [string, () => void, string, string][] = [
    ["nothing listens", () => {}, "connection refused", "refused: nothing listens on 10.244.2.7:80"],
    ["a node is off", () => fabric.powerOff("node-2"), "timeout", "node-1 ⇸ node-2: node-2 is powered off"],
    ["a policy forbids it", () => nodes[1]!.setPolicy(() => "policy default/deny selects the pod"), "timeout", "node-2: dropped, policy default/deny selects the pod"],
  ];
  test.each(failures)("say why when %s", async (_name, arrange, outcome, hop) => {
    arrange();
    await get(client, "10.244.2.7", 80, { timeout: 500 });
    expect(fabric.traces().at(-1)).toMatchObject({ ok: false, outcome });
    expect(fabric.traces().at(-1)?.hops).toContain(hop);
  });

  test("an error answer is a failed request", async () => {
    server.listenHttp({ port: 80 }, () => ({ status: 503, body: "" }));
    await get(client, "10.244.2.7", 80);
    expect(fabric.traces().at(-1)).toMatchObject({ ok: false, outcome: "503" });
  });

  test("listeners hear of each, and only the newest are kept", async () => {
    fabric = createFabric({ clock: simulation, random: createRandom("x"), traceCapacity: 3 });
    const host = fabric.addNode("a", ["1.1.1.1"]).host;
    listen(host);
    const heard: string[] = [];
    const stop = fabric.onTrace(({ path }) => void heard.push(path));
    for (const path of ["/1", "/2", "/3", "/4"]) await get(host, "1.1.1.1", 80, { path });
    stop();
    await get(host, "1.1.1.1", 80, { path: "/5" });
    expect(heard).toEqual(["/1", "/2", "/3", "/4"]);
    expect(fabric.traces().map(({ path }) => path)).toEqual(["/3", "/4", "/5"]);
  });
});

test("closing the listening socket leaves what it has accepted alone", async () => {
  const listener = server.listenHttp({ port: 80, lifetime: new Lifetime() }, async () => {
    await simulation.sleep(1000);
    return { status: 200, body: "finished" };
  });
  simulation.after(500, () => listener.close());
  expect((await get(client, "10.244.2.7", 80)).value?.body).toBe("finished");
  expect((await get(client, "10.244.2.7", 80)).code).toBe("ECONNREFUSED");
});
