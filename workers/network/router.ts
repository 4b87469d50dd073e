import type { NetworkNamespace } from "./namespace.ts";
import type { Address, Packet, PacketSource, PolicyPacket, Protocol, Verdict } from "./packet.ts";
import { isLoopback } from "./ip.ts";
import { outsideWorld, type Links } from "./links.ts";
import type { Trace } from "./trace.ts";

/** What becomes of a first packet. */
export type Route =
  | { readonly outcome: "delivered"; readonly target: NetworkNamespace; readonly address: Address; readonly fromIp: string; readonly nodes: readonly string[] }
  /** A packet comes back that says no, at once. */
  | { readonly outcome: "refused"; readonly nodes: readonly string[]; readonly why: string }
  /** The last router asks in vain for the address. */
  | { readonly outcome: "unreachable"; readonly why: string }
  /** Silence. */
  | { readonly outcome: "lost"; readonly why: string };

/** What the router needs to know about the machines. */
export interface Topology {
  readonly links: Links;
  owner(ip: string): NetworkNamespace | undefined;
  nextHop(ip: string): string | undefined;
  nodeIps(node: string): readonly string[];
  translate(node: string, packet: Packet): Verdict | undefined;
  judge(node: string, packet: PolicyPacket): string | undefined;
}

interface Journey {
  readonly source: NetworkNamespace;
  readonly protocol: Protocol;
  readonly trace: Trace;
  readonly nodes: string[];
  address: Address;
  fromIp: string;
}

/** More stops than this are a routing loop. */
const mostStops = 8;

/** Follows a packet from node to node: translation, routing, policy. Takes no time; the caller does. */
export function route(topology: Topology, source: NetworkNamespace, packet: { readonly protocol: Protocol; readonly destination: Address }, trace: Trace): Route {
  const journey: Journey = { source, protocol: packet.protocol, trace, nodes: [source.node], address: packet.destination, fromIp: source.ip };
  if (source.owns(journey.address.ip) && (source.kind === "pod" || !translates(topology, journey))) {
    return { outcome: "delivered", target: source, address: journey.address, fromIp: isLoopback(journey.address.ip) ? "127.0.0.1" : source.ip, nodes: journey.nodes };
  }
  while (journey.nodes.length <= mostStops) {
    const end = visit(topology, journey);
    if (end !== undefined) return end;
  }
  return { outcome: "lost", why: `${journey.address.ip} is routed in circles` };
}

/** A host's own NodePorts answer on its own addresses too. */
function translates(topology: Topology, journey: Journey): boolean {
  return topology.translate(journey.source.node, packetAt(topology, journey)) !== undefined;
}

function visit(topology: Topology, journey: Journey): Route | undefined {
  const node = journey.nodes.at(-1)!;
  const blocked = node === outsideWorld ? undefined : applyFilter(topology, journey, node);
  if (blocked !== undefined) return blocked;

  const owner = isLoopback(journey.address.ip) ? undefined : topology.owner(journey.address.ip);
  const next = owner?.node ?? topology.nextHop(journey.address.ip);
  if (next === undefined) return { outcome: "lost", why: `nobody has the address ${journey.address.ip}` };
  if (journey.nodes.length === 1) {
    const forbidden = judgePod(topology, journey, "egress", journey.source);
    if (forbidden !== undefined) return forbidden;
  }
  if (next === node) return owner === undefined ? deadEnd(journey, node) : arrive(topology, journey, owner);
  return travel(topology, journey, next);
}

function applyFilter(topology: Topology, journey: Journey, node: string): Route | undefined {
  const verdict = topology.translate(node, packetAt(topology, journey));
  if (verdict === undefined) return undefined;
  journey.trace.hop(`${node}: ${verdict.because}`);
  if (verdict.action === "reject") return { outcome: "refused", nodes: journey.nodes, why: verdict.because };
  if (verdict.action === "drop") return { outcome: "lost", why: verdict.because };
  journey.address = verdict.to;
  if (verdict.masquerade) journey.fromIp = topology.nodeIps(node)[0] ?? journey.fromIp;
  return undefined;
}

function packetAt(topology: Topology, { source, protocol, address, fromIp, nodes }: Journey): Packet {
  const node = nodes.at(-1)!;
  const toThisNode = isLoopback(address.ip) || topology.nodeIps(node).includes(address.ip);
  return { protocol, source: packetSource(source, fromIp), destination: address, toThisNode };
}

function packetSource(source: NetworkNamespace, ip: string): PacketSource {
  return { ip, node: source.kind === "outside" ? "" : source.node, kind: source.kind };
}

function judgePod(topology: Topology, { source, protocol, address, fromIp, trace }: Journey, direction: "ingress" | "egress", pod: NetworkNamespace): Route | undefined {
  if (pod.kind !== "pod") return undefined;
  const why = topology.judge(pod.node, { protocol, source: packetSource(source, fromIp), destination: address, direction });
  if (why === undefined) return undefined;
  trace.hop(`${pod.node}: dropped, ${why}`);
  return { outcome: "lost", why };
}

function arrive(topology: Topology, journey: Journey, owner: NetworkNamespace): Route {
  const forbidden = judgePod(topology, journey, "ingress", owner);
  if (forbidden !== undefined) return forbidden;
  return { outcome: "delivered", target: owner, address: journey.address, fromIp: journey.fromIp, nodes: journey.nodes };
}

/** The packet reached the machine that should have the address, and it has not: a pod that is gone. */
function deadEnd({ address, trace }: Journey, node: string): Route {
  const why = `${node} has no pod with the address ${address.ip}`;
  trace.hop(why);
  return { outcome: "unreachable", why };
}

function travel(topology: Topology, journey: Journey, next: string): Route | undefined {
  const node = journey.nodes.at(-1)!;
  const path = topology.links.path(node, next);
  journey.trace.hop(path.reachable ? `${node} → ${next}, ${path.latency} ms` : `${node} ⇸ ${next}: ${path.reason}`);
  if (!path.reachable) return { outcome: "lost", why: path.reason ?? `${next} cannot be reached` };
  if (next === outsideWorld && journey.source.kind === "pod") journey.fromIp = topology.nodeIps(journey.source.node)[0] ?? journey.fromIp;
  journey.nodes.push(next);
  return undefined;
}

