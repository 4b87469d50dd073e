import { second, type Milliseconds } from "../../base/units.ts";
import type { EtcdClient } from "../../etcd/client.ts";
import type { Clock } from "../../sim/clock.ts";

const reuse: Milliseconds = 60 * second;
const mostKeys = 1000;

/** Gives leases to objects with a time to live. Objects of one minute share a lease, as they do upstream. */
export class LeasePool {
  readonly #etcd: EtcdClient;
  readonly #clock: Clock;
  readonly #current = new Map<number, { readonly id: number; readonly until: Milliseconds; keys: number }>();

  constructor(etcd: EtcdClient, clock: Clock) {
    this.#etcd = etcd;
    this.#clock = clock;
  }

  /** A lease that lives at least `ttlSeconds`. */
  lease(ttlSeconds: number): number {
    const now = this.#clock.now();
    const current = this.#current.get(ttlSeconds);
    if (current !== undefined && now < current.until && current.keys++ < mostKeys) return current.id;
    const { id } = this.#etcd.grantLease(ttlSeconds * second + reuse);
    this.#current.set(ttlSeconds, { id, until: now + reuse, keys: 1 });
    return id;
  }
}
