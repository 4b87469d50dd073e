import type { FabricNode } from "./fabric-node.ts";
import { NetworkNamespace, type Stack } from "./namespace.ts";
import type { Packet, PacketFilter, PolicyPacket, PolicyVerdict, Verdict } from "./packet.ts";

/** A machine's kernel, as far as the network is concerned: its namespaces and its packet filter. */
export class Machine implements FabricNode {
  readonly name: string;
  readonly ips: readonly string[];
  readonly host: NetworkNamespace;
  readonly #stack: Stack;
  readonly #namespaces = new Set<NetworkNamespace>();
  readonly #filters = new Map<string, PacketFilter>();
  #chain: readonly PacketFilter[] = [];
  #policy: PolicyVerdict | undefined;

  constructor(name: string, ips: readonly string[], stack: Stack) {
    this.name = name;
    this.ips = ips;
    this.#stack = stack;
    this.host = new NetworkNamespace({ name, node: name, kind: "host" }, stack);
    this.host.setIps(ips);
  }

  createNamespace(name: string): NetworkNamespace {
    const namespace = new NetworkNamespace({ name, node: this.name, kind: "pod" }, this.#stack);
    this.#namespaces.add(namespace);
    return namespace;
  }

  destroyNamespace(namespace: NetworkNamespace): void {
    if (!this.#namespaces.delete(namespace)) return;
    namespace.shutDown();
    namespace.setIps([]);
  }

  setFilter(owner: string, filter: PacketFilter | undefined): void {
    if (filter === undefined) this.#filters.delete(owner);
    else this.#filters.set(owner, filter);
    this.#chain = [...this.#filters.keys()].toSorted().map((name) => this.#filters.get(name)!);
  }

  setPolicy(policy: PolicyVerdict | undefined): void {
    this.#policy = policy;
  }

  translate(packet: Packet): Verdict | undefined {
    for (const filter of this.#chain) {
      const verdict = filter.translate(packet);
      if (verdict !== undefined) return verdict;
    }
    return undefined;
  }

  judge(packet: PolicyPacket): string | undefined {
    return this.#policy?.(packet);
  }

  /** Everything in memory is lost: sockets, rules, pods' namespaces. The host's addresses come back with the power. */
  losePower(): void {
    this.host.shutDown();
    for (const namespace of this.#namespaces) this.destroyNamespace(namespace);
    this.#filters.clear();
    this.#chain = [];
    this.#policy = undefined;
  }

  dismantle(): void {
    this.losePower();
    this.host.setIps([]);
  }
}
