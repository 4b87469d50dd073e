import { describe, expect, test } from "vitest";
import type { ContainerStatus, Runtime, RuntimeEvent, SandboxStatus } from "../../cri/runtime.ts";
import { addressesOf, newestContainer } from "./pod-runtime-status.ts";
import { RuntimeCache } from "./runtime-cache.ts";

const container = (id: string, { podUid = "pod", name = "web", attempt = 0, createdAt = 0, state = "Running" }: Partial<ContainerStatus> = {}): ContainerStatus => ({
  id,
  sandboxId: "s",
  podUid,
  name,
  attempt,
  image: "",
  imageId: "",
  state,
  createdAt,
});

const sandbox = (id: string, { uid = "pod", attempt = 0, state = "Ready" as SandboxStatus["state"] } = {}): SandboxStatus => ({
  id,
  pod: { uid, namespace: "default", name: "web", attempt },
  state,
  createdAt: attempt,
  ips: ["10.0.0.2"],
  hostNetwork: false,
});

function start() {
  const containers = new Map<string, ContainerStatus>();
  const sandboxes = new Map<string, SandboxStatus>();
  const changes: string[] = [];
  const lists = { sandboxes: 0, containers: 0 };
  const runtime = {
    containerStatus: (id: string) => containers.get(id),
    listContainers: () => (lists.containers++, [...containers.values()]),
    listPodSandboxes: () => (lists.sandboxes++, [...sandboxes.values()]),
  } as unknown as Runtime;
  const cache = new RuntimeCache(runtime, (uid, event) => void changes.push(`${uid} ${event?.type ?? "relist"}`));
  const tell = (type: RuntimeEvent["type"], containerId: string, podUid = "pod") => cache.handle({ type, podUid, containerId });
  return { cache, containers, sandboxes, changes, lists, tell };
}

describe("what the runtime has, by pod", () => {
  test("events bring containers, and take them away", () => {
    const { cache, containers, changes, tell } = start();
    containers.set("c1", container("c1"));
    tell("ContainerStarted", "c1");
    expect(cache.get("pod").containers.map(({ id }) => id)).toEqual(["c1"]);
    expect(cache.podUids()).toEqual(["pod"]);
    containers.delete("c1");
    tell("ContainerDeleted", "c1");
    expect(cache.get("pod").containers).toEqual([]);
    expect(cache.podUids()).toEqual([]);
    expect(changes).toEqual(["pod ContainerStarted", "pod ContainerDeleted"]);
  });

  test("states are always the runtime's own", () => {
    const { cache, containers, tell } = start();
    containers.set("c1", container("c1"));
    tell("ContainerStarted", "c1");
    containers.set("c1", container("c1", { state: "Exited" }));
    expect(cache.get("pod").containers[0]?.state).toBe("Exited");
    containers.delete("c1");
    expect(cache.get("pod").containers).toEqual([]);
  });

  test("the newest comes first", () => {
    const { cache, containers, tell } = start();
    for (const [id, attempt] of [["a", 0], ["b", 2], ["c", 1]] as const) {
      containers.set(id, container(id, { attempt, createdAt: attempt }));
      tell("ContainerStarted", id);
    }
    expect(cache.get("pod").containers.map(({ id }) => id)).toEqual(["b", "c", "a"]);
    expect(newestContainer(cache.get("pod"), "web")?.id).toBe("b");
    cache.noteSandbox(sandbox("s0"));
    cache.noteSandbox(sandbox("s1", { attempt: 1 }));
    expect(cache.get("pod").sandboxes.map(({ id }) => id)).toEqual(["s1", "s0"]);
  });

  test("pods do not mix, and looking at one costs nothing of the others", () => {
    const { cache, containers, lists, tell } = start();
    for (const uid of ["a", "b"]) {
      containers.set(uid, container(uid, { podUid: uid }));
      tell("ContainerStarted", uid, uid);
    }
    expect(cache.get("a").containers.map(({ id }) => id)).toEqual(["a"]);
    expect(cache.get("c")).toEqual({ sandboxes: [], containers: [] });
    expect(lists).toEqual({ sandboxes: 0, containers: 0 });
  });

  test("a sandbox that ends by itself is looked up", () => {
    const { cache, sandboxes, tell } = start();
    cache.noteSandbox(sandbox("s"));
    expect(addressesOf(cache.get("pod"))).toEqual(["10.0.0.2"]);
    sandboxes.set("s", sandbox("s", { state: "NotReady" }));
    tell("ContainerStopped", "s");
    expect(cache.get("pod").sandboxes[0]?.state).toBe("NotReady");
    expect(addressesOf(cache.get("pod"))).toEqual([]);
  });

  test("a relist finds what no event told of, and tells of it", () => {
    const { cache, containers, sandboxes, changes } = start();
    containers.set("c1", container("c1"));
    sandboxes.set("s", sandbox("s"));
    cache.relist();
    expect(changes).toEqual(["pod relist"]);
    cache.relist();
    expect(changes).toHaveLength(1);
    containers.set("c2", container("c2", { podUid: "other" }));
    cache.relist();
    expect(changes).toEqual(["pod relist", "other relist"]);
    containers.clear();
    sandboxes.clear();
    cache.relist();
    expect(cache.podUids()).toEqual([]);
  });

  test("what is forgotten is gone", () => {
    const { cache } = start();
    cache.noteSandbox(sandbox("s"));
    cache.forget("pod", "s");
    cache.forget("nobody", "s");
    expect(cache.podUids()).toEqual([]);
  });
});
