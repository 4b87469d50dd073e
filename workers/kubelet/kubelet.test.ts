import { expect, test } from "vitest";
import { Pods } from "../api/core/pod.ts";
import type { PodStatus } from "../api/generated/core/v1.ts";
import { appPod, deletePod, type KubeletWorld, startKubeletWorld } from "../testing/kubelet-world.ts";

const start = async (options: Parameters<typeof startKubeletWorld>[0] = {}): Promise<KubeletWorld> => {
  const world = await startKubeletWorld(options);
  await world.run(5);
  return world;
};

const conditionsOf = ({ conditions = [] }: PodStatus) => Object.fromEntries(conditions.map(({ type, status, reason }) => [type, reason === undefined ? status : `${status} ${reason}`]));

const webOf = async (world: KubeletWorld, name = "web") => (await world.pod(name)).status.containerStatuses?.[0];

test("a pod that is bound to the node is pulled, created and started, and says so", async () => {
  const world = await start();
  await world.bind(appPod("web"));
  await world.run(20);

  const { status } = await world.pod("web");
  expect(status).toMatchObject({
    phase: "Running",
    qosClass: "BestEffort",
    observedGeneration: 1,
    hostIP: "192.168.49.2",
    hostIPs: [{ ip: "192.168.49.2" }],
    podIP: "10.244.1.2",
    podIPs: [{ ip: "10.244.1.2" }],
    startTime: "2026-04-22T10:00:05Z",
  });
  expect(conditionsOf(status)).toEqual({ PodReadyToStartContainers: "True", Initialized: "True", Ready: "True", ContainersReady: "True", PodScheduled: "True" });
  expect(status.containerStatuses).toHaveLength(1);
  expect(status.containerStatuses?.[0]).toMatchObject({
    name: "web",
    image: "docker.io/library/app:1.0",
    ready: true,
    started: true,
    restartCount: 0,
    lastState: {},
    state: { running: { startedAt: expect.stringMatching(/^2026-04-22T10:00:0\dZ$/) as string } },
    containerID: expect.stringMatching(/^containerd:\/\/[0-9a-f]{64}$/) as string,
    user: { linux: { uid: 0, gid: 0, supplementalGroups: [0] } },
  });
  expect(world.events("web")).toEqual([
    'Normal Pulling Pulling image "app:1.0"',
    expect.stringMatching(/^Normal Pulled Successfully pulled image "app:1.0" in [\d.]+m?s \([\d.]+m?s including waiting\)\. Image size: 10485760 bytes\.$/) as string,
    "Normal Created Container created",
    "Normal Started Container started",
  ]);
});

test("while nothing runs yet the pod says what it waits for", async () => {
  const world = await start();
  await world.bind(appPod("web"));
  await world.run(0.5);
  const { status } = await world.pod("web");
  expect(status.phase).toBe("Pending");
  expect(status.containerStatuses?.[0]?.state).toEqual({ waiting: { reason: "ContainerCreating" } });
  expect(status.conditions?.find(({ type }) => type === "Ready")).toMatchObject({ status: "False", reason: "ContainersNotReady", message: "containers with unready status: [web]" });
});

test("a pod keeps its own identity: two pods get two addresses and two containers", async () => {
  const world = await start();
  await world.bind(appPod("a"));
  await world.bind(appPod("b"));
  await world.run(20);
  expect((await world.pod("a")).status.podIP).not.toBe((await world.pod("b")).status.podIP);
  expect(world.runtime.listContainers().filter(({ state }) => state === "Running")).toHaveLength(2);
});

test.each([
  ["Always", 0, "Running", true],
  ["Always", 1, "Running", true],
  ["OnFailure", 0, "Succeeded", false],
  ["OnFailure", 1, "Running", true],
  ["Never", 0, "Succeeded", false],
  ["Never", 1, "Failed", false],
] as const)("with restartPolicy %s an exit with code %i leads to phase %s", async (restartPolicy, code, phase, restarted) => {
  const world = await start();
  await world.bind(appPod("web", [`exit=${code}`, "after=2"], { spec: { restartPolicy } }));
  await world.run(8);
  const { status } = await world.pod("web");
  expect(status.phase).toBe(phase);
  expect((status.containerStatuses?.[0]?.restartCount ?? 0) > 0).toBe(restarted);
});

test("a pod that has completed says so in all its conditions", async () => {
  const world = await start();
  await world.bind(appPod("web", ["exit=0"], { spec: { restartPolicy: "Never" } }));
  await world.run(10);
  const { status } = await world.pod("web");
  expect(conditionsOf(status)).toEqual({
    PodReadyToStartContainers: "False",
    Initialized: "True PodCompleted",
    Ready: "False PodCompleted",
    ContainersReady: "False PodCompleted",
    PodScheduled: "True",
  });
  expect(status.containerStatuses?.[0]?.state?.terminated).toMatchObject({ exitCode: 0, reason: "Completed" });
});

test("a pod that has failed says so", async () => {
  const world = await start();
  await world.bind(appPod("web", ["exit=3"], { spec: { restartPolicy: "Never" } }));
  await world.run(10);
  const { status } = await world.pod("web");
  expect(conditionsOf(status)).toMatchObject({ Ready: "False PodFailed", ContainersReady: "False PodFailed" });
  expect(status.containerStatuses?.[0]?.state?.terminated).toMatchObject({ exitCode: 3, reason: "Error" });
});

test("a container that crashes again and again is restarted later each time", async () => {
  const world = await start();
  const pod = await world.bind(appPod("web", ["exit=1", "after=1"]));
  await world.run(8);
  const { uid } = pod.metadata;
  expect((await webOf(world))?.state?.waiting).toEqual({ reason: "CrashLoopBackOff", message: `back-off 10s restarting failed container=web pod=web_default(${uid})` });
  expect((await webOf(world))?.lastState?.terminated).toMatchObject({ exitCode: 1, reason: "Error" });

  const delays: string[] = [];
  for (let minutes = 0; minutes < 60; minutes++) {
    await world.run(20);
    const delay = /^back-off (\S+) /.exec((await webOf(world))?.state?.waiting?.message ?? "")?.[1];
    if (delay !== undefined && delay !== delays.at(-1)) delays.push(delay);
  }
  expect(delays).toEqual(["20s", "40s", "1m20s", "2m40s", "5m0s"].filter((delay) => delays.includes(delay)));
  expect(delays.at(-1)).toBe("5m0s");
  expect((await world.pod("web")).status.phase).toBe("Running");
  expect(world.events("web")).toContainEqual(expect.stringMatching(/^Warning BackOff Back-off restarting failed container web in pod web_default\(.*\) \(x\d+\)$/));
});

test("a long run is rewarded: the next crash counts as the first", async () => {
  const world = await start();
  await world.bind(appPod("web", ["exit=1", "after=1300"]));
  await world.run(1320);
  expect(await webOf(world)).toMatchObject({ restartCount: 1, state: { running: {} } });
  await world.run(1310);
  expect(await webOf(world)).toMatchObject({ restartCount: 2, state: { running: {} } });
});

test("a container that somebody kills from outside is restarted", async () => {
  const world = await start();
  await world.bind(appPod("web"));
  await world.run(20);
  const [container] = world.runtime.listContainers();
  world.runtime.crashContainer(container?.id ?? "");
  await world.run(5);
  expect(await webOf(world)).toMatchObject({ restartCount: 1, ready: true, lastState: { terminated: { exitCode: 139, reason: "Error" } } });
});

test("a container that takes more memory than it may is killed for it", async () => {
  const world = await start();
  await world.bind(appPod("web", ["allocate=200000000"], { container: { resources: { limits: { memory: "64Mi" } } }, spec: { restartPolicy: "Never" } }));
  await world.run(10);
  expect((await world.pod("web")).status.phase).toBe("Failed");
  expect((await webOf(world))?.state?.terminated).toMatchObject({ exitCode: 137, reason: "OOMKilled" });
});

test("an image that is changed in the pod restarts its container", async () => {
  const world = await start();
  await world.bind(appPod("web"));
  await world.run(20);
  await world.client.patch(Pods, { namespace: "default", name: "web" }, { type: "strategic", body: { spec: { containers: [{ name: "web", image: "app:2.0" }] } } });
  await world.run(20);
  expect(await webOf(world)).toMatchObject({ image: "docker.io/library/app:2.0", restartCount: 1, ready: true });
  expect((await world.pod("web")).status.observedGeneration).toBe(2);
  expect(world.events("web")).toContain("Normal Killing Container web definition changed, will be restarted");
});

test.each([
  [["term=0"], 30, 1],
  [["term=0", "linger=5"], 30, 6],
  [["term=ignore"], 7, 8],
] as const)("a pod with %j that is deleted with %i seconds of grace is gone within %i seconds", async (args, terminationGracePeriodSeconds, seconds) => {
  const world = await start();
  await world.bind(appPod("web", args, { spec: { terminationGracePeriodSeconds } }));
  await world.run(20);
  await deletePod(world, "web");
  await world.run(0.5);
  expect((await world.pod("web").catch(() => undefined))?.metadata.deletionGracePeriodSeconds ?? terminationGracePeriodSeconds).toBe(terminationGracePeriodSeconds);
  await world.run(seconds);
  expect(world.findPod("web")).toBeUndefined();
  expect(world.events("web")).toContain("Normal Killing Stopping container web");
  await world.run(5);
  expect(world.runtime.listContainers()).toEqual([]);
  expect(world.runtime.listPodSandboxes()).toEqual([]);
});

test("a second deletion with a shorter grace period counts", async () => {
  const world = await start();
  await world.bind(appPod("web", ["term=ignore"], { spec: { terminationGracePeriodSeconds: 600 } }));
  await world.run(20);
  await deletePod(world, "web");
  await world.run(10);
  expect(world.findPod("web")).toBeDefined();
  await deletePod(world, "web", 3);
  await world.run(4);
  expect(world.findPod("web")).toBeUndefined();
});

test("a forced deletion frees the name at once, but the container still gets its grace", async () => {
  const world = await start();
  await world.bind(appPod("web", ["term=ignore"], { spec: { terminationGracePeriodSeconds: 10 } }));
  await world.run(20);
  await deletePod(world, "web", 0);
  await world.run(5);
  expect(world.findPod("web")).toBeUndefined();
  expect(world.runtime.listContainers().map(({ state }) => state)).toEqual(["Running"]);
  await world.run(10);
  expect(world.runtime.listContainers()).toEqual([]);
});

test("a pod that is deleted while its image is pulled does not wait for the image", async () => {
  const world = await start();
  await world.bind(appPod("web"));
  await world.run(1);
  await deletePod(world, "web");
  await world.run(0.5);
  expect(world.findPod("web")).toBeUndefined();
  await world.run(10);
  expect(world.runtime.listContainers()).toEqual([]);
});

test("a pod with a finalizer ends, and stays in the API as failed until the finalizer is gone", async () => {
  const world = await start();
  const draft = appPod("web", ["term=0"]);
  await world.bind({ ...draft, metadata: { ...draft.metadata, finalizers: ["example.com/hold"] } });
  await world.run(20);
  await deletePod(world, "web");
  await world.run(5);
  expect((await world.pod("web")).status.phase).toBe("Succeeded");
  await world.client.patch(Pods, { namespace: "default", name: "web" }, { type: "merge", body: { metadata: { finalizers: null } } });
  await world.run(1);
  expect(world.findPod("web")).toBeUndefined();
});

test("a pod may run for so long and no longer", async () => {
  const world = await start();
  await world.bind(appPod("web", [], { spec: { activeDeadlineSeconds: 30, terminationGracePeriodSeconds: 2 } }));
  await world.run(29);
  expect((await world.pod("web")).status.phase).toBe("Running");
  await world.run(3);
  const { status } = await world.pod("web");
  expect(status).toMatchObject({ phase: "Failed", reason: "DeadlineExceeded", message: "Pod was active on the node longer than the specified deadline" });
  expect(world.events("web")).toContain("Normal DeadlineExceeded Pod was active on the node longer than the specified deadline");
});

test("a readiness gate keeps a pod from being ready until its condition holds", async () => {
  const world = await start();
  await world.bind(appPod("web", [], { spec: { readinessGates: [{ conditionType: "example.com/feature" }] } }));
  await world.run(20);
  const ready = async () => (await world.pod("web")).status.conditions?.find(({ type }) => type === "Ready");
  expect(await ready()).toMatchObject({ status: "False", reason: "ReadinessGatesNotReady", message: 'corresponding condition of pod readiness gate "example.com/feature" does not exist.' });
  const say = (status: string) =>
    world.client.patch(Pods, { namespace: "default", name: "web" }, { type: "strategic", subresource: "status", body: { status: { conditions: [{ type: "example.com/feature", status }] } } });
  await say("False");
  await world.run(1);
  expect(await ready()).toMatchObject({ status: "False", message: 'the status of pod readiness gate "example.com/feature" is not "True", but False' });
  await say("True");
  await world.run(1);
  expect(await ready()).toMatchObject({ status: "True" });
  expect((await world.pod("web")).status.conditions?.find(({ type }) => type === "example.com/feature")?.status).toBe("True");
});

test("what others write into the kubelet's part of the status is put right again", async () => {
  const world = await start();
  await world.bind(appPod("web"));
  await world.run(20);
  await world.client.patch(Pods, { namespace: "default", name: "web" }, { type: "strategic", subresource: "status", body: { status: { conditions: [{ type: "Ready", status: "False", reason: "NodeNotReady" }] } } });
  await world.run(1);
  expect(conditionsOf((await world.pod("web")).status)).toMatchObject({ Ready: "True" });
});

test("a debug container is added to a running pod and is not restarted", async () => {
  const world = await start();
  await world.bind(appPod("web"));
  await world.run(20);
  const debugger_ = { name: "debugger", image: "app:1.0", args: ["exit=0", "after=3"], targetContainerName: "web" };
  await world.client.patch(Pods, { namespace: "default", name: "web" }, { type: "strategic", subresource: "ephemeralcontainers", body: { spec: { ephemeralContainers: [debugger_] } } });
  await world.run(2);
  expect((await world.pod("web")).status.ephemeralContainerStatuses).toMatchObject([{ name: "debugger", state: { running: {} } }]);
  await world.run(60);
  const { status } = await world.pod("web");
  expect(status.ephemeralContainerStatuses).toMatchObject([{ name: "debugger", restartCount: 0, state: { terminated: { exitCode: 0 } } }]);
  expect(status.phase).toBe("Running");
});

test("the same seed gives the same history", async () => {
  const history = async () => {
    const world = await start({ seed: "twice" });
    await world.bind(appPod("web", ["exit=1", "after=1"]));
    await world.bind(appPod("other", ["port=80"], { container: { readinessProbe: { httpGet: { port: 80 } } } }));
    await world.run(300);
    await deletePod(world, "web");
    await world.run(60);
    return JSON.stringify([world.all(Pods), world.events("web"), world.log]);
  };
  expect(await history()).toBe(await history());
});

test("a pod for which there is no address left waits, and says why", async () => {
  const world = await start({ podCidr: "10.244.1.0/30" });
  await world.bind(appPod("first"));
  await world.run(10);
  await world.bind(appPod("second"));
  await world.run(10);
  expect((await world.pod("first")).status.phase).toBe("Running");
  expect((await world.pod("second")).status).toMatchObject({ phase: "Pending", containerStatuses: [{ state: { waiting: { reason: "ContainerCreating" } } }] });
  expect(world.events("second")[0]).toMatch(/^Warning FailedCreatePodSandBox Failed to create pod sandbox: rpc error: code = Unknown desc = failed to setup network for sandbox "[0-9a-f]{64}": /);
  await deletePod(world, "first");
  await world.run(30);
  expect((await world.pod("second")).status.phase).toBe("Running");
});

test("starting a pod takes few writes, however many pods there are", async () => {
  const world = await start({ podCidr: "10.244.0.0/20", configuration: { serializeImagePulls: false } });
  world.runtime.images.preload("app:1.0");
  let writes = 0;
  world.transport().stream({ method: "GET", path: "/api/v1/pods", query: { watch: "true" } }, { opened() {}, closed() {}, chunk: (events) => (writes += (events as readonly unknown[]).length) });
  const names = Array.from({ length: 100 }, (_, index) => `web-${index}`);
  for (const name of names) await world.bind(appPod(name));
  await world.run(60);
  expect(world.all(Pods).filter(({ status }) => status.phase === "Running")).toHaveLength(100);
  expect(writes / names.length).toBeLessThanOrEqual(4);
  const started = writes;
  await world.run(600);
  expect(writes).toBe(started);
  for (const name of names) await deletePod(world, name, 1);
  await world.run(60);
  expect(world.all(Pods)).toEqual([]);
  expect((writes - started) / names.length).toBeLessThan(5.5);
});

test.each<[string, object, string]>([
  ["restart of all containers", { container: { restartPolicy: "Never", restartPolicyRules: [{ action: "RestartAllContainers", exitCodes: { operator: "In", values: [3] } }] } }, "Warning FailedSync Error syncing pod: container web: restart action RestartAllContainers is not supported by this kubelet"],
  [
    "dynamic resources",
    { spec: { resourceClaims: [{ name: "gpu", resourceClaimName: "gpu" }] } },
    "Warning FailedPrepareDynamicResources Failed to prepare dynamic resources: dynamic resource allocation is not supported by this kubelet",
  ],
])("a pod that asks for what this kubelet cannot do (%s) waits and says why", async (_, more, event) => {
  const world = await start();
  await world.bind(appPod("web", [], more));
  await world.run(5);
  expect((await world.pod("web")).status.phase).toBe("Pending");
  expect(world.events("web")[0]).toBe(event);
  await deletePod(world, "web");
  await world.run(1);
  expect(world.findPod("web")).toBeUndefined();
});
