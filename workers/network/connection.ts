import type { Address } from "./packet.ts";

/** One end of a TCP stream of text. */
export interface Connection {
  readonly local: Address;
  readonly remote: Address;
  /** Sends; resolves when the receiver has room. Rejects with EPIPE or ECONNRESET when nobody reads any more. */
  write(text: string): Promise<void>;
  /** The next chunk; undefined when the peer has said all. Rejects with ECONNRESET. */
  read(): Promise<string | undefined>;
  /** Says that nothing more will be written. */
  end(): void;
  /** Gives the connection up; the peer gets a reset. */
  reset(): void;
}
