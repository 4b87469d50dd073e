import { Endpoints } from "../../api/core/endpoints.ts";
import { Services } from "../../api/core/service.ts";
import { EndpointSlices } from "../../api/discovery/endpoint-slice.ts";
import { prefixRange } from "../../etcd/watch-hub.ts";
import { EtcdUnavailable, LeaseNotFoundError } from "../../etcd/errors.ts";
import { second } from "../../base/units.ts";
import type { Core } from "../core.ts";
import { ensure, ensureFields } from "./internal-call.ts";

/** Where a server can be reached. */
export interface Address {
  readonly address: string;
  readonly port: number;
}

const clusterIp = "10.96.0.1";
const name = "kubernetes";
const namespace = "default";
const leasePrefix = "/registry/masterleases/";
/** A server that has not been heard of for so long is taken out. */
const leaseTime = 15 * second;

/**
 * Keeps the Service `kubernetes`, through which pods reach the API, pointed at the API servers that are
 * alive: each holds a lease in etcd, and the endpoints are the holders of leases.
 */
export class KubernetesService {
  readonly #core: Core;
  readonly #own: Address;
  #lease = 0;

  constructor(core: Core, own: Address) {
    this.#core = core;
    this.#own = own;
  }

  /** Renews this server's lease and brings the endpoints up to date. */
  reconcile(): void {
    this.#renew();
    ensure(this.#core, Services, {
      metadata: { name, namespace, labels: { component: "apiserver", provider: "kubernetes" } },
      spec: { clusterIP: clusterIp, type: "ClusterIP", sessionAffinity: "None", ports: [{ name: "https", protocol: "TCP", port: 443, targetPort: this.#own.port }] },
    });
    this.#publish(this.#alive());
  }

  /** An orderly shutdown takes the server out at once. */
  withdraw(): void {
    try {
      if (this.#lease !== 0) this.#core.etcd.revokeLease(this.#lease);
    } catch (error) {
      if (!(error instanceof EtcdUnavailable || error instanceof LeaseNotFoundError)) throw error;
    }
  }

  #renew(): void {
    const { etcd } = this.#core;
    try {
      if (this.#lease !== 0) return void etcd.renewLease(this.#lease);
    } catch (error) {
      if (!(error instanceof LeaseNotFoundError)) throw error;
    }
    this.#lease = etcd.grantLease(leaseTime).id;
    const { address } = this.#own;
    etcd.transact({ compare: [], success: [{ type: "put", key: leasePrefix + address, value: () => address, lease: this.#lease }] });
  }

  #alive(): readonly string[] {
    const { items } = this.#core.etcd.range(prefixRange(leasePrefix));
    return items.map(({ value }) => value as string);
  }

  #publish(addresses: readonly string[]): void {
    const { port } = this.#own;
    ensureFields(this.#core, Endpoints, {
      metadata: { name, namespace, labels: { "endpointslice.kubernetes.io/skip-mirror": "true" } },
      subsets: [{ addresses: addresses.map((ip) => ({ ip })), ports: [{ name: "https", port, protocol: "TCP" }] }],
    });
    ensureFields(this.#core, EndpointSlices, {
      metadata: { name, namespace, labels: { "kubernetes.io/service-name": name } },
      addressType: "IPv4",
      endpoints: addresses.map((address) => ({ addresses: [address], conditions: { ready: true } })),
      ports: [{ name: "https", port, protocol: "TCP" }],
    });
  }
}
