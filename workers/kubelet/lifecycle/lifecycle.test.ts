import { describe, expect, test } from "vitest";
import type { Pod } from "../../api/core/pod.ts";
import { appPod, deletePod, type KubeletWorld, startKubeletWorld } from "../../testing/kubelet-world.ts";

async function start(): Promise<KubeletWorld> {
  const world = await startKubeletWorld();
  world.runtime.images.preload("app:1.0");
  await world.run(5);
  return world;
}

const once = (name: string, args: readonly string[] = ["exit=0", "after=1"]) => ({ name, image: "app:1.0", args });
const sidecar = (name: string, args: readonly string[] = [], more: object = {}) => ({ name, image: "app:1.0", args, restartPolicy: "Always", ...more });
const initStates = ({ status }: Pod) => (status.initContainerStatuses ?? []).map(({ name, state }) => `${name} ${Object.keys(state ?? {})[0]}`);
const logOf = (world: KubeletWorld) => world.events("web").map((text) => text.replace(/ \(x\d+\)$/, ""));

/** When each container ended, in the order in which that happened. */
function endings(world: KubeletWorld): readonly string[] {
  const ended: string[] = [];
  world.runtime.onEvent(({ type, containerId }) => {
    const container = type === "ContainerStopped" ? world.runtime.containerStatus(containerId) : undefined;
    if (container !== undefined) ended.push(container.name);
  });
  return ended;
}

describe("init containers", () => {
  test("run one after another before the others", async () => {
    const world = await start();
    await world.bind(appPod("web", [], { spec: { initContainers: [once("one"), once("two")] } }));
    await world.run(1);
    let pod = await world.pod("web");
    expect(initStates(pod)).toEqual(["one running", "two waiting"]);
    expect(pod.status.phase).toBe("Pending");
    expect(pod.status.containerStatuses?.[0]?.state?.waiting?.reason).toBe("PodInitializing");
    expect(pod.status.conditions?.find(({ type }) => type === "Initialized")).toMatchObject({ status: "False", reason: "ContainersNotInitialized", message: "containers with incomplete status: [one two]" });
    await world.run(1.2);
    pod = await world.pod("web");
    expect(initStates(pod)).toEqual(["one terminated", "two running"]);
    expect(pod.status.conditions?.find(({ type }) => type === "Initialized")?.message).toBe("containers with incomplete status: [two]");
    await world.run(5);
    pod = await world.pod("web");
    expect(pod.status.phase).toBe("Running");
    expect(pod.status.initContainerStatuses).toMatchObject([{ name: "one", ready: true, started: false, state: { terminated: { exitCode: 0, reason: "Completed" } } }, { name: "two", ready: true }]);
    expect(pod.status.conditions?.find(({ type }) => type === "Initialized")?.status).toBe("True");
  });

  test("one that fails is repeated with back-off, and the pod waits", async () => {
    const world = await start();
    await world.bind(appPod("web", [], { spec: { initContainers: [once("one", ["exit=1", "after=1"])] } }));
    await world.run(8);
    const { status } = await world.pod("web");
    expect(status.phase).toBe("Pending");
    expect(status.initContainerStatuses?.[0]).toMatchObject({ restartCount: 1, state: { waiting: { reason: "CrashLoopBackOff" } } });
    expect(status.containerStatuses?.[0]?.state?.waiting?.reason).toBe("PodInitializing");
  });

  test("one that fails under Never fails the pod", async () => {
    const world = await start();
    await world.bind(appPod("web", [], { spec: { restartPolicy: "Never", initContainers: [once("one", ["exit=7", "after=1"])] } }));
    await world.run(8);
    const { status } = await world.pod("web");
    expect(status.phase).toBe("Failed");
    expect(status.initContainerStatuses?.[0]?.state?.terminated?.exitCode).toBe(7);
    expect(status.containerStatuses?.[0]?.state?.waiting?.reason).toBe("PodInitializing");
  });
});

describe("sidecars", () => {
  test("start in their turn and go on running", async () => {
    const world = await start();
    await world.bind(appPod("web", [], { spec: { initContainers: [sidecar("proxy"), once("setup")] } }));
    await world.run(10);
    const { status } = await world.pod("web");
    expect(status.phase).toBe("Running");
    expect(status.initContainerStatuses).toMatchObject([{ name: "proxy", ready: true, started: true, state: { running: {} } }, { name: "setup", state: { terminated: { exitCode: 0 } } }]);
  });

  test("are restarted when they end, and hold the pod back from being ready", async () => {
    const world = await start();
    await world.bind(appPod("web", [], { spec: { initContainers: [sidecar("proxy", ["exit=1", "after=20"])] } }));
    await world.run(30);
    expect((await world.pod("web")).status.initContainerStatuses?.[0]).toMatchObject({ restartCount: 1, ready: true });
    await world.run(13);
    const { status } = await world.pod("web");
    expect(status.initContainerStatuses?.[0]?.state?.waiting?.reason).toBe("CrashLoopBackOff");
    expect(status.phase).toBe("Running");
    expect(status.conditions?.find(({ type }) => type === "ContainersReady")).toMatchObject({ status: "False", message: "containers with unready status: [proxy]" });
  });

  test("end with a pod that has completed", async () => {
    const world = await start();
    await world.bind(appPod("web", ["exit=0", "after=3"], { spec: { restartPolicy: "Never", initContainers: [sidecar("proxy")] } }));
    await world.run(20);
    expect((await world.pod("web")).status).toMatchObject({ phase: "Succeeded" });
    expect(world.runtime.listContainers().filter(({ state }) => state === "Running")).toEqual([]);
  });

  test("end after those that they serve, the last one first", async () => {
    const world = await start();
    await world.bind(appPod("web", ["term=0", "linger=4"], { spec: { initContainers: [sidecar("first", ["term=0", "linger=1"]), sidecar("second", ["term=0", "linger=1"])] } }));
    await world.run(10);
    const ended = endings(world);
    await deletePod(world, "web");
    await world.run(15);
    expect(world.findPod("web")).toBeUndefined();
    expect(ended).toEqual(["web", "second", "first"]);
  });

  test("a startup probe holds back what comes after", async () => {
    const world = await start();
    const startupProbe = { httpGet: { port: 80 }, periodSeconds: 2, failureThreshold: 100 };
    await world.bind(appPod("web", [], { spec: { initContainers: [sidecar("proxy", ["port=81"], { startupProbe })] } }));
    await world.run(20);
    expect((await world.pod("web")).status).toMatchObject({ phase: "Pending", initContainerStatuses: [{ started: false, ready: false }] });
  });
});

describe("hooks", () => {
  test("postStart runs before the container counts as started for good", async () => {
    const world = await start();
    const lifecycle = { postStart: { sleep: { seconds: 3 } } };
    await world.bind(appPod("web", [], { container: { lifecycle } }));
    await world.run(2);
    expect((await world.pod("web")).status.containerStatuses?.[0]?.state?.waiting?.reason).toBe("ContainerCreating");
    await world.run(3);
    expect((await world.pod("web")).status.containerStatuses?.[0]?.state?.running).toBeDefined();
  });

  test.each([
    ["exec", { exec: { command: ["false"] } }, /^Exec lifecycle hook \(\[false\]\) for Container "web" in Pod "web_default\(.*\)" failed - error: command 'false' exited with 1: , message: ""$/],
    ["httpGet", { httpGet: { port: 8080, path: "/up" } }, /^Get "http:\/\/10\.244\.1\.\d+:8080\/up": connection refused$/],
  ])("a postStart hook (%s) that fails kills the container", async (_, postStart, message) => {
    const world = await start();
    await world.bind(appPod("web", [], { container: { lifecycle: { postStart } }, spec: { restartPolicy: "Always" } }));
    await world.run(1);
    expect(logOf(world)).toContain("Warning FailedPostStartHook PostStartHook failed");
    expect(logOf(world)).toContain("Normal Killing FailedPostStartHook");
    const waiting = (await world.pod("web")).status.containerStatuses?.[0]?.state?.waiting;
    expect(waiting).toMatchObject({ reason: "PostStartHookError", message: expect.stringMatching(message) as string });
  });

  test("preStop runs first, within the grace period", async () => {
    const world = await start();
    await world.bind(appPod("web", ["term=0", "linger=2"], { container: { lifecycle: { preStop: { sleep: { seconds: 5 } } } } }));
    await world.run(10);
    await deletePod(world, "web");
    await world.run(6.5);
    expect(world.findPod("web")).toBeDefined();
    await world.run(1);
    expect(world.findPod("web")).toBeUndefined();
  });

  test("preStop that takes too long is cut short, and the process still gets two seconds", async () => {
    const world = await start();
    await world.bind(appPod("web", ["term=ignore"], { container: { lifecycle: { preStop: { exec: { command: ["sleep", "60"] } } } }, spec: { terminationGracePeriodSeconds: 5 } }));
    await world.run(10);
    await deletePod(world, "web");
    await world.run(6.5);
    expect(world.findPod("web")).toBeDefined();
    await world.run(1);
    expect(world.findPod("web")).toBeUndefined();
  });

  test("preStop that fails is told of and does no harm", async () => {
    const world = await start();
    await world.bind(appPod("web", [], { container: { lifecycle: { preStop: { exec: { command: ["false"] } } } } }));
    await world.run(10);
    await deletePod(world, "web");
    await world.run(1);
    expect(world.findPod("web")).toBeUndefined();
    expect(logOf(world)).toContain("Warning FailedPreStopHook PreStopHook failed");
  });
});

describe("last words", () => {
  test("are what the container wrote into its termination log", async () => {
    const world = await start();
    await world.bind(appPod("web", ["exit=1", "message=so long"], { spec: { restartPolicy: "Never" } }));
    await world.run(10);
    expect((await world.pod("web")).status.containerStatuses?.[0]?.state?.terminated?.message).toBe("so long");
  });

  test.each([
    ["FallbackToLogsOnError", "1", true],
    ["FallbackToLogsOnError", "0", false],
    ["File", "1", false],
  ])("with policy %s and exit code %s the log is used: %s", async (terminationMessagePolicy, code, used) => {
    const world = await start();
    await world.bind(appPod("web", [`exit=${code}`], { spec: { restartPolicy: "Never" }, container: { terminationMessagePolicy, env: [{ name: "WHO", value: "me" }] } }));
    await world.run(10);
    expect((await world.pod("web")).status.containerStatuses?.[0]?.state?.terminated?.message?.includes("WHO=me") === true).toBe(used);
  });
});
