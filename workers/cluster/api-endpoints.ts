import type { ApiHandler } from "../apimachinery/wire.ts";
import type { Lifetime } from "../sim/lifetime.ts";

/** An API server process that listens on its node. */
export interface ApiEndpoint {
  readonly node: string;
  /** "172.18.0.2:6443" */
  readonly address: string;
  readonly handler: ApiHandler;
  /** Ends with the process: whoever is connected then is cut off. */
  readonly lifetime: Lifetime;
}

/** Which API servers listen, in the order in which a client tries them: the control plane's load balancer. */
export class ApiEndpoints {
  readonly #listening = new Map<string, ApiEndpoint>();
  readonly #known: { readonly node: string; readonly address: string }[] = [];
  readonly #listeners = new Set<() => void>();

  /** Where clients expect an API server, whether it runs or not. */
  expect(node: string, address: string): void {
    this.#known.push({ node, address });
  }

  get expected(): readonly { readonly node: string; readonly address: string }[] {
    return this.#known;
  }

  listen(endpoint: ApiEndpoint): void {
    this.#listening.set(endpoint.node, endpoint);
    endpoint.lifetime.onEnd(() => {
      if (this.#listening.get(endpoint.node) === endpoint) this.#listening.delete(endpoint.node);
      this.#changed();
    });
    this.#changed();
  }

  on(node: string): ApiEndpoint | undefined {
    return this.#listening.get(node);
  }

  get any(): ApiEndpoint | undefined {
    return this.#listening.values().next().value;
  }

  /** Calls `run` whenever an API server starts or stops listening. */
  onChange(run: () => void): () => void {
    this.#listeners.add(run);
    return () => this.#listeners.delete(run);
  }

  #changed(): void {
    for (const run of this.#listeners) run();
  }
}
