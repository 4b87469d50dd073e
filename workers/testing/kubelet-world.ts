import type { Draft } from "../apimachinery/object.ts";
import { ConfigMaps } from "../api/core/config-map.ts";
import { Events } from "../api/core/event.ts";
import { type Pod, Pods } from "../api/core/pod.ts";
import { gibibyte, second } from "../base/units.ts";
import { type BridgeCni, createBridgeCni } from "../cni/cni.ts";
import { createRuntime } from "../cri/create-runtime.ts";
import type { ImageProgram } from "../cri/image-program.ts";
import { ImageStore } from "../cri/image-store.ts";
import type { NodeRuntime } from "../cri/node-runtime.ts";
import type { Process } from "../cri/process.ts";
import { createRegistry } from "../cri/registry.ts";
import type { KubeletConfiguration } from "../kubelet/configuration.ts";
import { createHostDisk, type HostDisk } from "../kubelet/host-disk.ts";
import { type Kubelet, runKubelet } from "../kubelet/kubelet.ts";
import type { Machine } from "../kubelet/machine.ts";
import type { ManifestSource } from "../kubelet/sources/manifest-source.ts";
import { ConnectionError } from "../client/transport.ts";
import { createFabric, type Fabric } from "../network/fabric.ts";
import { Lifetime } from "../sim/lifetime.ts";
import { createLog } from "../sim/log.ts";
import { startApiServer, type World, type WorldOptions } from "./api-server.ts";

/** A program for tests, told by its arguments what to do. */
const app: ImageProgram = {
  image: "app",
  tags: ["1.0", "2.0"],
  sizeMiB: 10,
  userland: "busybox",
  async run(process) {
    const options = new Map(process.args.map((argument) => argument.split("=") as [string, string]));
    for (const [name, value] of Object.entries(process.env)) process.print(`${name}=${value}`);
    if (options.has("message")) process.files.write("/dev/termination-log", options.get("message") ?? "");
    if (options.has("allocate")) await process.allocate(Number(options.get("allocate")));
    serve(process, options);
    if (options.get("term") !== "ignore") process.onSignal("TERM", () => process.clock.after(Number(options.get("linger") ?? 0) * second, () => process.exit(Number(options.get("term") ?? 0))));
    if (!options.has("exit")) return await process.forever();
    await process.startUp(Number(options.get("after") ?? 1) * second);
    return Number(options.get("exit"));
  },
};

function serve(process: Process, options: ReadonlyMap<string, string>): void {
  const port = options.get("port");
  if (port === undefined) return;
  process.listenHttp(Number(port), ({ path }) => {
    if (path === "/fail") process.files.write("/tmp/sick", "yes");
    if (path === "/heal") process.files.remove("/tmp/sick");
    const sick = process.files.exists("/tmp/sick");
    process.print(`GET ${path}`);
    return { status: sick && path.startsWith("/health") ? 503 : 200, body: "ok" };
  });
}

export interface KubeletWorldOptions extends WorldOptions {
  readonly configuration?: Partial<KubeletConfiguration>;
  readonly manifests?: readonly Draft<Pod>[];
  readonly memory?: number;
  /** Is the network configured from the start? Default: true. */
  readonly network?: boolean;
  readonly podCidr?: string;
  /** Start the kubelet at once? Default: true. */
  readonly started?: boolean;
}

/** One machine with a real runtime and a real kubelet, at a real API server. */
export interface KubeletWorld extends World {
  readonly kubelet: Kubelet;
  readonly runtime: NodeRuntime;
  readonly fabric: Fabric;
  readonly cni: BridgeCni;
  readonly disk: HostDisk;
  readonly machine: Machine;
  readonly log: readonly string[];
  /** Cuts the kubelet off from the API server, or lets it through again. */
  cutOff(cut: boolean): void;
  setManifests(manifests: readonly Draft<Pod>[]): void;
  /** Takes the power and gives it back. */
  powerOff(): void;
  powerOn(): void;
  /** Binds a pod to the node, as a scheduler would. */
  bind(draft: PodDraft): Promise<Pod>;
  pod(name: string, namespace?: string): Promise<Pod>;
  /** Undefined when it is gone. */
  findPod(name: string, namespace?: string): Pod | undefined;
  /** "Normal Pulled message" of every event about the pod, with "(xN)" where it repeats, in order of their creation. */
  events(name: string): readonly string[];
}

export type PodDraft = Draft<Pod> & { readonly metadata: { readonly name: string } };

export const nodeName = "node-1";
const address = "192.168.49.2";

/** Starts one node for a test. */
export async function startKubeletWorld(options: KubeletWorldOptions = {}): Promise<KubeletWorld> {
  const world = await startApiServer(options);
  for (const namespace of ["default", "kube-system"]) {
    await world.create(ConfigMaps, { metadata: { name: "kube-root-ca.crt", namespace }, data: { "ca.crt": "-----BEGIN CERTIFICATE-----" } });
  }
  const { simulation: clock, random } = world;
  const fabric = createFabric({ clock, random: random.fork("fabric") });
  const node = fabric.addNode(nodeName, [address]);
  const cni = createBridgeCni(fabric, node);
  if (options.network !== false) cni.configure(options.podCidr ?? "10.244.1.0/24");
  const registry = createRegistry([app]);
  const images = new ImageStore({ clock, random: random.fork("images"), registry, online: () => true });
  const runtime = createRuntime({ node, clock, random, fabric, cni, images, registry, processors: 4 });
  const disk = createHostDisk(() => clock.now(), { "/var/run/containerd.sock": "Socket" });
  const machine = testMachine(options.memory ?? 8 * gibibyte);
  const log: string[] = [];

  let power = new Lifetime();
  let cut = false;
  let boots = 0;
  const manifests = changeable(options.manifests ?? []);
  const link = world.transport({ username: `system:node:${nodeName}`, groups: ["system:nodes", "system:authenticated"] });
  const boot = () =>
    runKubelet({
      nodeName,
      machine: { ...machine, system: { ...machine.system, bootId: `boot-${boots++}` } },
      runtime,
      transport: breakable(link, () => cut),
      clock,
      random,
      log: createLog("kubelet", () => clock.now(), ({ severity, message }) => void log.push(`${severity} ${message}`)),
      lifetime: power,
      manifests,
      network: node.host,
      disk,
      ...(options.configuration !== undefined && { configuration: options.configuration }),
    });
  let kubelet = options.started === false ? undefined : boot();

  const extra = {
    get kubelet(): Kubelet {
      kubelet ??= boot();
      return kubelet;
    },
    runtime, fabric, cni, disk, machine, log,
    cutOff: (value: boolean) => void (cut = value),
    setManifests: (pods: readonly Draft<Pod>[]) => manifests.set(pods),
    powerOff() {
      power.end();
      runtime.powerOff();
    },
    powerOn() {
      power = new Lifetime();
      runtime.powerOn();
      kubelet = boot();
    },
    bind: (draft: PodDraft) => world.create(Pods, { ...draft, spec: { ...draft.spec, nodeName } }),
    pod: (name: string, namespace = "default") => world.client.get(Pods, { namespace, name }),
    findPod: (name: string, namespace = "default") => world.all(Pods, namespace).find(({ metadata }) => metadata.name === name),
    events: (name: string) => eventsAbout(world, name),
  };
  return Object.defineProperties(world, Object.getOwnPropertyDescriptors(extra)) as KubeletWorld;
}

function eventsAbout(world: World, name: string): readonly string[] {
  return world
    .all(Events)
    .filter(({ involvedObject }) => involvedObject.name === name)
    .toSorted((a, b) => Number(a.metadata.resourceVersion) - Number(b.metadata.resourceVersion))
    .map(({ type, reason, message, count = 1 }) => `${type} ${reason} ${message}${count > 1 ? ` (x${count})` : ""}`);
}

const testMachine = (memory: number): Machine => ({
  hostname: nodeName,
  addresses: [address],
  cpuMillis: 4000,
  memory,
  disk: 100 * gibibyte,
  system: {
    machineId: "b5c6f3a3a2f94a0c9a3dd3c4a5a1a111",
    systemUuid: "1c0ffee0-0000-4000-8000-000000000001",
    bootId: "boot",
    kernelVersion: "6.12.48",
    osImage: "Debian GNU/Linux 13 (trixie)",
    operatingSystem: "linux",
    architecture: "amd64",
  },
});

function changeable(first: readonly Draft<Pod>[]): ManifestSource & { set(pods: readonly Draft<Pod>[]): void } {
  let pods = first;
  const listeners = new Set<() => void>();
  return {
    pods: () => pods,
    onChange(run) {
      listeners.add(run);
      return () => listeners.delete(run);
    },
    set(next) {
      pods = next;
      for (const run of listeners) run();
    },
  };
}

/** A transport that can lose its network. */
function breakable(link: ReturnType<World["transport"]>, isCut: () => boolean): ReturnType<World["transport"]> {
  const refused = () => new ConnectionError("dial tcp 192.168.49.2:6443: connect: connection refused");
  return {
    handle: (request) => (isCut() ? Promise.reject(refused()) : link.handle(request)),
    stream(request, sink) {
      if (!isCut()) return link.stream(request, sink);
      sink.closed(refused());
      return { send() {}, close() {} };
    },
  };
}

/** A pod with one container "web" that runs the test program with these arguments. */
export const appPod = (name: string, args: readonly string[] = [], { spec = {}, container = {} }: { readonly spec?: object; readonly container?: object } = {}): PodDraft => ({
  metadata: { name },
  spec: { containers: [{ name: "web", image: "app:1.0", args: [...args], ...container }], ...spec },
});

/** Deletes a pod as `kubectl delete` would. */
export const deletePod = (world: World, name: string, gracePeriodSeconds?: number) =>
  world.request("DELETE", `/api/v1/namespaces/default/pods/${name}`, gracePeriodSeconds === undefined ? {} : { query: { gracePeriodSeconds: String(gracePeriodSeconds) } });
