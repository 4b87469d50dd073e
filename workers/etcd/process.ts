import { type Clock, clockWithin, type Timer } from "../sim/clock.ts";
import type { Lifetime } from "../sim/lifetime.ts";
import type { EtcdClient, EtcdWatch, EtcdWatcher, WatchRequest } from "./client.ts";
import { EtcdUnavailable, LeaseNotFoundError } from "./errors.ts";
import type { KeyRange, KeyValue, RangeRequest, Transaction } from "./key-value.ts";
import type { Lease } from "./lease-table.ts";
import type { EtcdStore } from "./store.ts";
import { WatchHub } from "./watch-hub.ts";

export interface EtcdProcessOptions {
  readonly store: EtcdStore;
  readonly clock: Clock;
  /** How long the process runs. The store outlives it. */
  readonly lifetime: Lifetime;
}

/** The running etcd server over a data directory: it serves clients, tells watchers and lets leases expire. */
export class EtcdProcess implements EtcdClient {
  readonly #store: EtcdStore;
  readonly #clock: Clock;
  readonly #lifetime: Lifetime;
  readonly #hub: WatchHub;
  readonly #expiries = new Map<number, Timer>();

  constructor({ store, clock, lifetime }: EtcdProcessOptions) {
    this.#store = store;
    this.#lifetime = lifetime;
    this.#clock = clockWithin(clock, lifetime);
    this.#hub = new WatchHub(this.#clock);
    const unlock = store.lock();
    const forget = store.observe((events) => this.#hub.publish(events));
    for (const lease of store.leases.all()) this.#expire(lease);
    lifetime.onEnd(() => {
      forget();
      unlock();
      this.#hub.close(new EtcdUnavailable());
    });
  }

  get revision(): number {
    return this.#alive().revision;
  }

  get compactRevision(): number {
    return this.#alive().compactRevision;
  }

  get(key: string, revision?: number): KeyValue | undefined {
    return this.#alive().get(key, revision);
  }

  range(request: RangeRequest) {
    return this.#alive().range(request);
  }

  visit(range: KeyRange, visit: (item: KeyValue) => boolean | void): void {
    this.#alive().visit(range, visit);
  }

  transact(transaction: Transaction) {
    return this.#alive().transact(transaction);
  }

  watch(request: WatchRequest, watcher: EtcdWatcher): EtcdWatch {
    const store = this.#alive();
    const past = request.revision === undefined || request.revision > store.revision ? [] : store.eventsSince(request.revision);
    return this.#hub.add(request, past, watcher);
  }

  grantLease(ttl: number): Lease {
    const lease = this.#alive().grant(ttl, this.#clock.now());
    this.#expire(lease);
    return lease;
  }

  renewLease(id: number): Lease {
    const lease = this.#alive().leases.renew(id, this.#clock.now());
    this.#expire(lease);
    return lease;
  }

  revokeLease(id: number): void {
    const store = this.#alive();
    if (store.leases.get(id) === undefined) throw new LeaseNotFoundError();
    this.#expiries.get(id)?.cancel();
    this.#expiries.delete(id);
    store.revoke(id);
  }

  compact(revision: number): void {
    this.#alive().compact(revision);
  }

  versionsOf(key: string) {
    return this.#alive().versionsOf(key);
  }

  notesOf(key: string) {
    return this.#alive().notesOf(key);
  }

  notesAt(revision: number) {
    return this.#alive().notesAt(revision);
  }

  #alive(): EtcdStore {
    if (this.#lifetime.ended) throw new EtcdUnavailable();
    return this.#store;
  }

  #expire({ id, expiresAt }: Lease): void {
    this.#expiries.get(id)?.cancel();
    this.#expiries.set(id, this.#clock.after(expiresAt - this.#clock.now(), () => this.revokeLease(id), "background"));
  }
}

/**
 * A connection that finds whichever etcd process runs at the moment, as the API server's does when its
 * etcd is restarted. Watches are not carried over: they close with their process.
 */
export function connectTo(find: () => EtcdClient | undefined): EtcdClient {
  const served = (): EtcdClient => {
    const client = find();
    if (client === undefined) throw new EtcdUnavailable();
    return client;
  };
  return {
    get revision() {
      return served().revision;
    },
    get compactRevision() {
      return served().compactRevision;
    },
    get: (key, revision) => served().get(key, revision),
    range: (request) => served().range(request),
    visit: (range, visit) => served().visit(range, visit),
    transact: (transaction) => served().transact(transaction),
    watch: (request, watcher) => served().watch(request, watcher),
    grantLease: (ttl) => served().grantLease(ttl),
    renewLease: (id) => served().renewLease(id),
    revokeLease: (id) => served().revokeLease(id),
    compact: (revision) => served().compact(revision),
    versionsOf: (key) => served().versionsOf(key),
    notesOf: (key) => served().notesOf(key),
    notesAt: (revision) => served().notesAt(revision),
  };
}
