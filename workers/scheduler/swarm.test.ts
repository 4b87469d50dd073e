import { describe, expect, test } from "vitest";
import { milliValue } from "../apimachinery/quantity.ts";
import { type Pod, Pods } from "../api/core/pod.ts";
import { Nodes } from "../api/core/node.ts";
import { createRandom, type Random } from "../sim/random.ts";
import type { PodSketch } from "../testing/scheduling-objects.ts";
import { startSchedulingWorld, type SchedulingWorld } from "../testing/scheduling-world.ts";

/** Whatever is thrown at the scheduler, no node may be overfilled and no rule broken, and in the end nothing that fits may wait. */
const nodeCount = 6;

const zoneOf = (node: string) => (Number(node.slice(1)) % 2 === 0 ? "even" : "odd");

function randomPod(random: Random, index: number): PodSketch {
  const app = random.pick(["web", "db", "job"]);
  const term = { topologyKey: "kubernetes.io/hostname", labelSelector: { matchLabels: { app: "db" } } };
  const spec: PodSketch["spec"] = {
    ...(app === "db" && { affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term] } } }),
    ...(app === "job" && random.next() < 0.2 && { priorityClassName: "system-cluster-critical" }),
    ...(random.next() < 0.2 && { nodeSelector: { "topology.kubernetes.io/zone": random.pick(["even", "odd"]) } }),
  };
  return { name: `p${index}`, labels: { app }, cpu: random.pick(["100m", "500m", "1", "2"]), spec };
}

const live = (world: SchedulingWorld) => world.all(Pods).filter(({ metadata }) => metadata.deletionTimestamp === undefined);
const cpuOf = ({ spec }: Pod) => milliValue(spec.containers[0]?.resources?.requests?.["cpu"] ?? 0);
const isDb = ({ metadata }: Pod) => metadata.labels?.["app"] === "db";

function checkSafety(world: SchedulingWorld): void {
  for (const { metadata } of world.all(Nodes)) {
    const here = world.all(Pods).filter(({ spec }) => spec.nodeName === metadata.name);
    expect(here.reduce((sum, pod) => sum + cpuOf(pod), 0), `cpu on ${metadata.name}`).toBeLessThanOrEqual(4000);
    expect(here.filter(isDb).length, `db on ${metadata.name}`).toBeLessThanOrEqual(1);
    for (const { spec } of here) expect(spec.nodeSelector?.["topology.kubernetes.io/zone"] ?? zoneOf(metadata.name)).toBe(zoneOf(metadata.name));
  }
}

/** Pods wait only where they do not fit. */
function checkProgress(world: SchedulingWorld): void {
  for (const pod of live(world).filter(({ spec }) => (spec.nodeName ?? "") === "")) {
    const fitting = world.all(Nodes).filter(({ metadata, spec }) => {
      const here = world.all(Pods).filter((other) => other.spec.nodeName === metadata.name);
      const free = 4000 - here.reduce((sum, other) => sum + cpuOf(other), 0);
      const zone = pod.spec.nodeSelector?.["topology.kubernetes.io/zone"];
      return spec.unschedulable !== true && cpuOf(pod) <= free && !(isDb(pod) && here.some(isDb)) && (zone === undefined || zone === zoneOf(metadata.name));
    });
    expect(fitting.map(({ metadata }) => metadata.name), `${pod.metadata.name} waits`).toEqual([]);
  }
}

async function shake(world: SchedulingWorld, random: Random, index: number): Promise<void> {
  const pods = world.all(Pods);
  const dice = random.next();
  if (dice < 0.6 || pods.length === 0) return world.addPod(randomPod(random, index));
  if (dice < 0.8) return world.removePod(random.pick(pods).metadata.name);
  if (dice < 0.9) return world.changeNode(`n${random.integer(0, nodeCount - 1)}`, (node) => ({ ...node, spec: { ...node.spec, unschedulable: node.spec.unschedulable !== true } }));
  world.killScheduler();
  world.startScheduler();
}

/** Nodes without kubelets never finish a deletion. */
async function buryTheDead(world: SchedulingWorld): Promise<void> {
  for (const { metadata } of world.all(Pods).filter(({ metadata: { deletionTimestamp } }) => deletionTimestamp !== undefined)) await world.removePod(metadata.name);
}

const run = async (seed: string, latency?: number) => {
  const random = createRandom(seed);
  const nodes = Array.from({ length: nodeCount }, (_, index) => ({ name: `n${index}`, zone: zoneOf(`n${index}`), memory: "64Gi" }));
  const world = await startSchedulingWorld({ nodes, seed, ...(latency !== undefined && { latency }) });
  for (let index = 0; index < 80; index++) {
    await shake(world, random, index);
    if (random.next() < 0.7) await world.run(random.integer(0, 8) / 4);
    if (random.next() < 0.2) await buryTheDead(world);
    checkSafety(world);
  }
  for (const { metadata } of world.all(Nodes)) await world.changeNode(metadata.name, (node) => ({ ...node, spec: { ...node.spec, unschedulable: false } }));
  for (let round = 0; round < 20; round++) {
    await world.run(20);
    await buryTheDead(world);
  }
  await world.run(400);
  checkSafety(world);
  checkProgress(world);
  return world.placement();
};

describe("a swarm of changes", () => {
  test.each(["alpha", "beta", "gamma", "delta"])("%s: is safe at every step, and comes to rest with nothing left to do", async (seed) => {
    await run(seed);
  });

  test("is as safe when the API server takes its time", async () => {
    await run("slow", 30);
  });

  test("has the same history in every run of a seed", async () => {
    expect(await run("twice")).toEqual(await run("twice"));
  });
});
