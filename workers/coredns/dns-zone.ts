import { Services, type Service } from "../api/core/service.ts";
import { Namespaces } from "../api/core/namespace.ts";
import { EndpointSlices, type EndpointSlice } from "../api/discovery/endpoint-slice.ts";
import type { Informer } from "../client/informer.ts";
import type { InformerFactory } from "../client/informer-factory.ts";

const byService = "service";
const byAddress = "address";
const byClusterIp = "clusterIP";
const serviceNameLabel = "kubernetes.io/service-name";

/** One address behind a headless Service, with the name it has there. */
export interface NamedEndpoint {
  readonly ip: string;
  /** The pod's hostname, or the address with dashes. */
  readonly hostname: string;
  readonly ports: NonNullable<EndpointSlice["ports"]>;
}

/** What the name server knows of the cluster, indexed for lookups. */
export class DnsZone {
  readonly #services: Informer<Service>;
  readonly #slices: Informer<EndpointSlice>;
  readonly #namespaces: Informer<{ readonly metadata: Service["metadata"] } & Service> | undefined;

  constructor(informers: InformerFactory) {
    this.#services = informers.for(Services);
    this.#slices = informers.for(EndpointSlices);
    this.#namespaces = undefined;
    void Namespaces;
  }
}
