import type { Milliseconds } from "../base/units.ts";
import type { Clock } from "../sim/clock.ts";
import { Circuit } from "./circuit.ts";
import type { Connection } from "./connection.ts";
import type { Attempt, Established } from "./established.ts";
import { exchange } from "./exchange.ts";
import type { HttpCall, HttpResponse } from "./http.ts";
import { serveText } from "./http-wire.ts";
import type { ConnectOptions, NetworkNamespace, QueryOptions, Stack, TraceTarget } from "./namespace.ts";
import { NetworkError } from "./network-error.ts";
import type { Address } from "./packet.ts";
import { route, type Topology } from "./router.ts";
import { openStream, type StreamEnd } from "./stream.ts";
import type { Trace, TraceRing } from "./trace.ts";

/** Linux repeats a lost SYN after 1, 2, 4, … seconds, six times: 127 s until "connection timed out". */
const firstSynTimeout: Milliseconds = 1000;
const synRetries = 6;
/** A router asks three times, one second apart, who has an address before it answers "host unreachable". */
const neighbourTimeout: Milliseconds = 3000;

/** TCP, UDP and HTTP between namespaces, on the virtual clock. */
export class NetworkStack implements Stack {
  readonly clock: Clock;
  readonly topology: Topology;
  readonly #traces: TraceRing;
  readonly #owners: Map<string, NetworkNamespace>;

  constructor(clock: Clock, topology: Topology, traces: TraceRing, owners: Map<string, NetworkNamespace>) {
    this.clock = clock;
    this.topology = topology;
    this.#traces = traces;
    this.#owners = owners;
  }

  claim(ip: string, namespace: NetworkNamespace): void {
    this.#owners.set(ip, namespace);
  }

  release(ip: string, namespace: NetworkNamespace): void {
    if (this.#owners.get(ip) === namespace) this.#owners.delete(ip);
  }

  startTrace(source: NetworkNamespace, target: TraceTarget): Trace {
    return this.#traces.start({ from: source.name, ...target });
  }

  http(source: NetworkNamespace, call: HttpCall): Promise<HttpResponse> {
    return exchange(this, source, call);
  }

  async connect(source: NetworkNamespace, address: Address, options: ConnectOptions): Promise<Connection> {
    const trace = options.trace ?? this.startTrace(source, { to: words(address), protocol: "TCP", method: "", path: "" });
    try {
      const established = await this.deadline(options.timeout, (abandoned) => this.establish({ source, address, trace, abandoned }));
      const end = this.openConnection(source, established, options);
      trace.finish(true, "connected");
      return end;
    } catch (error) {
      if (error instanceof NetworkError) trace.finish(false, error.message);
      throw error;
    }
  }

  async query(source: NetworkNamespace, address: Address, payload: unknown, { timeout, trace }: QueryOptions): Promise<unknown> {
    const record = trace ?? this.startTrace(source, { to: words(address), protocol: "UDP", method: "", path: "" });
    try {
      const reply = await this.deadline(timeout, () => this.#ask(source, address, payload, record));
      if (trace === undefined) record.finish(true, "answered");
      return reply;
    } catch (error) {
      if (error instanceof NetworkError && trace === undefined) record.finish(false, error.message);
      throw error;
    }
  }

  /** Finds the way and shakes hands, with the patience of Linux. */
  async establish(attempt: Attempt): Promise<Established> {
    let detail = "";
    for (let retry = 0; retry <= synRetries && !attempt.abandoned(); retry++) {
      const result = await this.#tryToConnect(attempt);
      if (typeof result !== "string") return result;
      detail = result;
      await this.clock.sleep(firstSynTimeout * 2 ** retry, "background");
    }
    throw new NetworkError("ETIMEDOUT", detail);
  }

  /** Opens both ends of a stream to a socket that accepted, and tells the server. */
  openConnection(source: NetworkNamespace, established: Established, options: ConnectOptions): Connection {
    const { listener, target } = established;
    const ends = openStream(established);
    bindLife(ends.client, source, options);
    bindLife(ends.server, target, { lifetime: listener.owner });
    if (listener.accept !== undefined) listener.accept(ends.server);
    else if (listener.http !== undefined) this.clock.spawn(() => serveText(ends.server, listener.http!));
    else ends.server.reset();
    return ends.client;
  }

  /** Runs the work; rejects with TIMEOUT when it takes longer. */
  deadline<T>(timeout: Milliseconds | undefined, work: (abandoned: () => boolean) => Promise<T>): Promise<T> {
    if (timeout === undefined) return work(() => false);
    return new Promise((resolve, reject) => {
      let over = false;
      const timer = this.clock.after(timeout, () => settle(() => reject(new NetworkError("TIMEOUT"))), "background");
      const settle = (how: () => void) => {
        if (over) return;
        over = true;
        timer.cancel();
        how();
      };
      work(() => over).then(
        (value) => settle(() => resolve(value)),
        (error: unknown) => settle(() => reject(error as Error)),
      );
    });
  }

  /** A connection, or why the packet got lost. */
  async #tryToConnect({ source, address, trace }: Attempt): Promise<Established | string> {
    const way = route(this.topology, source, { protocol: "TCP", destination: address }, trace);
    if (way.outcome === "lost") {
      trace.hop(`no answer: ${way.why}`);
      return way.why;
    }
    if (way.outcome === "unreachable") {
      await this.clock.sleep(neighbourTimeout, "background");
      throw new NetworkError("EHOSTUNREACH", way.why);
    }
    const circuit = new Circuit(this.topology.links, this.clock, way.nodes);
    const latency = circuit.tryOnce();
    if (latency === undefined) return "the packet got lost";
    if (latency > 0) await this.clock.sleep(latency, "background");
    if (way.outcome === "refused") return await this.#refuse(circuit, trace, way.why);
    const listener = way.target.listenerFor("TCP", way.address);
    if (listener === undefined) return await this.#refuse(circuit, trace, `nothing listens on ${words(way.address)}`);
    return { listener, target: way.target, circuit, client: { ip: way.fromIp, port: source.ephemeralPort() }, server: way.address, called: { ip: address.ip, port: address.port } };
  }

  async #refuse(circuit: Circuit, trace: Trace, why: string): Promise<never> {
    trace.hop(`refused: ${why}`);
    const back = circuit.reversed().tryOnce() ?? 0;
    if (back > 0) await this.clock.sleep(back, "background");
    throw new NetworkError("ECONNREFUSED", why);
  }

  async #ask(source: NetworkNamespace, address: Address, payload: unknown, trace: Trace): Promise<unknown> {
    const way = route(this.topology, source, { protocol: "UDP", destination: address }, trace);
    if (way.outcome === "lost" || way.outcome === "unreachable") {
      trace.hop(`no answer: ${way.why}`);
      return await silence();
    }
    const circuit = new Circuit(this.topology.links, this.clock, way.nodes);
    await this.#once(circuit);
    if (way.outcome === "refused") return await this.#refuse(circuit, trace, way.why);
    const listener = way.target.listenerFor("UDP", way.address);
    if (listener?.datagram === undefined) return await this.#refuse(circuit, trace, `nothing listens on ${words(way.address)}/UDP`);
    const reply = await listener.datagram({ from: { ip: way.fromIp, port: source.ephemeralPort() }, payload });
    if (reply === undefined || listener.open.ended) return await silence();
    await this.#once(circuit.reversed());
    return reply;
  }

  /** One packet without retransmission: when it is lost, nothing ever arrives. */
  async #once(circuit: Circuit): Promise<void> {
    const latency = circuit.tryOnce();
    if (latency === undefined) return await silence();
    if (latency > 0) await this.clock.sleep(latency, "background");
  }
}

/** What a lost datagram's sender hears. */
function silence(): Promise<never> {
  return new Promise(() => {});
}

/** Ties one end to its process and its machine: the kernel closes for a dead process, a dead machine is silent. */
function bindLife(end: StreamEnd, namespace: NetworkNamespace, { lifetime }: ConnectOptions): void {
  end.onClosed(namespace.up.onEnd(() => end.vanish()));
  if (lifetime !== undefined) end.onClosed(lifetime.onEnd(() => end.abandon()));
}

function words({ ip, port }: Address): string {
  return `${ip}:${port}`;
}
