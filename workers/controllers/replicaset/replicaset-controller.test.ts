import { expect, test } from "vitest";
import { ReplicaSets } from "../../api/apps/replica-set.ts";
import { Pods } from "../../api/core/pod.ts";
import { startControllerWorld } from "../../testing/controller-world.ts";
import { replicaSetController } from "./replicaset-controller.ts";

const labels = { app: "web" };
const template = { metadata: { labels }, spec: { containers: [{ name: "web", image: "nginx" }] } };

test("a replica set makes its pods and tells of them", async () => {
  const world = await startControllerWorld({ controllers: [replicaSetController], nodes: {} });
  await world.create(ReplicaSets, { metadata: { name: "web" }, spec: { replicas: 3, selector: { matchLabels: labels }, template } });
  await world.settle();
  expect(world.all(Pods)).toHaveLength(3);
  expect(world.all(ReplicaSets)[0]?.status).toEqual({ replicas: 3, readyReplicas: 3, availableReplicas: 3, fullyLabeledReplicas: 3, terminatingReplicas: 0, observedGeneration: 1 });
  expect(world.told("web")).toEqual([]);
});
