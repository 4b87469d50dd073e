import { performance } from "node:perf_hooks";
import { Deployments, type Deployment } from "../workers/api/apps/deployment.ts";
import { Pods, type Pod } from "../workers/api/core/pod.ts";
import { createClient } from "../workers/client/create-client.ts";
import { createCluster } from "../workers/cluster/create-cluster.ts";
import { admin, createOutsideTransport } from "../workers/cluster/outside-transport.ts";
import { createNodeWorld } from "../workers/host/node-world.ts";
import { Pacer } from "../workers/sim/pacer.ts";
import { idleCpu, type Measured, nodesFor, turn, watchOver } from "./measure.ts";

const labels = { app: "web" };
/** More than the usual 110, so that 500 pods fit on three nodes. */
const maxPods = 500;

const deploymentOf = (replicas: number) => ({
  metadata: { name: "web", namespace: "default" },
  spec: {
    replicas,
    selector: { matchLabels: labels },
    template: { metadata: { labels }, spec: { containers: [{ name: "web", image: "hashicorp/http-echo:1.0", args: ["-text=hi", "-listen=:8080"], ports: [{ containerPort: 8080 }] }] } },
  },
});

/** A fresh cluster of ours, driven as fast as it goes. */
function startCluster(replicas: number) {
  const cluster = createCluster({ seed: "bench", nodes: nodesFor(replicas), turn, maxPods });
  const { simulation, store, endpoints } = cluster;
  const client = createClient({ transport: createOutsideTransport(endpoints, admin), clock: simulation, userAgent: "bench" });
  /** Asks again after each write. */
  const until = async (holds: () => boolean) => {
    for (let revision = -1; ; await simulation.step(Infinity)) {
      if (store.revision === revision) continue;
      revision = store.revision;
      if (holds()) return;
    }
  };
  const pods = () => store.range({ from: "/registry/pods/default/", to: "/registry/pods/default0" }).items.map(({ value }) => value as Pod);
  const rollOut = async () => {
    await client.create(Deployments, deploymentOf(replicas));
    await until(() => ((store.get("/registry/deployments/default/web")?.value as Deployment | undefined)?.status.readyReplicas ?? 0) >= replicas);
  };
  return { cluster, client, until, pods, rollOut };
}

const isReady = ({ status }: Pod) => (status.conditions ?? []).some(({ type, status: value }) => type === "Ready" && value === "True");

/** Boots, rolls out, and has one pod replaced. */
export async function measureRollout(replicas: number): Promise<Measured> {
  const begun = performance.now();
  const { cluster, client, until, pods, rollOut } = startCluster(replicas);
  await until(() => cluster.ready);
  const watch = watchOver();
  await rollOut();
  const { took: allReady, ...watched } = watch.finish();
  const ready = performance.now();
  const victim = pods()[0]!.metadata.name;
  await client.delete(Pods, { name: victim, namespace: "default" });
  await until(() => pods().filter((pod) => pod.metadata.name !== victim && isReady(pod)).length >= replicas);
  return { boot: ready - begun, allReady, replacement: performance.now() - ready, ...watched };
}

/** What pods that do nothing cost, with time running as in the page. */
export async function measureIdle(replicas: number): Promise<Measured> {
  const { cluster, until, rollOut } = startCluster(replicas);
  await until(() => cluster.ready);
  await rollOut();
  const failed = (error: unknown) => {
    throw error;
  };
  const pacer = new Pacer({ simulation: cluster.simulation, wall: createNodeWorld().wall, between: () => false, failed });
  void pacer.run();
  pacer.resume(1);
  return { idle: await idleCpu() };
}
