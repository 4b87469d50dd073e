import type { Milliseconds } from "../base/units.ts";
import { LeaseNotFoundError } from "./errors.ts";

/** A promise that keys live only so long. */
export interface Lease {
  readonly id: number;
  readonly ttl: Milliseconds;
  readonly expiresAt: Milliseconds;
}

interface Held {
  lease: Lease;
  readonly keys: Set<string>;
}

/** The leases on the disk, and which keys hang on them. */
export class LeaseTable {
  readonly #leases = new Map<number, Held>();
  #next = 1;

  grant(ttl: Milliseconds, now: Milliseconds): Lease {
    const lease = Object.freeze({ id: this.#next++, ttl, expiresAt: now + ttl });
    this.#leases.set(lease.id, { lease, keys: new Set() });
    return lease;
  }

  /** Puts a lease back that a snapshot held. */
  restore(lease: Lease): void {
    this.#leases.set(lease.id, { lease, keys: new Set() });
    this.#next = Math.max(this.#next, lease.id + 1);
  }

  renew(id: number, now: Milliseconds): Lease {
    const held = this.#held(id);
    held.lease = Object.freeze({ ...held.lease, expiresAt: now + held.lease.ttl });
    return held.lease;
  }

  get(id: number): Lease | undefined {
    return this.#leases.get(id)?.lease;
  }

  /** The keys that hang on a lease, in order. */
  keysOf(id: number): readonly string[] {
    return [...this.#held(id).keys].sort();
  }

  attach(id: number, key: string): void {
    this.#held(id).keys.add(key);
  }

  detach(id: number, key: string): void {
    this.#leases.get(id)?.keys.delete(key);
  }

  remove(id: number): void {
    this.#leases.delete(id);
  }

  all(): readonly Lease[] {
    return [...this.#leases.values()].map(({ lease }) => lease);
  }

  #held(id: number): Held {
    const held = this.#leases.get(id);
    if (held === undefined) throw new LeaseNotFoundError();
    return held;
  }
}
