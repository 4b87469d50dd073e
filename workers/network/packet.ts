export type Protocol = "TCP" | "UDP" | "SCTP";

export interface Address {
  readonly ip: string;
  readonly port: number;
}

/** The first packet of a connection (or a datagram), as a node's packet filter sees it. */
export interface Packet {
  readonly protocol: Protocol;
  readonly source: PacketSource;
  readonly destination: Address;
  /** Is the destination one of this node's own addresses? */
  readonly toThisNode: boolean;
}

export interface PacketSource {
  readonly ip: string;
  /** Node it entered the network on; "" for the world outside. */
  readonly node: string;
  /** A pod, a node's own processes, or somebody outside the cluster. */
  readonly kind: "pod" | "host" | "outside";
}

/** What a rule does with a packet; `because` tells a person. */
export type Verdict =
  | { readonly action: "dnat"; readonly to: Address; readonly masquerade: boolean; readonly because: string }
  | { readonly action: "reject"; readonly because: string }
  | { readonly action: "drop"; readonly because: string };

/** Rules of one owner (kube-proxy, port mappings) on one node. They outlive the process that wrote them, not a reboot. */
export interface PacketFilter {
  /** The verdict, or undefined when no rule speaks about the packet. */
  translate(packet: Packet): Verdict | undefined;
}

/** What a network policy engine sees: the packet after translation. */
export interface PolicyPacket {
  readonly protocol: Protocol;
  readonly source: PacketSource;
  readonly destination: Address;
  readonly direction: "ingress" | "egress";
}

/** Decides over traffic of this node's pods: undefined lets it pass, a sentence says why it is dropped. */
export type PolicyVerdict = (packet: PolicyPacket) => string | undefined;
