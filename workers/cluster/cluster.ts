import type { Lifetime } from "../sim/lifetime.ts";
import type { Random } from "../sim/random.ts";
import type { Simulation } from "../sim/simulation.ts";
import type { EtcdStore } from "../etcd/store.ts";
import type { Fabric } from "../network/fabric.ts";
import type { RequestTrace, SchedulingRecord } from "../protocol/session.ts";
import type { ApiEndpoints } from "./api-endpoints.ts";
import type { Visitors } from "./visitors.ts";

/** A whole cluster: its machines, its network, and the switches that people and faults have in hand. */
export interface Cluster {
  readonly simulation: Simulation;
  readonly random: Random;
  readonly lifetime: Lifetime;
  readonly fabric: Fabric;
  readonly endpoints: ApiEndpoints;
  readonly visitors: Visitors;
  /** What lies on the disk of the first control-plane node. */
  readonly store: EtcdStore;
  /** Are all nodes ready, and all pods that the cluster itself needs? */
  readonly ready: boolean;

  nodeNames(): readonly string[];
  /** Brings a new machine, which joins; returns its name. */
  addNode(): string;
  removeNode(name: string): void;
  powerOff(node: string): void;
  powerOn(node: string): void;
  isPoweredOff(node: string): boolean;
  /** Can nothing that the node says reach the control plane? */
  isSilent(node: string): boolean;
  /** Cuts a node off from all others. */
  partition(node: string): void;
  heal(node: string): void;
  /** Kills the main process of a container with SIGKILL; returns the container's name, undefined when none runs. */
  crashContainer(namespace: string, pod: string, container?: string): string | undefined;
  /** The scheduler's kept records about a pod (namespace/name), newest last. */
  decisions(pod: string): readonly SchedulingRecord[];
  /** The newest requests that went over the network, hop by hop, newest last. */
  requests(): readonly RequestTrace[];
}
