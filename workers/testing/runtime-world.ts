import { createBridgeCni } from "../cni/cni.ts";
import { createRuntime } from "../cri/create-runtime.ts";
import type { ImageProgram } from "../cri/image-program.ts";
import { ImageStore } from "../cri/image-store.ts";
import type { NodeRuntime } from "../cri/node-runtime.ts";
import { createRegistry } from "../cri/registry.ts";
import type { ContainerConfig, ContainerStatus, RuntimeEvent, SandboxConfig } from "../cri/runtime.ts";
import { images as knownImages } from "../images/images.ts";
import { responseMessage, questionIn } from "../network/dns-message.ts";
import { createFabric, type Fabric } from "../network/fabric.ts";
import type { HttpCall, HttpResponse } from "../network/http.ts";
import { createRandom } from "../sim/random.ts";
import { Simulation } from "../sim/simulation.ts";
import { turn } from "./node/turn.ts";

/** 2026-01-01T00:00:00Z. */
const start = 1_767_225_600_000;

/** What a container that a test starts is made of. */
export interface Wanted extends Partial<ContainerConfig> {
  readonly image: string;
  /** Name of the pod; "web-1" when missing. Other pods reach it under this name. */
  readonly pod?: string;
  readonly sandbox?: Partial<SandboxConfig>;
}

/** One or two machines with a container runtime, without a kubelet: containers are started by hand. */
export interface RuntimeWorld {
  readonly simulation: Simulation;
  readonly fabric: Fabric;
  readonly runtime: NodeRuntime;
  readonly images: ImageStore;
  readonly events: readonly RuntimeEvent[];
  /** Runs the virtual world until the work is done; throws what it throws. */
  finish<T>(work: Promise<T>): Promise<T>;
  run(seconds: number): Promise<void>;
  sandbox(name: string, config?: Partial<SandboxConfig>): Promise<string>;
  /** Pulls, creates and starts a container in a new sandbox (or the pod's, if it has one), and returns its id. */
  start(wanted: Wanted): Promise<string>;
  status(id: string): ContainerStatus;
  log(id: string): string;
  /** Runs a command in a container and returns what it printed, with its exit code where that is not 0. */
  exec(id: string, ...command: readonly string[]): Promise<string>;
  ip(pod: string): string;
  /** An HTTP request from the node to a pod. */
  get(pod: string, port: number, more?: Partial<HttpCall>): Promise<HttpResponse>;
}

/** Starts a machine for a test. */
export function startRuntimeWorld(programs: readonly ImageProgram[] = knownImages): RuntimeWorld {
  const simulation = new Simulation({ start, turn });
  const random = createRandom("runtime");
  const fabric = createFabric({ clock: simulation, random: random.fork("fabric") });
  const node = fabric.addNode("node-1", ["192.168.0.1"]);
  const cni = createBridgeCni(fabric, node);
  cni.configure("10.244.1.0/24");
  const registry = createRegistry(programs);
  const images = new ImageStore({ clock: simulation, random: random.fork("images"), registry, online: () => fabric.path("node-1", "outside").reachable });
  const runtime = createRuntime({ node, clock: simulation, random, fabric, cni, images, registry, processors: 4 });
  const events: RuntimeEvent[] = [];
  runtime.onEvent((event) => void events.push(event));
  const world = new HandRun({ simulation, fabric, runtime, images, events });
  serveNames(fabric, world);
  return world;
}

type Parts = Pick<RuntimeWorld, "simulation" | "fabric" | "runtime" | "images" | "events">;

const nameServer = "192.168.0.53";

class HandRun implements RuntimeWorld {
  readonly simulation: Simulation;
  readonly fabric: Fabric;
  readonly runtime: NodeRuntime;
  readonly images: ImageStore;
  readonly events: readonly RuntimeEvent[];
  readonly #sandboxes = new Map<string, string>();

  constructor({ simulation, fabric, runtime, images, events }: Parts) {
    this.simulation = simulation;
    this.fabric = fabric;
    this.runtime = runtime;
    this.images = images;
    this.events = events;
  }

  async finish<T>(work: Promise<T>): Promise<T> {
    let outcome: { readonly value: T } | { readonly error: unknown } | undefined;
    work.then(
      (value) => void (outcome = { value }),
      (error: unknown) => void (outcome = { error }),
    );
    await this.simulation.settle();
    while (outcome === undefined) if (!(await this.simulation.step(Infinity))) throw new Error("nothing happens any more");
    if ("error" in outcome) throw outcome.error;
    return outcome.value;
  }

  async run(seconds: number): Promise<void> {
    await this.simulation.settle();
    await this.simulation.runFor(seconds * 1000);
  }

  async sandbox(name: string, config: Partial<SandboxConfig> = {}): Promise<string> {
    const known = this.#sandboxes.get(name);
    if (known !== undefined) return known;
    const { id } = await this.finish(
      this.runtime.runPodSandbox({
        pod: { uid: `uid-${name}`, namespace: "default", name, attempt: 0 },
        hostname: name,
        hostNetwork: false,
        dns: { servers: [nameServer], searches: ["default.svc.cluster.local"], options: ["ndots:5"] },
        portMappings: [],
        labels: {},
        annotations: {},
        ...config,
      }),
    );
    this.#sandboxes.set(name, id);
    return id;
  }

  async start({ image, pod = "web-1", sandbox = {}, ...config }: Wanted): Promise<string> {
    const sandboxId = await this.sandbox(pod, sandbox);
    await this.finish(this.runtime.pullImage(image, []));
    const id = await this.finish(
      this.runtime.createContainer(sandboxId, { name: "main", attempt: 0, image, env: [], mounts: [], resources: {}, ports: [], stdin: false, tty: false, labels: {}, ...config }),
    );
    await this.finish(this.runtime.startContainer(id));
    return id;
  }

  status(id: string): ContainerStatus {
    const status = this.runtime.containerStatus(id);
    if (status === undefined) throw new Error(`there is no container ${id}`);
    return status;
  }

  log(id: string): string {
    let text = "";
    this.runtime.logs(id, { follow: false, timestamps: false }, { write: (chunk) => void (text += chunk), end() {} });
    return text;
  }

  async exec(id: string, ...command: readonly string[]): Promise<string> {
    const { stdout, stderr, exitCode } = await this.finish(this.runtime.execSync(id, command, 0));
    return `${stdout}${stderr}${exitCode === 0 ? "" : `[${exitCode}]`}`;
  }

  ip(pod: string): string {
    const status = this.runtime.listPodSandboxes().find(({ pod: { name }, state }) => name === pod && state === "Ready");
    return status?.ips[0] ?? "";
  }

  get(pod: string, port: number, more: Partial<HttpCall> = {}): Promise<HttpResponse> {
    return this.finish(this.fabric.hostNamespace("node-1").http({ ip: this.ip(pod), port, timeout: 60_000, ...more }));
  }
}

/** A name server that knows every pod by its name. */
function serveNames(fabric: Fabric, world: RuntimeWorld): void {
  fabric.addNode("names", [nameServer]).host.listenUdp({ port: 53 }, ({ payload }) => {
    const { name, type } = questionIn(payload) ?? { name: "", type: "A" };
    const ip = world.ip(name.replace(/\.default\.svc\.cluster\.local$/, ""));
    if (ip === "" || !name.endsWith(".default.svc.cluster.local")) return responseMessage({ code: "NXDOMAIN", answers: [] });
    return responseMessage({ code: "NOERROR", answers: type === "A" ? [{ name, type: "A", ttl: 5, data: ip }] : [] });
  });
}
