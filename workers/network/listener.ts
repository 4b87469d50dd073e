import type { Connection } from "./connection.ts";
import type { HttpHandler } from "./http.ts";
import type { Address, Protocol } from "./packet.ts";
import type { Lifetime } from "../sim/lifetime.ts";

/** A datagram and where it came from. Text, or a structured message such as a DNS query. */
export interface Datagram {
  readonly from: Address;
  readonly payload: unknown;
}

/** Answers a datagram; undefined stays silent. */
export type DatagramHandler = (datagram: Datagram) => unknown;

export interface ListenOptions {
  readonly port: number;
  /** One address of the namespace, or all of them. */
  readonly ip?: string;
  /** Closes the socket when its process dies. */
  readonly lifetime?: Lifetime;
  readonly tls?: boolean;
}

/** A bound socket. */
export interface Listener {
  readonly protocol: Protocol;
  readonly port: number;
  readonly ip: string | undefined;
  readonly tls: boolean;
  /** Ends when the socket is closed. */
  readonly open: Lifetime;
  /** The process that owns it: what it has accepted ends with the process, not with the listening socket. */
  readonly owner: Lifetime | undefined;
  readonly http?: HttpHandler;
  readonly accept?: (connection: Connection) => void;
  readonly datagram?: DatagramHandler;
  close(): void;
}
