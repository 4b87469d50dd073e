import { performance } from "node:perf_hooks";
import { Deployments } from "../workers/api/apps/deployment.ts";
import { Pods } from "../workers/api/core/pod.ts";
import { createClient } from "../workers/client/create-client.ts";
import { createCluster } from "../workers/cluster/create-cluster.ts";
import { admin, createOutsideTransport } from "../workers/cluster/outside-transport.ts";
import type { Deployment } from "../workers/api/generated/apps/v1.ts";
import type { Pod } from "../workers/api/generated/core/v1.ts";
import { nodesFor, type Measured, StallMeter, memoryPeak } from "./measure.ts";

const labels = { app: "web" };

const deploymentOf = (replicas: number) => ({
  metadata: { name: "web", namespace: "default" },
  spec: {
    replicas,
    selector: { matchLabels: labels },
    template: { metadata: { labels }, spec: { containers: [{ name: "web", image: "hashicorp/http-echo:1.0", args: ["-text=hi", "-listen=:8080"], ports: [{ containerPort: 8080 }] }] } },
  },
});

/** One fresh cluster of ours, driven as fast as it goes. */
export async function measureOurs(replicas: number): Promise<Measured> {
  const meter = new StallMeter();
  const heap = memoryPeak();
  const bootBegan = performance.now();
  const turn = () => new Promise<void>((resolve) => void setImmediate(resolve));
  const cluster = createCluster({ seed: "bench", nodes: nodesFor(replicas), turn, maxPods: 500 });
  const { simulation, store } = cluster;
  const until = async (holds: () => boolean) => {
    let revision = -1;
    for (;;) {
      if (store.revision !== revision && holds()) return;
      revision = store.revision;
      await simulation.step(Infinity);
      meter.tick();
      heap.sample();
    }
  };
  await until(() => cluster.ready);
  const booted = performance.now();

  const client = createClient({ transport: createOutsideTransport(cluster.endpoints, admin), clock: simulation, userAgent: "bench" });
  const deployment = () => store.get("/registry/deployments/default/web")?.value as Deployment | undefined;
  const pods = () => store.range({ from: "/registry/pods/default/", to: "/registry/pods/default0" }).items.map(({ value }) => value as Pod);
  meter.reset();
  const applied = performance.now();
  await client.create(Deployments, deploymentOf(replicas));
  let first = 0;
  await until(() => {
    const ready = deployment()?.status.readyReplicas ?? 0;
    if (ready > 0 && first === 0) first = performance.now();
    return ready >= replicas;
  });
  const allReady = performance.now();

  const victim = pods()[0]!.metadata.name;
  await client.delete(Pods, { name: victim, namespace: "default" });
  const isReady = ({ status }: Pod) => (status.conditions ?? []).some(({ type, status: value }) => type === "Ready" && value === "True");
  await until(() => (deployment()?.status.readyReplicas ?? 0) >= replicas && pods().filter(({ metadata }) => metadata.name !== victim).filter(isReady).length >= replicas);
  const replaced = performance.now();
  return { boot: booted - bootBegan + (first - applied), allReady: allReady - applied, replacement: replaced - allReady, ...meter.result(), peakHeap: heap.peak };
}
