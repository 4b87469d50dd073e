import { describe, expect, test } from "vitest";
import type { ApiHandler, ApiRequest, StreamSink } from "../apimachinery/wire.ts";
import { FaultPoints } from "../sim/fault-points.ts";
import { Lifetime } from "../sim/lifetime.ts";
import { createRandom } from "../sim/random.ts";
import { Simulation } from "../sim/simulation.ts";
import { turn } from "../testing/node/turn.ts";
import { ApiEndpoints } from "./api-endpoints.ts";
import { createNodeTransport } from "./node-transport.ts";
import { admin, createOutsideTransport } from "./outside-transport.ts";

const request: ApiRequest = { method: "GET", path: "/api/v1/nodes" };

/** One node with one API server, and links that a test can cut. */
function setUp() {
  const simulation = new Simulation({ start: 0, turn });
  const endpoints = new ApiEndpoints();
  endpoints.expect("control-plane", "172.18.0.2:6443");
  const listeners = new Set<() => void>();
  const links = { reachable: true };
  const sinks: StreamSink[] = [];
  const asked: ApiRequest[] = [];
  const handler: ApiHandler = {
    handle: async (received) => {
      asked.push(received);
      return { status: 200, headers: {}, body: "answer" };
    },
    stream: (_, sink) => {
      sinks.push(sink);
      return { send() {}, close: () => void sinks.splice(sinks.indexOf(sink), 1) };
    },
  };
  const server = new Lifetime();
  const faults = new FaultPoints(createRandom("faults"));
  const caller = new Lifetime();
  const transport = createNodeTransport({
    from: "node-1",
    user: { username: "system:node:node-1", groups: ["system:nodes"] },
    clock: simulation,
    lifetime: caller,
    endpoints,
    faults,
    paths: { path: () => ({ reachable: links.reachable, latency: 1 }), onChange: (run) => (listeners.add(run), () => listeners.delete(run)) },
  });
  return {
    simulation, endpoints, server, faults, caller, transport, sinks, asked,
    serve: () => endpoints.listen({ node: "control-plane", address: "172.18.0.2:6443", handler, lifetime: server }),
    link(reachable: boolean) {
      links.reachable = reachable;
      for (const run of listeners) run();
    },
  };
}

type World = ReturnType<typeof setUp>;

async function outcome(world: World, seconds: number, answer: Promise<unknown>): Promise<string> {
  let result = "nothing";
  answer.then(() => (result = "answered"), (error: Error) => (result = error.message));
  await world.simulation.runFor(seconds * 1_000);
  return result;
}

describe("requests from a node", () => {
  test("are answered, and carry the caller's identity", async () => {
    const world = setUp();
    world.serve();
    expect(await outcome(world, 1, world.transport.handle(request))).toBe("answered");
    expect(world.asked[0]?.user?.username).toBe("system:node:node-1");
    expect(world.simulation.settled).toBe(true);
  });

  test("are refused while no API server listens", async () => {
    const world = setUp();
    expect(await outcome(world, 1, world.transport.handle(request))).toBe("dial tcp 172.18.0.2:6443: connect: connection refused");
  });

  test("time out after 30 s when the node is cut off", async () => {
    const world = setUp();
    world.serve();
    world.link(false);
    const answer = world.transport.handle(request);
    expect(await outcome(world, 29, answer)).toBe("nothing");
    expect(await outcome(world, 2, answer)).toBe("dial tcp 172.18.0.2:6443: i/o timeout");
  });

  test("fail as a fault point says", async () => {
    const world = setUp();
    world.serve();
    world.faults.arm("transport/request", { probability: 1, times: 1, error: "TLS handshake timeout" });
    expect(await outcome(world, 1, world.transport.handle(request))).toBe("TLS handshake timeout");
    expect(await outcome(world, 1, world.transport.handle(request))).toBe("answered");
  });
});

/** A watch, as what its receiver saw. */
async function watching(world: World) {
  const seen: string[] = [];
  const handle = world.transport.stream(request, { opened: () => seen.push("opened"), chunk: (data) => seen.push(String(data)), closed: (error) => seen.push(error?.message ?? "closed") });
  await world.simulation.runFor(10);
  world.sinks[0]?.opened({ status: 200, headers: {}, body: undefined });
  return { seen, handle };
}

describe("watches from a node", () => {
  test("stall while the link is down, and catch up when it is mended in time", async () => {
    const world = setUp();
    world.serve();
    const { seen } = await watching(world);
    world.link(false);
    world.sinks[0]?.chunk("late");
    await world.simulation.runFor(40_000);
    expect(seen).toEqual(["opened"]);
    world.link(true);
    expect(seen).toEqual(["opened", "late"]);
    await world.simulation.runFor(60_000);
    expect(seen).toEqual(["opened", "late"]);
  });

  test("are given up when the link stays down", async () => {
    const world = setUp();
    world.serve();
    const { seen } = await watching(world);
    world.link(false);
    await world.simulation.runFor(46_000);
    expect(seen).toEqual(["opened", "http2: client connection lost"]);
    expect(world.sinks).toEqual([]);
  });

  test("break with the API server", async () => {
    const world = setUp();
    world.serve();
    const { seen } = await watching(world);
    world.server.end();
    expect(seen).toEqual(["opened", "unexpected EOF"]);
    expect(world.endpoints.any).toBeUndefined();
  });

  test("are closed without a word when the caller dies or hangs up", async () => {
    for (const end of ["caller", "handle"] as const) {
      const world = setUp();
      world.serve();
      const { seen, handle } = await watching(world);
      if (end === "caller") world.caller.end();
      else handle.close();
      expect([seen, world.sinks]).toEqual([["opened"], []]);
    }
  });
});

describe("from outside", () => {
  test("requests cost no virtual time and are made as the admin", async () => {
    const world = setUp();
    world.serve();
    expect((await createOutsideTransport(world.endpoints, admin).handle(request)).status).toBe(200);
    expect([world.simulation.now(), world.asked[0]?.user?.username]).toEqual([0, "kubernetes-admin"]);
  });

  test("without an API server the connection is refused in kubectl's words", async () => {
    const world = setUp();
    await expect(createOutsideTransport(world.endpoints, admin).handle(request)).rejects.toThrow("The connection to the server 172.18.0.2:6443 was refused - did you specify the right host or port?");
  });

  test("streams end with their server, once", () => {
    const world = setUp();
    world.serve();
    const seen: string[] = [];
    createOutsideTransport(world.endpoints, undefined).stream(request, { opened() {}, chunk: (data) => seen.push(String(data)), closed: (error) => seen.push(error?.message ?? "closed") });
    const [sink] = world.sinks;
    sink?.chunk("a");
    world.server.end();
    sink?.closed();
    expect([seen, world.sinks]).toEqual([["a", "unexpected EOF"], []]);
  });
});
