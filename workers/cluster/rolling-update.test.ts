import { expect, test } from "vitest";
import { type Deployment, Deployments } from "../api/apps/deployment.ts";
import { ReplicaSets } from "../api/apps/replica-set.ts";
import { type Pod, Pods } from "../api/core/pod.ts";
import { tryParseTime } from "../apimachinery/timestamp.ts";
import { startCluster, type TestCluster } from "../testing/cluster.ts";

const labels = { app: "web" };
const minReadySeconds = 5;

/** The rolling update of the getting-started course: ten pods, never fewer, never more than eleven. */
const webDeploy = (tag: string) => ({
  metadata: { name: "web-deploy", namespace: "default", labels },
  spec: {
    replicas: 10,
    minReadySeconds,
    selector: { matchLabels: labels },
    strategy: { type: "RollingUpdate" as const, rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
    template: { metadata: { labels }, spec: { terminationGracePeriodSeconds: 1, containers: [{ name: "hello-pod", image: `nginx:${tag}`, imagePullPolicy: "Always" as const, ports: [{ containerPort: 80 }] }] } },
  },
});

const deploymentOf = ({ all }: TestCluster): Deployment => all(Deployments).find(({ metadata }) => metadata.name === "web-deploy")!;

const complete = (world: TestCluster, generation: number) => {
  const { status } = deploymentOf(world);
  return status.observedGeneration === generation && status.updatedReplicas === 10 && status.replicas === 10 && status.availableReplicas === 10;
};

/** Counts pods at every commit of the store: those that exist and are not told to stop, and those that are available. */
function watchPods({ cluster }: TestCluster) {
  const pods = new Map<string, Pod>();
  const seen = { least: Infinity, most: 0, revisions: 0 };
  const available = ({ metadata, status }: Pod) => {
    const ready = (status.conditions ?? []).find(({ type }) => type === "Ready");
    const since = tryParseTime(ready?.lastTransitionTime) ?? Infinity;
    return metadata.deletionTimestamp === undefined && ready?.status === "True" && cluster.simulation.now() >= since + minReadySeconds * 1_000;
  };
  cluster.store.observe((events) => {
    for (const { key, current } of events) {
      if (!key.startsWith("/registry/pods/default/")) continue;
      if (current === undefined) pods.delete(key);
      else pods.set(key, current.value as Pod);
    }
    const alive = [...pods.values()].filter(({ metadata }) => metadata.deletionTimestamp === undefined);
    seen.least = Math.min(seen.least, alive.filter(available).length);
    seen.most = Math.max(seen.most, alive.length);
    seen.revisions++;
  });
  return { pods, seen };
}

test("a rolling update keeps its promises at every revision, and can be undone", async () => {
  const world = await startCluster();
  const { client } = world;
  const { seen } = watchPods(world);
  await world.ask(() => client.create(Deployments, webDeploy("1.26")));
  await world.until("ten pods are available", () => complete(world, 1));
  const first = world.all(ReplicaSets).find(({ metadata }) => metadata.namespace === "default")!;

  Object.assign(seen, { least: Infinity, most: 0, revisions: 0 });
  await world.ask(() => client.patch(Deployments, { name: "web-deploy", namespace: "default" }, { type: "strategic", body: { spec: { template: { spec: { containers: [{ name: "hello-pod", image: "nginx:1.27" }] } } } } }));
  const took = await world.until("the update is complete", () => complete(world, 2));
  expect({ least: seen.least, most: seen.most }).toEqual({ least: 10, most: 11 });
  expect(seen.revisions).toBeGreaterThan(100);
  expect(took).toBeGreaterThan(10 * minReadySeconds);

  Object.assign(seen, { least: Infinity, most: 0 });
  await world.ask(() => client.patch(Deployments, { name: "web-deploy", namespace: "default" }, { type: "json", body: [{ op: "replace", path: "/spec/template", value: { metadata: { labels }, spec: first.spec.template!.spec } }] }));
  await world.until("it is undone", () => complete(world, 3));
  expect({ least: seen.least, most: seen.most }).toEqual({ least: 10, most: 11 });
  const sets = world.all(ReplicaSets).filter(({ metadata }) => metadata.namespace === "default");
  expect(sets.map(({ metadata, spec, status }) => [metadata.annotations?.["deployment.kubernetes.io/revision"], spec.replicas, status.replicas]).toSorted(([one = ""], [other = ""]) => Number(one) - Number(other))).toEqual([
    ["2", 0, 0],
    ["3", 10, 10],
  ]);
  expect(sets.find(({ metadata }) => metadata.uid === first.metadata.uid)?.spec.replicas).toBe(10);
  await world.until("the last pod of the update is gone", () => world.all(Pods).filter(({ metadata }) => metadata.namespace === "default").length === 10);
  expect(world.all(Pods).filter(({ metadata, spec }) => metadata.namespace === "default" && spec.containers[0]?.image !== "nginx:1.26")).toEqual([]);
});
