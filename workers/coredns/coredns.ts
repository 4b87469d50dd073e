import type { InformerFactory } from "../client/informer-factory.ts";
import { questionIn, responseMessage, type DnsQuestion, type DnsResponse } from "../network/dns-message.ts";
import type { NetworkNamespace } from "../network/namespace.ts";
import { NetworkError } from "../network/network-error.ts";
import type { Lifetime } from "../sim/lifetime.ts";
import { ClusterNames } from "./cluster-names.ts";
import { DnsZone } from "./dns-zone.ts";

export interface CoreDnsOptions {
  /** The pod's own namespace, whose ports it binds. */
  readonly network: NetworkNamespace;
  readonly lifetime: Lifetime;
  readonly informers: InformerFactory;
  /** "cluster.local". */
  readonly domain: string;
  /** Asks the name server that the node itself uses. Rejects with NetworkError. */
  readonly forward: (question: DnsQuestion) => Promise<DnsResponse>;
}

const dnsPort = 53;
const healthPort = 8080;
const readyPort = 8181;
const metricsPort = 9153;

/** Following aliases further than this is taken for a loop. */
const mostAliases = 8;

/**
 * CoreDNS with the plugins that kubeadm configures: kubernetes (pods insecure), forward, health, ready.
 * Left out: caching of forwarded answers, DNS over TCP, zone transfers, other plugins of a Corefile.
 */
export function runCoreDns({ network, lifetime, informers, domain, forward }: CoreDnsOptions): void {
  const zone = new DnsZone(informers);
  const server = new NameServer(zone, new ClusterNames(zone, domain), forward);
  network.listenUdp({ port: dnsPort, lifetime }, ({ payload }) => {
    const question = questionIn(payload);
    return question === undefined ? undefined : server.answer(question).then(responseMessage);
  });
  network.listenHttp({ port: healthPort, lifetime }, () => ({ status: 200, body: "OK" }));
  network.listenHttp({ port: readyPort, lifetime }, () => (zone.ready ? { status: 200, body: "OK" } : { status: 503, body: "kubernetes" }));
  network.listenHttp({ port: metricsPort, lifetime }, () => ({ status: 200, body: `coredns_dns_requests_total ${server.requests}\n` }));
}

class NameServer {
  readonly #zone: DnsZone;
  readonly #names: ClusterNames;
  readonly #forward: CoreDnsOptions["forward"];
  #requests = 0;

  constructor(zone: DnsZone, names: ClusterNames, forward: CoreDnsOptions["forward"]) {
    this.#zone = zone;
    this.#names = names;
    this.#forward = forward;
  }

  get requests(): number {
    return this.#requests;
  }

  async answer(question: DnsQuestion): Promise<DnsResponse> {
    this.#requests++;
    return this.#balance(await this.#resolve({ ...question, name: question.name.toLowerCase() }, 0));
  }

  async #resolve(question: DnsQuestion, depth: number): Promise<DnsResponse> {
    if (this.#names.covers(question.name)) return this.#zone.ready ? await this.#ours(question, depth) : { code: "SERVFAIL", answers: [] };
    if (question.name.endsWith(".in-addr.arpa") && this.#zone.ready) {
      const reversed = this.#names.reverse(question);
      if (reversed !== undefined) return reversed;
    }
    return await this.#ask(question);
  }

  async #ours(question: DnsQuestion, depth: number): Promise<DnsResponse> {
    const answer = this.#names.answer(question);
    if (!("alias" in answer)) return answer;
    if (question.type === "CNAME") return { code: "NOERROR", answers: [answer.alias] };
    if (depth >= mostAliases) return { code: "SERVFAIL", answers: [] };
    const target = await this.#resolve({ name: answer.alias.data, type: question.type }, depth + 1);
    // The alias itself exists, whatever its target says.
    return { code: "NOERROR", answers: [answer.alias, ...target.answers] };
  }

  async #ask(question: DnsQuestion): Promise<DnsResponse> {
    try {
      return await this.#forward(question);
    } catch (error) {
      if (error instanceof NetworkError) return { code: "SERVFAIL", answers: [] };
      throw error;
    }
  }

  /** Several addresses are handed out in turn (plugin loadbalance). */
  #balance(response: DnsResponse): DnsResponse {
    const addresses = response.answers.filter(({ type }) => type === "A");
    if (addresses.length < 2) return response;
    const others = response.answers.filter(({ type }) => type !== "A");
    const start = this.#requests % addresses.length;
    return { ...response, answers: [...others, ...addresses.slice(start), ...addresses.slice(0, start)] };
  }
}
