import { beforeEach, expect, test } from "vitest";
import { Leases } from "../../api/coordination/lease.ts";
import { ConfigMaps } from "../../api/core/config-map.ts";
import { Lifetime } from "../../sim/lifetime.ts";
import { silentLog } from "../../sim/log.ts";
import { startApiServer, type World } from "../../testing/api-server.ts";
import type { Controller, ControllerEnvironment } from "./controller.ts";
import { startControllers, type StartControllersOptions } from "./start-controllers.ts";

let world: World;
let started: string[];
beforeEach(async () => {
  world = await startApiServer();
  started = [];
});

const controller = (name: string, act: (environment: ControllerEnvironment) => void = () => {}): Controller => ({
  name,
  start(environment) {
    started.push(name);
    act(environment);
  },
});

function run(controllers: readonly Controller[], more: Partial<StartControllersOptions> = {}): Lifetime {
  const lifetime = new Lifetime();
  startControllers({ controllers, transport: world.transport(), clock: world.simulation, random: world.random, log: silentLog, lifetime, ...more });
  return lifetime;
}

test("without an election all controllers start at once", () => {
  run([controller("a"), controller("b")]);
  expect(started).toEqual(["a", "b"]);
});

test("with an election they start when the process leads", async () => {
  const lost = () => {};
  const first = run([controller("first")], { leaderElection: { identity: "one", lost } });
  await world.settle();
  run([controller("second")], { leaderElection: { identity: "two", lost } });
  await world.run(60);
  expect(started).toEqual(["first"]);
  expect(world.all(Leases, "kube-system")[0]?.metadata.name).toBe("kube-controller-manager");
  first.end();
  await world.run(30);
  expect(started).toEqual(["first", "second"]);
});

test("all controllers share their informers", () => {
  const informers: unknown[] = [];
  const asks = ({ informers: factory }: ControllerEnvironment) => void informers.push(factory.for(ConfigMaps));
  run([controller("a", asks), controller("b", asks)]);
  expect(informers[0]).toBe(informers[1]);
});

async function timeOf(environment: ControllerEnvironment | undefined, requests: number): Promise<number> {
  const began = world.simulation.now();
  let answered = 0;
  for (let index = 0; index < requests; index++) void environment?.client.list(ConfigMaps).then(() => answered++);
  await world.simulation.settle();
  while (answered < requests) await world.simulation.step(began + 600_000);
  return world.simulation.now() - began;
}

test("each controller has a rate limit of its own", async () => {
  const environments: ControllerEnvironment[] = [];
  const keep = (environment: ControllerEnvironment) => void environments.push(environment);
  run([controller("a", keep), { ...controller("fast", keep), rateLimit: { qps: 400, burst: 3000 } }]);
  expect(await timeOf(environments[0], 50)).toBe(1000);
  expect(await timeOf(environments[1], 50)).toBe(0);
});

test("the limit of the process can be chosen", async () => {
  const environments: ControllerEnvironment[] = [];
  run([controller("a", (environment) => void environments.push(environment))], { rateLimit: { qps: 10, burst: 10 } });
  expect(await timeOf(environments[0], 20)).toBe(1000);
});

test("what a controller writes is written by kube-controller-manager", async () => {
  run([controller("a", ({ client, clock }) => clock.spawn(async () => void (await client.create(ConfigMaps, { metadata: { name: "made", namespace: "default" } }))))]);
  await world.settle();
  const made = world.all(ConfigMaps, "default").find(({ metadata }) => metadata.name === "made");
  expect(made?.metadata.managedFields?.map(({ manager }) => manager) ?? []).toEqual([]);
  await world.client.delete(ConfigMaps, { namespace: "default", name: "made" });
  run([controller("b", ({ client, clock }) => clock.spawn(async () => void (await client.create(ConfigMaps, { metadata: { name: "filled", namespace: "default" }, data: { a: "1" } }))))]);
  await world.settle();
  const filled = world.all(ConfigMaps, "default").find(({ metadata }) => metadata.name === "filled");
  expect(filled?.metadata.managedFields?.map(({ manager }) => manager)).toEqual(["kube-controller-manager"]);
});

test("the end of the process silences everything in it", async () => {
  let ticks = 0;
  const lifetime = run([controller("a", ({ clock }) => void clock.after(1000, () => ticks++))]);
  lifetime.end();
  await world.run(10);
  expect(ticks).toBe(0);
});
