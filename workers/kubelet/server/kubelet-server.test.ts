import { describe, expect, test } from "vitest";
import type { ContainerStatus } from "../../api/generated/core/v1.ts";
import { appPod, type KubeletWorld, startKubeletWorld } from "../../testing/kubelet-world.ts";
import { containerForLogs, type PodLogOptions } from "./kubelet-server.ts";

async function start(): Promise<KubeletWorld> {
  const world = await startKubeletWorld();
  world.runtime.images.preload("app:1.0");
  await world.run(5);
  return world;
}

const plain: PodLogOptions = { previous: false, follow: false, timestamps: false };

function logOf(world: KubeletWorld, options: Partial<PodLogOptions> = {}, container?: string): string {
  let text = "";
  world.kubelet.server.logs({ namespace: "default", pod: "web", ...(container !== undefined && { container }) }, { ...plain, ...options }, { write: (more) => (text += more), end() {} });
  return text;
}

describe("logs", () => {
  test("of the running container, of a named one, and of the instance before", async () => {
    const world = await start();
    await world.bind(appPod("web", ["exit=1", "after=1"], { container: { env: [{ name: "WHO", value: "me" }] } }));
    await world.run(1);
    expect(logOf(world)).toContain("WHO=me\n");
    expect(logOf(world, { tailLines: 1 }).split("\n")).toHaveLength(2);
    expect(() => logOf(world, { previous: true })).toThrow('previous terminated container "web" in pod "web" not found');
    await world.run(30);
    expect(logOf(world, { previous: true }, "web")).toContain("WHO=me\n");
  });

  test.each([
    ["a pod that is not here", "other", undefined, 'pods "other" not found'],
    ["a container that the pod does not have", "web", "none", 'container "none" in pod "web" is not found'],
  ])("%s", async (_, pod, container, message) => {
    const world = await start();
    await world.bind(appPod("web"));
    await world.run(5);
    expect(() => world.kubelet.server.logs({ namespace: "default", pod, ...(container !== undefined && { container }) }, plain, { write() {}, end() {} })).toThrow(message);
  });

  const status = (more: Partial<ContainerStatus>): ContainerStatus => ({ name: "web", image: "", imageID: "", ready: false, restartCount: 0, ...more });
  const waiting = (reason: string) => status({ state: { waiting: { reason } } });
  const ended = { terminated: { exitCode: 1, containerID: "containerd://old" } };

  test.each([
    ["ContainerCreating", waiting("ContainerCreating"), 'container "web" in pod "p" is waiting to start: ContainerCreating'],
    ["PodInitializing", waiting("PodInitializing"), 'container "web" in pod "p" is waiting to start: PodInitializing'],
    ["ErrImagePull", waiting("ErrImagePull"), 'container "web" in pod "p" is waiting to start: image can\'t be pulled'],
    ["ImagePullBackOff", waiting("ImagePullBackOff"), 'container "web" in pod "p" is waiting to start: trying and failing to pull image'],
    ["CreateContainerConfigError", waiting("CreateContainerConfigError"), 'container "web" in pod "p" is waiting to start: CreateContainerConfigError'],
    ["another container", { ...waiting("x"), name: "other" }, 'container "web" in pod "p" is not available'],
  ])("while it waits: %s", (_, given, message) => {
    expect(() => containerForLogs("p", { containerStatuses: [given] }, "web", false)).toThrow(message);
  });

  test.each([
    ["running", status({ state: { running: {} }, lastState: ended, containerID: "containerd://new" }), false, "new"],
    ["the one before", status({ state: { running: {} }, lastState: ended, containerID: "containerd://new" }), true, "old"],
    ["ended", status({ state: ended, containerID: "containerd://old" }), false, "old"],
    ["in back-off", status({ state: { waiting: { reason: "CrashLoopBackOff" } }, lastState: ended, containerID: "containerd://old" }), false, "old"],
  ] as const)("%s", (_, given, previous, id) => expect(containerForLogs("p", { containerStatuses: [given] }, "web", previous)).toBe(id));
});

describe("exec", () => {
  test("runs a command in the container", async () => {
    const world = await start();
    await world.bind(appPod("web"));
    await world.run(5);
    let output = "";
    let code: number | undefined;
    const options = { command: ["echo", "hello"], stdin: false, stdout: true, stderr: true, tty: false };
    world.kubelet.server.exec({ namespace: "default", pod: "web", container: "" }, options, { stdout: (text) => (output += text), stderr() {}, exit: (exitCode) => (code = exitCode) });
    await world.run(1);
    expect([output, code]).toEqual(["hello\n", 0]);
  });

  test("needs a container that runs", async () => {
    const world = await start();
    await world.bind(appPod("web", ["exit=0", "after=1"], { spec: { restartPolicy: "Never" } }));
    await world.run(10);
    const options = { command: ["ls"], stdin: false, stdout: true, stderr: true, tty: false };
    expect(() => world.kubelet.server.exec({ namespace: "default", pod: "web" }, options, { stdout() {}, stderr() {}, exit() {} })).toThrow('unable to upgrade connection: container not found ("web")');
  });
});

describe("port forwarding", () => {
  test("leads to a port in the pod", async () => {
    const world = await start();
    await world.bind(appPod("web", ["port=80"]));
    await world.run(5);
    const connecting = world.kubelet.server.portForward({ namespace: "default", pod: "web" }, 80);
    await world.run(1);
    expect((await connecting).remote).toEqual({ ip: "10.244.1.2", port: 80 });
  });

  test("needs a pod that runs", async () => {
    const world = await start();
    await world.bind(appPod("web", [], { container: { image: "app:9" } }));
    await world.run(0.1);
    await expect(world.kubelet.server.portForward({ namespace: "default", pod: "web" }, 80)).rejects.toThrow("unable to forward port because pod is not running. Current status=Pending");
  });
});
