import { expect, test } from "vitest";
import { Deployments } from "../api/apps/deployment.ts";
import { type Pod, Pods } from "../api/core/pod.ts";
import { Services } from "../api/core/service.ts";
import { startCluster, type TestCluster } from "../testing/cluster.ts";

const labels = { app: "web" };
const web = (replicas: number) => ({
  metadata: { name: "web", namespace: "default" },
  spec: { replicas, selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers: [{ name: "web", image: "nginx:1.27", ports: [{ containerPort: 80 }] }] } } },
});

const podsOf = ({ all }: TestCluster) => all(Pods).filter(({ metadata }) => metadata.namespace === "default");
const isReady = ({ status }: Pod) => (status.conditions ?? []).some(({ type, status: value }) => type === "Ready" && value === "True");
const ready = (world: TestCluster) => podsOf(world).filter(isReady).length;

test("while kube-scheduler is dead a new pod stays Pending; its kubelet restarts it", async () => {
  const world = await startCluster();
  expect(world.cluster.crashContainer("kube-system", "kube-scheduler-control-plane")).toBe("kube-scheduler");
  await world.ask(() => world.client.create(Pods, { metadata: { name: "late", namespace: "default" }, spec: { containers: [{ name: "web", image: "nginx:1.27" }] } }));
  const late = () => podsOf(world)[0]!;
  const scheduler = () => world.all(Pods).find(({ metadata }) => metadata.name === "kube-scheduler-control-plane")?.status.containerStatuses?.[0];
  await world.until("the kubelet restarts kube-scheduler", () => {
    const restarted = (scheduler()?.restartCount ?? 0) > 0;
    if (!restarted) expect(late().spec.nodeName).toBeUndefined();
    return restarted;
  });
  await world.until("the pod is scheduled and ready", () => isReady(late()));
});

test("while kube-apiserver is dead clients are refused, and applications go on serving", async () => {
  const world = await startCluster();
  const { cluster, client } = world;
  await world.ask(() => client.create(Deployments, web(3)));
  await world.ask(() => client.create(Services, { metadata: { name: "web", namespace: "default" }, spec: { type: "NodePort", selector: labels, ports: [{ port: 80, nodePort: 30080 }] } }));
  await world.until("three pods are ready", () => ready(world) === 3);
  await world.run(3);
  cluster.visitors.send("default/web", 20);
  await world.run(5);

  cluster.crashContainer("kube-system", "kube-apiserver-control-plane");
  await expect(world.ask(() => client.list(Pods))).rejects.toThrow("The connection to the server 172.18.0.2:6443 was refused");
  const down = await world.until("the API server is back", () => cluster.endpoints.any !== undefined);
  expect(down).toBeGreaterThan(1);
  await world.run(2);
  const [load] = cluster.visitors.loads();
  expect(load?.failed).toBe(0);
  expect(load?.sent).toBeGreaterThan(20 * (5 + down));
  await world.ask(() => client.list(Pods));
});

test("etcd's data outlives its process", async () => {
  const world = await startCluster();
  await world.ask(() => world.client.create(Deployments, web(1)));
  await world.until("the pod is ready", () => ready(world) === 1);
  const before = world.cluster.store.revision;
  world.cluster.crashContainer("kube-system", "etcd-control-plane");
  await world.run(60);
  expect(world.cluster.store.revision).toBeGreaterThan(before);
  await world.ask(() => world.client.patch(Deployments, { name: "web", namespace: "default" }, { type: "merge", body: { spec: { replicas: 3 } } }));
  await world.until("three pods are ready", () => ready(world) === 3);
});
