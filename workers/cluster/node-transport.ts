import type { ApiRequest, ApiResponse, StreamHandle, StreamSink, UserInfo } from "../apimachinery/wire.ts";
import { second, type Milliseconds } from "../base/units.ts";
import { ConnectionError, type Transport } from "../client/transport.ts";
import type { Clock, Timer } from "../sim/clock.ts";
import type { FaultPoints } from "../sim/fault-points.ts";
import type { Lifetime } from "../sim/lifetime.ts";
import type { ApiEndpoint, ApiEndpoints } from "./api-endpoints.ts";

/** Is there a way from one node to another, and how long does a packet take? */
export interface Paths {
  path(from: string, to: string): { readonly reachable: boolean; readonly latency: Milliseconds };
  /** Calls `run` when links change. */
  onChange(run: () => void): () => void;
}

export interface NodeTransportOptions {
  /** The node whose network the caller uses. */
  readonly from: string;
  readonly user: UserInfo;
  readonly clock: Clock;
  /** Ends with the caller: its connections close. */
  readonly lifetime: Lifetime;
  readonly endpoints: ApiEndpoints;
  readonly paths: Paths;
  readonly faults: FaultPoints;
}

/** A dial that nobody answers is given up after this (Go's net.Dialer in client-go). */
const dialTimeout = 30 * second;
/** HTTP/2 pings notice after this that a connection is dead (client-go: 30 s idle + 15 s for the ping). */
const pingTimeout = 45 * second;
/** Even on one machine a request takes a moment. */
const leastLatency = 1;

/** A component's connection to the API server: through the cluster's network, as a client with a certificate. */
export function createNodeTransport(options: NodeTransportOptions): Transport {
  return {
    handle: (request) => send(options, request),
    stream: (request, sink) => openStream(options, request, sink),
  };
}

async function send(options: NodeTransportOptions, request: ApiRequest): Promise<ApiResponse> {
  const endpoint = await dial(options);
  const response = await cutOffWith(endpoint.lifetime, endpoint.handler.handle(authenticated(options, request)));
  if (!options.paths.path(endpoint.node, options.from).reachable) {
    await options.clock.sleep(pingTimeout);
    throw new ConnectionError("http2: client connection lost");
  }
  return response;
}

/** Finds an API server that listens, after the time a packet takes to get there. */
async function dial({ endpoints, paths, from, clock, faults }: NodeTransportOptions): Promise<ApiEndpoint> {
  const reachable = endpoints.expected.filter(({ node }) => paths.path(from, node).reachable);
  const target = reachable.find(({ node }) => endpoints.on(node) !== undefined) ?? reachable[0];
  if (target === undefined) {
    await clock.sleep(dialTimeout);
    throw new ConnectionError(`dial tcp ${endpoints.expected[0]?.address ?? "0.0.0.0:6443"}: i/o timeout`);
  }
  const fault = faults.strike("transport/request");
  await clock.sleep(Math.max(leastLatency, paths.path(from, target.node).latency) + (fault?.delay ?? 0));
  if (fault?.error !== undefined) throw new ConnectionError(fault.error);
  const endpoint = endpoints.on(target.node);
  if (endpoint === undefined) throw new ConnectionError(`dial tcp ${target.address}: connect: connection refused`);
  return endpoint;
}

const authenticated = ({ user }: NodeTransportOptions, request: ApiRequest): ApiRequest => ({ ...request, user });

/** The answer, unless the server dies first: then the connection is reset. */
function cutOffWith<T>(lifetime: Lifetime, answer: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const forget = lifetime.onEnd(() => reject(new ConnectionError("read: connection reset by peer")));
    const settle = <V>(pass: (value: V) => void) => (value: V) => {
      forget();
      pass(value);
    };
    answer.then(settle(resolve), settle(reject));
  });
}

function openStream(options: NodeTransportOptions, request: ApiRequest, sink: StreamSink): StreamHandle {
  const connection = new StreamConnection(options, sink);
  options.clock.spawn(async () => {
    try {
      connection.open(await dial(options), authenticated(options, request));
    } catch (error) {
      connection.fail(error as Error);
    }
  });
  return connection;
}

/** One long answer. While the link is down its chunks pile up; they arrive late, or the connection is given up. */
class StreamConnection implements StreamHandle {
  readonly #options: NodeTransportOptions;
  readonly #sink: StreamSink;
  readonly #cleanUp: (() => void)[] = [];
  #node = "";
  #handle: StreamHandle | undefined;
  #held: (() => void)[] = [];
  #stalled = false;
  #patience: Timer | undefined;
  #closed = false;

  constructor(options: NodeTransportOptions, sink: StreamSink) {
    this.#options = options;
    this.#sink = sink;
    this.#cleanUp.push(options.lifetime.onEnd(() => this.close()));
  }

  open(endpoint: ApiEndpoint, request: ApiRequest): void {
    if (this.#closed) return;
    this.#node = endpoint.node;
    this.#cleanUp.push(
      endpoint.lifetime.onEnd(() => this.fail(new ConnectionError("unexpected EOF"))),
      this.#options.paths.onChange(() => this.#linkChanged()),
    );
    this.#handle = endpoint.handler.stream(request, {
      opened: (response) => this.#deliver(() => this.#sink.opened(response)),
      chunk: (data) => this.#deliver(() => this.#sink.chunk(data)),
      closed: (error) => this.#deliver(() => this.#end(error && new ConnectionError(error.message))),
    });
  }

  send(data: unknown): void {
    this.#handle?.send(data);
  }

  /** The caller hangs up. */
  close(): void {
    if (this.#closed) return;
    this.#release();
  }

  fail(error: Error): void {
    if (!this.#closed) this.#end(error);
  }

  #end(error: Error | undefined): void {
    this.#release();
    this.#sink.closed(error);
  }

  #release(): void {
    this.#closed = true;
    this.#held = [];
    this.#patience?.cancel();
    for (const run of this.#cleanUp) run();
    this.#handle?.close();
  }

  #deliver(run: () => void): void {
    if (this.#closed) return;
    if (this.#stalled) this.#held.push(run);
    else run();
  }

  #linkChanged(): void {
    const stalled = !this.#options.paths.path(this.#node, this.#options.from).reachable;
    if (stalled === this.#stalled) return;
    this.#stalled = stalled;
    this.#patience?.cancel();
    if (stalled) this.#giveUpLater();
    else for (const run of this.#held.splice(0)) run();
  }

  #giveUpLater(): void {
    this.#patience = this.#options.clock.after(pingTimeout, () => this.fail(new ConnectionError("http2: client connection lost")));
  }
}
