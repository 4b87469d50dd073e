import { keyOf } from "../apimachinery/object.ts";
import { formatMicroTime, formatTime } from "../apimachinery/timestamp.ts";
import type { WatchEvent } from "../apimachinery/wire.ts";
import { Leases } from "../api/coordination/lease.ts";
import { type Node, Nodes } from "../api/core/node.ts";
import { type Pod, Pods } from "../api/core/pod.ts";
import { second, type Milliseconds } from "../base/units.ts";
import { every, type Timer } from "../sim/clock.ts";
import type { World } from "./api-server.ts";

export interface FakeNodesOptions {
  readonly count?: number;
  /** How long a pod takes from its creation until it is ready. */
  readonly startTime?: Milliseconds;
  /** How long a pod takes to end. */
  readonly stopTime?: Milliseconds;
  /** Does the pod become ready? All do when this is missing. */
  readonly ready?: (pod: Pod) => boolean;
  readonly labels?: (index: number) => Readonly<Record<string, string>>;
}

/**
 * Nodes, a scheduler and kubelets for tests of controllers, reduced to what controllers see of them: pods
 * get a node in turn, an address, run, become ready and end; nodes renew their leases until they are switched off.
 */
export class FakeNodes {
  readonly #world: World;
  readonly #options: FakeNodesOptions;
  readonly #pulses = new Map<string, Timer>();
  readonly #seen = new Set<string>();
  #nextNode = 0;
  #nextAddress = 1;

  constructor(world: World, options: FakeNodesOptions = {}) {
    this.#world = world;
    this.#options = options;
  }

  get names(): readonly string[] {
    return [...this.#pulses.keys()];
  }

  async start(): Promise<void> {
    const { count = 3, labels } = this.#options;
    for (let index = 1; index <= count; index++) await this.switchOn(`node-${index}`, labels?.(index));
    this.#follow();
  }

  async switchOn(name: string, labels: Readonly<Record<string, string>> = {}): Promise<Node> {
    const { client, simulation } = this.#world;
    const time = formatTime(simulation.now());
    const conditions = [{ type: "Ready", status: "True", reason: "KubeletReady", message: "kubelet is posting ready status", lastHeartbeatTime: time, lastTransitionTime: time }];
    const node = await client.create(Nodes, { metadata: { name, labels: { "kubernetes.io/hostname": name, ...labels } }, status: { conditions } });
    await client.create(Leases, { metadata: { name, namespace: "kube-node-lease" }, spec: { holderIdentity: name, leaseDurationSeconds: 40, renewTime: formatMicroTime(simulation.now()) } });
    this.#pulse(name);
    return node;
  }

  /** From now on nothing comes from the node any more. */
  switchOff(name: string): void {
    this.#pulses.get(name)?.cancel();
    this.#pulses.delete(name);
  }

  /** The kubelet is back and says so. */
  async comeBack(name: string): Promise<void> {
    const { client, simulation } = this.#world;
    const node = await client.get(Nodes, { name });
    const time = formatTime(simulation.now());
    const condition = { type: "Ready", status: "True", reason: "KubeletReady", message: "kubelet is posting ready status", lastHeartbeatTime: time, lastTransitionTime: time };
    const conditions = [condition, ...(node.status.conditions ?? []).filter(({ type }) => type !== "Ready").map((other) => ({ ...other, status: "False" }))];
    await client.updateStatus(Nodes, { ...node, status: { ...node.status, conditions } });
    this.#pulse(name);
  }

  #pulse(name: string): void {
    const { client, simulation } = this.#world;
    const renew = () =>
      void client.patch(Leases, { name, namespace: "kube-node-lease" }, { type: "merge", body: { spec: { renewTime: formatMicroTime(simulation.now()) } } }).catch(() => {});
    this.#pulses.set(name, every(simulation, 10 * second, renew));
  }

  #follow(): void {
    this.#world.transport().stream(
      { method: "GET", path: "/api/v1/pods", query: { watch: "true", resourceVersion: "0" } },
      {
        opened() {},
        closed() {},
        chunk: (events) => {
          for (const { type, object } of events as readonly WatchEvent<Pod>[]) if (type === "ADDED" || type === "MODIFIED") this.#look(object);
        },
      },
    );
  }

  #look(pod: Pod): void {
    const { startTime = 500, stopTime = 200 } = this.#options;
    const { uid, deletionTimestamp } = pod.metadata;
    const once = (what: string, delay: Milliseconds, act: () => Promise<unknown>) => {
      if (this.#seen.has(`${uid}/${what}`)) return;
      this.#seen.add(`${uid}/${what}`);
      this.#world.simulation.after(delay, () => void act().catch(() => {}));
    };
    if (deletionTimestamp !== undefined) return once("end", stopTime, () => this.#end(pod));
    if ((pod.spec.nodeName ?? "") === "") return once("bind", 10, () => this.#bind(pod));
    if (pod.status.phase === "Pending") once("run", startTime, () => this.#runPod(pod));
  }

  #bind({ metadata: { name, namespace = "" } }: Pod): Promise<unknown> {
    const nodes = this.names;
    const target = { apiVersion: "v1", kind: "Node", name: nodes[this.#nextNode++ % nodes.length] };
    return this.#world.client.createSubresource(Pods as never, { name, namespace }, "binding", { apiVersion: "v1", kind: "Binding", metadata: { name, namespace }, target });
  }

  async #runPod({ metadata: { name, namespace = "" }, spec }: Pod): Promise<void> {
    if (!this.#pulses.has(spec.nodeName ?? "")) return;
    const { client, simulation } = this.#world;
    const pod = await client.get(Pods, { name, namespace });
    const ready = this.#options.ready?.(pod) ?? true;
    const lastTransitionTime = formatTime(simulation.now());
    const address = this.#nextAddress++;
    const podIP = pod.status.podIP ?? `10.244.${Math.floor(address / 250)}.${(address % 250) + 1}`;
    const conditions = [{ type: "Ready", status: ready ? "True" : "False", lastTransitionTime }];
    await client.patch(Pods, { name, namespace }, { type: "strategic", subresource: "status", body: { status: { phase: "Running", podIP, podIPs: [{ ip: podIP }], conditions } } });
  }

  /** Says what a probe would. */
  async setReady(pod: Pod, ready: boolean): Promise<void> {
    const { client, simulation } = this.#world;
    const conditions = [{ type: "Ready", status: ready ? "True" : "False", lastTransitionTime: formatTime(simulation.now()) }];
    await client.patch(Pods, { name: pod.metadata.name, namespace: pod.metadata.namespace ?? "" }, { type: "strategic", subresource: "status", body: { status: { conditions } } });
  }

  async #end(pod: Pod): Promise<void> {
    const nodeName = pod.spec.nodeName ?? "";
    if (nodeName !== "" && !this.#pulses.has(nodeName)) return;
    const [namespace = "", name = ""] = keyOf(pod).split("/");
    await this.#world.client.delete(Pods, { name, namespace }, { gracePeriodSeconds: 0 });
  }
}
