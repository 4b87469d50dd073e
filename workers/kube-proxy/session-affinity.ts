import type { Milliseconds } from "../base/units.ts";
import type { Backend } from "./endpoints.ts";

interface Session {
  readonly backend: string;
  readonly until: Milliseconds;
}

/** Clients remembered per Service port; the oldest are forgotten first. */
const mostClients = 4096;

/** Which backend each client went to lately. */
export class SessionAffinity {
  readonly #now: () => Milliseconds;
  readonly #services = new Map<string, Map<string, Session>>();

  constructor(now: () => Milliseconds) {
    this.#now = now;
  }

  /** The client's backend, if its session is fresh and the backend is still among the usable ones. */
  recall(service: string, client: string, backends: readonly Backend[]): Backend | undefined {
    const session = this.#services.get(service)?.get(client);
    if (session === undefined || session.until < this.#now()) return undefined;
    return backends.find((backend) => keyOf(backend) === session.backend);
  }

  remember(service: string, client: string, { backend, seconds }: { readonly backend: Backend; readonly seconds: number }): void {
    const clients = this.#services.get(service) ?? new Map<string, Session>();
    this.#services.set(service, clients);
    clients.delete(client);
    clients.set(client, { backend: keyOf(backend), until: this.#now() + seconds * 1000 });
    if (clients.size > mostClients) clients.delete(clients.keys().next().value!);
  }

  /** Forgets the clients of every port of a Service ("namespace/name"). */
  forget(service: string): void {
    for (const name of this.#services.keys()) if (name === service || name.startsWith(`${service}:`)) this.#services.delete(name);
  }
}

function keyOf({ ip, port }: Backend): string {
  return `${ip}:${port}`;
}
