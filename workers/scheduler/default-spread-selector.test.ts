import { describe, expect, test } from "vitest";
import { formatSelector } from "../apimachinery/labels.ts";
import { ReplicaSets } from "../api/apps/replica-set.ts";
import { Services } from "../api/core/service.ts";
import { createInformerFactory } from "../client/informer-factory.ts";
import { silentLog } from "../sim/log.ts";
import { startApiServer, type World } from "../testing/api-server.ts";
import { info, type PodSketch } from "../testing/scheduling-objects.ts";
import { defaultSpreadSelector } from "./default-spread-selector.ts";

async function start() {
  const world = await startApiServer();
  const informers = createInformerFactory({ client: world.client, clock: world.simulation, random: world.random, log: silentLog });
  const select = defaultSpreadSelector(informers);
  await world.run(1);
  const text = (sketch: PodSketch) => {
    const selector = select(info(sketch));
    return selector === undefined ? "nothing" : formatSelector(selector);
  };
  return { world, text };
}

const service = async (world: World, name: string, selector: Readonly<Record<string, string>>) => {
  await world.create(Services, { metadata: { name }, spec: { selector, ports: [{ port: 80 }] } });
  await world.run(1);
};

const owned: PodSketch = { labels: { app: "web", hash: "1" }, metadata: { ownerReferences: [{ apiVersion: "apps/v1", kind: "ReplicaSet", name: "web-1", uid: "x", controller: true }] } };

const replicaSet = async (world: World) => {
  const labels = { app: "web", hash: "1" };
  await world.create(ReplicaSets, { metadata: { name: "web-1" }, spec: { replicas: 0, selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers: [{ name: "c", image: "x" }] } } } });
  await world.run(1);
};

describe("the pods among which a pod is spread by default", () => {
  test("are none for a pod on its own", async () => {
    const { text } = await start();
    expect(text({ labels: { app: "web" } })).toBe("nothing");
  });

  test("are those of the services that select it", async () => {
    const { world, text } = await start();
    await service(world, "web", { app: "web" });
    await service(world, "all", { tier: "1" });
    expect(text({ labels: { app: "web" } })).toBe("app=web");
    expect(text({ labels: { app: "web", tier: "1" } })).toBe("app=web,tier=1");
    expect(text({ labels: { app: "db" } })).toBe("nothing");
    expect(text({ labels: { app: "web" }, namespace: "other" })).toBe("nothing");
  });

  test("are those of its owner", async () => {
    const { world, text } = await start();
    expect(text(owned)).toBe("nothing");
    await replicaSet(world);
    expect(text(owned)).toBe("app=web,hash=1");
  });

  test("are those that both select", async () => {
    const { world, text } = await start();
    await replicaSet(world);
    await service(world, "web", { app: "web" });
    expect(text(owned)).toBe("app=web,app=web,hash=1");
  });

  test("are found anew when services come and go", async () => {
    const { world, text } = await start();
    expect(text({ labels: { app: "web" } })).toBe("nothing");
    await service(world, "web", { app: "web" });
    expect(text({ labels: { app: "web" } })).toBe("app=web");
    await world.client.delete(Services, { namespace: "default", name: "web" });
    await world.run(1);
    expect(text({ labels: { app: "web" } })).toBe("nothing");
  });
});
