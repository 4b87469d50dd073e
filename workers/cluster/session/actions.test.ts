import { beforeEach, describe, expect, test } from "vitest";
import { Deployments } from "../../api/apps/deployment.ts";
import { ReplicaSets } from "../../api/apps/replica-set.ts";
import { Nodes } from "../../api/core/node.ts";
import { type Pod, Pods } from "../../api/core/pod.ts";
import { Services } from "../../api/core/service.ts";
import type { ActionResult } from "../../protocol/session.ts";
import { startCluster, type TestCluster } from "../../testing/cluster.ts";
import { perform, type SimpleAction } from "./actions.ts";

const namespace = "default";
const labels = { app: "web" };

let world: TestCluster;
const act = (action: SimpleAction): Promise<ActionResult> => world.ask(() => perform(action, world));
const node = (name: string) => world.all(Nodes).find(({ metadata }) => metadata.name === name);
const podsOf = () => world.all(Pods).filter(({ metadata }) => metadata.namespace === namespace);
const condition = (object: { readonly status: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] } } | undefined) => object?.status.conditions?.find(({ type }) => type === "Ready")?.status;
const ready = () => podsOf().filter((pod: Pod) => condition(pod) === "True").length;

beforeEach(async () => {
  world = await startCluster({ nodes: 2 });
  const { ask, client } = world;
  await ask(() =>
    client.create(Deployments, {
      metadata: { name: "web", namespace },
      spec: { replicas: 2, selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers: [{ name: "web", image: "nginx:1.27" }] } } },
    }),
  );
  await world.until("the pods are ready", () => ready() === 2);
});

describe("pods", () => {
  test("a deleted pod is gone, and another takes its place", async () => {
    const { name, uid } = podsOf()[0]!.metadata;
    expect(await act({ type: "delete-pod", namespace, name })).toEqual({ ok: true, message: `pod "${name}" deleted`, kubectl: `kubectl delete pod ${name}` });
    await world.until("it is gone", () => podsOf().every(({ metadata }) => metadata.uid !== uid));
    await world.until("there are two again", () => ready() === 2);
  });

  test("a pod deleted by force is gone at once", async () => {
    const { name } = podsOf()[0]!.metadata;
    expect(await act({ type: "delete-pod", namespace, name, force: true })).toMatchObject({ ok: true, kubectl: `kubectl delete pod ${name} --grace-period=0 --force` });
    expect(podsOf().some(({ metadata }) => metadata.name === name)).toBe(false);
  });

  test("a crashed container is restarted by its kubelet", async () => {
    const { name } = podsOf()[0]!.metadata;
    expect(await act({ type: "crash-container", namespace, name })).toEqual({ ok: true, message: `The main process of container web in pod ${name} was killed`, kubectl: `kubectl exec ${name} -c web -- kill -9 1` });
    const restarts = () => podsOf().find(({ metadata }) => metadata.name === name)?.status.containerStatuses?.[0]?.restartCount;
    await world.until("it is restarted", () => restarts() === 1);
  });

  test("the system's pods are named with their namespace", async () => {
    const { kubectl } = await act({ type: "crash-container", namespace: "kube-system", name: "kube-scheduler-control-plane" });
    expect(kubectl).toBe("kubectl exec kube-scheduler-control-plane -n kube-system -c kube-scheduler -- kill -9 1");
  });

  test.each<readonly [SimpleAction, string]>([
    [{ type: "delete-pod", namespace, name: "ghost" }, 'Error from server (NotFound): pods "ghost" not found'],
    [{ type: "crash-container", namespace, name: "ghost" }, "no running container in pod ghost"],
    [{ type: "crash-container", namespace: "kube-system", name: "etcd-control-plane", container: "nope" }, "no running container in pod etcd-control-plane"],
    [{ type: "cordon", node: "node-9" }, 'Error from server (NotFound): nodes "node-9" not found'],
    [{ type: "scale", resource: "deployments.apps", namespace, name: "ghost", replicas: 1 }, 'Error from server (NotFound): deployments.apps "ghost" not found'],
  ])("%o is refused in words", async (action, message) => {
    expect(await act(action)).toEqual({ ok: false, message });
  });
});

describe("nodes", () => {
  test("power off and on", async () => {
    expect(await act({ type: "power-off", node: "node-1" })).toEqual({ ok: true, message: "node-1 is powered off" });
    expect(world.cluster.isPoweredOff("node-1")).toBe(true);
    await world.until("the silence is noticed", () => condition(node("node-1")) === "Unknown");
    expect(await act({ type: "power-on", node: "node-1" })).toEqual({ ok: true, message: "node-1 boots" });
    await world.until("it is back", () => condition(node("node-1")) === "True");
  });

  test("partition and heal", async () => {
    expect(await act({ type: "partition", node: "node-1" })).toMatchObject({ ok: true });
    expect(world.cluster.isSilent("node-1")).toBe(true);
    await world.until("the silence is noticed", () => condition(node("node-1")) === "Unknown");
    expect(await act({ type: "heal-partition", node: "node-1" })).toMatchObject({ ok: true });
    await world.until("it is back", () => condition(node("node-1")) === "True");
  });

  test("cordon and uncordon", async () => {
    expect(await act({ type: "cordon", node: "node-1" })).toEqual({ ok: true, message: "node/node-1 cordoned", kubectl: "kubectl cordon node-1" });
    expect(node("node-1")?.spec.unschedulable).toBe(true);
    expect(await act({ type: "uncordon", node: "node-1" })).toMatchObject({ message: "node/node-1 uncordoned" });
    expect(node("node-1")?.spec.unschedulable).toBeUndefined();
  });

  test("a new one joins, an old one goes with its pods", async () => {
    expect(await act({ type: "add-node" })).toEqual({ ok: true, message: "node-3 joins the cluster" });
    await world.until("it is ready", () => condition(node("node-3")) === "True");
    expect(await act({ type: "remove-node", node: "node-1" })).toEqual({ ok: true, message: 'node "node-1" deleted, its machine is gone', kubectl: "kubectl delete node node-1" });
    expect(node("node-1")).toBeUndefined();
    expect(world.cluster.nodeNames()).toEqual(["control-plane", "node-2", "node-3"]);
    await world.until("two pods are ready elsewhere", () => ready() === 2 && podsOf().every(({ spec }) => spec.nodeName !== "node-1"));
  });
});

describe("scale", () => {
  test("a deployment", async () => {
    expect(await act({ type: "scale", resource: "deployments.apps", namespace, name: "web", replicas: 5 })).toEqual({ ok: true, message: "deployment.apps/web scaled", kubectl: "kubectl scale deployment/web --replicas=5" });
    await world.until("five are ready", () => ready() === 5);
  });

  test("a replica set, which its deployment takes back", async () => {
    const { name } = world.all(ReplicaSets).find(({ metadata }) => metadata.namespace === namespace)!.metadata;
    expect(await act({ type: "scale", resource: "replicasets.apps", namespace, name, replicas: 0 })).toMatchObject({ ok: true, kubectl: `kubectl scale replicaset/${name} --replicas=0` });
    await world.run(30);
    expect(world.all(ReplicaSets).find(({ metadata }) => metadata.name === name)?.spec.replicas).toBe(2);
    expect(ready()).toBe(2);
  });
});

test("traffic begins and ends", async () => {
  await world.ask(() => world.client.create(Services, { metadata: { name: "web", namespace }, spec: { selector: labels, ports: [{ port: 80 }] } }));
  await world.run(3);
  expect(await act({ type: "traffic", service: "default/web", perSecond: 4 })).toEqual({ ok: true, message: "4 requests per second to default/web" });
  await world.run(10);
  const [load] = world.cluster.visitors.loads();
  expect(load).toMatchObject({ service: "default/web", perSecond: 4, failed: 0 });
  expect(await act({ type: "traffic", service: "default/web", perSecond: 0 })).toEqual({ ok: true, message: "No more requests to default/web" });
  await world.run(10);
  expect(world.cluster.visitors.loads()[0]?.sent).toBeLessThanOrEqual(load!.sent + 1);
});

test("without an API server clicks are refused like anybody's requests", async () => {
  world.cluster.crashContainer("kube-system", "kube-apiserver-control-plane");
  const { name } = podsOf()[0]!.metadata;
  const result = await act({ type: "delete-pod", namespace, name });
  expect(result).toMatchObject({ ok: false, message: "The connection to the server 172.18.0.2:6443 was refused - did you specify the right host or port?" });
});

test("the system's own events of an unknown machine are a broken invariant, not a refusal", async () => {
  await expect(act({ type: "power-off", node: "node-9" })).rejects.toThrow("there is no machine node-9");
});
