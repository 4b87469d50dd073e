import { describe, expect, test } from "vitest";
import { queryMessage, responseIn, type RecordType } from "../network/dns-message.ts";
import { createFabric } from "../network/fabric.ts";
import { createRandom } from "../sim/random.ts";
import { Simulation } from "../sim/simulation.ts";
import { turn } from "../testing/node/turn.ts";
import { createInternet, providerDns } from "./internet.ts";

function setUp() {
  const simulation = new Simulation({ start: 0, turn });
  const fabric = createFabric({ clock: simulation, random: createRandom("internet") });
  createInternet(fabric);
  const { host } = fabric.addNode("node-1", ["172.18.0.3"]);
  return { simulation, fabric, host };
}

type World = ReturnType<typeof setUp>;

async function settle<T>({ simulation }: World, answer: Promise<T>): Promise<T | Error> {
  let result: T | Error = new Error("no answer");
  answer.then((value) => (result = value), (error: Error) => (result = error));
  await simulation.runFor(10_000);
  return result;
}

const ask = async (world: World, name: string, type: RecordType) =>
  responseIn(await settle(world, world.host.query({ ip: providerDns, port: 53 }, queryMessage({ name, type }), { timeout: 5_000 })));

describe("the provider's name server", () => {
  test.each([
    ["example.com", "93.184.215.14"],
    ["www.google.com", "142.250.185.100"],
    ["kubernetes.io", "15.197.167.90"],
  ])("knows %s", async (name, data) => {
    expect(await ask(setUp(), name, "A")).toEqual({ code: "NOERROR", answers: [{ name, type: "A", ttl: 300, data }] });
  });

  test.each(["AAAA", "TXT", "SRV"] as const)("has no %s record of a name that exists", async (type) => {
    expect(await ask(setUp(), "example.com", type)).toEqual({ code: "NOERROR", answers: [] });
  });

  test.each(["nowhere.invalid", "web.default.svc.cluster.local", "toString", "constructor"])("does not know %s", async (name) => {
    expect(await ask(setUp(), name, "A")).toEqual({ code: "NXDOMAIN", answers: [] });
  });
});

describe("hosts of the internet", () => {
  test.each([
    { ip: "93.184.215.14", port: 80, tls: false },
    { ip: "93.184.215.14", port: 443, tls: true },
    { ip: "140.82.121.4", port: 443, tls: true },
  ])("answer on $ip:$port", async ({ ip, port, tls }) => {
    const world = setUp();
    expect(await settle(world, world.host.http({ ip, port, tls }))).toMatchObject({ status: 200, body: expect.stringContaining("outside of the cluster") });
  });

  test("refuse other ports", async () => {
    const world = setUp();
    expect(await settle(world, world.host.http({ ip: "93.184.215.14", port: 22 }))).toMatchObject({ code: "ECONNREFUSED" });
  });

  test("are out of reach for a node that is cut off", async () => {
    const world = setUp();
    world.fabric.partition("node-1");
    expect(await settle(world, world.host.http({ ip: "93.184.215.14", port: 80, timeout: 3_000 }))).toMatchObject({ code: "TIMEOUT" });
  });
});
