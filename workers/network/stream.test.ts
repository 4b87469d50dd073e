import { beforeEach, describe, expect, test } from "vitest";
import { createRandom } from "../sim/random.ts";
import { Simulation } from "../sim/simulation.ts";
import { Lifetime } from "../sim/lifetime.ts";
import type { Connection } from "./connection.ts";
import { createFabric, type Fabric } from "./fabric.ts";
import type { NetworkNamespace } from "./namespace.ts";
import type { NetworkError } from "./network-error.ts";

let simulation: Simulation;
let fabric: Fabric;
let client: NetworkNamespace;
let server: NetworkNamespace;
let accepted: Connection[];

const target = { ip: "192.168.0.2", port: 6379 };

beforeEach(() => {
  simulation = new Simulation({ start: 0, turn: () => new Promise((resolve) => setImmediate(resolve)) });
  fabric = createFabric({ clock: simulation, random: createRandom("stream") });
  client = fabric.addNode("node-1", ["192.168.0.1"]).host;
  server = fabric.addNode("node-2", ["192.168.0.2"]).host;
  accepted = [];
});

async function finish<T>(work: Promise<T>, patience = 3_600_000): Promise<T | string> {
  let outcome: { readonly value: T | string } | undefined;
  work.then(
    (value) => void (outcome = { value }),
    (error: NetworkError) => void (outcome = { value: error.code }),
  );
  const end = simulation.now() + patience;
  await simulation.settle();
  while (outcome === undefined && (await simulation.step(end)));
  return outcome === undefined ? "nothing happened" : outcome.value;
}

async function connect(lifetimes: { client?: Lifetime; server?: Lifetime } = {}): Promise<{ readonly near: Connection; readonly far: Connection }> {
  if (!server.isBound("TCP", target.port)) server.listenTcp({ port: target.port, lifetime: lifetimes.server }, (connection) => void accepted.push(connection));
  const near = (await finish(client.connect(target, { lifetime: lifetimes.client }))) as Connection;
  return { near, far: accepted.at(-1)! };
}

describe("a connection", () => {
  test("carries text both ways, in order", async () => {
    const { near, far } = await connect();
    await finish(near.write("one"));
    await finish(near.write("two"));
    expect([await finish(far.read()), await finish(far.read())]).toEqual(["one", "two"]);
    await finish(far.write("answer"));
    expect(await finish(near.read())).toBe("answer");
  });

  test("knows both ends", async () => {
    const { near, far } = await connect();
    expect(near.remote).toEqual(target);
    expect(far.local).toEqual(target);
    expect(far.remote).toEqual(near.local);
    expect(near.local.port).toBeGreaterThanOrEqual(32768);
  });

  test("takes the time of the way", async () => {
    const { near, far } = await connect();
    const before = simulation.now();
    const reading = finish(far.read());
    await near.write("x");
    await reading;
    expect(simulation.now() - before).toBe(1);
  });

  test("can be closed in one direction while the other goes on", async () => {
    const { near, far } = await connect();
    await finish(near.write("question"));
    near.end();
    expect([await finish(far.read()), await finish(far.read())]).toEqual(["question", undefined]);
    await finish(far.write("answer"));
    far.end();
    expect([await finish(near.read()), await finish(near.read())]).toEqual(["answer", undefined]);
  });

  test("refuses to write after its end", async () => {
    const { near } = await connect();
    near.end();
    expect(await finish(near.write("more"))).toBe("EPIPE");
  });

  test("waits for a slow reader", async () => {
    const { near, far } = await connect();
    const big = "x".repeat(70_000);
    let written = false;
    void near.write(big).then(() => (written = true));
    await simulation.runFor(10);
    expect(written).toBe(false);
    expect(await finish(far.read())).toBe(big);
    await simulation.runFor(10);
    expect(written).toBe(true);
  });
});

describe("when one side goes away", () => {
  const cases: readonly [string, (life: { client: Lifetime; server: Lifetime }) => void, string | undefined][] = [
    ["the server's process dies", ({ server: process }) => process.end(), undefined],
    ["the server's machine loses power", () => fabric.powerOff("node-2"), "nothing happened"],
    ["the wire is cut", () => fabric.partition("node-1", "node-2"), "nothing happened"],
  ];
  test.each(cases)("%s, a waiting reader gets: %s", async (_name, damage, expected) => {
    const lifetimes = { client: new Lifetime(), server: new Lifetime() };
    const { near } = await connect(lifetimes);
    const reading = near.read();
    damage(lifetimes);
    expect(await finish(reading, 600_000)).toBe(expected);
  });

  test("a client's death closes the connection, and what is still sent to it is answered with a reset", async () => {
    const lifetimes = { client: new Lifetime(), server: new Lifetime() };
    const { near, far } = await connect(lifetimes);
    const reading = far.read();
    let resumed = false;
    void near.read().then(() => (resumed = true));
    lifetimes.client.end();
    expect(await finish(reading)).toBeUndefined();
    await finish(far.write("x"));
    await simulation.runFor(5);
    expect(await finish(far.write("y"))).toBe("ECONNRESET");
    // The dead process's own read never returns.
    expect(resumed).toBe(false);
  });

  test("a server that dies without having read resets", async () => {
    const lifetimes = { client: new Lifetime(), server: new Lifetime() };
    const { near } = await connect(lifetimes);
    await finish(near.write("unread"));
    await simulation.runFor(5);
    lifetimes.server.end();
    expect(await finish(near.read())).toBe("ECONNRESET");
  });

  test("what is written into a cut wire arrives when it is mended, in order", async () => {
    const { near, far } = await connect();
    fabric.partition("node-1", "node-2");
    await finish(near.write("first"));
    await simulation.runFor(5000);
    fabric.heal("node-1", "node-2");
    await finish(near.write("second"));
    expect([await finish(far.read()), await finish(far.read())]).toEqual(["first", "second"]);
  });

  test("the kernel gives an unanswered connection up after a quarter of an hour", async () => {
    const { near } = await connect();
    fabric.partition("node-1", "node-2");
    await finish(near.write("hello?"));
    const before = simulation.now();
    expect(await finish(near.read())).toBe("ETIMEDOUT");
    expect((simulation.now() - before) / 60_000).toBeGreaterThan(12);
    expect((simulation.now() - before) / 60_000).toBeLessThan(16);
  });
});

describe("HTTP over raw sockets", () => {
  test("a raw client can ask a structured server", async () => {
    server.listenHttp({ port: 80 }, ({ method, path, host, headers, body }) => ({ status: 200, headers: { "content-type": "text/plain" }, body: `${method} ${path} ${host} ${headers["x-a"]} ${body}` }));
    const connection = (await finish(client.connect({ ip: "192.168.0.2", port: 80 }))) as Connection;
    await finish(connection.write("POST /cart HTTP/1.1\r\nHost: shop:80\r\nX-A: b\r\nContent-Length: 4\r\n\r\nbo"));
    await finish(connection.write("dy"));
    expect(await finish(connection.read())).toBe("HTTP/1.1 200 OK\r\nContent-Length: 22\r\nConnection: close\r\ncontent-type: text/plain\r\n\r\nPOST /cart shop b body");
    expect(await finish(connection.read())).toBeUndefined();
  });

  test("nonsense is a bad request", async () => {
    server.listenHttp({ port: 80 }, () => ({ status: 200, body: "" }));
    const connection = (await finish(client.connect({ ip: "192.168.0.2", port: 80 }))) as Connection;
    await finish(connection.write("HELLO\r\n\r\n"));
    expect(await finish(connection.read())).toContain("400 Bad Request");
  });

  test("a structured client can ask a raw server that speaks HTTP", async () => {
    server.listenTcp({ port: 80 }, (connection) => {
      simulation.spawn(async () => {
        await connection.read();
        await connection.write("HTTP/1.1 404 Not Found\r\nContent-Length: 5\r\n\r\nnever");
      });
    });
    expect(await finish(client.http({ ip: "192.168.0.2", port: 80 }))).toEqual({ status: 404, headers: { "content-length": "5" }, body: "never" });
  });

  test("a server of another protocol is a protocol error", async () => {
    server.listenTcp({ port: 6379 }, (connection) => simulation.spawn(async () => await connection.write("-ERR unknown command\r\n")));
    expect(await finish(client.http({ ip: "192.168.0.2", port: 6379 }))).toBe("EPROTO");
  });
});
