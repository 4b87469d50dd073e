import { beforeEach, describe, expect, test } from "vitest";
import { Services, type Service } from "../api/core/service.ts";
import { EndpointSlices, type EndpointSlice } from "../api/discovery/endpoint-slice.ts";
import type { Draft } from "../apimachinery/object.ts";
import { createInformerFactory } from "../client/informer-factory.ts";
import { createFabric, type Fabric } from "../network/fabric.ts";
import type { FabricNode } from "../network/fabric-node.ts";
import type { NetworkNamespace } from "../network/namespace.ts";
import { clockWithin } from "../sim/clock.ts";
import { Lifetime } from "../sim/lifetime.ts";
import { silentLog } from "../sim/log.ts";
import { startApiServer, type World } from "../testing/api-server.ts";
import { runKubeProxy } from "./kube-proxy.ts";

let world: World;
let fabric: Fabric;
let nodes: FabricNode[];
let proxies: Lifetime[];
let client: NetworkNamespace;

beforeEach(async () => {
  world = await startApiServer({ seed: "kube-proxy" });
  fabric = createFabric({ clock: world.simulation, random: world.random.fork("fabric") });
  nodes = [1, 2, 3].map((number) => fabric.addNode(`node-${number}`, [`192.168.0.${number}`]));
  nodes.forEach((node, index) => fabric.addRoute(`10.244.${index + 1}.0/24`, () => node.name));
  proxies = nodes.map((node) => startProxy(node));
  client = pod(1, "client", "10.244.1.100");
  await world.run(1);
});

function startProxy(node: FabricNode): Lifetime {
  const lifetime = new Lifetime();
  const clock = clockWithin(world.simulation, lifetime);
  const random = world.random.fork(node.name);
  const informers = createInformerFactory({ client: world.client, clock, random, log: silentLog });
  runKubeProxy({ node, informers, clock, random, lifetime, zone: () => (node.name === "node-3" ? "east" : "west") });
  return lifetime;
}

/** A pod that answers with its own name and the caller's address. */
function pod(node: number, name: string, ip: string, port = 8080): NetworkNamespace {
  const namespace = nodes[node - 1]!.createNamespace(`default/${name}`);
  namespace.setIps([ip]);
  namespace.listenHttp({ port }, ({ from }) => ({ status: 200, body: `${name} ${from}` }));
  return namespace;
}

interface EndpointDraft {
  readonly ip: string;
  readonly node: number;
  readonly ready?: boolean;
  readonly serving?: boolean;
  readonly terminating?: boolean;
  readonly zones?: readonly string[];
  readonly forNode?: string;
}

const service = (spec: Partial<Service["spec"]> = {}, status?: Service["status"]): Draft<Service> =>
  ({ metadata: { name: "web", namespace: "default" }, spec: { clusterIP: "10.96.0.50", selector: { app: "web" }, ports: [{ name: "http", port: 80, targetPort: 8080 }], ...spec }, status }) as Draft<Service>;

const slice = (endpoints: readonly EndpointDraft[], ports: EndpointSlice["ports"] = [{ name: "http", port: 8080, protocol: "TCP" }], name = "web-1"): Draft<EndpointSlice> => ({
  metadata: { name, namespace: "default", labels: { "kubernetes.io/service-name": "web" } },
  addressType: "IPv4",
  endpoints: endpoints.map(({ ip, node, ready = true, serving = ready, terminating = false, zones, forNode }) => ({
    addresses: [ip],
    nodeName: `node-${node}`,
    conditions: { ready, serving, terminating },
    hints: zones === undefined && forNode === undefined ? undefined : { forZones: zones?.map((zone) => ({ name: zone })), forNodes: forNode === undefined ? undefined : [{ name: forNode }] },
  })),
  ports,
});

async function publish(spec: Partial<Service["spec"]>, endpoints: readonly EndpointDraft[]): Promise<void> {
  await world.create(Services, service(spec));
  await world.create(EndpointSlices, slice(endpoints));
  await world.run(2);
}

/** The answer's body, or the errno. */
async function ask(from: NetworkNamespace, ip: string, port: number): Promise<string> {
  let outcome: string | undefined;
  from.http({ ip, port, timeout: 1000 }).then(
    ({ body, status }) => void (outcome = status === 200 ? body : `${status} ${body}`),
    (error: { code: string }) => void (outcome = error.code),
  );
  await world.simulation.settle();
  while (outcome === undefined) await world.simulation.step(Infinity);
  return outcome;
}

/** Who answers how often. */
async function spread(from: NetworkNamespace, ip: string, port: number, times = 300): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (let request = 0; request < times; request++) {
    const name = (await ask(from, ip, port)).split(" ")[0]!;
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

const three = (): readonly EndpointDraft[] => {
  pod(1, "a", "10.244.1.2");
  pod(2, "b", "10.244.2.2");
  pod(3, "c", "10.244.3.2");
  return [
    { ip: "10.244.1.2", node: 1 },
    { ip: "10.244.2.2", node: 2 },
    { ip: "10.244.3.2", node: 3 },
  ];
};

describe("a cluster IP", () => {
  test("spreads connections over all endpoints, from pods and from nodes", async () => {
    await publish({}, three());
    const counts = await spread(client, "10.96.0.50", 80);
    expect(Object.keys(counts).toSorted()).toEqual(["a", "b", "c"]);
    for (const count of Object.values(counts)) expect(count).toBeGreaterThan(70);
    expect(await ask(nodes[1]!.host, "10.96.0.50", 80)).toMatch(/^[abc] 192\.168\.0\.2$/);
  });

  test("keeps the client's address", async () => {
    await publish({}, three());
    expect(await ask(client, "10.96.0.50", 80)).toMatch(/ 10\.244\.1\.100$/);
  });

  test("lets a pod reach itself, under its node's address", async () => {
    const self = pod(1, "self", "10.244.1.9");
    await publish({}, [{ ip: "10.244.1.9", node: 1 }]);
    expect(await ask(self, "10.96.0.50", 80)).toBe("self 192.168.0.1");
  });

  test("refuses at once when there are no endpoints", async () => {
    await publish({}, []);
    expect(await ask(client, "10.96.0.50", 80)).toBe("ECONNREFUSED");
  });

  test("knows only its own ports", async () => {
    await publish({}, three());
    expect(await ask(client, "10.96.0.50", 81)).toBe("TIMEOUT");
  });

  test("leads to named ports, each to its own", async () => {
    pod(1, "page", "10.244.1.2", 8080);
    pod(1, "metrics", "10.244.1.3", 9090);
    await world.create(Services, service({ ports: [{ name: "http", port: 80 }, { name: "metrics", port: 9000 }] as Service["spec"]["ports"] }));
    await world.create(EndpointSlices, slice([{ ip: "10.244.1.2", node: 1 }], [{ name: "http", port: 8080, protocol: "TCP" }]));
    await world.create(EndpointSlices, slice([{ ip: "10.244.1.3", node: 1 }], [{ name: "metrics", port: 9090, protocol: "TCP" }], "web-2"));
    await world.run(2);
    expect([await ask(client, "10.96.0.50", 80), await ask(client, "10.96.0.50", 9000)]).toEqual(["page 10.244.1.100", "metrics 10.244.1.100"]);
  });

  test("follows its endpoints within a second or two, and ends with its Service", async () => {
    await publish({}, three());
    await world.client.patch(EndpointSlices, { namespace: "default", name: "web-1" }, { type: "merge", body: { endpoints: slice([{ ip: "10.244.2.2", node: 2 }]).endpoints } });
    await world.run(2);
    expect(await spread(client, "10.96.0.50", 80, 20)).toEqual({ b: 20 });
    await world.client.delete(Services, { namespace: "default", name: "web" });
    await world.run(2);
    expect(await ask(client, "10.96.0.50", 80)).toBe("TIMEOUT");
  });
});

describe("which endpoints are used", () => {
  const cases: readonly [string, readonly EndpointDraft[], readonly string[]][] = [
    ["ready ones only", [{ ip: "10.244.1.2", node: 1 }, { ip: "10.244.2.2", node: 2, ready: false }], ["a"]],
    ["not those that terminate while others are ready", [{ ip: "10.244.1.2", node: 1 }, { ip: "10.244.2.2", node: 2, ready: false, serving: true, terminating: true }], ["a"]],
    ["those that terminate and still serve, when nothing else is left", [{ ip: "10.244.1.2", node: 1, ready: false, serving: false, terminating: true }, { ip: "10.244.2.2", node: 2, ready: false, serving: true, terminating: true }], ["b"]],
    ["none, when none serves", [{ ip: "10.244.1.2", node: 1, ready: false, serving: false, terminating: true }], ["ECONNREFUSED"]],
    ["those of the same zone, when all have hints", [{ ip: "10.244.1.2", node: 1, zones: ["west"] }, { ip: "10.244.2.2", node: 2, zones: ["west"] }, { ip: "10.244.3.2", node: 3, zones: ["east"] }], ["a", "b"]],
    ["all, when one has no hint", [{ ip: "10.244.1.2", node: 1, zones: ["west"] }, { ip: "10.244.2.2", node: 2, zones: ["west"] }, { ip: "10.244.3.2", node: 3 }], ["a", "b", "c"]],
    ["all, when no hint is for us", [{ ip: "10.244.2.2", node: 2, zones: ["north"] }, { ip: "10.244.3.2", node: 3, zones: ["east"] }], ["b", "c"]],
    ["those of the same node, when hinted", [{ ip: "10.244.1.2", node: 1, forNode: "node-1" }, { ip: "10.244.2.2", node: 2, forNode: "node-2" }], ["a"]],
  ];
  test.each(cases)("%s", async (_name, endpoints, expected) => {
    three();
    await publish({}, endpoints);
    expect(Object.keys(await spread(client, "10.96.0.50", 80, 60)).toSorted()).toEqual(expected);
  });
});

describe("from outside", () => {
  const nodePort = { type: "NodePort", ports: [{ name: "http", port: 80, targetPort: 8080, nodePort: 30080 }] } as Partial<Service["spec"]>;

  test("a node port answers on every node, under the node's own address", async () => {
    await publish(nodePort, three());
    for (const number of [1, 2, 3]) expect(await ask(fabric.visitor, `192.168.0.${number}`, 30080)).toMatch(new RegExp(`^[abc] 192\\.168\\.0\\.${number}$`));
    expect(await ask(fabric.visitor, "192.168.0.1", 30081)).toBe("ECONNREFUSED");
  });

  test("a node's processes reach it by localhost", async () => {
    await publish(nodePort, three());
    expect(await ask(nodes[0]!.host, "127.0.0.1", 30080)).toMatch(/^[abc] /);
  });

  test("with policy Local only nodes that have a pod answer, and the visitor's address is kept", async () => {
    pod(2, "b", "10.244.2.2");
    await publish({ ...nodePort, externalTrafficPolicy: "Local" }, [{ ip: "10.244.2.2", node: 2 }]);
    expect(await ask(fabric.visitor, "192.168.0.2", 30080)).toBe("b 203.0.113.10");
    expect(await ask(fabric.visitor, "192.168.0.1", 30080)).toBe("TIMEOUT");
    expect(await ask(client, "192.168.0.1", 30080)).toMatch(/^b /);
  });

  test("a node port without endpoints refuses", async () => {
    await publish(nodePort, []);
    expect(await ask(fabric.visitor, "192.168.0.1", 30080)).toBe("ECONNREFUSED");
  });

  test("external addresses lead to the Service on whatever node they are routed to", async () => {
    fabric.addRoute("198.51.100.5/32", () => "node-3");
    await publish({ externalIPs: ["198.51.100.5"] }, three());
    expect(await ask(fabric.visitor, "198.51.100.5", 80)).toMatch(/^[abc] 192\.168\.0\.3$/);
    expect(await ask(client, "198.51.100.5", 80)).toMatch(/^[abc] /);
  });

  async function balanced(spec: Partial<Service["spec"]>): Promise<void> {
    fabric.addRoute("203.0.113.80/32", () => "node-1");
    await publish({ type: "LoadBalancer", ...spec }, three());
    await world.client.patch(Services, { namespace: "default", name: "web" }, { type: "merge", subresource: "status", body: { status: { loadBalancer: { ingress: [{ ip: "203.0.113.80", ipMode: "VIP" }] } } } });
    await world.run(2);
  }

  test("a load balancer's address works from outside and from inside", async () => {
    await balanced({});
    expect(await ask(fabric.visitor, "203.0.113.80", 80)).toMatch(/^[abc] 192\.168\.0\.1$/);
    expect(await ask(client, "203.0.113.80", 80)).toMatch(/^[abc] /);
  });

  test("source ranges keep others out", async () => {
    await balanced({ loadBalancerSourceRanges: ["198.51.100.0/24"] });
    expect(await ask(fabric.visitor, "203.0.113.80", 80)).toBe("TIMEOUT");
    await world.client.patch(Services, { namespace: "default", name: "web" }, { type: "merge", body: { spec: { loadBalancerSourceRanges: ["203.0.113.0/24"] } } });
    await world.run(2);
    expect(await ask(fabric.visitor, "203.0.113.80", 80)).toMatch(/^[abc] /);
  });

  test("the health check port tells a balancer which nodes have endpoints", async () => {
    pod(2, "b", "10.244.2.2");
    await publish({ type: "LoadBalancer", externalTrafficPolicy: "Local", healthCheckNodePort: 32000 }, [{ ip: "10.244.2.2", node: 2 }]);
    expect(await ask(fabric.visitor, "192.168.0.2", 32000)).toContain('"localEndpoints":1');
    expect(await ask(fabric.visitor, "192.168.0.1", 32000)).toMatch(/^503 .*"localEndpoints":0/);
    proxies[1]!.end();
    expect(await ask(fabric.visitor, "192.168.0.2", 32000)).toBe("ECONNREFUSED");
  });
});

test("internalTrafficPolicy Local stays on the node, and drops where the node has none", async () => {
  three();
  await publish({ internalTrafficPolicy: "Local" }, [{ ip: "10.244.1.2", node: 1 }, { ip: "10.244.2.2", node: 2 }]);
  expect(await spread(client, "10.96.0.50", 80, 20)).toEqual({ a: 20 });
  expect(await ask(nodes[2]!.host, "10.96.0.50", 80)).toBe("TIMEOUT");
});

describe("session affinity", () => {
  test("keeps a client at its endpoint until the time is over", async () => {
    await publish({ sessionAffinity: "ClientIP", sessionAffinityConfig: { clientIP: { timeoutSeconds: 60 } } }, three());
    expect(Object.keys(await spread(client, "10.96.0.50", 80, 30))).toHaveLength(1);
    const seen = new Set<string>();
    for (let round = 0; round < 20; round++) {
      await world.run(61);
      seen.add((await ask(client, "10.96.0.50", 80)).split(" ")[0]!);
    }
    expect(seen.size).toBeGreaterThan(1);
  });

  test("lets go of an endpoint that is gone", async () => {
    await publish({ sessionAffinity: "ClientIP" }, three());
    const [first = ""] = Object.keys(await spread(client, "10.96.0.50", 80, 5));
    const left = [{ ip: "10.244.1.2", node: 1 }, { ip: "10.244.2.2", node: 2 }, { ip: "10.244.3.2", node: 3 }].filter(({ node }) => "abc"[node - 1] !== first);
    await world.client.patch(EndpointSlices, { namespace: "default", name: "web-1" }, { type: "merge", body: { endpoints: slice(left).endpoints } });
    await world.run(2);
    expect(Object.keys(await spread(client, "10.96.0.50", 80, 5))).not.toContain(first);
  });
});

test("rules outlive the process, grow stale, and are renewed by the next one", async () => {
  await publish({}, three());
  proxies[0]!.end();
  await world.client.patch(EndpointSlices, { namespace: "default", name: "web-1" }, { type: "merge", body: { endpoints: slice([{ ip: "10.244.2.2", node: 2 }]).endpoints } });
  await world.run(5);
  expect(Object.keys(await spread(client, "10.96.0.50", 80, 60)).toSorted()).toEqual(["a", "b", "c"]);
  startProxy(nodes[0]!);
  await world.run(2);
  expect(await spread(client, "10.96.0.50", 80, 20)).toEqual({ b: 20 });
});

test("headless Services and mere names have no rules", async () => {
  three();
  await world.create(Services, service({ clusterIP: "None", clusterIPs: ["None"] }));
  await world.create(EndpointSlices, slice([{ ip: "10.244.1.2", node: 1 }]));
  await world.run(2);
  expect(await ask(client, "10.244.1.2", 8080)).toMatch(/^a /);
  expect(await ask(client, "10.96.0.50", 80)).toBe("TIMEOUT");
});
