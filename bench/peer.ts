import { performance } from "node:perf_hooks";
import { BaseImage, Cluster } from "@ngrok/webernetes";
import { idleCpu, type Measured, nodesFor, turn, watchOver } from "./measure.ts";

type Context = Parameters<BaseImage["exec"]>[0];

/** The same tiny HTTP server as ours. */
class Echo extends BaseImage {
  static imageName = "echo";
  static imageVersion = "1.0";
  defaultCommand = ["server"];

  override async exec(context: Context, argv: readonly string[]): Promise<number> {
    if (argv[0] !== "server") return super.exec(context, argv);
    context.listenHttp(8080, async () => ({ status: 200, body: "hi\n" }));
    return await context.waitUntilKilled();
  }
}

/** As it is, in real time; or with its clock paused and stepped, as fast as it goes. */
export type Drive = "real" | "stepped";

/** Virtual milliseconds per step: with 10 it was fastest. */
const stride = 10;

async function startCluster(replicas: number) {
  const cluster = new Cluster({ nodes: nodesFor(replicas) });
  cluster.registerImage(Echo);
  await cluster.init();
  const ready = async () => (await cluster.api.appsv1.readNamespacedDeployment({ name: "web", namespace: "default" })).status?.readyReplicas ?? 0;
  const until = async (holds: () => Promise<boolean>) => {
    while (!(await holds())) await new Promise((resolve) => void setTimeout(resolve, 1));
  };
  const rollOut = async () => {
    const template = { metadata: { labels: { app: "web" } }, spec: { containers: [{ name: "web", image: "echo:1.0" }] } };
    await cluster.apply([{ apiVersion: "apps/v1", kind: "Deployment", metadata: { name: "web" }, spec: { replicas, selector: { matchLabels: { app: "web" } }, template } }]);
    await until(async () => (await ready()) >= replicas);
  };
  return { cluster, until, rollOut };
}

/** Steps the clock in each turn of the event loop; it never ends. */
async function stepOn(cluster: Cluster): Promise<never> {
  cluster.pause();
  for (;;) {
    cluster.clock.step(stride);
    await turn();
  }
}

export async function measureRollout(replicas: number, drive: Drive): Promise<Measured> {
  const begun = performance.now();
  const { cluster, until, rollOut } = await startCluster(replicas);
  if (drive === "stepped") void stepOn(cluster);
  const watch = watchOver();
  await rollOut();
  const { took: allReady, ...watched } = watch.finish();
  const done = performance.now();
  const list = async () => (await cluster.api.corev1.listNamespacedPod({ namespace: "default", labelSelector: "app=web" })).items;
  const victim = (await list())[0]!.metadata!.name!;
  await cluster.api.corev1.deleteNamespacedPod({ name: victim, namespace: "default" });
  await until(async () => (await list()).filter(({ metadata, status }) => metadata?.name !== victim && status?.conditions?.some(({ type, status: value }) => type === "Ready" && value === "True")).length >= replicas);
  return { boot: done - begun, allReady, replacement: performance.now() - done, ...watched };
}

export async function measureIdle(replicas: number): Promise<Measured> {
  const { rollOut } = await startCluster(replicas);
  await rollOut();
  return { idle: await idleCpu() };
}
