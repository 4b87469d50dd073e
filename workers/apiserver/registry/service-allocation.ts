import type { KubernetesObject } from "../../apimachinery/object.ts";
import type { FieldError } from "../../apimachinery/validation.ts";
import { invalidObject } from "../../apimachinery/validation.ts";
import { type Service, Services } from "../../api/core/service.ts";
import type { EtcdClient } from "../../etcd/client.ts";
import type { Operation } from "../../etcd/key-value.ts";
import type { Random } from "../../sim/random.ts";
import type { Allocation, Allocator, Call } from "../core.ts";
import { type AddressPool, clusterIpPool, nodePortPool } from "./address-pool.ts";
import { addressesOf, portsOf, withClusterIp, withNodePorts } from "./service-spec.ts";
import type { Served } from "./served.ts";

/** What hands out the addresses and node ports of Services. */
export class ServiceAllocation implements Allocator {
  readonly #etcd: EtcdClient;
  readonly #random: Random;

  constructor(etcd: EtcdClient, random: Random) {
    this.#etcd = etcd;
    this.#random = random;
  }

  /** Chooses what a Service needs, or checks what it asks for. Anything else comes back as it is. */
  plan({ served }: Call, object: KubernetesObject, previous: KubernetesObject | undefined): Allocation {
    if (!isService(served)) return { object, settle() {} };
    const service = object as Service;
    const errors: FieldError[] = [];
    const addressed = withClusterIp(service, previous as Service | undefined, this.#pool(clusterIpPool, previous), errors);
    const complete = withNodePorts(addressed, previous as Service | undefined, this.#pool(nodePortPool, previous), errors);
    if (errors.length > 0) throw invalidObject(Services, complete.metadata.name, errors);
    return { object: complete, settle: () => this.#reserve(complete, previous as Service | undefined) };
  }

  /** Gives back what a Service had. */
  released(served: Served, object: KubernetesObject): void {
    if (isService(served)) this.#transact(reservationsOf(object as Service).map((key) => ({ type: "delete", key })));
  }

  #reserve(service: Service, previous: Service | undefined): void {
    const wanted = reservationsOf(service);
    const had = previous === undefined ? [] : reservationsOf(previous);
    const holder = `${service.metadata.namespace}/${service.metadata.name}`;
    this.#transact([
      ...had.filter((key) => !wanted.includes(key)).map((key): Operation => ({ type: "delete", key })),
      ...wanted.filter((key) => !had.includes(key)).map((key): Operation => ({ type: "put", key, value: () => holder })),
    ]);
  }

  #transact(success: readonly Operation[]): void {
    if (success.length > 0) this.#etcd.transact({ compare: [], success });
  }

  #pool<T>(make: (free: (key: string) => boolean, random: Random) => AddressPool<T>, previous: KubernetesObject | undefined): AddressPool<T> {
    const own = new Set(previous === undefined ? [] : reservationsOf(previous as Service));
    return make((key) => own.has(key) || this.#etcd.get(key) === undefined, this.#random);
  }
}

const isService = ({ resource }: Served) => resource.group === Services.group && resource.plural === Services.plural;

/** The keys under which the allocations of a Service lie in etcd, so that every API server sees them. */
const reservationsOf = ({ spec }: Service): readonly string[] => [
  ...addressesOf(spec).map((address) => `/registry/ranges/serviceips/${address}`),
  ...portsOf(spec).map((port) => `/registry/ranges/servicenodeports/${port}`),
];
