import { beforeEach, describe, expect, test } from "vitest";
import { startRuntimeWorld, type RuntimeWorld } from "../testing/runtime-world.ts";
import { tagsOf } from "./official-images.ts";
import { RuntimeError } from "./runtime.ts";

let world: RuntimeWorld;

beforeEach(() => {
  world = startRuntimeWorld();
});

async function pull(image: string) {
  const begun = world.simulation.now();
  try {
    const status = await world.finish(world.runtime.pullImage(image, []));
    return { ...status, took: world.simulation.now() - begun };
  } catch (error) {
    if (!(error instanceof RuntimeError)) throw error;
    return { code: error.code, message: error.message };
  }
}

describe("a pull", () => {
  test("takes time by size, and the image stays", async () => {
    const status = await pull("nginx:1.27");
    expect(status).toMatchObject({ name: "docker.io/library/nginx:1.27", standIn: false, size: 70 * 1024 * 1024 });
    expect("took" in status && status.took).toBeGreaterThan(2000);
    expect(world.runtime.imageStatus("nginx:1.27")?.digest).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(world.runtime.imageStatus("docker.io/library/nginx:1.27")).toBe(world.runtime.imageStatus("nginx:1.27"));
    expect(world.runtime.imageStatus("nginx")).toBeUndefined();
  });

  test("is shared by everybody who wants the same image at the same time", async () => {
    const begun = world.simulation.now();
    const both = Promise.all([world.runtime.pullImage("nginx", []), world.runtime.pullImage("docker.io/library/nginx:latest", [])]);
    const [first, second] = await world.finish(both);
    const took = world.simulation.now() - begun;
    expect(first).toBe(second);
    world.images.remove("nginx");
    const again = await pull("nginx");
    expect("took" in again && Math.abs(again.took - took)).toBeLessThan(1500);
  });

  test("again only asks whether the tag still means the same", async () => {
    await pull("nginx");
    const again = await pull("nginx");
    expect("took" in again && again.took).toBeLessThanOrEqual(1500);
  });

  test("is shorter when the base is there already", async () => {
    const first = await pull("httpd");
    const second = await pull("nginx");
    expect("took" in first && "took" in second && second.took < first.took + 1500).toBe(true);
    world = startRuntimeWorld();
    const alone = await pull("nginx");
    expect("took" in alone && "took" in second && alone.took > second.took).toBe(true);
  });

  test("of an unknown image brings a stand-in", async () => {
    expect(await pull("quay.io/team/app:v7")).toMatchObject({ name: "quay.io/team/app:v7", standIn: true });
    expect(await pull("my-company.com:5000/app")).toMatchObject({ standIn: true });
    expect(await pull("python:3.12-slim")).toMatchObject({ standIn: true });
  });

  test("can be put off: a removed image is gone, a preloaded one is there", async () => {
    world.images.preload("registry.k8s.io/pause:3.10");
    expect(world.runtime.listImages().map(({ name }) => name)).toEqual(["registry.k8s.io/pause:3.10"]);
    const { id } = world.runtime.imageStatus("registry.k8s.io/pause:3.10")!;
    expect(world.images.find(id)?.status.name).toBe("registry.k8s.io/pause:3.10");
    await world.finish(world.runtime.removeImage("registry.k8s.io/pause:3.10"));
    expect(world.runtime.listImages()).toEqual([]);
    expect(() => world.images.preload("nosuchimage")).toThrow("access denied");
  });
});

describe("a pull fails in containerd's words", () => {
  const cases: readonly [string, string, string][] = [
    ["ngnix", "Unknown", 'failed to pull and unpack image "docker.io/library/ngnix:latest": failed to resolve reference "docker.io/library/ngnix:latest": pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed'],
    ["nginx:1.161", "NotFound", 'failed to pull and unpack image "docker.io/library/nginx:1.161": failed to resolve reference "docker.io/library/nginx:1.161": docker.io/library/nginx:1.161: not found'],
    ["python:9.9", "NotFound", 'failed to pull and unpack image "docker.io/library/python:9.9": failed to resolve reference "docker.io/library/python:9.9": docker.io/library/python:9.9: not found'],
    ["team/does-not-exist:v1", "Unknown", 'failed to pull and unpack image "docker.io/team/does-not-exist:v1": failed to resolve reference "docker.io/team/does-not-exist:v1": pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed'],
    ["quay.io/team/app:invalid", "NotFound", 'failed to pull and unpack image "quay.io/team/app:invalid": failed to resolve reference "quay.io/team/app:invalid": quay.io/team/app:invalid: not found'],
    ["registry.local/app", "Unknown", 'failed to pull and unpack image "registry.local/app:latest": failed to resolve reference "registry.local/app:latest": failed to do request: Head "https://registry.local/v2/app/manifests/latest": dial tcp: lookup registry.local: no such host'],
  ];
  test.each(cases)("%s", async (image, code, message) => expect(await pull(image)).toEqual({ code, message }));

  test("when the node is cut off: after half a minute", async () => {
    world.fabric.partition("node-1");
    const begun = world.simulation.now();
    expect(await pull("nginx")).toMatchObject({ code: "Unknown", message: expect.stringContaining('Head "https://registry-1.docker.io/v2/library/nginx/manifests/latest": dial tcp: i/o timeout') });
    expect(world.simulation.now() - begun).toBe(30_000);
    world.fabric.heal("node-1");
    expect(await pull("nginx")).toMatchObject({ standIn: false });
  });

  test("a name that is none", async () => {
    expect(await pull("Nginx")).toMatchObject({ message: 'failed to parse reference "Nginx": invalid reference format: repository name (library/Nginx) must be lowercase' });
  });
});

describe("lists of tags", () => {
  const cases: readonly [string, string, readonly string[]][] = [
    ["1 1.27", "", ["latest", "1", "1.27"]],
    ["1.0..2", "", ["latest", "1.0", "1.1", "1.2"]],
    ["2", "alpine slim", ["latest", "alpine", "slim", "2", "2-alpine", "2-slim"]],
    ["v3.0..1", "x", ["latest", "x", "v3.0", "v3.0-x", "v3.1", "v3.1-x"]],
  ];
  test.each(cases)("%j in %j", (versions, variants, tags) => expect(tagsOf(versions, variants)).toEqual(tags));
});
