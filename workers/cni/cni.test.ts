import { beforeEach, describe, expect, test } from "vitest";
import { createFabric, type Fabric } from "../network/fabric.ts";
import type { FabricNode } from "../network/fabric-node.ts";
import { createRandom } from "../sim/random.ts";
import { Simulation } from "../sim/simulation.ts";
import { createBridgeCni, type BridgeCni } from "./cni.ts";
import { AddressesExhausted, Ipam } from "./ipam.ts";

let simulation: Simulation;
let fabric: Fabric;
let node: FabricNode;
let cni: BridgeCni;

beforeEach(() => {
  simulation = new Simulation({ start: 0, turn: () => new Promise((resolve) => setImmediate(resolve)) });
  fabric = createFabric({ clock: simulation, random: createRandom("cni") });
  node = fabric.addNode("node-1", ["192.168.0.1"]);
  cni = createBridgeCni(fabric, node);
});

describe("addresses of a range", () => {
  test("begin after the gateway", () => {
    const ipam = new Ipam("10.244.1.0/24");
    expect(ipam.gateway).toBe("10.244.1.1");
    expect([ipam.allocate("a"), ipam.allocate("b")]).toEqual(["10.244.1.2", "10.244.1.3"]);
  });

  test("go round: one that was given back is not given out again at once", () => {
    const ipam = new Ipam("10.244.1.0/29");
    const [first] = [ipam.allocate("a"), ipam.allocate("b")];
    ipam.release(first!);
    expect([ipam.allocate("c"), ipam.allocate("d"), ipam.allocate("e")]).toEqual(["10.244.1.4", "10.244.1.5", "10.244.1.6"]);
    expect(ipam.allocate("f")).toBe("10.244.1.2");
  });

  test("come to an end, with the plugin's words", () => {
    const ipam = new Ipam("10.244.1.0/29");
    for (const owner of ["a", "b", "c", "d", "e"]) ipam.allocate(owner);
    expect(() => ipam.allocate("f")).toThrow(AddressesExhausted);
    expect(() => ipam.allocate("f")).toThrow("failed to allocate for range 0: no IP addresses available in range set: 10.244.1.1-10.244.1.6");
    ipam.release("10.244.1.4");
    expect(ipam.allocate("f")).toBe("10.244.1.4");
    ipam.release("not an address");
    expect(ipam.allocated).toBe(5);
  });

  test("a /24 has room for 253 pods", () => {
    const ipam = new Ipam("10.244.9.0/24");
    for (let pod = 0; pod < 253; pod++) ipam.allocate(`${pod}`);
    expect(() => ipam.allocate("one more")).toThrow(AddressesExhausted);
  });
});

describe("sandboxes", () => {
  test("get no network before the plugin is configured", () => {
    expect(cni.ready).toBe(false);
    expect(() => cni.attach({ id: "a", pod: "default/a", portMappings: [] })).toThrow("cni plugin not initialized");
    cni.configure("10.244.1.0/24");
    expect([cni.ready, cni.podCidr]).toEqual([true, "10.244.1.0/24"]);
  });

  test("are reachable from everywhere while attached", async () => {
    cni.configure("10.244.1.0/24");
    const pod = cni.attach({ id: "a", pod: "default/a", portMappings: [] });
    pod.listenHttp({ port: 80 }, () => ({ status: 200, body: "hello" }));
    expect([pod.name, pod.ip, fabric.owner("10.244.1.2")]).toEqual(["default/a", "10.244.1.2", pod]);
    expect(await status("10.244.1.2", 80)).toBe("200");
    cni.detach("a");
    cni.detach("a");
    expect(fabric.owner("10.244.1.2")).toBeUndefined();
    expect(await status("10.244.1.2", 80)).toBe("EHOSTUNREACH");
  });

  test("configuring the same range again keeps its allocations", () => {
    cni.configure("10.244.1.0/24");
    cni.attach({ id: "a", pod: "default/a", portMappings: [] });
    cni.configure("10.244.1.0/24");
    expect(cni.attach({ id: "b", pod: "default/b", portMappings: [] }).ip).toBe("10.244.1.3");
  });
});

describe("host ports", () => {
  beforeEach(() => cni.configure("10.244.1.0/24"));
  const attach = (id: string, hostPort: number, hostIp?: string) => {
    const pod = cni.attach({ id, pod: `default/${id}`, portMappings: [{ hostPort, containerPort: 80, protocol: "TCP", hostIp }] });
    pod.listenHttp({ port: 80 }, () => ({ status: 200, body: id }));
  };

  test("lead from the node into the pod until it goes", async () => {
    attach("a", 8080);
    expect(await status("192.168.0.1", 8080)).toBe("200");
    expect(await status("192.168.0.1", 80)).toBe("ECONNREFUSED");
    cni.detach("a");
    expect(await status("192.168.0.1", 8080)).toBe("ECONNREFUSED");
  });

  test("may be bound to one address of the node", async () => {
    attach("a", 8080, "192.168.0.77");
    expect(await status("192.168.0.1", 8080)).toBe("ECONNREFUSED");
    attach("b", 8081, "192.168.0.1");
    expect(await status("192.168.0.1", 8081)).toBe("200");
  });

  test("of two pods on different addresses do not get into each other's way", async () => {
    attach("a", 8080, "192.168.0.77");
    attach("b", 8080, "192.168.0.1");
    expect(await status("192.168.0.1", 8080)).toBe("200");
    cni.detach("b");
    expect(await status("192.168.0.1", 8080)).toBe("ECONNREFUSED");
  });

  test("come back after a reboot with the next pod", async () => {
    attach("a", 8080);
    fabric.powerOff("node-1");
    cni.detach("a");
    fabric.powerOn("node-1");
    attach("b", 8080);
    expect(await status("192.168.0.1", 8080)).toBe("200");
  });
});

async function status(ip: string, port: number): Promise<string> {
  let outcome: string | undefined;
  fabric.visitor.http({ ip, port }).then(
    (response) => void (outcome = `${response.status}`),
    (error: { code: string }) => void (outcome = error.code),
  );
  await simulation.settle();
  while (outcome === undefined) await simulation.step(Infinity);
  return outcome;
}
