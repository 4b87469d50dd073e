import { beforeEach, describe, expect, test } from "vitest";
import { createBridgeCni } from "../cni/cni.ts";
import { images as programs } from "../images/images.ts";
import { createFabric, type Fabric } from "../network/fabric.ts";
import { createRandom } from "../sim/random.ts";
import { Simulation } from "../sim/simulation.ts";
import { createRuntime } from "./create-runtime.ts";
import { ImageStore } from "./image-store.ts";
import type { NodeRuntime } from "./node-runtime.ts";
import { createRegistry } from "./registry.ts";
import type { ContainerConfig, ContainerStatus, RuntimeEvent } from "./runtime.ts";

const start = 1_767_225_600_000;

let simulation: Simulation;
let fabric: Fabric;
let runtime: NodeRuntime;
let events: RuntimeEvent[];

beforeEach(() => {
  simulation = new Simulation({ start, turn: () => new Promise((resolve) => setImmediate(resolve)) });
  const random = createRandom("runtime");
  fabric = createFabric({ clock: simulation, random: random.fork("fabric") });
  const node = fabric.addNode("node-1", ["172.18.0.2"]);
  const cni = createBridgeCni(fabric, node);
  cni.configure("10.244.1.0/24");
  const registry = createRegistry(programs);
  const images = new ImageStore({ clock: simulation, random: random.fork("images"), registry, online: () => fabric.path("node-1", "outside").reachable });
  runtime = createRuntime({ node, clock: simulation, random, fabric, cni, images, registry, processors: 4 });
  events = [];
  runtime.onEvent((event) => void events.push(event));
});

/** Runs the virtual world until the work is done. */
async function finish<T>(work: Promise<T>): Promise<T> {
  let outcome: { value: T } | { error: unknown } | undefined;
  work.then(
    (value) => void (outcome = { value }),
    (error: unknown) => void (outcome = { error }),
  );
  await simulation.settle();
  while (outcome === undefined) expect(await simulation.step(Infinity)).toBe(true);
  if ("error" in outcome) throw outcome.error;
  return outcome.value;
}

async function sandbox(name = "web-1"): Promise<string> {
  const status = await finish(
    runtime.runPodSandbox({
      pod: { uid: `uid-${name}`, namespace: "default", name, attempt: 0 },
      hostname: name,
      hostNetwork: false,
      dns: { servers: ["10.96.0.10"], searches: ["default.svc.cluster.local", "svc.cluster.local", "cluster.local"], options: ["ndots:5"] },
      portMappings: [],
      labels: {},
      annotations: {},
    }),
  );
  return status.id;
}

async function run(image: string, config: Partial<ContainerConfig> = {}): Promise<string> {
  const sandboxId = await sandbox();
  await finish(runtime.pullImage(image, []));
  const id = await finish(runtime.createContainer(sandboxId, { name: "main", attempt: 0, image, env: [], mounts: [], resources: {}, ports: [], stdin: false, tty: false, labels: {}, ...config }));
  await finish(runtime.startContainer(id));
  return id;
}

function logOf(id: string): string {
  let text = "";
  runtime.logs(id, { follow: false, timestamps: false }, { write: (chunk) => void (text += chunk), end() {} });
  return text;
}

const status = (id: string): ContainerStatus => runtime.containerStatus(id)!;

test("a web server starts, answers, and ends in order when told to", async () => {
  const id = await run("nginx");
  await simulation.runFor(1000);
  expect(status(id).state).toBe("Running");
  const answer = await finish(fabric.hostNamespace("node-1").http({ ip: runtime.listPodSandboxes()[0]!.ips[0]!, port: 80 }));
  expect(answer.status).toBe(200);
  expect(answer.body).toContain("Welcome to nginx!");
  expect(logOf(id)).toContain('"GET / HTTP/1.1" 200');
  await finish(runtime.stopContainer(id, 30_000));
  expect(status(id)).toMatchObject({ state: "Exited", exitCode: 0, reason: "Completed" });
});

describe("what a shell command leaves behind", () => {
  const cases: readonly [string, string, number, string][] = [
    ["one line", "echo hello", 0, "hello\n"],
    ["exit code", "exit 3", 3, ""],
    ["sequence", "echo a; echo b && echo c || echo d", 0, "a\nb\nc\n"],
    ["variables", "X=1; echo $X ${X:-2} ${Y:-2} $((X+41))", 0, "1 1 2 42\n"],
    ["loop", "for i in 1 2 3; do echo $i; done", 0, "1\n2\n3\n"],
    ["pipe", "printf 'b\\na\\n' | sort | head -n 1", 0, "a\n"],
    ["substitution", "echo $(hostname) `echo x`", 0, "web-1 x\n"],
    ["files", "echo hi > /tmp/f; cat /tmp/f; rm /tmp/f; cat /tmp/f || echo gone", 0, "hi\ncat: /tmp/f: No such file or directory\ngone\n"],
    ["not found", "nosuch", 127, "sh: nosuch: not found\n"],
    ["date", "date", 0, "Thu Jan  1 00:00:01 UTC 2026\n"],
  ];
  test.each(cases)("%s", async (_name, script, code, output) => {
    const id = await run("busybox", { command: ["sh", "-c", script] });
    await simulation.runFor(1000);
    expect(logOf(id)).toBe(output);
    expect(status(id).exitCode).toBe(code);
  });
});

test("sleep as the main process ignores TERM and is killed after the grace period", async () => {
  const id = await run("busybox", { command: ["sleep", "3600"] });
  const before = simulation.now();
  await finish(runtime.stopContainer(id, 30_000));
  expect(simulation.now() - before).toBe(30_000);
  expect(status(id)).toMatchObject({ state: "Exited", exitCode: 137, reason: "Error" });
});
