import { expect, test } from "vitest";
import { Deployments } from "../api/apps/deployment.ts";
import { Pods } from "../api/core/pod.ts";
import { fnv1a } from "../base/hash.ts";
import { createRandom } from "../sim/random.ts";
import { recordHistory, startCluster } from "../testing/cluster.ts";

const labels = { app: "web" };

/** A workload with kills, drawn from the seed: pods deleted, containers crashed, a node switched off and on. */
async function live(seed: string): Promise<readonly string[]> {
  const world = await startCluster({ seed });
  const { cluster, client } = world;
  const history = recordHistory(cluster);
  const random = createRandom(seed).fork("story");
  await world.ask(() =>
    client.create(Deployments, {
      metadata: { name: "web", namespace: "default" },
      spec: { replicas: 6, selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers: [{ name: "web", image: "nginx:1.27" }] } } },
    }),
  );
  for (let act = 0; act < 6; act++) {
    await world.run(random.integer(3, 20));
    const pods = world.all(Pods).filter(({ metadata, spec }) => metadata.namespace === "default" && spec.nodeName !== undefined);
    const { name } = random.pick(pods).metadata;
    if (random.next() < 0.5) await world.ask(() => client.delete(Pods, { name, namespace: "default" }));
    else cluster.crashContainer("default", name);
  }
  cluster.powerOff("node-1");
  await world.run(120);
  cluster.powerOn("node-1");
  await world.run(60);
  return history;
}

test.each(["amber", "birch", "cedar"])("seed %s gives the same history twice, event for event", async (seed) => {
  const [first, second] = [await live(seed), await live(seed)];
  expect(first.length).toBeGreaterThan(200);
  expect(second).toEqual(first);
});

test("another seed gives another history", async () => {
  const [amber, birch] = [await live("amber"), await live("birch")];
  expect(fnv1a(amber.join("\n"))).not.toBe(fnv1a(birch.join("\n")));
});

test("looks change nothing: dry runs and watches leave no trace in the history", async () => {
  const story = async (curious: boolean) => {
    const world = await startCluster({ seed: "dogwood" });
    const history = recordHistory(world.cluster);
    const web = { metadata: { name: "web", namespace: "default" }, spec: { replicas: 2, selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers: [{ name: "web", image: "nginx:1.27" }] } } } };
    await world.ask(async () => {
      if (curious) await world.client.create(Deployments, web, { dryRun: true });
    });
    if (curious) world.client.watch(Pods, {}, { events() {}, closed() {} });
    await world.ask(() => world.client.create(Deployments, web));
    await world.run(700);
    return history;
  };
  expect(await story(true)).toEqual(await story(false));
});
