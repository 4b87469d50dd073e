import type { Service } from "../api/core/service.ts";
import type { Listener } from "../network/listener.ts";
import type { NetworkNamespace } from "../network/namespace.ts";
import { NetworkError } from "../network/network-error.ts";
import type { Lifetime } from "../sim/lifetime.ts";
import type { ServiceRule } from "./service-rule.ts";

/** Answers the load balancer on healthCheckNodePort: does this node have endpoints of the Service? */
export class HealthChecks {
  readonly #host: NetworkNamespace;
  readonly #lifetime: Lifetime | undefined;
  readonly #listeners = new Map<string, Listener>();
  readonly #local = new Map<string, number>();

  constructor(host: NetworkNamespace, lifetime: Lifetime | undefined) {
    this.#host = host;
    this.#lifetime = lifetime;
  }

  /** Follows a Service; undefined when it is gone. */
  set(key: string, service: Service | undefined, rules: readonly ServiceRule[]): void {
    const port = service?.spec.externalTrafficPolicy === "Local" ? (service.spec.healthCheckNodePort ?? 0) : 0;
    this.#local.set(key, new Set(rules.flatMap(({ local }) => local.map(({ ip }) => ip))).size);
    if (this.#listeners.get(key)?.port === port) return;
    this.#listeners.get(key)?.close();
    this.#listeners.delete(key);
    if (port === 0) this.#local.delete(key);
    else this.#listen(key, port);
  }

  #listen(key: string, port: number): void {
    const [namespace, name] = key.split("/");
    try {
      const listener = this.#host.listenHttp({ port, lifetime: this.#lifetime }, () => {
        const localEndpoints = this.#local.get(key) ?? 0;
        return { status: localEndpoints > 0 ? 200 : 503, headers: { "content-type": "application/json" }, body: JSON.stringify({ service: { namespace, name }, localEndpoints, serviceProxyHealthy: true }) };
      });
      this.#listeners.set(key, listener);
    } catch (error) {
      // Another process has the port: the node fails its health check, as with a real port conflict.
      if (!(error instanceof NetworkError)) throw error;
    }
  }
}
