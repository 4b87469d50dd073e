import { assert } from "../base/assert.ts";
import type { Milliseconds } from "../base/units.ts";
import type { Cni } from "../cni/cni.ts";
import type { Fabric } from "../network/fabric.ts";
import type { FabricNode } from "../network/fabric-node.ts";
import type { NetworkNamespace } from "../network/namespace.ts";
import { clockWithin, type Clock } from "../sim/clock.ts";
import { Lifetime } from "../sim/lifetime.ts";
import type { Random } from "../sim/random.ts";
import { Container } from "./container.ts";
import { attachTo, startExec, runExecSync } from "./exec-session.ts";
import type { ImageStore } from "./image-store.ts";
import type { NodeRuntime } from "./node-runtime.ts";
import type { Registry } from "./registry.ts";
import { RuntimeError, type ContainerConfig, type ContainerStats, type ContainerStatus, type ExecOptions, type ExecOutput, type ExecResult, type ExecSession, type ImageStatus, type LogOptions, type LogSink, type RegistryCredential, type RuntimeEvent, type SandboxConfig, type SandboxStatus } from "./runtime.ts";
import { Sandbox } from "./sandbox.ts";
import type { Signal } from "./signal.ts";

export interface RuntimeOptions {
  readonly node: FabricNode;
  readonly clock: Clock;
  readonly random: Random;
  readonly fabric: Fabric;
  readonly cni: Cni;
  readonly images: ImageStore;
  readonly registry: Registry;
  /** Processors of the machine. */
  readonly processors: number;
}

/**
 * containerd on one machine, with runc below it: sandboxes, containers as trees of virtual processes, images.
 * Left out: symbolic links, file owners and permission checks by user, process groups beyond a terminal's
 * foreground, capabilities, seccomp and AppArmor, shared process namespaces, checkpoints.
 */
export function createRuntime(options: RuntimeOptions): NodeRuntime {
  return new Containerd(options);
}

const idLength = 64;
const hexadecimal = "0123456789abcdef";

class Containerd implements NodeRuntime {
  readonly name = "containerd";
  readonly version = "2.1.4";
  readonly images: ImageStore;
  readonly #options: RuntimeOptions;
  readonly #random: Random;
  readonly #sandboxes = new Map<string, Sandbox>();
  readonly #containers = new Map<string, Container>();
  readonly #listeners = new Set<(event: RuntimeEvent) => void>();
  #power = new Lifetime();
  #clock: Clock;

  constructor(options: RuntimeOptions) {
    this.#options = options;
    this.images = options.images;
    this.#random = options.random.fork("runtime");
    this.#clock = clockWithin(options.clock, this.#power);
  }

  networkReady(): boolean {
    return this.#options.cni.ready;
  }

  async runPodSandbox(config: SandboxConfig): Promise<SandboxStatus> {
    await this.#takes(200, 400);
    const id = this.#random.text(idLength, hexadecimal);
    const network = this.#networkFor(id, config);
    const sandbox = new Sandbox(id, config, network, () => this.#clock.now());
    this.#sandboxes.set(id, sandbox);
    this.#tell("ContainerStarted", sandbox, id);
    return sandbox.status;
  }

  async stopPodSandbox(id: string): Promise<void> {
    const sandbox = this.#sandboxes.get(id);
    if (sandbox === undefined) return;
    for (const container of this.#containers.values()) if (container.sandbox === sandbox) container.signal("KILL");
    await this.#takes(20, 60);
    if (!sandbox.ready) return;
    this.#options.cni.detach(id);
    sandbox.stop();
    this.#tell("ContainerStopped", sandbox, id);
  }

  async removePodSandbox(id: string): Promise<void> {
    const sandbox = this.#sandboxes.get(id);
    if (sandbox === undefined) return;
    await this.stopPodSandbox(id);
    for (const container of this.#containers.values()) if (container.sandbox === sandbox) this.#containers.delete(container.id);
    this.#options.cni.detach(id);
    if (this.#sandboxes.delete(id)) this.#tell("ContainerDeleted", sandbox, id);
  }

  listPodSandboxes(): readonly SandboxStatus[] {
    return [...this.#sandboxes.values()].map(({ status }) => status);
  }

  async createContainer(sandboxId: string, config: ContainerConfig): Promise<string> {
    await this.#takes(20, 40);
    const sandbox = this.#sandboxes.get(sandboxId);
    if (sandbox === undefined || !sandbox.ready) throw new RuntimeError("NotFound", `failed to find sandbox id ${JSON.stringify(sandboxId)}: not found`);
    const image = this.images.find(config.image);
    if (image === undefined) throw new RuntimeError("NotFound", `failed to resolve image ${JSON.stringify(config.image)}: not found`);
    const id = this.#random.text(idLength, hexadecimal);
    const { registry, processors } = this.#options;
    const container = new Container({
      id,
      sandbox,
      config,
      image,
      content: registry.content(image.remote),
      clock: this.#clock,
      random: this.#random.fork(id),
      processors,
      changed: (changed) => this.#containerChanged(changed),
    });
    this.#containers.set(id, container);
    this.#tell("ContainerCreated", sandbox, id);
    return id;
  }

  async startContainer(id: string): Promise<void> {
    const container = this.#find(id);
    await this.#takes(40, 90);
    if (container.status.state !== "Created") throw new RuntimeError("Unknown", `container ${JSON.stringify(id)} is in ${container.status.state.toUpperCase()} state`);
    container.start();
  }

  async stopContainer(id: string, gracePeriod: Milliseconds): Promise<void> {
    const container = this.#containers.get(id);
    if (container === undefined || container.status.state !== "Running") return;
    if (gracePeriod > 0) {
      const killer = this.#clock.after(gracePeriod, () => container.signal("KILL"));
      container.signal(container.stopSignal);
      await container.exited();
      killer.cancel();
    } else container.signal("KILL");
  }

  removeContainer(id: string): Promise<void> {
    const container = this.#containers.get(id);
    if (container === undefined) return Promise.resolve();
    container.signal("KILL");
    this.#containers.delete(id);
    this.#tell("ContainerDeleted", container.sandbox, id);
    return Promise.resolve();
  }

  listContainers(): readonly ContainerStatus[] {
    return [...this.#containers.values()].map(({ status }) => status);
  }

  containerStatus(id: string): ContainerStatus | undefined {
    return this.#containers.get(id)?.status;
  }

  containerStats(id: string): ContainerStats | undefined {
    const container = this.#containers.get(id);
    return container?.status.state === "Running" ? container.stats : undefined;
  }

  async execSync(id: string, command: readonly string[], timeout: Milliseconds): Promise<ExecResult> {
    return await runExecSync(this.#running(id), command, timeout, this.#clock);
  }

  exec(id: string, options: ExecOptions, output: ExecOutput): ExecSession {
    return startExec(this.#running(id), options, output, this.#clock);
  }

  attach(id: string, options: ExecOptions, output: ExecOutput): ExecSession {
    return attachTo(this.#running(id), options, output);
  }

  logs(id: string, options: LogOptions, sink: LogSink): { close(): void } {
    return this.#find(id).log.read(options, sink);
  }

  async pullImage(image: string, _secrets: readonly RegistryCredential[]): Promise<ImageStatus> {
    const power = this.#power;
    const { status } = await this.#whilePowered(this.images.pull(image), power);
    return status;
  }

  imageStatus(image: string): ImageStatus | undefined {
    return this.images.find(image)?.status;
  }

  listImages(): readonly ImageStatus[] {
    return this.images.list().map(({ status }) => status);
  }

  removeImage(image: string): Promise<void> {
    this.images.remove(image);
    return Promise.resolve();
  }

  onEvent(listener: (event: RuntimeEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  powerOff(): void {
    const { fabric, node } = this.#options;
    fabric.powerOff(node.name);
    this.#power.end();
    for (const container of this.#containers.values()) container.lose();
    for (const sandbox of this.#sandboxes.values()) {
      if (!sandbox.ready) continue;
      this.#options.cni.detach(sandbox.id);
      sandbox.stop();
    }
    this.images.interrupt();
  }

  powerOn(): void {
    assert(this.#power.ended, "the machine is on already");
    this.#power = new Lifetime();
    this.#clock = clockWithin(this.#options.clock, this.#power);
    this.#options.fabric.powerOn(this.#options.node.name);
  }

  crashContainer(id: string, signal: Signal = "SEGV"): boolean {
    const container = this.#containers.get(id);
    if (container?.status.state !== "Running") return false;
    container.crash(signal);
    return true;
  }

  #networkFor(id: string, { pod, hostNetwork, portMappings }: SandboxConfig): NetworkNamespace {
    if (hostNetwork) return this.#options.node.host;
    try {
      return this.#options.cni.attach({ id, pod: `${pod.namespace}/${pod.name}`, portMappings });
    } catch (error) {
      const why = error instanceof Error ? error.message : "unknown";
      throw new RuntimeError("Unknown", `failed to setup network for sandbox ${JSON.stringify(id)}: ${why}`);
    }
  }

  #find(id: string): Container {
    const container = this.#containers.get(id);
    if (container === undefined) throw new RuntimeError("NotFound", `an error occurred when try to find container ${JSON.stringify(id)}: not found`);
    return container;
  }

  #running(id: string): Container {
    const container = this.#find(id);
    if (container.status.state !== "Running") throw new RuntimeError("Unknown", `container ${id} is in ${container.status.state === "Exited" ? "CONTAINER_EXITED" : "CONTAINER_CREATED"} state`);
    return container;
  }

  /** Work of the runtime itself: "until settled" waits for it. Never returns when the power goes. */
  #takes(least: Milliseconds, most: Milliseconds): Promise<void> {
    return this.#clock.sleep(this.#random.integer(least, most));
  }

  #whilePowered<T>(work: Promise<T>, power: Lifetime): Promise<T> {
    return new Promise((resolve, reject) => {
      work.then(
        (value) => void (power.ended || resolve(value)),
        (error: unknown) => void (power.ended || reject(error as Error)),
      );
    });
  }

  #containerChanged(container: Container): void {
    if (container.status.state === "Created") return;
    this.#tell(container.status.state === "Running" ? "ContainerStarted" : "ContainerStopped", container.sandbox, container.id);
  }

  /** A machine without power tells nobody. */
  #tell(type: RuntimeEvent["type"], sandbox: Sandbox, containerId: string): void {
    if (this.#power.ended) return;
    const event: RuntimeEvent = { type, podUid: sandbox.config.pod.uid, containerId };
    for (const listener of this.#listeners) listener(event);
  }
}
