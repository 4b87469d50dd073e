import { describe, expect, test } from "vitest";
import { ConfigMaps } from "../../api/core/config-map.ts";
import { Secrets } from "../../api/core/secret.ts";
import { appPod, deletePod, type KubeletWorld, startKubeletWorld } from "../../testing/kubelet-world.ts";
import { createDirectory, createHostDisk } from "../host-disk.ts";
import { payloadOf } from "./payload.ts";
import { writePayload } from "./write-payload.ts";

async function start(): Promise<KubeletWorld> {
  const world = await startKubeletWorld();
  world.runtime.images.preload("app:1.0");
  await world.create(ConfigMaps, { metadata: { name: "settings" }, data: { color: "blue", size: "big" } });
  await world.create(Secrets, { metadata: { name: "login" }, data: { password: "aHVudGVyMg==" } });
  await world.run(5);
  return world;
}

/** Runs a command in the pod's container. */
async function run(world: KubeletWorld, ...command: readonly string[]): Promise<string> {
  const container = world.runtime.listContainers().find(({ state }) => state === "Running");
  const result = world.runtime.execSync(container?.id ?? "", command, 10_000);
  await world.run(1);
  const { stdout, stderr } = await result;
  return stdout + stderr;
}

const mounting = (volume: object, mount: object = {}) => appPod("web", [], { spec: { volumes: [{ name: "data", ...volume }] }, container: { volumeMounts: [{ name: "data", mountPath: "/data", ...mount }] } });

const told = (world: KubeletWorld) => world.events("web").map((text) => text.replace(/ \(x\d+\)$/, ""));

describe("in a container", () => {
  test.each<[string, object, object, readonly string[], string]>([
    ["a configMap is files by key", { configMap: { name: "settings" } }, {}, ["sh", "-c", "ls /data; cat /data/color"], "color\nsize\nblue"],
    ["items pick keys and name them", { configMap: { name: "settings", items: [{ key: "color", path: "deep/paint" }] } }, {}, ["cat", "/data/deep/paint"], "blue"],
    ["a secret is decoded", { secret: { secretName: "login" } }, {}, ["cat", "/data/password"], "hunter2"],
    ["an optional one that is missing is an empty directory", { secret: { secretName: "none", optional: true } }, {}, ["ls", "/data"], ""],
    ["the downward API tells of the pod", { downwardAPI: { items: [{ path: "name", fieldRef: { fieldPath: "metadata.name" } }, { path: "cpu", resourceFieldRef: { containerName: "web", resource: "limits.cpu" } }] } }, {}, ["sh", "-c", "cat /data/name; cat /data/cpu"], "web4"],
    [
      "a projected volume is several in one",
      { projected: { sources: [{ configMap: { name: "settings", items: [{ key: "size", path: "size" }] } }, { secret: { name: "login" } }, { downwardAPI: { items: [{ path: "ns", fieldRef: { fieldPath: "metadata.namespace" } }] } }] } },
      {},
      ["ls", "/data"],
      "ns\npassword\nsize\n",
    ],
    ["subPath mounts one file", { configMap: { name: "settings" } }, { mountPath: "/etc/color", subPath: "color" }, ["cat", "/etc/color"], "blue"],
    ["subPathExpr knows the environment", { emptyDir: {} }, { subPathExpr: "$(HOSTNAME_OF_POD)" }, ["sh", "-c", "echo x > /data/f; ls /data"], "f\n"],
    ["projected files cannot be written", { configMap: { name: "settings" } }, {}, ["sh", "-c", "echo x > /data/color"], "Read-only file system"],
  ])("%s", async (_, volume, mount, command, expected) => {
    const world = await start();
    const draft = mounting(volume, mount);
    const [web] = draft.spec?.containers ?? [];
    await world.bind({ ...draft, spec: { ...draft.spec, containers: [{ ...web, env: [{ name: "HOSTNAME_OF_POD", value: "sub" }] }] } });
    await world.run(5);
    expect((await world.pod("web")).status.phase).toBe("Running");
    expect(await run(world, ...command)).toContain(expected);
  });

  test("an emptyDir is shared by containers and outlives their restarts, but not the pod", async () => {
    const world = await start();
    await world.bind(mounting({ emptyDir: {} }));
    await world.run(5);
    await run(world, "sh", "-c", "echo kept > /data/file");
    world.runtime.crashContainer(world.runtime.listContainers()[0]?.id ?? "");
    await world.run(5);
    expect(await run(world, "cat", "/data/file")).toBe("kept\n");
    await deletePod(world, "web", 1);
    await world.run(5);
    await world.bind(mounting({ emptyDir: {} }));
    await world.run(5);
    expect(await run(world, "ls", "/data")).toBe("");
  });

  test("a change of a configMap reaches the running container within the sync period", async () => {
    const world = await start();
    await world.bind(mounting({ configMap: { name: "settings" } }));
    await world.run(5);
    await world.client.patch(ConfigMaps, { namespace: "default", name: "settings" }, { type: "merge", body: { data: { color: "red", size: null } } });
    expect(await run(world, "cat", "/data/color")).toBe("blue");
    await world.run(95);
    expect(await run(world, "sh", "-c", "cat /data/color; ls /data")).toBe("redcolor\n");
  });

  test("the service account's token, certificate and namespace are there", async () => {
    const world = await start();
    await world.bind(appPod("web"));
    await world.run(5);
    const path = "/var/run/secrets/kubernetes.io/serviceaccount";
    expect(await run(world, "ls", path)).toBe("ca.crt\nnamespace\ntoken\n");
    expect(await run(world, "cat", `${path}/namespace`)).toBe("default");
    expect(await run(world, "cat", `${path}/token`)).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
  });

  test("the token is renewed in time, and an old one is made do with while the API server is away", async () => {
    const world = await start();
    await world.bind(appPod("web"));
    await world.run(5);
    const token = () => run(world, "cat", "/var/run/secrets/kubernetes.io/serviceaccount/token");
    const first = await token();
    await world.run(2700);
    expect(await token()).toBe(first);
    world.cutOff(true);
    await world.run(300);
    expect(await token()).toBe(first);
    expect(world.log.some((line) => line.startsWith("error Couldn't update token"))).toBe(true);
    world.cutOff(false);
    await world.run(150);
    expect(await token()).not.toBe(first);
  });
});

describe("a volume that cannot be mounted", () => {
  test.each<[string, object, string]>([
    ["configMap", { configMap: { name: "absent" } }, 'configmap "absent" not found'],
    ["secret", { secret: { secretName: "absent" } }, 'secret "absent" not found'],
    ["key", { configMap: { name: "settings", items: [{ key: "shape", path: "shape" }] } }, "configmap references non-existent config key: shape"],
    ["projected", { projected: { sources: [{ configMap: { name: "absent" } }, { secret: { name: "gone" } }] } }, '[configmap "absent" not found, secret "gone" not found]'],
    ["kind", { nfs: { server: "10.0.0.1", path: "/" } }, "no volume plugin matched: nfs volumes are not supported by this kubelet"],
    ["directory", { hostPath: { path: "/absent", type: "Directory" } }, "hostPath type check failed: /absent is not a directory"],
    ["file", { hostPath: { path: "/absent", type: "File" } }, "hostPath type check failed: /absent is not a file"],
    ["socket", { hostPath: { path: "/absent", type: "Socket" } }, "hostPath type check failed: /absent is not a socket file"],
  ])("(%s) holds the pod back and says why", async (_, volume, reason) => {
    const world = await start();
    await world.bind(mounting(volume));
    await world.run(10);
    expect((await world.pod("web")).status.containerStatuses?.[0]?.state?.waiting).toEqual({ reason: "ContainerCreating" });
    expect(told(world)).toContain(`Warning FailedMount MountVolume.SetUp failed for volume "data" : ${reason}`);
  });

  test("is tried again later and later, and the pod says so after two minutes", async () => {
    const world = await start();
    await world.bind(mounting({ configMap: { name: "absent" } }));
    await world.run(130);
    expect(told(world)).toContain("Warning FailedMount Unable to attach or mount volumes: unmounted volumes=[data], unattached volumes=[], failed to process volumes=[]: context deadline exceeded");
    const tries = Number(/\(x(\d+)\)/.exec(world.events("web").find((text) => text.includes("MountVolume")) ?? "")?.[1]);
    expect(tries).toBeGreaterThan(6);
    expect(tries).toBeLessThan(12);
    await world.create(ConfigMaps, { metadata: { name: "absent" } });
    await world.run(250);
    expect((await world.pod("web")).status.phase).toBe("Running");
  });

  test("does not keep the pod from being deleted", async () => {
    const world = await start();
    await world.bind(mounting({ configMap: { name: "absent" } }));
    await world.run(20);
    await deletePod(world, "web");
    await world.run(1);
    expect(world.findPod("web")).toBeUndefined();
  });
});

describe("hostPath", () => {
  test.each<[string, object, readonly string[], string]>([
    ["a directory of the node", { path: "/srv/site" }, ["cat", "/data/index.html"], "hello"],
    ["a file of the node", { path: "/srv/site/index.html", type: "File" }, ["cat", "/data"], "hello"],
    ["a directory that is made", { path: "/srv/new", type: "DirectoryOrCreate" }, ["ls", "/data"], ""],
    ["a file that is made", { path: "/srv/new.txt", type: "FileOrCreate" }, ["cat", "/data"], ""],
  ])("%s", async (_, hostPath, command, expected) => {
    const world = await start();
    world.disk.directory("/srv/site").write("index.html", "hello");
    await world.bind(mounting({ hostPath }));
    await world.run(5);
    expect((await world.pod("web")).status.phase).toBe("Running");
    expect(await run(world, ...command)).toBe(expected);
  });

  test("what a container writes is on the node's disk", async () => {
    const world = await start();
    await world.bind(mounting({ hostPath: { path: "/srv/out" } }));
    await world.run(5);
    await run(world, "sh", "-c", "echo hi > /data/file");
    expect(world.disk.directory("/srv/out").read("file")).toBe("hi\n");
  });
});

describe("the node's disk", () => {
  test("directories are views of one tree", () => {
    const disk = createHostDisk(() => 7);
    disk.directory("/a/b").write("c/d", "text", 0o600);
    expect(disk.directory("/a").read("b/c/d")).toBe("text");
    expect(disk.directory("/a").list("b")).toEqual(["c"]);
    expect(disk.directory("/").stat?.("a/b/c/d")).toEqual({ type: "file", mode: 0o600, modifiedAt: 7 });
    expect([disk.stat("/a/b"), disk.stat("/a/b/c/d"), disk.stat("/x")]).toEqual(["Directory", "File", undefined]);
    disk.remove("/a/b");
    expect(disk.stat("/a/b/c")).toBeUndefined();
    expect(disk.stat("/a")).toBe("Directory");
  });

  test("a file keeps its mode when it is written again", () => {
    const directory = createDirectory("d", () => 0);
    directory.write("f", "1", 0o755);
    directory.write("f", "2");
    expect(directory.stat?.("f")?.mode).toBe(0o755);
    directory.makeDirectory?.("empty");
    expect(directory.list("")).toEqual(["empty", "f"]);
    expect(directory.read("empty")).toBeUndefined();
    directory.remove("f");
    expect(directory.list("")).toEqual(["empty"]);
  });

  test("special files are there from the start", () => {
    const disk = createHostDisk(() => 0, { "/var/run/containerd.sock": "Socket", "/dev/null": "CharDevice" });
    expect([disk.stat("/var/run/containerd.sock"), disk.stat("/dev/null"), disk.stat("/dev")]).toEqual(["Socket", "CharDevice", "Directory"]);
  });
});

describe("payloads", () => {
  const all = { defaultMode: 0o644, optional: false };

  test.each([
    ["every key", all, { a: ["1", 0o644], b: ["2", 0o644] }],
    ["picked keys", { ...all, items: [{ key: "a", path: "x/y", mode: 0o600 }] }, { "x/y": ["1", 0o600] }],
    ["a missing key of an optional source", { ...all, optional: true, items: [{ key: "c", path: "c" }] }, {}],
  ])("%s", (_, selection, expected) => {
    const files = payloadOf({ a: "1", b: "2" }, selection, "missing key");
    expect(Object.fromEntries([...files].map(([path, { content, mode }]) => [path, [content, mode]]))).toEqual(expected);
  });

  test("a missing key is told by name", () => expect(() => payloadOf({}, { ...all, items: [{ key: "c", path: "c" }] }, "missing key")).toThrow("missing key: c"));

  test("writing leaves exactly the payload", () => {
    const directory = createDirectory("d", () => 0);
    directory.write("old", "x");
    directory.write("deep/old", "x");
    directory.write("same", "1");
    writePayload(directory, new Map([["same", { content: "1", mode: 0o644 }], ["deep/new", { content: "2", mode: 0o400 }]]));
    expect(directory.list("")).toEqual(["deep", "same"]);
    expect(directory.list("deep")).toEqual(["new"]);
  });
});
