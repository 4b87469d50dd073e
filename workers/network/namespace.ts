import { assert } from "../base/assert.ts";
import type { Milliseconds } from "../base/units.ts";
import { Lifetime } from "../sim/lifetime.ts";
import type { Connection } from "./connection.ts";
import type { HttpCall, HttpHandler, HttpResponse } from "./http.ts";
import { isLoopback } from "./ip.ts";
import type { DatagramHandler, Listener, ListenOptions } from "./listener.ts";
import { NetworkError } from "./network-error.ts";
import type { Address, PacketSource, Protocol } from "./packet.ts";
import type { Trace } from "./trace.ts";

export interface ConnectOptions {
  /** Gives up with code TIMEOUT after this long. */
  readonly timeout?: Milliseconds;
  /** Resets the connection when its process dies. */
  readonly lifetime?: Lifetime;
  readonly trace?: Trace;
}

export interface QueryOptions {
  /** Without an answer by then: TIMEOUT. */
  readonly timeout: Milliseconds;
  readonly trace?: Trace;
}

/** What sends packets for a namespace: the rest of the network. */
export interface Stack {
  http(source: NetworkNamespace, call: HttpCall): Promise<HttpResponse>;
  connect(source: NetworkNamespace, address: Address, options: ConnectOptions): Promise<Connection>;
  query(source: NetworkNamespace, address: Address, payload: unknown, options: QueryOptions): Promise<unknown>;
  startTrace(source: NetworkNamespace, start: TraceTarget): Trace;
  /** An address came or went. */
  claim(ip: string, namespace: NetworkNamespace): void;
  release(ip: string, namespace: NetworkNamespace): void;
}

export interface TraceTarget {
  readonly to: string;
  readonly protocol: "HTTP" | "TCP" | "UDP" | "DNS";
  readonly method: string;
  readonly path: string;
}

interface Identity {
  readonly name: string;
  readonly node: string;
  readonly kind: PacketSource["kind"];
}

const firstEphemeralPort = 32768;
const lastEphemeralPort = 60999;

/** A network namespace: addresses, a loopback, and the sockets that are bound in it. */
export class NetworkNamespace {
  /** "default/web-1", "node-1", "visitor". */
  readonly name: string;
  readonly node: string;
  readonly kind: PacketSource["kind"];
  readonly #stack: Stack;
  readonly #listeners = new Map<string, Listener[]>();
  #ips: readonly string[] = [];
  #up = new Lifetime();
  #nextPort = firstEphemeralPort;

  constructor({ name, node, kind }: Identity, stack: Stack) {
    this.name = name;
    this.node = node;
    this.kind = kind;
    this.#stack = stack;
  }

  get ips(): readonly string[] {
    return this.#ips;
  }

  /** The primary address, "" while there is none. */
  get ip(): string {
    return this.#ips[0] ?? "";
  }

  /** Ends when the namespace goes away or its machine loses power. */
  get up(): Lifetime {
    return this.#up;
  }

  /** Plugs the namespace into the network under these addresses. */
  setIps(ips: readonly string[]): void {
    for (const ip of this.#ips) this.#stack.release(ip, this);
    this.#ips = ips;
    for (const ip of ips) this.#stack.claim(ip, this);
  }

  /** The way from here to an address: an HTTP exchange. Rejects with NetworkError. */
  http(call: HttpCall): Promise<HttpResponse> {
    return this.#stack.http(this, call);
  }

  /** Opens a TCP connection. Rejects with NetworkError. */
  connect(address: Address, options: ConnectOptions = {}): Promise<Connection> {
    return this.#stack.connect(this, address, options);
  }

  /** Sends a datagram and waits for the answer. */
  query(address: Address, payload: unknown, options: QueryOptions): Promise<unknown> {
    return this.#stack.query(this, address, payload, options);
  }

  /** Begins the trace of a request that starts with a name lookup. */
  startTrace(target: TraceTarget): Trace {
    return this.#stack.startTrace(this, target);
  }

  listenHttp(options: ListenOptions, handler: HttpHandler): Listener {
    return this.#bind("TCP", options, { http: handler });
  }

  listenTcp(options: ListenOptions, accept: (connection: Connection) => void): Listener {
    return this.#bind("TCP", options, { accept });
  }

  listenUdp(options: ListenOptions, datagram: DatagramHandler): Listener {
    return this.#bind("UDP", options, { datagram });
  }

  /** Which socket a packet for this address reaches. */
  listenerFor(protocol: Protocol, address: Address): Listener | undefined {
    const bound = this.#listeners.get(`${protocol}:${address.port}`);
    return bound?.find((listener) => listener.ip === address.ip) ?? bound?.find((listener) => listener.ip === undefined);
  }

  /** Is something bound there, on any address? */
  isBound(protocol: Protocol, port: number): boolean {
    return this.#listeners.has(`${protocol}:${port}`);
  }

  /** Every bound socket, for `netstat` and for diagnosis. */
  listeners(): readonly Listener[] {
    return [...this.#listeners.values()].flat();
  }

  ephemeralPort(): number {
    const port = this.#nextPort;
    this.#nextPort = port === lastEphemeralPort ? firstEphemeralPort : port + 1;
    return port;
  }

  /** Does the address mean this namespace itself? */
  owns(ip: string): boolean {
    return isLoopback(ip) || this.#ips.includes(ip);
  }

  /** The machine lost power, or the pod is gone: every socket vanishes. */
  shutDown(): void {
    const was = this.#up;
    this.#up = new Lifetime();
    was.end();
    for (const listener of this.listeners()) listener.close();
  }

  #bind(protocol: Protocol, options: ListenOptions, server: Pick<Listener, "http" | "accept" | "datagram">): Listener {
    const { port, ip } = options;
    assert(port > 0 && port < 65536, `port ${port} is out of range`);
    const key = `${protocol}:${port}`;
    const bound = this.#listeners.get(key) ?? [];
    if (bound.some((other) => ip === undefined || other.ip === undefined || other.ip === ip)) throw new NetworkError("EADDRINUSE", `${this.name}: port ${port} is taken`);
    const open = options.lifetime?.child() ?? new Lifetime();
    const listener: Listener = { protocol, port, ip, tls: options.tls ?? false, open, owner: options.lifetime, ...server, close: () => open.end() };
    this.#listeners.set(key, [...bound, listener]);
    open.onEnd(() => this.#unbind(key, listener));
    return listener;
  }

  #unbind(key: string, listener: Listener): void {
    const left = (this.#listeners.get(key) ?? []).filter((other) => other !== listener);
    if (left.length === 0) this.#listeners.delete(key);
    else this.#listeners.set(key, left);
  }
}
