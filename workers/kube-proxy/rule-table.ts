import { contains } from "../network/ip.ts";
import type { Packet, PacketFilter, Verdict } from "../network/packet.ts";
import type { Random } from "../sim/random.ts";
import type { Backend } from "./endpoints.ts";
import type { ServiceRule } from "./service-rule.ts";
import type { SessionAffinity } from "./session-affinity.ts";

type Entrance = "internal" | "external" | "loadBalancer" | "nodePort";

interface Entry {
  readonly rule: ServiceRule;
  readonly entrance: Entrance;
}

/** The rules of all Services on one node, found by the address that a packet goes to. */
export class RuleTable implements PacketFilter {
  readonly #random: Random;
  readonly #affinity: SessionAffinity;
  readonly #entries = new Map<string, Entry>();
  readonly #keysOf = new Map<string, readonly string[]>();

  constructor(random: Random, affinity: SessionAffinity) {
    this.#random = random;
    this.#affinity = affinity;
  }

  /** Replaces the rules of one Service ("namespace/name"). */
  set(service: string, rules: readonly ServiceRule[]): void {
    for (const key of this.#keysOf.get(service) ?? []) this.#entries.delete(key);
    const entries = rules.flatMap(entriesOf);
    for (const [key, entry] of entries) this.#entries.set(key, entry);
    if (entries.length > 0) this.#keysOf.set(service, entries.map(([key]) => key));
    else this.#keysOf.delete(service);
  }

  translate(packet: Packet): Verdict | undefined {
    const { protocol, destination, toThisNode } = packet;
    const entry = this.#entries.get(addressKey(protocol, destination.ip, destination.port)) ?? (toThisNode ? this.#entries.get(nodePortKey(protocol, destination.port)) : undefined);
    if (entry === undefined) return undefined;
    return entry.entrance === "internal" ? this.#internal(entry.rule, packet) : this.#external(entry, packet);
  }

  #internal(rule: ServiceRule, packet: Packet): Verdict {
    const backends = rule.internalLocal ? rule.local : rule.cluster;
    if (backends.length > 0) return this.#forward(rule, backends, packet, false);
    if (!rule.anywhere) return { action: "reject", because: `Service ${rule.name} has no endpoints` };
    return { action: "drop", because: `Service ${rule.name} has internalTrafficPolicy Local and no endpoint on this node` };
  }

  #external({ rule, entrance }: Entry, packet: Packet): Verdict {
    const { source } = packet;
    if (entrance === "loadBalancer" && rule.sourceRanges.length > 0 && !rule.sourceRanges.some((range) => contains(range, source.ip))) {
      return { action: "drop", because: `Service ${rule.name}: ${source.ip} is not in loadBalancerSourceRanges` };
    }
    if (!rule.anywhere) return { action: "reject", because: `Service ${rule.name} has no endpoints` };
    // What comes from inside takes the short way, as if the policy were Cluster.
    const localOnly = rule.externalLocal && source.kind === "outside";
    const backends = localOnly ? rule.local : rule.cluster;
    if (backends.length === 0) return { action: "drop", because: `Service ${rule.name} has externalTrafficPolicy Local and no endpoint on this node` };
    return this.#forward(rule, backends, packet, !localOnly);
  }

  #forward(rule: ServiceRule, backends: readonly Backend[], { source, destination }: Packet, masquerade: boolean): Verdict {
    const { ip, port } = this.#pick(rule, backends, source.ip);
    const count = backends.length === 1 ? "its only endpoint" : `one of ${backends.length} endpoints`;
    return { action: "dnat", to: { ip, port }, masquerade: masquerade || ip === source.ip, because: `${destination.ip}:${destination.port} is Service ${rule.name} → ${ip}:${port}, ${count}` };
  }

  #pick(rule: ServiceRule, backends: readonly Backend[], client: string): Backend {
    const seconds = rule.affinitySeconds;
    const last = seconds === undefined ? undefined : this.#affinity.recall(rule.name, client, backends);
    const backend = last ?? this.#random.pick(backends);
    if (seconds !== undefined) this.#affinity.remember(rule.name, client, { backend, seconds });
    return backend;
  }
}

function entriesOf(rule: ServiceRule): readonly (readonly [string, Entry])[] {
  const at = (ips: readonly string[], entrance: Entrance) => ips.map((ip) => [addressKey(rule.protocol, ip, rule.port), { rule, entrance }] as const);
  return [
    ...at(rule.clusterIps, "internal"),
    ...at(rule.externalIps, "external"),
    ...at(rule.loadBalancerIps, "loadBalancer"),
    ...(rule.nodePort === undefined ? [] : [[nodePortKey(rule.protocol, rule.nodePort), { rule, entrance: "nodePort" as const }] as const]),
  ];
}

function addressKey(protocol: string, ip: string, port: number): string {
  return `${protocol} ${ip}:${port}`;
}

function nodePortKey(protocol: string, port: number): string {
  return `${protocol} *:${port}`;
}
