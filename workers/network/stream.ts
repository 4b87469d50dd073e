import type { Circuit } from "./circuit.ts";
import type { Connection } from "./connection.ts";
import type { Established } from "./established.ts";
import { NetworkError } from "./network-error.ts";
import type { Address } from "./packet.ts";

/** Unread text that one receiver holds before its sender has to wait. */
const window = 64 * 1024;

/** Both ends of a new TCP connection. */
export function openStream({ circuit, client, server, called }: Pick<Established, "circuit" | "client" | "server" | "called">): { readonly client: StreamEnd; readonly server: StreamEnd } {
  const back = circuit.reversed();
  const clientEnd = new StreamEnd(client, called, circuit);
  const serverEnd = new StreamEnd(server, client, back);
  clientEnd.attach(serverEnd);
  serverEnd.attach(clientEnd);
  return { client: clientEnd, server: serverEnd };
}

interface Segment {
  readonly text: string | undefined;
  arrived: boolean;
}

/** One end of a TCP stream: what it has received and not read yet, and the way to its peer. */
export class StreamEnd implements Connection {
  readonly local: Address;
  readonly remote: Address;
  readonly #out: Circuit;
  #peer: StreamEnd | undefined;
  /** Segments of the peer in the order they were sent: a late one holds up those behind it. */
  readonly #inFlight: Segment[] = [];
  readonly #received: string[] = [];
  #size = 0;
  #finished = false;
  #ended = false;
  #abandoned = false;
  #broken: NetworkError | undefined;
  #readers: { resolve(text: string | undefined): void; reject(error: Error): void }[] = [];
  #writers: (() => void)[] = [];
  #closed: (() => void)[] | undefined = [];

  constructor(local: Address, remote: Address, out: Circuit) {
    this.local = local;
    this.remote = remote;
    this.#out = out;
  }

  attach(peer: StreamEnd): void {
    this.#peer = peer;
  }

  /** Calls `run` once neither side can say anything more. */
  onClosed(run: () => void): void {
    if (this.#closed === undefined) run();
    else this.#closed.push(run);
  }

  async write(text: string): Promise<void> {
    if (this.#broken !== undefined) throw this.#broken;
    if (this.#ended) throw new NetworkError("EPIPE");
    if (text === "") return;
    this.#send(text);
    await this.#peer?.room();
    // The peer may have reset while this end was waiting for room.
    if (this.#broken !== undefined) throw this.#broken;
  }

  read(): Promise<string | undefined> {
    if (this.#received.length > 0) return Promise.resolve(this.#take());
    if (this.#broken !== undefined) return Promise.reject(this.#broken);
    if (this.#finished) return Promise.resolve(undefined);
    return new Promise((resolve, reject) => this.#readers.push({ resolve, reject }));
  }

  end(): void {
    if (this.#ended || this.#broken !== undefined) return;
    this.#ended = true;
    this.#send(undefined);
    if (this.#finished) this.#close();
  }

  reset(): void {
    if (this.#broken !== undefined || (this.#ended && this.#finished && !this.#abandoned)) return;
    this.#break(new NetworkError("ECONNRESET"));
    const peer = this.#peer;
    this.#out.send(
      () => peer !== undefined && peer.#break(new NetworkError("ECONNRESET")),
      () => {},
    );
  }

  /**
   * The process of this end is gone. Linux closes in order when all was read; unread text, and text that
   * still comes, are answered with a reset.
   */
  abandon(): void {
    // Nobody is left to be told.
    this.#readers = [];
    this.#writers = [];
    if (this.#received.length > 0) return this.reset();
    this.end();
    this.#abandoned = true;
  }

  /** The machine of this end is gone: nothing is sent any more, and nobody is told. */
  vanish(): void {
    this.#broken ??= new NetworkError("ECONNRESET");
    this.#readers = [];
    this.#writers = [];
    this.#peer = undefined;
    this.#close();
  }

  /** Resolves when the receive buffer is below its bound. */
  room(): Promise<void> {
    if (this.#size < window || this.#broken !== undefined) return Promise.resolve();
    return new Promise((resolve) => this.#writers.push(resolve));
  }

  #send(text: string | undefined): void {
    const peer = this.#peer;
    if (peer === undefined) return;
    const segment: Segment = { text, arrived: false };
    peer.#expect(segment);
    this.#out.send(
      () => {
        segment.arrived = true;
        peer.#deliver();
      },
      () => this.#break(new NetworkError("ETIMEDOUT")),
    );
  }

  #expect(segment: Segment): void {
    this.#inFlight.push(segment);
    this.#size += segment.text?.length ?? 0;
  }

  #deliver(): void {
    while (this.#inFlight[0]?.arrived === true && this.#broken === undefined) {
      const { text } = this.#inFlight.shift()!;
      if (text === undefined) this.#finished = true;
      else if (this.#abandoned) this.reset();
      else this.#received.push(text);
    }
    while (this.#readers.length > 0 && (this.#received.length > 0 || this.#finished)) {
      this.#readers.shift()!.resolve(this.#received.length > 0 ? this.#take() : undefined);
    }
    if (this.#finished && this.#ended) this.#close();
  }

  #take(): string {
    const text = this.#received.shift()!;
    this.#size -= text.length;
    if (this.#size < window) for (const resume of this.#writers.splice(0)) resume();
    return text;
  }

  #break(error: NetworkError): void {
    if (this.#broken !== undefined) return;
    this.#broken = error;
    for (const reader of this.#readers.splice(0)) reader.reject(error);
    for (const resume of this.#writers.splice(0)) resume();
    this.#close();
  }

  #close(): void {
    const listeners = this.#closed ?? [];
    this.#closed = undefined;
    for (const run of listeners) run();
  }
}
