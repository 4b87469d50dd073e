import { assert, present } from "../base/assert.ts";
import type { Clock } from "../sim/clock.ts";
import type { Random } from "../sim/random.ts";
import { Links, outsideWorld, type LinkQuality, type Path } from "./links.ts";
import { Machine } from "./machine.ts";
import { NetworkNamespace } from "./namespace.ts";
import type { FabricNode } from "./fabric-node.ts";
import type { Packet, PolicyPacket, Verdict } from "./packet.ts";
import { RouteTable } from "./route-table.ts";
import type { Topology } from "./router.ts";
import { NetworkStack } from "./stack.ts";
import { TraceRing, type TraceRecord } from "./trace.ts";

/**
 * The network under the cluster: machines on links, network namespaces with addresses, sockets in them.
 * It knows addresses and packet filters only; what a Service is, kube-proxy teaches each node.
 * Left out: IPv6, MTU and bandwidth, ARP, connection tracking beyond open connections, the handshake's
 * own round trip (folded into the first packet).
 */
export interface Fabric {
  addNode(name: string, ips: readonly string[]): FabricNode;
  node(name: string): FabricNode | undefined;
  /** Takes the machine and everything on it away. */
  removeNode(name: string): void;
  /** The node's own network namespace: the kubelet's, host-network pods'. */
  hostNamespace(node: string): NetworkNamespace;

  /** Where visitors come from: outside of the cluster, able to reach the nodes' addresses. */
  readonly visitor: NetworkNamespace;
  /** A server on the internet, with a public address. */
  addOutsideHost(name: string, ip: string): NetworkNamespace;
  /** The namespace that owns an address now. */
  owner(ip: string): NetworkNamespace | undefined;
  /** Sends a range to a node: a pod CIDR, or the address of a load balancer. Returns how to withdraw it. */
  addRoute(cidr: string, nextHop: () => string | undefined): () => void;

  path(from: string, to: string): Path;
  powerOff(node: string): void;
  powerOn(node: string): void;
  isPoweredOff(node: string): boolean;
  /** Cuts the wire between two nodes, or a node from everybody. */
  partition(a: string, b?: string): void;
  heal(a: string, b?: string): void;
  setLink(a: string, b: string | undefined, quality: LinkQuality | undefined): void;

  onTrace(listener: (record: TraceRecord) => void): () => void;
  /** The newest traces, oldest first. */
  traces(): readonly TraceRecord[];
}

export interface FabricOptions {
  readonly clock: Clock;
  readonly random: Random;
  /** How many traces are kept. */
  readonly traceCapacity?: number;
}

/** Builds an empty network. */
export function createFabric({ clock, random, traceCapacity = 512 }: FabricOptions): Fabric {
  return new VirtualFabric(clock, random, traceCapacity);
}

/** Visitors sit behind this address (TEST-NET-3). */
const visitorIp = "203.0.113.10";

class VirtualFabric implements Fabric, Topology {
  readonly links: Links;
  readonly visitor: NetworkNamespace;
  readonly #traces: TraceRing;
  readonly #stack: NetworkStack;
  readonly #owners = new Map<string, NetworkNamespace>();
  readonly #nodes = new Map<string, Machine>();
  readonly #routes = new RouteTable();

  constructor(clock: Clock, random: Random, traceCapacity: number) {
    this.links = new Links(random.fork("links"));
    this.#traces = new TraceRing(clock, traceCapacity);
    this.#stack = new NetworkStack(clock, this, this.#traces, this.#owners);
    this.visitor = this.addOutsideHost("visitor", visitorIp);
  }

  addNode(name: string, ips: readonly string[]): FabricNode {
    assert(!this.#nodes.has(name), `there is a node ${name} already`);
    const node = new Machine(name, ips, this.#stack);
    this.#nodes.set(name, node);
    return node;
  }

  node(name: string): FabricNode | undefined {
    return this.#nodes.get(name);
  }

  removeNode(name: string): void {
    const node = this.#nodes.get(name);
    if (node === undefined) return;
    this.links.setPower(name, false);
    node.dismantle();
    this.#nodes.delete(name);
    this.links.forget(name);
  }

  hostNamespace(node: string): NetworkNamespace {
    return present(this.#nodes.get(node), `there is no node ${node}`).host;
  }

  addOutsideHost(name: string, ip: string): NetworkNamespace {
    const namespace = new NetworkNamespace({ name, node: outsideWorld, kind: "outside" }, this.#stack);
    namespace.setIps([ip]);
    return namespace;
  }

  owner(ip: string): NetworkNamespace | undefined {
    return this.#owners.get(ip);
  }

  addRoute(cidr: string, nextHop: () => string | undefined): () => void {
    return this.#routes.add(cidr, nextHop);
  }

  nextHop(ip: string): string | undefined {
    return this.#routes.find(ip);
  }

  nodeIps(node: string): readonly string[] {
    return this.#nodes.get(node)?.ips ?? [];
  }

  translate(node: string, packet: Packet): Verdict | undefined {
    return this.#nodes.get(node)?.translate(packet);
  }

  judge(node: string, packet: PolicyPacket): string | undefined {
    return this.#nodes.get(node)?.judge(packet);
  }

  path(from: string, to: string): Path {
    return this.links.path(from, to);
  }

  powerOff(node: string): void {
    this.links.setPower(node, false);
    this.#nodes.get(node)?.losePower();
  }

  powerOn(node: string): void {
    this.links.setPower(node, true);
  }

  isPoweredOff(node: string): boolean {
    return this.links.isOff(node);
  }

  partition(a: string, b?: string): void {
    if (b === undefined) this.links.setIsolated(a, true);
    else this.links.setCut(a, b, true);
  }

  heal(a: string, b?: string): void {
    if (b === undefined) this.links.setIsolated(a, false);
    else this.links.setCut(a, b, false);
  }

  setLink(a: string, b: string | undefined, quality: LinkQuality | undefined): void {
    this.links.setQuality(a, b, quality);
  }

  onTrace(listener: (record: TraceRecord) => void): () => void {
    return this.#traces.onTrace(listener);
  }

  traces(): readonly TraceRecord[] {
    return this.#traces.records();
  }
}
