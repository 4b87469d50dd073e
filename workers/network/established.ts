import type { Circuit } from "./circuit.ts";
import type { Listener } from "./listener.ts";
import type { NetworkNamespace } from "./namespace.ts";
import type { Address } from "./packet.ts";
import type { Trace } from "./trace.ts";

/** A way to a socket that accepted. */
export interface Established {
  readonly listener: Listener;
  readonly target: NetworkNamespace;
  readonly circuit: Circuit;
  readonly client: Address;
  readonly server: Address;
  /** Where the client believes to be connected: before any translation. */
  readonly called: Address;
}

/** Somebody tries to reach an address. */
export interface Attempt {
  readonly source: NetworkNamespace;
  readonly address: Address;
  readonly trace: Trace;
  /** Is there nobody left who waits? */
  abandoned(): boolean;
}
