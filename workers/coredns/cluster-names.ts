import type { Service, ServicePort } from "../api/core/service.ts";
import type { DnsQuestion, DnsRecord, DnsResponse } from "../network/dns-message.ts";
import { parseIp } from "../network/ip.ts";
import type { AddressOwner, DnsZone, NamedEndpoint } from "./dns-zone.ts";

/** An answer from the cluster, or a name elsewhere that it stands for (ExternalName). */
export type ClusterAnswer = DnsResponse | { readonly alias: DnsRecord };

/** Seconds that answers about the cluster may be kept. */
const timeToLive = 30;

const nothing: DnsResponse = { code: "NXDOMAIN", answers: [] };
const noData: DnsResponse = { code: "NOERROR", answers: [] };

/** Answers questions about names below the cluster's domain, as the DNS specification of Kubernetes says. */
export class ClusterNames {
  readonly #zone: DnsZone;
  readonly #domain: string;

  constructor(zone: DnsZone, domain: string) {
    this.#zone = zone;
    this.#domain = domain;
  }

  /** Is the name ours to answer? */
  covers(name: string): boolean {
    return name === this.#domain || name.endsWith(`.${this.#domain}`);
  }

  answer(question: DnsQuestion): ClusterAnswer {
    if (question.name === this.#domain) return noData;
    const labels = question.name.slice(0, -this.#domain.length - 1).split(".").toReversed();
    const [kind, namespace, ...rest] = labels;
    if (kind === "dns-version" && namespace === undefined) return question.type === "TXT" ? this.#records(question, ["1.1.0"]) : noData;
    if (kind !== "svc" && kind !== "pod") return nothing;
    if (namespace === undefined) return noData;
    if (!this.#zone.hasNamespace(namespace)) return nothing;
    if (rest.length === 0) return noData;
    return kind === "svc" ? this.#service(question, namespace, rest) : this.#pod(question, rest);
  }

  /** The names of an address; undefined when it is nobody's here. */
  reverse(question: DnsQuestion): DnsResponse | undefined {
    const ip = question.name.slice(0, -".in-addr.arpa".length).split(".").toReversed().join(".");
    const owners = this.#zone.owners(ip);
    if (owners.length === 0) return undefined;
    return question.type === "PTR" ? this.#records(question, owners.map((owner) => this.#nameOf(owner))) : noData;
  }

  /** a-b-c-d.namespace.pod: the address that the name itself spells ("pods insecure"). */
  #pod(question: DnsQuestion, [dashed = "", ...more]: readonly string[]): DnsResponse {
    const ip = dashed.replaceAll("-", ".");
    if (more.length > 0 || parseIp(ip) === undefined) return nothing;
    return question.type === "A" ? this.#records(question, [ip]) : noData;
  }

  /** `rest` are the labels before the namespace, nearest first: service, then endpoint, or _protocol and _port. */
  #service(question: DnsQuestion, namespace: string, [name = "", first, second, ...more]: readonly string[]): ClusterAnswer {
    const service = this.#zone.service(namespace, name);
    if (service === undefined || more.length > 0) return nothing;
    if (service.spec.type === "ExternalName") return first === undefined ? this.#alias(question, service) : nothing;
    if (first?.startsWith("_") === true) return second?.startsWith("_") === true ? this.#ports(question, service, { protocol: first.slice(1), port: second.slice(1) }) : nothing;
    if (first !== undefined) return second === undefined ? this.#endpoint(question, service, first) : nothing;
    return this.#whole(question, service);
  }

  #whole(question: DnsQuestion, service: Service): DnsResponse {
    const endpoints = isHeadless(service) ? this.#endpointsOf(service) : [];
    if (isHeadless(service) && endpoints.length === 0) return nothing;
    if (question.type === "SRV") return this.#ports(question, service, {});
    if (question.type !== "A") return noData;
    return this.#records(question, isHeadless(service) ? endpoints.map(({ ip }) => ip) : [service.spec.clusterIP ?? ""]);
  }

  #endpoint(question: DnsQuestion, service: Service, hostname: string): DnsResponse {
    const found = this.#endpointsOf(service).filter((endpoint) => endpoint.hostname === hostname);
    if (found.length === 0) return nothing;
    return question.type === "A" ? this.#records(question, found.map(({ ip }) => ip)) : noData;
  }

  #alias(question: DnsQuestion, { spec }: Service): ClusterAnswer {
    const target = (spec.externalName ?? "").replace(/\.$/, "").toLowerCase();
    const alias: DnsRecord = { name: question.name, type: "CNAME", ttl: timeToLive, data: target };
    return question.type === "A" || question.type === "CNAME" ? { alias } : noData;
  }

  /** SRV records: for each port, the Service itself, or each endpoint of a headless one. */
  #ports(question: DnsQuestion, service: Service, wanted: { readonly protocol?: string; readonly port?: string }): DnsResponse {
    const matches = ({ name = "", protocol = "TCP" }: Pick<ServicePort, "name" | "protocol">) => (wanted.port === undefined || wanted.port === name) && (wanted.protocol === undefined || wanted.protocol === protocol.toLowerCase());
    const targets = isHeadless(service) ? this.#endpointTargets(service, matches) : (service.spec.ports ?? []).filter(matches).map(({ port }) => ({ port, name: this.#nameOf(owner(service)), ip: service.spec.clusterIP ?? "" }));
    if (targets.length === 0) return nothing;
    if (question.type !== "SRV") return noData;
    const weight = Math.max(1, Math.floor(100 / targets.length));
    return {
      ...this.#records(question, targets.map(({ port, name }) => `0 ${weight} ${port} ${name}`)),
      additional: targets.map(({ name, ip }) => ({ name, type: "A", ttl: timeToLive, data: ip })),
    };
  }

  #endpointTargets(service: Service, matches: (port: Pick<ServicePort, "name" | "protocol">) => boolean) {
    return this.#endpointsOf(service).flatMap(({ ip, hostname, ports }) =>
      ports.filter(matches).flatMap(({ port }) => (port === undefined ? [] : [{ port, name: this.#nameOf({ ...owner(service), hostname }), ip }])),
    );
  }

  #endpointsOf({ metadata: { namespace = "", name } }: Service): readonly NamedEndpoint[] {
    return this.#zone.endpoints(namespace, name);
  }

  #nameOf({ hostname, service, namespace }: AddressOwner): string {
    return [...(hostname === undefined ? [] : [hostname]), service, namespace, "svc", this.#domain].join(".");
  }

  #records({ name, type }: DnsQuestion, data: readonly string[]): DnsResponse {
    return { code: "NOERROR", answers: data.map((text) => ({ name, type, ttl: timeToLive, data: text })) };
  }
}

function isHeadless({ spec }: Service): boolean {
  return spec.clusterIP === "None" || spec.clusterIP === undefined || spec.clusterIP === "";
}

function owner({ metadata: { namespace = "", name } }: Service): AddressOwner {
  return { namespace, service: name };
}
