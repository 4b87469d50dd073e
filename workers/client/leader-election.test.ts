import { beforeEach, expect, test } from "vitest";
import type { ApiHandler } from "../apimachinery/wire.ts";
import { Leases } from "../api/coordination/lease.ts";
import { Events } from "../api/core/event.ts";
import { clockWithin } from "../sim/clock.ts";
import { Lifetime } from "../sim/lifetime.ts";
import { silentLog } from "../sim/log.ts";
import { startApiServer, type World } from "../testing/api-server.ts";
import { createClient } from "./create-client.ts";
import { createEventRecorder } from "./event-recorder.ts";
import { startLeaderElection } from "./leader-election.ts";
import { ConnectionError } from "./transport.ts";

let world: World;
let told: string[];
beforeEach(async () => {
  world = await startApiServer();
  told = [];
});

/** A process that wants to lead. */
function candidate(identity: string) {
  const lifetime = new Lifetime();
  const server = world.transport();
  const state = { down: false, hangs: false };
  const transport: ApiHandler = {
    handle(request) {
      if (state.hangs) return new Promise(() => {});
      return state.down ? Promise.reject(new ConnectionError("connection refused")) : server.handle(request);
    },
    stream: (request, sink) => server.stream(request, sink),
  };
  const clock = clockWithin(world.simulation, lifetime);
  const client = createClient({ transport, clock, lifetime, userAgent: "kube-scheduler/v1.36.0" });
  const random = world.random.fork(identity);
  const recorder = createEventRecorder({ client, clock, random, log: silentLog, component: "default-scheduler" });
  startLeaderElection({
    client, recorder, clock, random, log: silentLog,
    namespace: "kube-system", name: "kube-scheduler", identity,
    lead: () => void told.push(`${identity} leads`),
    lost: () => {
      told.push(`${identity} lost`);
      lifetime.end();
    },
  });
  return { lifetime, state };
}

const lease = () => world.all(Leases, "kube-system").find(({ metadata }) => metadata.name === "kube-scheduler");
const start = 1_776_852_000_000;

test("the first candidate leads at once and says so", async () => {
  candidate("a");
  await world.settle();
  expect(told).toEqual(["a leads"]);
  expect(lease()?.spec).toEqual({
    holderIdentity: "a", leaseDurationSeconds: 15, leaseTransitions: 0,
    acquireTime: "2026-04-22T10:00:00.000000Z", renewTime: "2026-04-22T10:00:00.000000Z",
  });
  expect(world.all(Events).map(({ reason, message, involvedObject }) => [reason, message, involvedObject.kind, involvedObject.name])).toEqual([
    ["LeaderElection", "a became leader", "Lease", "kube-scheduler"],
  ]);
});

test("the leader renews every two seconds and keeps the time of its election", async () => {
  candidate("a");
  await world.run(9);
  expect(lease()?.spec).toMatchObject({ renewTime: "2026-04-22T10:00:08.000000Z", acquireTime: "2026-04-22T10:00:00.000000Z", leaseTransitions: 0 });
});

test("renewing is the pulse of a leader: nothing waits for it", async () => {
  candidate("a");
  await world.run(60);
  expect(world.simulation.settled).toBe(true);
});

test("the second candidate waits as long as the first one lives", async () => {
  candidate("a");
  await world.run(1);
  candidate("b");
  await world.run(600);
  expect(told).toEqual(["a leads"]);
});

test("when the leader dies the other takes over after the lease has run out", async () => {
  const a = candidate("a");
  await world.run(1);
  candidate("b");
  await world.run(60);
  a.lifetime.end();
  const died = world.simulation.now();
  await world.run(13);
  expect(told).toEqual(["a leads"]);
  await world.settle();
  expect(told).toEqual(["a leads", "b leads"]);
  const took = world.simulation.now() - died;
  expect(took).toBeGreaterThanOrEqual(13_000);
  expect(took).toBeLessThanOrEqual(22_000);
  expect(lease()?.spec).toMatchObject({ holderIdentity: "b", leaseTransitions: 1 });
});

test("a process that was restarted is a new candidate and waits for its own old lease", async () => {
  const a = candidate("host_1");
  await world.run(5);
  a.lifetime.end();
  candidate("host_2");
  await world.run(10);
  expect(told).toEqual(["host_1 leads"]);
  await world.run(15);
  expect(told).toEqual(["host_1 leads", "host_2 leads"]);
});

test.each(["down", "hangs"] as const)("a leader that cannot renew for ten seconds stops leading (server %s)", async (how) => {
  const a = candidate("a");
  await world.run(10);
  a.state[how] = true;
  await world.run(9);
  expect(told).toEqual(["a leads"]);
  await world.run(4);
  expect(told).toEqual(["a leads", "a lost"]);
  expect(world.simulation.now() - start).toBeLessThanOrEqual(23_000);
});

test("two leaders never lead at the same time", async () => {
  const a = candidate("a");
  candidate("b");
  await world.run(30);
  a.state.down = true;
  await world.run(60);
  expect(told).toEqual(["a leads", "a lost", "b leads"]);
});

test("a short disturbance is survived", async () => {
  const a = candidate("a");
  await world.run(10);
  a.state.down = true;
  await world.run(6);
  a.state.down = false;
  await world.run(60);
  expect(told).toEqual(["a leads"]);
});

test("who asks without an answer asks again", async () => {
  const a = candidate("a");
  a.state.down = true;
  await world.run(20);
  a.state.down = false;
  await world.run(5);
  expect(told).toEqual(["a leads"]);
});

test("a candidate that is dead takes nothing", async () => {
  const a = candidate("a");
  await world.run(5);
  const b = candidate("b");
  b.lifetime.end();
  a.lifetime.end();
  await world.run(600);
  expect(told).toEqual(["a leads"]);
});
