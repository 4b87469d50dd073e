import type { NetworkNamespace } from "./namespace.ts";
import type { PacketFilter, PolicyVerdict } from "./packet.ts";

/** One machine on the network, with its kernel's packet filter. */
export interface FabricNode {
  readonly name: string;
  readonly ips: readonly string[];
  readonly host: NetworkNamespace;
  /** A pod's namespace, not yet on the network until it has an address. */
  createNamespace(name: string): NetworkNamespace;
  /** Takes a pod off the network: its sockets close and its addresses are free. */
  destroyNamespace(namespace: NetworkNamespace): void;
  /** Installs or replaces the rules of one owner; filters are asked in order of their names. */
  setFilter(owner: string, filter: PacketFilter | undefined): void;
  setPolicy(policy: PolicyVerdict | undefined): void;
}
