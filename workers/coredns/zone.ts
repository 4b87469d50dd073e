import { type Service } from "../api/core/service.ts";
import { type EndpointSlice } from "../api/discovery/endpoint-slice.ts";
import type { Endpoint } from "../api/generated/discovery/v1.ts";
import type { ObjectKey } from "../apimachinery/object.ts";
import type { Lister } from "../client/indexed-store.ts";
import type { DnsQuestion, DnsRecord, DnsResponse } from "../network/dns-message.ts";
import { parseIp } from "../network/ip.ts";

/** What the zone is made of, as informers hold it. */
export interface ZoneSources {
  readonly services: Lister<Service>;
  readonly slices: Lister<EndpointSlice>;
  hasNamespace(name: string): boolean;
}

/** Index of EndpointSlices by the key of their Service. */
const slicesByService = "service";
/** Index of Services by cluster IP, for reverse lookups. */
const servicesByIp = "cluster-ip";
/** Index of EndpointSlices by the addresses of their endpoints, for reverse lookups. */
const slicesByIp = "endpoint-ip";

const timeToLive = 30;
const noSuchName: DnsResponse = { code: "NXDOMAIN", answers: [] };
const noData: DnsResponse = { code: "NOERROR", answers: [] };

/**
 * The cluster's names, as the Kubernetes DNS specification 1.1 lays them down: Services, headless
 * endpoints, named ports, pods by address, and the way back from addresses to names.
 */
export class Zone {
  readonly #domain: string;
  readonly #sources: ZoneSources;

  constructor(domain: string, sources: ZoneSources) {
    this.#domain = domain;
    this.#sources = sources;
  }

  /** The answer; undefined when the name is none of this zone's business. */
  answer(question: DnsQuestion): DnsResponse | undefined {
    const { name, type } = question;
    if (name.endsWith(".in-addr.arpa")) return this.#reverse(question);
    if (name === this.#domain) return noData;
    if (!name.endsWith(`.${this.#domain}`)) return undefined;
    const labels = name.slice(0, -this.#domain.length - 1).split(".");
    if (labels.length === 1 && labels[0] === "dns-version") return only({ name, type: "TXT", ttl: timeToLive, data: "1.1.0" }, type);
    const kind = labels.at(-1);
    if (kind === "svc") return this.#service(question, labels.slice(0, -1));
    if (kind === "pod") return this.#pod(question, labels.slice(0, -1));
    return noSuchName;
  }

  /** [name, namespace], [endpoint, name, namespace] or [_port, _protocol, name, namespace]. */
  #service(question: DnsQuestion, labels: readonly string[]): DnsResponse {
    if (labels.length === 0) return noData;
    const namespace = labels.at(-1)!;
    if (labels.length === 1) return this.#sources.hasNamespace(namespace) ? noData : noSuchName;
    const service = this.#sources.services.get(`${namespace}/${labels.at(-2)}`);
    if (service === undefined) return noSuchName;
    const head = labels.slice(0, -2);
    if (head.length === 0) return this.#addressesOf(service, question);
    if (head.length === 1) return this.#endpoint(service, head[0]!, question);
    return head.length === 2 ? this.#port(service, head as [string, string], question) : noSuchName;
  }

  #addressesOf(service: Service, { name, type }: DnsQuestion): DnsResponse {
    const { type: kind, externalName, clusterIP } = service.spec;
    if (kind === "ExternalName") return { code: "NOERROR", answers: [{ name, type: "CNAME", ttl: timeToLive, data: externalName ?? "" }] };
    const ips = clusterIP === "None" ? this.#endpointsOf(service).map(({ endpoint }) => endpoint.addresses[0]!) : (service.spec.clusterIPs ?? []);
    if (type === "SRV") return this.#allPorts(service, name);
    if (clusterIP === "None" && ips.length === 0) return noSuchName;
    return type === "A" ? { code: "NOERROR", answers: unique(ips).map((data) => ({ name, type: "A", ttl: timeToLive, data })) } : noData;
  }

  /** A pod of a headless Service: by its hostname, or by its address with dashes. */
  #endpoint(service: Service, label: string, { name, type }: DnsQuestion): DnsResponse {
    const matches = this.#endpointsOf(service).filter(({ endpoint }) => labelOf(endpoint) === label);
    if (service.spec.clusterIP !== "None" || matches.length === 0) return noSuchName;
    return type === "A" ? { code: "NOERROR", answers: matches.map(({ endpoint }) => ({ name, type: "A", ttl: timeToLive, data: endpoint.addresses[0]! })) } : noData;
  }

  #port(service: Service, [port, protocol]: readonly [string, string], { name, type }: DnsQuestion): DnsResponse {
    const wanted = (candidate: PortName) => `_${candidate.name ?? ""}` === port && `_${(candidate.protocol ?? "TCP").toLowerCase()}` === protocol;
    const { answers, additional } = this.#portRecords(service, name, wanted);
    if (answers.length === 0) return noSuchName;
    return type === "SRV" ? { code: "NOERROR", answers, additional } : noData;
  }

  #allPorts(service: Service, name: string): DnsResponse {
    const { answers, additional } = this.#portRecords(service, name, () => true);
    return { code: "NOERROR", answers, additional };
  }

  #portRecords(service: Service, name: string, wanted: (port: PortName) => boolean) {
    const base = `${service.metadata.name}.${service.metadata.namespace}.svc.${this.#domain}`;
    const answers: DnsRecord[] = [];
    const additional: DnsRecord[] = [];
    const add = (target: string, ip: string, port: number) => {
      answers.push({ name, type: "SRV", ttl: timeToLive, data: `0 100 ${port} ${target}` });
      additional.push({ name: target, type: "A", ttl: timeToLive, data: ip });
    };
    if (service.spec.clusterIP !== "None") {
      for (const port of (service.spec.ports ?? []).filter(wanted)) add(base, service.spec.clusterIP ?? "", port.port);
    } else {
      for (const { endpoint, slice } of this.#endpointsOf(service)) {
        for (const port of (slice.ports ?? []).filter(wanted)) add(`${labelOf(endpoint)}.${base}`, endpoint.addresses[0]!, port.port ?? 0);
      }
    }
    return { answers, additional };
  }

  #endpointsOf({ metadata: { namespace, name } }: Service): readonly { readonly endpoint: Endpoint; readonly slice: EndpointSlice }[] {
    const key: ObjectKey = `${namespace}/${name}`;
    return this.#sources.slices.by(slicesByService, key).flatMap((slice) =>
      (slice.endpoints ?? []).filter(({ addresses, conditions }) => addresses.length > 0 && conditions?.ready !== false).map((endpoint) => ({ endpoint, slice })),
    );
  }

  /** "10-244-1-7.default.pod": any address, whether a pod has it or not (`pods insecure`). */
  #pod({ name, type }: DnsQuestion, labels: readonly string[]): DnsResponse {
    const [dashed = "", namespace = ""] = labels;
    const ip = dashed.replaceAll("-", ".");
    if (labels.length !== 2 || parseIp(ip) === undefined || !this.#sources.hasNamespace(namespace)) return noSuchName;
    return type === "A" ? { code: "NOERROR", answers: [{ name, type: "A", ttl: timeToLive, data: ip }] } : noData;
  }

  #reverse({ name, type }: DnsQuestion): DnsResponse | undefined {
    const ip = name.slice(0, -".in-addr.arpa".length).split(".").reverse().join(".");
    const names = [...this.#sources.services.by(servicesByIp, ip).map((service) => this.#nameOf(service.metadata)), ...this.#endpointNames(ip)];
    if (names.length === 0) return undefined;
    return type === "PTR" ? { code: "NOERROR", answers: names.map((data) => ({ name, type: "PTR", ttl: timeToLive, data })) } : noData;
  }

  #endpointNames(ip: string): readonly string[] {
    return this.#sources.slices.by(slicesByIp, ip).flatMap((slice) => {
      const service = this.#sources.services.get(serviceKeyOf(slice));
      const endpoint = (slice.endpoints ?? []).find(({ addresses }) => addresses[0] === ip);
      return service?.spec.clusterIP === "None" && endpoint !== undefined ? [`${labelOf(endpoint)}.${this.#nameOf(service.metadata)}`] : [];
    });
  }

  #nameOf({ name, namespace }: Service["metadata"]): string {
    return `${name}.${namespace}.svc.${this.#domain}`;
  }
}

interface PortName {
  readonly name?: string;
  readonly protocol?: string;
}

/** The Service that a slice belongs to. */
const serviceKeyOf = ({ metadata: { namespace, labels } }: EndpointSlice): ObjectKey => `${namespace}/${labels?.["kubernetes.io/service-name"] ?? ""}`;

const labelOf = ({ hostname, addresses }: Endpoint) => (hostname !== undefined && hostname !== "" ? hostname : (addresses[0] ?? "").replaceAll(".", "-"));

const unique = (items: readonly string[]) => [...new Set(items)];

const only = (record: DnsRecord, type: DnsQuestion["type"]): DnsResponse => (record.type === type ? { code: "NOERROR", answers: [record] } : noData);
