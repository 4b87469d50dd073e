import { Namespaces, type Namespace } from "../api/core/namespace.ts";
import { Services, type Service } from "../api/core/service.ts";
import { EndpointSlices, type EndpointSlice } from "../api/discovery/endpoint-slice.ts";
import type { Informer } from "../client/informer.ts";
import type { InformerFactory } from "../client/informer-factory.ts";

const byService = "service";
const byAddress = "address";
const byClusterIp = "clusterIP";
const serviceNameLabel = "kubernetes.io/service-name";

/** One address behind a Service, with the name it has below the Service's. */
export interface NamedEndpoint {
  readonly ip: string;
  /** The pod's hostname, or the address with dashes. */
  readonly hostname: string;
  readonly ports: NonNullable<EndpointSlice["ports"]>;
}

/** The name under which an address is known: of a Service, or of an endpoint below one. */
export interface AddressOwner {
  readonly namespace: string;
  readonly service: string;
  readonly hostname?: string;
}

/** What the name server knows of the cluster, indexed for lookups. */
export class DnsZone {
  readonly #services: Informer<Service>;
  readonly #slices: Informer<EndpointSlice>;
  readonly #namespaces: Informer<Namespace>;

  constructor(informers: InformerFactory) {
    this.#services = informers.for(Services);
    this.#slices = informers.for(EndpointSlices);
    this.#namespaces = informers.for(Namespaces);
    this.#services.addIndex(byClusterIp, ({ spec }) => (spec.clusterIPs ?? []).filter((ip) => ip !== "None" && ip !== ""));
    this.#slices.addIndex(byService, (slice) => serviceOf(slice));
    this.#slices.addIndex(byAddress, ({ endpoints = [] }) => endpoints.flatMap(({ addresses }) => addresses));
  }

  /** Have all lists arrived? Until then nobody may be told that a name does not exist. */
  get ready(): boolean {
    return this.#services.hasSynced && this.#slices.hasSynced && this.#namespaces.hasSynced;
  }

  hasNamespace(name: string): boolean {
    return this.#namespaces.get(name) !== undefined;
  }

  service(namespace: string, name: string): Service | undefined {
    return this.#services.get(`${namespace}/${name}`);
  }

  /** The ready endpoints of a Service. */
  endpoints(namespace: string, service: string): readonly NamedEndpoint[] {
    const found = new Map<string, NamedEndpoint>();
    for (const { endpoints = [], ports = [], addressType } of this.#slices.by(byService, `${namespace}/${service}`)) {
      if (addressType !== "IPv4") continue;
      for (const { addresses, hostname, conditions } of endpoints) {
        if (conditions?.ready === false) continue;
        for (const ip of addresses) found.set(ip, { ip, hostname: hostname ?? ip.replaceAll(".", "-"), ports });
      }
    }
    return [...found.values()];
  }

  /** Who has the address: a Service, or else the endpoints that carry it. */
  owners(ip: string): readonly AddressOwner[] {
    const service = this.#services.by(byClusterIp, ip)[0];
    if (service !== undefined) return [{ namespace: service.metadata.namespace ?? "", service: service.metadata.name }];
    return this.#slices.by(byAddress, ip).flatMap((slice) => {
      const endpoint = slice.endpoints?.find(({ addresses, conditions }) => addresses.includes(ip) && conditions?.ready !== false);
      return endpoint === undefined ? [] : serviceOf(slice).map((key) => ({ namespace: slice.metadata.namespace ?? "", service: key.split("/")[1]!, hostname: endpoint.hostname ?? ip.replaceAll(".", "-") }));
    });
  }
}

function serviceOf({ metadata: { namespace, labels } }: EndpointSlice): readonly string[] {
  const name = labels?.[serviceNameLabel];
  return name === undefined ? [] : [`${namespace}/${name}`];
}
