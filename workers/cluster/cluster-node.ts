import type { Draft } from "../apimachinery/object.ts";
import type { Pod } from "../api/core/pod.ts";
import { gibibyte } from "../base/units.ts";
import type { Transport } from "../client/transport.ts";
import { type BridgeCni, createBridgeCni } from "../cni/cni.ts";
import { createRuntime } from "../cri/create-runtime.ts";
import { ImageStore } from "../cri/image-store.ts";
import type { NodeRuntime } from "../cri/node-runtime.ts";
import type { Registry } from "../cri/registry.ts";
import { createHostDisk, type HostDisk } from "../kubelet/host-disk.ts";
import { type Kubelet, runKubelet } from "../kubelet/kubelet.ts";
import type { Machine } from "../kubelet/machine.ts";
import { fixedManifests } from "../kubelet/sources/manifest-source.ts";
import type { Fabric } from "../network/fabric.ts";
import type { FabricNode } from "../network/fabric-node.ts";
import type { Clock } from "../sim/clock.ts";
import { Lifetime } from "../sim/lifetime.ts";
import { createLog, type LogLine } from "../sim/log.ts";
import type { Random } from "../sim/random.ts";
import { providerDns } from "./internet.ts";

export interface ClusterNodeOptions {
  readonly name: string;
  readonly ip: string;
  readonly role: "control-plane" | "worker";
  readonly clock: Clock;
  readonly random: Random;
  readonly fabric: Fabric;
  readonly registry: Registry;
  /** The manifests in /etc/kubernetes/manifests. */
  readonly staticPods: readonly Draft<Pod>[];
  /** Images that the machine image brings along. */
  readonly preloaded: readonly string[];
  /** The kubelet's connection to the API server. */
  readonly connect: (node: string, lifetime: Lifetime) => Transport;
  readonly log: (line: LogLine) => void;
  readonly maxPods: number;
}

/** Shorter or longer: a machine's firmware and kernel, until its kubelet runs. */
const bootTime = { least: 4_000, most: 8_000 };

/** One machine with everything on it: disk, container runtime, network plugin, and while it has power a kubelet. */
export class ClusterNode {
  readonly name: string;
  readonly runtime: NodeRuntime;
  readonly cni: BridgeCni;
  readonly kernel: FabricNode;
  readonly #options: ClusterNodeOptions;
  readonly #disk: HostDisk;
  #power = new Lifetime();
  #boots = 0;
  #kubelet: Kubelet | undefined;

  constructor(options: ClusterNodeOptions) {
    const { name, ip, clock, random, fabric, registry, preloaded } = options;
    this.name = name;
    this.#options = options;
    this.#disk = createHostDisk(() => clock.now());
    this.kernel = fabric.addNode(name, [ip]);
    this.cni = createBridgeCni(fabric, this.kernel);
    const images = new ImageStore({ clock, random: random.fork("images"), registry, online: () => fabric.path(name, "outside").reachable });
    for (const image of preloaded) images.preload(image);
    this.runtime = createRuntime({ node: this.kernel, clock, random, fabric, cni: this.cni, images, registry, processors: machineSize.processors });
  }

  /** The kubelet, while the machine has power and has booted. */
  get kubelet(): Kubelet | undefined {
    return this.#kubelet;
  }

  get hasPower(): boolean {
    return !this.#power.ended;
  }

  /** Starts the kubelet: the machine has booted. */
  start(): void {
    const { name, clock, random, connect, role, staticPods, log, maxPods } = this.#options;
    const lifetime = this.#power;
    this.#boots++;
    this.#kubelet = runKubelet({
      nodeName: name,
      machine: this.#machine(),
      runtime: this.runtime,
      transport: connect(name, lifetime),
      clock,
      random: random.fork(`boot-${this.#boots}`),
      log: createLog(`kubelet/${name}`, () => clock.now(), log),
      lifetime,
      manifests: fixedManifests(staticPods),
      network: this.kernel.host,
      disk: this.#disk,
      configuration: { maxPods, nodeDns: { servers: [providerDns], searches: [] }, ...(role === "control-plane" && controlPlaneRegistration) },
    });
  }

  powerOff(): void {
    if (!this.hasPower) return;
    this.#power.end();
    this.#kubelet = undefined;
    this.runtime.powerOff();
  }

  /** The machine boots, and some seconds later its kubelet runs. */
  powerOn(): void {
    if (this.hasPower) return;
    const { clock, random } = this.#options;
    this.#power = new Lifetime();
    this.runtime.powerOn();
    const lifetime = this.#power;
    clock.after(random.fork(`power-${this.#boots}`).integer(bootTime.least, bootTime.most), () => (lifetime.ended ? undefined : this.start()));
  }

  #machine(): Machine {
    const { name, ip, random } = this.#options;
    const identity = random.fork("machine");
    return {
      hostname: name,
      addresses: [ip],
      cpuMillis: machineSize.processors * 1_000,
      memory: machineSize.memory,
      disk: machineSize.disk,
      system: {
        machineId: identity.uuid().replaceAll("-", ""),
        systemUuid: identity.uuid(),
        bootId: random.fork(`boot-id-${this.#boots}`).uuid(),
        kernelVersion: "6.12.63+deb13-amd64",
        osImage: "Debian GNU/Linux 13 (trixie)",
        operatingSystem: "linux",
        architecture: "amd64",
      },
    };
  }
}

/** Every machine is alike, until node groups differ. */
const machineSize = { processors: 4, memory: 8 * gibibyte, disk: 100 * gibibyte };

const controlPlaneLabel = "node-role.kubernetes.io/control-plane";

/** What kubeadm has the kubelet of a control-plane node register. */
const controlPlaneRegistration = {
  nodeLabels: { [controlPlaneLabel]: "", "node.kubernetes.io/exclude-from-external-load-balancers": "" },
  registerWithTaints: [{ key: controlPlaneLabel, effect: "NoSchedule" as const }],
};
