import type { LabelSet } from "../../apimachinery/label-requirement.ts";
import type { Node, Taint } from "../../api/core/node.ts";
import { UsedPorts } from "./host-ports.ts";
import type { PodInfo } from "./pod-info.ts";
import { amountOf } from "./pod-requests.ts";

const noLabels: LabelSet = Object.freeze({});
const noTaints: readonly Taint[] = Object.freeze([]);
const noScalars: ReadonlyMap<string, number> = new Map();

/** What a node can give to pods. */
export interface Allocatable {
  readonly milliCpu: number;
  readonly memory: number;
  readonly ephemeralStorage: number;
  readonly pods: number;
  readonly scalars: ReadonlyMap<string, number>;
}

const nothing: Allocatable = Object.freeze({ milliCpu: 0, memory: 0, ephemeralStorage: 0, pods: 0, scalars: noScalars });

/** A node and the sums over the pods on it, assumed ones included. Sums change in place: they are what every cycle reads. */
export class NodeInfo {
  readonly name: string;
  /** A small number that no other node has at the same time. */
  readonly slot: number;
  /** Undefined while only pods that are said to be on the node are known. */
  node: Node | undefined;
  labels: LabelSet = noLabels;
  taints: readonly Taint[] = noTaints;
  /** Taints that keep pods away, and those that only put them off. */
  hardTaints: readonly Taint[] = noTaints;
  softTaints: readonly Taint[] = noTaints;
  unschedulable = false;
  allocatable: Allocatable = nothing;
  readonly pods = new Map<string, PodInfo>();
  milliCpu = 0;
  memory = 0;
  ephemeralStorage = 0;
  nonZeroMilliCpu = 0;
  nonZeroMemory = 0;
  scalars = new Map<string, number>();
  usedPorts = new UsedPorts();

  constructor(name: string, slot: number) {
    this.name = name;
    this.slot = slot;
  }

  /** The node has appeared or changed; undefined when it is gone. */
  setNode(node: Node | undefined): void {
    const taints = node?.spec.taints ?? noTaints;
    this.node = node;
    this.labels = node?.metadata.labels ?? noLabels;
    if (taints !== this.taints) this.#setTaints(taints);
    this.unschedulable = node?.spec.unschedulable === true;
    this.allocatable = node === undefined ? nothing : allocatableOf(node);
  }

  addPod(info: PodInfo): void {
    this.pods.set(info.uid, info);
    this.#count(info, 1);
  }

  /** Returns the pod as it was counted. */
  removePod(uid: string): PodInfo | undefined {
    const info = this.pods.get(uid);
    if (info === undefined) return undefined;
    this.pods.delete(uid);
    this.#count(info, -1);
    return info;
  }

  /** A copy for trying out what would be if pods came or went. */
  copy(): NodeInfo {
    const copy = new NodeInfo(this.name, this.slot);
    const { node, labels, taints, hardTaints, softTaints, unschedulable, allocatable } = this;
    const { milliCpu, memory, ephemeralStorage, nonZeroMilliCpu, nonZeroMemory } = this;
    Object.assign(copy, { node, labels, taints, hardTaints, softTaints, unschedulable, allocatable });
    Object.assign(copy, { milliCpu, memory, ephemeralStorage, nonZeroMilliCpu, nonZeroMemory });
    copy.scalars = new Map(this.scalars);
    copy.usedPorts = this.usedPorts.copy();
    for (const [uid, info] of this.pods) copy.pods.set(uid, info);
    return copy;
  }

  #setTaints(taints: readonly Taint[]): void {
    this.taints = taints;
    this.hardTaints = taints.filter(({ effect }) => effect === "NoSchedule" || effect === "NoExecute");
    this.softTaints = taints.filter(({ effect }) => effect === "PreferNoSchedule");
  }

  #count({ requests, hostPorts }: PodInfo, sign: 1 | -1): void {
    this.milliCpu += sign * requests.milliCpu;
    this.memory += sign * requests.memory;
    this.ephemeralStorage += sign * requests.ephemeralStorage;
    this.nonZeroMilliCpu += sign * requests.nonZeroMilliCpu;
    this.nonZeroMemory += sign * requests.nonZeroMemory;
    for (const { name, amount } of requests.scalars) this.scalars.set(name, (this.scalars.get(name) ?? 0) + sign * amount);
    for (const port of hostPorts) this.usedPorts.add(port, sign);
  }
}

/** Nodes report new conditions far more often than new resources. */
const known = new WeakMap<object, Allocatable>();

/** Reads the resources that a node offers to pods. */
export function allocatableOf({ status }: Node): Allocatable {
  const quantities = status.allocatable ?? {};
  const found = known.get(quantities);
  if (found !== undefined) return found;
  const scalars = new Map<string, number>();
  for (const name in quantities) if (!native.has(name)) scalars.set(name, amountOf(name, quantities[name]!));
  const amount = (name: string) => (quantities[name] === undefined ? 0 : amountOf(name, quantities[name]));
  const allocatable = { milliCpu: amount("cpu"), memory: amount("memory"), ephemeralStorage: amount("ephemeral-storage"), pods: amount("pods"), scalars };
  known.set(quantities, allocatable);
  return allocatable;
}

const native = new Set(["cpu", "memory", "ephemeral-storage", "pods"]);
