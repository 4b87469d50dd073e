import { describe, expect, test } from "vitest";
import { Secrets } from "../../api/core/secret.ts";
import { appPod, startKubeletWorld } from "../../testing/kubelet-world.ts";
import { withDefaultTag, registryOf } from "./image-name.ts";
import { registryCredentials } from "./pull-credentials.ts";
import { PullQueue } from "./pull-queue.ts";

const stateOf = async (world: Awaited<ReturnType<typeof startKubeletWorld>>, name: string) => (await world.pod(name)).status.containerStatuses?.[0]?.state?.waiting;

async function start(options: Parameters<typeof startKubeletWorld>[0] = {}) {
  const world = await startKubeletWorld(options);
  await world.run(5);
  return world;
}

const denied =
  'rpc error: code = Unknown desc = failed to pull and unpack image "docker.io/library/ngnix:latest": failed to resolve reference "docker.io/library/ngnix:latest": pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed';

test("an image that nobody can pull is tried again, later each time, with the reason in the status", async () => {
  const world = await start();
  await world.bind(appPod("web", [], { container: { image: "ngnix" } }));
  await world.run(2);
  expect(await stateOf(world, "web")).toEqual({ reason: "ErrImagePull", message: denied });
  await world.run(6);
  expect(await stateOf(world, "web")).toEqual({ reason: "ImagePullBackOff", message: `Back-off pulling image "ngnix": ErrImagePull: ${denied}` });
  expect(world.events("web")).toEqual([
    'Normal Pulling Pulling image "ngnix"',
    `Warning Failed Failed to pull image "ngnix": ${denied}`,
    "Warning Failed Error: ErrImagePull",
    'Normal BackOff Back-off pulling image "ngnix"',
    "Warning Failed Error: ImagePullBackOff",
  ]);
  const pulls = () => Number(/\(x(\d+)\)/.exec(world.events("web")[0] ?? "")?.[1] ?? 1);
  const counts: number[] = [];
  for (let minutes = 0; minutes < 10; minutes += 2) {
    await world.run(120);
    counts.push(pulls());
  }
  expect(counts[0]).toBeGreaterThan(2);
  expect(counts.at(-1)).toBeLessThan(12);
});

test("a tag that does not exist is told as containerd tells it", async () => {
  const world = await start();
  await world.bind(appPod("web", [], { container: { image: "app:9.9" } }));
  await world.run(2);
  expect(await stateOf(world, "web")).toEqual({
    reason: "ErrImagePull",
    message: 'rpc error: code = NotFound desc = failed to pull and unpack image "docker.io/library/app:9.9": failed to resolve reference "docker.io/library/app:9.9": docker.io/library/app:9.9: not found',
  });
});

test.each([
  ["Never", "app:1.0", "ErrImageNeverPull", 'Container image "app:1.0" is not present with pull policy of Never', 'Warning ErrImageNeverPull Container image "app:1.0" is not present with pull policy of Never'],
  [
    "IfNotPresent",
    "App:1.0",
    "InvalidImageName",
    'Failed to apply default image tag "App:1.0": couldn\'t parse image name "App:1.0": invalid reference format: repository name (library/App) must be lowercase',
    'Warning InspectFailed Failed to apply default image tag "App:1.0": couldn\'t parse image name "App:1.0": invalid reference format: repository name (library/App) must be lowercase',
  ],
])("with policy %s the image %s leads to %s", async (imagePullPolicy, image, reason, message, event) => {
  const world = await start();
  await world.bind(appPod("web", [], { container: { image, imagePullPolicy } }));
  await world.run(3);
  expect(await stateOf(world, "web")).toEqual({ reason, message });
  expect(world.events("web").map((text) => text.replace(/ \(x\d+\)$/, ""))).toEqual([event, `Warning Failed Error: ${reason}`]);
});

test("an image that is there is used without a pull, unless the policy is Always", async () => {
  const world = await start();
  world.runtime.images.preload("app:1.0");
  await world.bind(appPod("kept", [], { container: { imagePullPolicy: "IfNotPresent" } }));
  await world.bind(appPod("never", [], { container: { imagePullPolicy: "Never" } }));
  await world.bind(appPod("always", [], { container: { imagePullPolicy: "Always" } }));
  await world.run(10);
  for (const name of ["kept", "never"]) expect(world.events(name)[0]).toBe('Normal Pulled Container image "app:1.0" already present on machine and can be accessed by the pod');
  expect(world.events("always")[0]).toBe('Normal Pulling Pulling image "app:1.0"');
});

test("pulls wait for each other unless the node is told otherwise", async () => {
  const waits = async (serializeImagePulls: boolean) => {
    const world = await start({ configuration: { serializeImagePulls } });
    await world.bind(appPod("a"));
    await world.bind(appPod("b", [], { container: { image: "app:2.0" } }));
    await world.run(20);
    return ["a", "b"].map((name) => /in (\S+) \((\S+) including/.exec(world.events(name)[1] ?? "")?.slice(1));
  };
  const serial = await waits(true);
  expect(serial.some(([pulling, waiting] = []) => pulling !== waiting)).toBe(true);
  const parallel = await waits(false);
  expect(parallel.every(([pulling, waiting] = []) => pulling !== undefined && pulling === waiting)).toBe(true);
});

test("an image that is not known here runs as a stand-in, and the pod says so", async () => {
  const world = await start();
  await world.bind(appPod("web", [], { container: { image: "ghcr.io/somebody/something:3", ports: [{ containerPort: 8080 }] } }));
  await world.run(20);
  expect((await world.pod("web")).status.phase).toBe("Running");
  expect(world.events("web")).toContainEqual(expect.stringMatching(/^Normal StandInImage .*ghcr\.io\/somebody\/something:3/));
});

test("a pull secret that is missing is told of, and done without", async () => {
  const world = await start();
  await world.bind(appPod("web", [], { spec: { imagePullSecrets: [{ name: "regcred" }] } }));
  await world.run(10);
  expect((await world.pod("web")).status.phase).toBe("Running");
  expect(world.events("web")).toContainEqual(expect.stringMatching(/^Warning FailedToRetrieveImagePullSecret Unable to retrieve some image pull secrets \(regcred\); attempting to pull the image may not succeed\./));
  await world.create(Secrets, { metadata: { name: "regcred" }, type: "kubernetes.io/dockerconfigjson", data: { ".dockerconfigjson": "e30=" } });
  await world.run(1);
});

describe("image names", () => {
  test.each([
    ["nginx", "nginx:latest"],
    ["nginx:1.27", "nginx:1.27"],
    ["library/nginx", "library/nginx:latest"],
    ["localhost:5000/team/web", "localhost:5000/team/web:latest"],
    ["registry.k8s.io/pause:3.10", "registry.k8s.io/pause:3.10"],
    ["a.b/c_d/e-f__g.h", "a.b/c_d/e-f__g.h:latest"],
    [`web@sha256:${"0".repeat(64)}`, `web@sha256:${"0".repeat(64)}`],
    [`web:1@sha256:${"0".repeat(64)}`, `web:1@sha256:${"0".repeat(64)}`],
    ["GCR.io/team/web", "GCR.io/team/web:latest"],
  ])("%s is %s", (given, image) => {
    expect(withDefaultTag(given)).toEqual({ image });
  });

  test.each([
    ["", 'couldn\'t parse image name "": invalid reference format'],
    ["nginx:", 'couldn\'t parse image name "nginx:": invalid reference format'],
    ["Nginx", 'couldn\'t parse image name "Nginx": invalid reference format: repository name (library/Nginx) must be lowercase'],
    ["team/Web:1", 'couldn\'t parse image name "team/Web:1": invalid reference format: repository name (team/Web) must be lowercase'],
    ["nginx latest", 'couldn\'t parse image name "nginx latest": invalid reference format'],
    ["-nginx", 'couldn\'t parse image name "-nginx": invalid reference format'],
    ["a//b", 'couldn\'t parse image name "a//b": invalid reference format'],
    ["a".repeat(256), `couldn't parse image name "${"a".repeat(256)}": repository name must not be more than 255 characters`],
  ])("%j is refused", (given, error) => {
    expect(withDefaultTag(given)).toEqual({ error });
  });

  test.each([
    ["nginx", "docker.io"],
    ["team/web", "docker.io"],
    ["ghcr.io/team/web:1", "ghcr.io"],
    ["localhost/web", "localhost"],
    ["host:5000/web", "host:5000"],
  ])("%s comes from %s", (image, registry) => expect(registryOf(image)).toBe(registry));
});

describe("registry credentials", () => {
  const secret = (type: string, key: string, value: unknown) => ({ apiVersion: "v1" as const, kind: "Secret" as const, metadata: { name: "s", uid: "", resourceVersion: "", creationTimestamp: "" }, type, data: { [key]: base64(JSON.stringify(value)) } });
  const base64 = (text: string) => Buffer.from(text).toString("base64");

  test.each([
    ["user and password", { auths: { "ghcr.io": { username: "ana", password: "pw" } } }, [{ server: "ghcr.io", username: "ana", password: "pw" }]],
    ["the encoded pair", { auths: { "ghcr.io": { auth: base64("ana:p:w") } } }, [{ server: "ghcr.io", username: "ana", password: "p:w" }]],
    ["nothing usable", { auths: { "ghcr.io": {} } }, []],
    ["no auths", {}, []],
  ])("%s", (_, config, expected) => {
    expect(registryCredentials([secret("kubernetes.io/dockerconfigjson", ".dockerconfigjson", config)])).toEqual(expected);
  });

  test("the old format", () => {
    expect(registryCredentials([secret("kubernetes.io/dockercfg", ".dockercfg", { "host:5000": { username: "a", password: "b" } })])).toEqual([{ server: "host:5000", username: "a", password: "b" }]);
  });

  test("other secrets, and data that is no JSON, are passed over", () => {
    expect(registryCredentials([secret("Opaque", "x", {}), { ...secret("kubernetes.io/dockerconfigjson", "x", {}), data: { ".dockerconfigjson": "!!!!" } }])).toEqual([]);
  });
});

test("a queue runs so many at once, in order, also when one fails", async () => {
  const queue = new PullQueue(2);
  const order: string[] = [];
  const finish: (() => void)[] = [];
  const job = (name: string, fails = false) =>
    queue.run(async () => {
      order.push(name);
      await new Promise<void>((resolve) => finish.push(resolve));
      if (fails) throw new Error(name);
    });
  const jobs = [job("a", true), job("b"), job("c"), job("d")].map((each) => each.catch((error: Error) => error.message));
  await Promise.resolve();
  expect(order).toEqual(["a", "b"]);
  finish[0]?.();
  expect(await jobs[0]).toBe("a");
  expect(order).toEqual(["a", "b", "c"]);
  for (let index = 1; index < 4; index++) {
    finish[index]?.();
    await jobs[index];
  }
  expect(order).toEqual(["a", "b", "c", "d"]);
});
