import type { Milliseconds } from "../base/units.ts";
import type { Clock } from "../sim/clock.ts";
import type { Lifetime } from "../sim/lifetime.ts";
import type { Connection } from "../network/connection.ts";
import type { HttpHandler, HttpResponse } from "../network/http.ts";
import type { DatagramHandler, Listener, ListenOptions } from "../network/listener.ts";
import type { NetworkNamespace } from "../network/namespace.ts";
import { NetworkError } from "../network/network-error.ts";
import type { Resolver } from "../network/resolver.ts";
import type { Trace } from "../network/trace.ts";
import { parseUrl } from "../network/url.ts";
import type { BindOptions, RequestOptions } from "./process.ts";

/** The sockets of one process: they close when it dies. */
export class ProcessNetwork {
  readonly #namespace: NetworkNamespace;
  readonly #resolver: Resolver;
  readonly #lifetime: Lifetime;
  readonly #clock: Clock;

  constructor(namespace: NetworkNamespace, resolver: Resolver, lifetime: Lifetime, clock: Clock) {
    this.#namespace = namespace;
    this.#resolver = resolver;
    this.#lifetime = lifetime;
    this.#clock = clock;
  }

  listenHttp(port: number, handler: HttpHandler, options: BindOptions = {}): Listener {
    return this.#namespace.listenHttp(this.#options(port, options), handler);
  }

  listenTcp(port: number, accept: (connection: Connection) => void, options: BindOptions = {}): Listener {
    return this.#namespace.listenTcp(this.#options(port, options), accept);
  }

  listenUdp(port: number, handler: DatagramHandler, options: BindOptions = {}): Listener {
    return this.#namespace.listenUdp(this.#options(port, options), handler);
  }

  async http(text: string, { method = "GET", headers, body, timeout }: RequestOptions): Promise<HttpResponse> {
    const url = parseUrl(text);
    if (url === undefined) throw new NetworkError("ENOTFOUND", `not a URL: ${text}`);
    const trace = this.#namespace.startTrace({ to: `${url.host}:${url.port}`, protocol: "HTTP", method, path: url.path });
    const before = this.#clock.now();
    const ip = await this.#within(timeout, this.#address(url.host, trace), trace);
    const left = timeout === undefined ? undefined : Math.max(1, timeout - (this.#clock.now() - before));
    return await this.#namespace.http({ ip, port: url.port, method, host: url.host, path: url.path, headers, body, tls: url.scheme === "https", timeout: left, trace });
  }

  async connect(host: string, port: number, timeout?: Milliseconds): Promise<Connection> {
    const trace = this.#namespace.startTrace({ to: `${host}:${port}`, protocol: "TCP", method: "", path: "" });
    const ip = await this.#address(host, trace);
    return await this.#namespace.connect({ ip, port }, { timeout, trace, lifetime: this.#lifetime });
  }

  /** The first address: clients here do not try the others, as most do not. */
  async #address(host: string, trace: Trace): Promise<string> {
    const addresses = await this.#resolver.resolve(host, trace);
    return addresses[0]!;
  }

  #within<T>(timeout: Milliseconds | undefined, work: Promise<T>, trace: Trace): Promise<T> {
    if (timeout === undefined) return work;
    return new Promise((resolve, reject) => {
      const timer = this.#clock.after(timeout, expire, "background");
      function expire() {
        const error = new NetworkError("TIMEOUT", "the name was not resolved in time");
        trace.finish(false, error.message);
        reject(error);
      }
      work.then(resolve, reject).finally(() => timer.cancel());
    });
  }

  #options(port: number, { tls, ip }: BindOptions): ListenOptions {
    return { port, tls, ip, lifetime: this.#lifetime };
  }
}
