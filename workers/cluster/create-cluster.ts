import { Nodes } from "../api/core/node.ts";
import { Pods } from "../api/core/pod.ts";
import { Services } from "../api/core/service.ts";
import { EndpointSlices } from "../api/discovery/endpoint-slice.ts";
import type { UserInfo } from "../apimachinery/wire.ts";
import { assert, present } from "../base/assert.ts";
import type { Milliseconds } from "../base/units.ts";
import { createClient } from "../client/create-client.ts";
import { createInformerFactory, type InformerFactory } from "../client/informer-factory.ts";
import { createRegistry, type Registry } from "../cri/registry.ts";
import { EtcdStore } from "../etcd/store.ts";
import { images } from "../images/images.ts";
import { createFabric, type Fabric } from "../network/fabric.ts";
import type { RequestTrace, SchedulingRecord } from "../protocol/session.ts";
import { clockWithin } from "../sim/clock.ts";
import { FaultPoints } from "../sim/fault-points.ts";
import { Lifetime } from "../sim/lifetime.ts";
import { type LogLine, silentLog } from "../sim/log.ts";
import { createRandom, type Random } from "../sim/random.ts";
import { Simulation, type Turn } from "../sim/simulation.ts";
import type { StartedScheduler } from "../scheduler/start-scheduler.ts";
import { coreDnsVersion, installAddOns } from "./add-ons.ts";
import { ApiEndpoints } from "./api-endpoints.ts";
import type { Cluster } from "./cluster.ts";
import { ClusterNode } from "./cluster-node.ts";
import type { ControlPlane } from "./control-plane.ts";
import { controlPlaneImages } from "./images/images.ts";
import { createInternet } from "./internet.ts";
import { createKubeletProxy } from "./kubelet-proxy.ts";
import { NodePaths } from "./node-paths.ts";
import { locate } from "./proxy-target.ts";
import { Readiness } from "./readiness.ts";
import { createNodeTransport } from "./node-transport.ts";
import { admin, createOutsideTransport } from "./outside-transport.ts";
import { apiServerPort, controlPlanePods, etcdVersion, kindnetPod, kindnetVersion, kubeProxyPod, kubernetesVersion } from "./static-pods.ts";
import { Visitors } from "./visitors.ts";

export interface ClusterOptions {
  readonly seed: string;
  /** Worker nodes, beside the control plane. */
  readonly nodes: number;
  readonly turn: Turn;
  /** Virtual time at the start; `beginning` when missing. */
  readonly start?: Milliseconds;
  readonly log?: (line: LogLine) => void;
  readonly faults?: FaultPoints;
  /** Pods per node; 110 as upstream when missing. */
  readonly maxPods?: number;
}

/** 2026-04-22T10:00:00Z: where virtual time begins. */
export const beginning = 1_776_852_000_000;

const controlPlaneName = "control-plane";

const systemImages = [
  `registry.k8s.io/etcd:${etcdVersion}`,
  `registry.k8s.io/kube-apiserver:${kubernetesVersion}`,
  `registry.k8s.io/kube-controller-manager:${kubernetesVersion}`,
  `registry.k8s.io/kube-scheduler:${kubernetesVersion}`,
];
const nodeImages = [`registry.k8s.io/kube-proxy:${kubernetesVersion}`, `docker.io/kindest/kindnetd:${kindnetVersion}`, `registry.k8s.io/coredns/coredns:${coreDnsVersion}`];

/** Builds a cluster as kubeadm would, and switches it on: one control-plane node and some workers. */
export function createCluster(options: ClusterOptions): Cluster {
  return new PlaygroundCluster(options);
}

class PlaygroundCluster implements Cluster {
  readonly simulation: Simulation;
  readonly random: Random;
  readonly lifetime = new Lifetime();
  readonly fabric: Fabric;
  readonly endpoints = new ApiEndpoints();
  readonly visitors: Visitors;
  readonly store: EtcdStore;
  readonly #options: ClusterOptions;
  readonly #faults: FaultPoints;
  readonly #paths: NodePaths;
  readonly #registry: Registry;
  readonly #nodes = new Map<string, ClusterNode>();
  readonly #schedulers = new Set<StartedScheduler>();
  readonly #informers: InformerFactory;
  readonly #readiness: Readiness;
  #machines = 0;

  constructor(options: ClusterOptions) {
    this.#options = options;
    this.simulation = new Simulation({ start: options.start ?? beginning, turn: options.turn });
    this.random = createRandom(options.seed);
    this.#faults = options.faults ?? new FaultPoints(this.random.fork("faults"));
    this.fabric = createFabric({ clock: this.simulation, random: this.random.fork("fabric") });
    this.#paths = new NodePaths(this.fabric);
    const controlPlane = this.#controlPlane();
    this.store = controlPlane.dataDirectory(controlPlaneName);
    this.#registry = createRegistry([...images, ...this.#controlPlaneImages(controlPlane)]);
    createInternet(this.fabric);
    this.#informers = this.#outsideInformers();
    this.visitors = new Visitors({ clock: this.simulation, random: this.random.fork("visitors"), fabric: this.fabric, informers: this.#informers, insider: () => this.fabric.hostNamespace(controlPlaneName) });
    this.#addMachine(controlPlaneName, "control-plane");
    for (let index = 1; index <= options.nodes; index++) this.#addMachine(`node-${index}`, "worker");
    this.#readiness = new Readiness(this.store, () => this.#nodes.keys());
    this.#installAddOns();
  }

  get ready(): boolean {
    return this.#readiness.ready;
  }

  nodeNames(): readonly string[] {
    return [...this.#nodes.keys()];
  }

  addNode(): string {
    let number = this.#nodes.size;
    while (this.#nodes.has(`node-${number}`)) number++;
    this.#addMachine(`node-${number}`, "worker");
    return `node-${number}`;
  }

  removeNode(name: string): void {
    const node = this.#node(name);
    node.powerOff();
    this.#nodes.delete(name);
    this.fabric.removeNode(name);
    this.#paths.changed();
  }

  powerOff(name: string): void {
    this.#node(name).powerOff();
    this.#paths.changed();
  }

  powerOn(name: string): void {
    this.#node(name).powerOn();
    this.#paths.changed();
  }

  isPoweredOff(name: string): boolean {
    return !this.#node(name).hasPower;
  }

  isSilent(name: string): boolean {
    return this.#nodes.has(name) && (this.isPoweredOff(name) || !this.fabric.path(name, controlPlaneName).reachable);
  }

  partition(name: string): void {
    this.#paths.partition(name);
  }

  heal(name: string): void {
    this.#paths.heal(name);
  }

  crashContainer(namespace: string, pod: string, container?: string): string | undefined {
    for (const { runtime, hasPower } of this.#nodes.values()) {
      if (!hasPower) continue;
      const sandboxes = new Set(runtime.listPodSandboxes().filter(({ pod: identity }) => identity.namespace === namespace && identity.name === pod).map(({ id }) => id));
      const victim = runtime.listContainers().find(({ sandboxId, name, state }) => sandboxes.has(sandboxId) && state === "Running" && (container === undefined || name === container));
      if (victim !== undefined && runtime.crashContainer(victim.id, "KILL")) return victim.name;
    }
    return undefined;
  }

  decisions(pod: string): readonly SchedulingRecord[] {
    return [...this.#schedulers].flatMap((scheduler) => scheduler.decisions(pod));
  }

  requests(): readonly RequestTrace[] {
    return this.fabric.traces();
  }

  #node(name: string): ClusterNode {
    return present(this.#nodes.get(name), `there is no machine ${name}`);
  }

  #addMachine(name: string, role: "control-plane" | "worker"): void {
    const ip = `172.18.${Math.floor((this.#machines + 2) / 250)}.${((this.#machines + 2) % 250)}`;
    assert(!this.#nodes.has(name), `there is a machine ${name} already`);
    this.#machines++;
    if (role === "control-plane") this.endpoints.expect(name, `${ip}:${apiServerPort}`);
    const node = new ClusterNode({
      name,
      ip,
      role,
      clock: clockWithin(this.simulation, this.lifetime),
      random: this.random.fork(name),
      fabric: this.fabric,
      registry: this.#registry,
      staticPods: [...(role === "control-plane" ? controlPlanePods(ip) : []), kubeProxyPod(), kindnetPod()],
      preloaded: [...(role === "control-plane" ? systemImages : []), ...nodeImages],
      connect: (from, lifetime) => this.#connect(from, lifetime, { username: `system:node:${name}`, groups: ["system:nodes", "system:authenticated"] }),
      log: this.#options.log ?? (() => {}),
      maxPods: this.#options.maxPods ?? 110,
    });
    this.#nodes.set(name, node);
    node.start();
  }

  #connect(from: string, lifetime: Lifetime, user: UserInfo) {
    return createNodeTransport({ from, user, clock: clockWithin(this.simulation, lifetime), lifetime, endpoints: this.endpoints, paths: this.#paths, faults: this.#faults });
  }

  #controlPlane(): ControlPlane {
    const stores = new Map<string, EtcdStore>();
    return {
      endpoints: this.endpoints,
      etcd: new Map(),
      schedulers: this.#schedulers,
      dataDirectory(node) {
        const store = stores.get(node) ?? new EtcdStore();
        stores.set(node, store);
        return store;
      },
      connect: ({ network, lifetime }, user) => this.#connect(network.node, lifetime, user),
    };
  }

  #controlPlaneImages(controlPlane: ControlPlane) {
    return controlPlaneImages(controlPlane, {
      cniOf: (node) => this.#node(node).cni,
      kernelOf: (node) => this.#node(node).kernel,
      kubeletsFrom: (from) => this.#kubeletsFrom(from),
    });
  }

  #kubeletsFrom(from: string) {
    return createKubeletProxy({
      reach: (name) => {
        const node = this.#nodes.get(name);
        const address = `${node?.kernel.ips[0] ?? name}:10250`;
        if (node === undefined || !this.fabric.path(from, name).reachable) return `error dialing backend: dial tcp ${address}: i/o timeout`;
        return node.kubelet?.server ?? `error dialing backend: dial tcp ${address}: connect: connection refused`;
      },
      http: (call) => this.fabric.hostNamespace(from).http(call),
      locate: (target) => locate(this.#informers, target),
      now: () => this.simulation.now(),
    });
  }

  #outsideInformers(): InformerFactory {
    const clock = clockWithin(this.simulation, this.lifetime);
    const client = createClient({ transport: createOutsideTransport(this.endpoints, admin), clock, lifetime: this.lifetime, userAgent: "visitors" });
    const informers = createInformerFactory({ client, clock, random: this.random.fork("outside"), log: silentLog });
    for (const resource of [Nodes, Pods, Services, EndpointSlices]) informers.for(resource as typeof Nodes);
    return informers;
  }

  /** kubeadm's last step, from the control-plane node itself. */
  #installAddOns(): void {
    const clock = clockWithin(this.simulation, this.lifetime);
    const client = createClient({ transport: this.#connect(controlPlaneName, this.lifetime, admin), clock, lifetime: this.lifetime, userAgent: "kubeadm/v1.36.0", cause: { actor: "kubeadm" } });
    clock.spawn(() => installAddOns(client, clock));
  }
}
