import { assert } from "../base/assert.ts";
import { SortedMap } from "../base/sorted-map.ts";
import type { Milliseconds } from "../base/units.ts";
import { CompactedError, FutureRevisionError, LeaseNotFoundError } from "./errors.ts";
import { EventLog } from "./event-log.ts";
import { KeyHistory } from "./key-history.ts";
import type { Compare, DeleteOperation, EtcdEvent, KeyRange, KeyValue, Operation, OperationResult, PutOperation, RangeRequest, RangeResponse, Transaction, TransactionResponse } from "./key-value.ts";
import { type Lease, LeaseTable } from "./lease-table.ts";
import { type NoteRecord, NoteRing } from "./note-ring.ts";
import type { EtcdSnapshot } from "./snapshot.ts";

export interface StoreLimits {
  /** Beyond this many revisions the oldest are compacted at once, whoever still wants them. */
  readonly revisions: number;
  /** How many writes keep their note after their value is gone. */
  readonly notes: number;
}

/** Hears of the changes of one revision. */
export type CommitObserver = (events: readonly EtcdEvent[]) => void;

const defaultLimits: StoreLimits = { revisions: 50_000, notes: 200_000 };

/**
 * The data directory of one etcd member: every key at every remembered revision. It is what lies on the
 * disk, so it outlives the etcd process (`EtcdProcess`) that serves it. It knows no time; leases expire
 * when the process says so. Each transaction that changes something is one revision.
 */
export class EtcdStore {
  readonly leases = new LeaseTable();
  readonly #limits: StoreLimits;
  readonly #keys = new SortedMap<KeyHistory>();
  readonly #notes: NoteRing;
  #log: EventLog;
  #revision = 1;
  #compacted = 0;
  #keyCount = 0;
  #writing: EtcdEvent[] | undefined;
  #owned = false;
  readonly #observers = new Set<CommitObserver>();

  constructor(limits: Partial<StoreLimits> = {}) {
    this.#limits = { ...defaultLimits, ...limits };
    this.#notes = new NoteRing(this.#limits.notes);
    this.#log = new EventLog(this.#revision + 1);
  }

  /** The revision of the last write. */
  get revision(): number {
    return this.#revision;
  }

  /** Everything up to and including this revision is forgotten. */
  get compactRevision(): number {
    return this.#compacted;
  }

  /** How many keys there are now. */
  get keyCount(): number {
    return this.#keyCount;
  }

  /** How many revisions are remembered. */
  get historyLength(): number {
    return this.#log.length;
  }

  /** Takes the directory for a process, of which there can be only one. Returns how to give it back. */
  lock(): () => void {
    assert(!this.#owned, "one etcd process per data directory");
    this.#owned = true;
    return () => {
      this.#owned = false;
    };
  }

  /** Shows every change in the instant of its commit: to the process that serves it, and to pictures of the cluster; never to its components. Observers must not write. */
  observe(observer: CommitObserver): () => void {
    this.#observers.add(observer);
    return () => this.#observers.delete(observer);
  }

  get(key: string, revision = this.#revision): KeyValue | undefined {
    if (revision === this.#revision) return this.#keys.get(key)?.current;
    this.#checkReadable(revision);
    return this.#keys.get(key)?.at(revision);
  }

  range({ from, to, limit = 0, revision = this.#revision }: RangeRequest): RangeResponse {
    this.#checkReadable(revision);
    const items: KeyValue[] = [];
    let count = 0;
    const latest = revision === this.#revision;
    this.#keys.visit(from, to, (history) => {
      const found = latest ? history.current : history.at(revision);
      if (found === undefined) return;
      count++;
      if (limit === 0 || items.length < limit) items.push(found);
    });
    return { revision: this.#revision, items, more: count > items.length, count };
  }

  /** Reads a range at the newest revision without building a list; stops when `visit` returns false. */
  visit({ from, to }: KeyRange, visit: (item: KeyValue) => boolean | void): void {
    this.#keys.visit(from, to, ({ current }) => (current === undefined ? undefined : visit(current)));
  }

  transact({ compare, success, failure = [] }: Transaction): TransactionResponse {
    assert(this.#writing === undefined, "a transaction is running");
    const succeeded = compare.every((condition) => this.#holds(condition));
    const operations = succeeded ? success : failure;
    for (const operation of operations) this.#checkLease(operation);
    this.#writing = [];
    const results = operations.map((operation) => this.#carryOut(operation));
    this.#commit();
    return { succeeded, revision: this.#revision, results };
  }

  /** All changes from a revision on, oldest first. */
  eventsSince(revision: number): readonly EtcdEvent[] {
    if (revision <= this.#compacted) throw new CompactedError(this.#compacted);
    return [...this.#log.since(revision)];
  }

  /** The remembered versions of a key, oldest first. */
  versionsOf(key: string): readonly KeyValue[] {
    return this.#keys.get(key)?.versions() ?? [];
  }

  /** The changes of one revision; empty when they are forgotten. */
  changesAt(revision: number): readonly EtcdEvent[] {
    return this.#log.at(revision);
  }

  /** The notes about a key, oldest first; they are remembered longer than values. */
  notesOf(key: string): readonly NoteRecord[] {
    return this.#notes.ofKey(key);
  }

  /** The notes of one revision, and the keys it changed. */
  notesAt(revision: number): readonly NoteRecord[] {
    return this.#notes.ofRevision(revision);
  }

  /** Forgets all that was only visible before `revision`. */
  compact(revision: number): void {
    if (revision > this.#revision) throw new FutureRevisionError();
    if (revision <= this.#compacted) throw new CompactedError(this.#compacted);
    this.#compacted = revision;
    this.#log.compact(revision, ({ key }) => {
      if (this.#keys.get(key)?.compact(revision) === true) this.#keys.delete(key);
    });
  }

  /** Everything that is current, for a copy of the data. History stays behind; notes come along. */
  snapshot(): EtcdSnapshot {
    const { items, revision } = this.range({ from: "" });
    return Object.freeze({ revision, items: Object.freeze(items), leases: this.leases.all(), notes: this.#notes.all() });
  }

  /** A new data directory with the contents of a snapshot. */
  static restore({ revision, items, leases, notes }: EtcdSnapshot, limits: Partial<StoreLimits> = {}): EtcdStore {
    const store = new EtcdStore(limits);
    store.#revision = revision;
    store.#compacted = revision - 1;
    store.#log = new EventLog(revision + 1);
    for (const lease of leases) store.leases.restore(lease);
    for (const item of items) store.#place(item);
    for (const note of notes) store.#notes.add(note);
    return store;
  }

  /** The keys of a lease die with it. */
  revoke(lease: Lease["id"], note?: unknown): void {
    const keys = this.leases.keysOf(lease);
    this.transact({ compare: [], success: keys.map((key) => ({ type: "delete", key, note })) });
    this.leases.remove(lease);
  }

  grant(ttl: Milliseconds, now: Milliseconds): Lease {
    return this.leases.grant(ttl, now);
  }

  #place(item: KeyValue): void {
    const history = new KeyHistory();
    history.write(item.modRevision, item);
    this.#keys.set(item.key, history);
    this.#keyCount++;
    if (item.lease !== 0) this.leases.attach(item.lease, item.key);
  }

  #checkReadable(revision: number): void {
    if (revision > this.#revision) throw new FutureRevisionError();
    if (revision < this.#compacted) throw new CompactedError(this.#compacted);
  }

  #checkLease(operation: Operation): void {
    if (operation.type === "put" && operation.lease !== undefined && operation.lease !== 0 && this.leases.get(operation.lease) === undefined) throw new LeaseNotFoundError();
  }

  #holds({ key, target, is, than }: Compare): boolean {
    const actual = this.#keys.get(key)?.current?.[target] ?? 0;
    switch (is) {
      case "=": return actual === than;
      case "!=": return actual !== than;
      case "<": return actual < than;
      case ">": return actual > than;
    }
  }

  #carryOut(operation: Operation): OperationResult {
    switch (operation.type) {
      case "put": return this.#put(operation);
      case "delete": return this.#delete(operation);
      case "range": return { type: "range", response: this.range(operation.range) };
    }
  }

  #put({ key, value, lease = 0, note }: PutOperation): OperationResult {
    const revision = this.#revision + 1;
    let history = this.#keys.get(key);
    if (history === undefined) this.#keys.set(key, (history = new KeyHistory()));
    const previous = history.current;
    const current: KeyValue = Object.freeze({
      key,
      value: value(revision),
      createRevision: previous?.createRevision ?? revision,
      modRevision: revision,
      version: (previous?.version ?? 0) + 1,
      lease,
      note,
    });
    history.write(revision, current);
    if (previous === undefined) this.#keyCount++;
    this.#moveLease(key, previous?.lease ?? 0, lease);
    this.#record({ type: "PUT", key, revision, current, previous, note });
    return { type: "put", current, previous };
  }

  #delete({ key, to, note }: DeleteOperation): OperationResult {
    const deleted = to === undefined ? this.#single(key) : this.range({ from: key, to }).items;
    const revision = this.#revision + 1;
    for (const previous of deleted) {
      this.#keys.get(previous.key)!.write(revision, undefined);
      this.#keyCount--;
      this.#moveLease(previous.key, previous.lease, 0);
      this.#record({ type: "DELETE", key: previous.key, revision, current: undefined, previous, note });
    }
    return { type: "delete", deleted };
  }

  #single(key: string): readonly KeyValue[] {
    const current = this.#keys.get(key)?.current;
    return current === undefined ? [] : [current];
  }

  #moveLease(key: string, from: number, to: number): void {
    if (from === to) return;
    if (from !== 0) this.leases.detach(from, key);
    if (to !== 0) this.leases.attach(to, key);
  }

  #record(event: EtcdEvent): void {
    this.#writing?.push(Object.freeze(event));
    this.#notes.add(event);
  }

  #commit(): void {
    const events = this.#writing ?? [];
    this.#writing = undefined;
    if (events.length === 0) return;
    this.#revision++;
    this.#log.append(this.#revision, events);
    if (this.#log.length > this.#limits.revisions) this.compact(this.#revision - Math.floor(this.#limits.revisions * 0.9));
    for (const observer of this.#observers) observer(events);
  }
}
