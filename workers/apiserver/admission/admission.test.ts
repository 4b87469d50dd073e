import { describe, expect, test } from "vitest";
import type { Status } from "../../apimachinery/status.ts";
import { Nodes } from "../../api/core/node.ts";
import { Namespaces } from "../../api/core/namespace.ts";
import { type Pod, Pods } from "../../api/core/pod.ts";
import { ServiceAccounts } from "../../api/core/service-account.ts";
import { PriorityClasses } from "../../api/scheduling/priority-class.ts";
import { startApiServer, type World } from "../../testing/api-server.ts";

const containers = [{ name: "web", image: "nginx" }];
const tokenPath = "/var/run/secrets/kubernetes.io/serviceaccount";
const newPod = (world: World, spec: object = {}, metadata: object = {}) => world.create(Pods, { metadata: { name: "web", ...metadata }, spec: { containers, ...spec } });
const refused = async (world: World, spec: object, metadata: object = {}) =>
  (await world.request("POST", "/api/v1/namespaces/default/pods", { body: { metadata: { name: "web", ...metadata }, spec: { containers, ...spec } } })).body as Status;

describe("DefaultTolerationSeconds", () => {
  const notReady = { key: "node.kubernetes.io/not-ready", operator: "Exists", effect: "NoExecute", tolerationSeconds: 300 };
  const unreachable = { ...notReady, key: "node.kubernetes.io/unreachable" };
  const own = { key: "node.kubernetes.io/not-ready", operator: "Exists", effect: "NoExecute", tolerationSeconds: 10 };

  test.each([
    { given: undefined, result: [notReady, unreachable] },
    { given: [own], result: [own, unreachable] },
    { given: [{ operator: "Exists" }], result: [{ operator: "Exists" }] },
    { given: [{ key: "node.kubernetes.io/unreachable", operator: "Exists" }], result: [{ key: "node.kubernetes.io/unreachable", operator: "Exists" }, notReady] },
    { given: [{ ...own, effect: "NoSchedule", tolerationSeconds: undefined }], result: [{ key: own.key, operator: "Exists", effect: "NoSchedule" }, notReady, unreachable] },
  ])("makes of $given $result", async ({ given, result }) => {
    const world = await startApiServer();
    expect((await newPod(world, given === undefined ? {} : { tolerations: given })).spec.tolerations).toEqual(result);
  });
});

describe("Priority", () => {
  const high = { metadata: { name: "high" }, value: 1000, preemptionPolicy: "Never" as const };

  test("gives pods without a class the priority 0", async () => {
    const world = await startApiServer();
    const { spec } = await newPod(world);
    expect(spec).toMatchObject({ priority: 0, preemptionPolicy: "PreemptLowerPriority" });
    expect(spec).not.toHaveProperty("priorityClassName");
  });

  test("takes number and policy from the class", async () => {
    const world = await startApiServer();
    await world.create(PriorityClasses, high);
    expect((await newPod(world, { priorityClassName: "high" })).spec).toMatchObject({ priority: 1000, preemptionPolicy: "Never", priorityClassName: "high" });
  });

  test("knows the classes of the system", async () => {
    const world = await startApiServer();
    expect((await newPod(world, { priorityClassName: "system-node-critical" })).spec.priority).toBe(2_000_001_000);
  });

  test("takes the global default for pods that name none", async () => {
    const world = await startApiServer();
    await world.create(PriorityClasses, { metadata: { name: "usual" }, value: 50, globalDefault: true });
    expect((await newPod(world)).spec).toMatchObject({ priority: 50, priorityClassName: "usual" });
  });

  test.each([
    { spec: { priorityClassName: "none" }, message: 'pods "web" is forbidden: no PriorityClass with name none was found' },
    { spec: { priorityClassName: "high", priority: 5 }, message: 'pods "web" is forbidden: the integer value of priority (5) must not be provided in pod spec; priority admission controller computed 1000 from the given PriorityClass name' },
    { spec: { priorityClassName: "high", preemptionPolicy: "PreemptLowerPriority" }, message: 'pods "web" is forbidden: the string value of PreemptionPolicy (PreemptLowerPriority) must not be provided in pod spec; priority admission controller computed Never from the given PriorityClass name' },
  ])("refuses $spec", async ({ spec, message }) => {
    const world = await startApiServer();
    await world.create(PriorityClasses, high);
    expect(await refused(world, spec)).toMatchObject({ code: 403, message });
  });

  test("lets only one class be the default", async () => {
    const world = await startApiServer();
    await world.create(PriorityClasses, { metadata: { name: "a" }, value: 1, globalDefault: true });
    const { body } = await world.request("POST", "/apis/scheduling.k8s.io/v1/priorityclasses", { body: { metadata: { name: "b" }, value: 2, globalDefault: true } });
    expect(body).toMatchObject({ code: 403, message: 'priorityclasses.scheduling.k8s.io "b" is forbidden: PriorityClass a is already marked as default. Only one default can exist' });
  });
});

describe("ServiceAccount", () => {
  const mountsOf = ({ spec }: Pod) => spec.containers?.flatMap(({ volumeMounts = [] }) => volumeMounts.map(({ mountPath }) => mountPath));

  test("gives a pod the default account and the volume with its token", async () => {
    const world = await startApiServer();
    const { spec } = await newPod(world, { initContainers: [{ name: "init", image: "busybox" }] });
    expect(spec).toMatchObject({ serviceAccountName: "default", serviceAccount: "default" });
    const [volume] = spec.volumes!;
    expect(volume?.name).toMatch(/^kube-api-access-[bcdfghjklmnpqrstvwxz2456789]{5}$/);
    expect(volume?.projected).toEqual({
      defaultMode: 420,
      sources: [
        { serviceAccountToken: { expirationSeconds: 3607, path: "token" } },
        { configMap: { name: "kube-root-ca.crt", items: [{ key: "ca.crt", path: "ca.crt" }] } },
        { downwardAPI: { items: [{ path: "namespace", fieldRef: { apiVersion: "v1", fieldPath: "metadata.namespace" } }] } },
      ],
    });
    const mount = { name: volume?.name, readOnly: true, mountPath: tokenPath };
    expect([spec.containers?.[0]?.volumeMounts, spec.initContainers?.[0]?.volumeMounts]).toEqual([[mount], [mount]]);
  });

  test.each([
    { what: "the pod does not want it", pod: { automountServiceAccountToken: false }, account: {} },
    { what: "the account does not want it", pod: {}, account: { automountServiceAccountToken: false } },
  ])("mounts no token when $what", async ({ pod, account }) => {
    const world = await startApiServer();
    await world.create(ServiceAccounts, { metadata: { name: "app" }, ...account });
    const created = await newPod(world, { serviceAccountName: "app", ...pod });
    expect(mountsOf(created)).toEqual([]);
    expect(created.spec).not.toHaveProperty("volumes");
  });

  test("lets the pod overrule the account", async () => {
    const world = await startApiServer();
    await world.create(ServiceAccounts, { metadata: { name: "app" }, automountServiceAccountToken: false });
    expect(mountsOf(await newPod(world, { serviceAccountName: "app", automountServiceAccountToken: true }))).toEqual([tokenPath]);
  });

  test("leaves a container alone that mounts something there itself", async () => {
    const world = await startApiServer();
    const mine = { name: "mine", mountPath: tokenPath };
    const pod = await newPod(world, { containers: [{ ...containers[0], volumeMounts: [mine] }], volumes: [{ name: "mine", emptyDir: {} }] });
    expect(pod.spec.volumes?.map(({ name }) => name)).toEqual(["mine"]);
  });

  test("lends the account's pull secrets to pods without any", async () => {
    const world = await startApiServer();
    await world.create(ServiceAccounts, { metadata: { name: "app" }, imagePullSecrets: [{ name: "registry" }] });
    expect((await newPod(world, { serviceAccountName: "app" })).spec.imagePullSecrets).toEqual([{ name: "registry" }]);
    expect((await newPod(world, { serviceAccountName: "app", imagePullSecrets: [{ name: "own" }] }, { name: "b" })).spec.imagePullSecrets).toEqual([{ name: "own" }]);
  });

  test("refuses an account that does not exist", async () => {
    const world = await startApiServer();
    expect(await refused(world, { serviceAccountName: "none" })).toMatchObject({ code: 403, message: 'pods "web" is forbidden: error looking up service account default/none: serviceaccount "none" not found' });
  });

  test("waits a little for the default account of a new namespace", async () => {
    const world = await startApiServer({ serviceAccounts: false });
    await world.create(Namespaces, { metadata: { name: "shop" } });
    const answer = world.request("POST", "/api/v1/namespaces/shop/pods", { body: { metadata: { name: "web" }, spec: { containers } } });
    await world.run(0.5);
    await world.client.create(ServiceAccounts, { metadata: { name: "default", namespace: "shop" } });
    await world.run(1);
    expect((await answer).status).toBe(201);
  });

  test("but not for ever", async () => {
    const world = await startApiServer({ serviceAccounts: false });
    const answer = world.request("POST", "/api/v1/namespaces/default/pods", { body: { metadata: { name: "web" }, spec: { containers } } });
    await world.run(5);
    expect((await answer).body).toMatchObject({ code: 403, message: 'pods "web" is forbidden: error looking up service account default/default: serviceaccount "default" not found' });
  });

  test("keeps the API away from pods that come from a node's files", async () => {
    const world = await startApiServer();
    const mirror = { annotations: { "kubernetes.io/config.mirror": "hash" } };
    const { spec } = await newPod(world, { nodeName: "node-1" }, mirror);
    expect(spec).not.toHaveProperty("serviceAccountName");
    expect(spec).not.toHaveProperty("volumes");
    expect(await refused(world, { serviceAccountName: "default" }, { ...mirror, name: "b" })).toMatchObject({ code: 403, message: 'pods "b" is forbidden: a mirror pod may not reference service accounts' });
  });
});

describe("TaintNodesByCondition", () => {
  const taint = { key: "node.kubernetes.io/not-ready", effect: "NoSchedule" };

  test("keeps pods off a new node until it is known to be ready", async () => {
    const world = await startApiServer();
    expect((await world.create(Nodes, { metadata: { name: "node-1" } })).spec.taints).toEqual([taint]);
  });

  test("taints no node twice", async () => {
    const world = await startApiServer();
    expect((await world.create(Nodes, { metadata: { name: "node-1" }, spec: { taints: [{ key: taint.key, effect: "NoSchedule" }] } })).spec.taints).toEqual([taint]);
  });
});

test("plugins beside the usual ones have their say in order", async () => {
  const seen: string[] = [];
  const world = await startApiServer({
    admission: [
      { name: "first", mutate: (object) => ({ ...object, metadata: { ...object.metadata, annotations: { first: "1" } } }) },
      { name: "second", mutate: (object, { operation, subresource }) => (seen.push(`${operation} ${subresource} ${object.metadata.annotations?.first}`), object) },
    ],
  });
  seen.length = 0;
  const pod = await newPod(world);
  await world.client.updateStatus(Pods, { ...pod, status: { ...pod.status, phase: "Running" } });
  expect(seen).toEqual(["CREATE  1", "UPDATE status 1"]);
});
