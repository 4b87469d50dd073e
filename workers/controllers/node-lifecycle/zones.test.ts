import { beforeEach, expect, test } from "vitest";
import type { Node } from "../../api/core/node.ts";
import { Simulation } from "../../sim/simulation.ts";
import { turn } from "../../testing/node/turn.ts";
import { conditionTaints } from "./condition-taints.ts";
import { isSilent, listen, unknownConditions } from "./node-health.ts";
import { evictionRateIn, stateOf, zoneOf } from "./zones.ts";
import { ZoneQueue } from "./zone-queue.ts";

const created = "2026-04-22T10:00:00Z";
const start = 1_776_852_000_000;

const node = (conditions: Readonly<Record<string, string>> = { Ready: "True" }, labels: Readonly<Record<string, string>> = {}, heartbeat = created): Node => ({
  apiVersion: "v1",
  kind: "Node",
  metadata: { name: "n", uid: "n", resourceVersion: "1", creationTimestamp: created, labels },
  spec: {},
  status: { conditions: Object.entries(conditions).map(([type, status]) => ({ type, status, lastHeartbeatTime: heartbeat })) as Node["status"]["conditions"] },
});

const nodes = (ready: number, lost: number) => [...Array.from({ length: ready }, () => node()), ...Array.from({ length: lost }, () => node({ Ready: "Unknown" }))];

test.each([
  [3, 0, "Normal"],
  [0, 1, "FullDisruption"],
  [0, 9, "FullDisruption"],
  [1, 2, "Normal"],
  [1, 3, "PartialDisruption"],
  [9, 11, "PartialDisruption"],
  [10, 11, "Normal"],
  [0, 0, "Normal"],
] as const)("%i ready and %i lost nodes: %s", (ready, lost, expected) => {
  expect(stateOf(nodes(ready, lost))).toBe(expected);
});

test.each([
  ["Normal", 100, 0.1],
  ["Initial", 1, 0.1],
  ["FullDisruption", 10, 0.1],
  ["PartialDisruption", 50, 0],
  ["PartialDisruption", 51, 0.01],
] as const)("in state %s a zone of %i gives up %f nodes per second", (state, size, expected) => {
  expect(evictionRateIn(state, size)).toBe(expected);
});

test("a zone is named by region and zone, by old labels too", () => {
  const region = "topology.kubernetes.io/region";
  const zone = "topology.kubernetes.io/zone";
  expect(zoneOf(node())).toBe("");
  expect(zoneOf(node({}, { [zone]: "a" }))).not.toBe(zoneOf(node({}, { [region]: "a" })));
  expect(zoneOf(node({}, { [region]: "r", [zone]: "a" }))).toBe(zoneOf(node({}, { "failure-domain.beta.kubernetes.io/region": "r", "failure-domain.beta.kubernetes.io/zone": "a" })));
});

let simulation: Simulation;
let served: string[];
let queue: ZoneQueue;
beforeEach(() => {
  simulation = new Simulation({ start: 0, turn });
  served = [];
  queue = new ZoneQueue(simulation, 0.1, async (name) => void served.push(`${name} ${simulation.now() / 1000}`));
});

test("the first node is served at once, the others at the rate", async () => {
  for (const name of ["a", "b", "c"]) expect(queue.add(name)).toBe(true);
  expect(queue.add("a")).toBe(false);
  await simulation.runFor(60_000);
  expect(served).toEqual(["a 0", "b 10", "c 20"]);
  expect(simulation.settled).toBe(true);
});

test("a node is not served twice until it was removed", async () => {
  queue.add("a");
  await simulation.runFor(60_000);
  expect(queue.add("a")).toBe(false);
  expect(queue.remove("a")).toBe(true);
  expect(queue.remove("a")).toBe(false);
  expect(queue.add("a")).toBe(true);
  await simulation.runFor(60_000);
  expect(served).toEqual(["a 0", "a 60"]);
});

test("a node that is removed while it waits is not served", async () => {
  queue.add("a");
  queue.add("b");
  await simulation.runFor(1000);
  queue.remove("b");
  await simulation.runFor(60_000);
  expect(served).toEqual(["a 0"]);
});

test("a rate of 0 stops the queue, and nothing waits for it", async () => {
  queue.add("a");
  queue.add("b");
  await simulation.runFor(1000);
  queue.setRate(0);
  expect(simulation.settled).toBe(true);
  await simulation.runFor(100_000);
  expect(served).toEqual(["a 0"]);
  queue.setRate(0.1);
  await simulation.runFor(1);
  expect(served).toEqual(["a 0", "b 101"]);
});

test("a slower rate makes a pause that has begun longer", async () => {
  queue.add("a");
  queue.add("b");
  await simulation.runFor(1000);
  queue.setRate(0.01);
  await simulation.runFor(200_000);
  expect(served).toEqual(["a 0", "b 101"]);
});

const second = 1000;

test("a new controller gives a node it does not know the benefit of the doubt", () => {
  const health = listen(undefined, node(), undefined, start + 500 * second);
  expect(health.heardAt).toBe(start + 500 * second);
  expect(isSilent(node(), health, start + 550 * second)).toBe(false);
  expect(isSilent(node(), health, start + 551 * second)).toBe(true);
});

test("a node that never spoke is counted from its creation", () => {
  const mute = node({});
  const health = listen(undefined, mute, undefined, start + 10 * second);
  expect(health.heardAt).toBe(start);
  expect(isSilent(mute, health, start + 60 * second)).toBe(false);
  expect(isSilent(mute, health, start + 61 * second)).toBe(true);
});

test.each([
  ["nothing new", node(), "t1", false],
  ["a new heartbeat", node({ Ready: "True" }, {}, "2026-04-22T10:00:10Z"), "t1", true],
  ["a renewed lease", node(), "t2", true],
  ["an older lease", node(), "t0", false],
] as const)("is it a sign of life: %s", (_name, seen, renewTime, expected) => {
  const known = listen(undefined, node(), "t1", start);
  expect(listen(known, seen, renewTime, start + 40 * second).heardAt === start + 40 * second).toBe(expected);
});

test("conditions that are unknown already stay as they are", () => {
  const once = unknownConditions(node(), start);
  const silent = { ...node(), status: { conditions: once } };
  expect(unknownConditions(silent, start + 5000)).toBe(once);
  expect(once.map(({ type }) => type)).toEqual(["Ready", "MemoryPressure", "DiskPressure", "PIDPressure"]);
});

test("conditions that are not the kubelet's stay what they are", () => {
  const conditions = unknownConditions(node({ Ready: "True", NetworkUnavailable: "False" }), start);
  expect(conditions.find(({ type }) => type === "NetworkUnavailable")?.status).toBe("False");
});

test.each([
  [{ Ready: "True" }, []],
  [{ Ready: "False" }, ["node.kubernetes.io/not-ready"]],
  [{ Ready: "Unknown" }, ["node.kubernetes.io/unreachable"]],
  [{ Ready: "True", MemoryPressure: "True", Other: "True" }, ["node.kubernetes.io/memory-pressure"]],
])("conditions %j put on %j", (conditions, keys) => {
  expect(conditionTaints(node(conditions as Readonly<Record<string, string>>)).map(({ key }) => key)).toEqual(keys);
});
