import type { Milliseconds } from "../base/units.ts";
import type { EtcdEvent, KeyRange, KeyValue, RangeRequest, RangeResponse, Transaction, TransactionResponse } from "./key-value.ts";
import type { Lease } from "./lease-table.ts";
import type { NoteRecord } from "./note-ring.ts";

export interface WatchRequest extends KeyRange {
  /** The first revision to tell of; when missing, the next one. */
  readonly revision?: number;
}

export interface EtcdWatcher {
  /** All changes of one instant or more, in order. */
  events(batch: readonly EtcdEvent[]): void;
  /** The watch is over because the process that served it is gone. */
  closed(error: Error): void;
}

export interface EtcdWatch {
  cancel(): void;
}

/** etcd as the API server sees it. Every call throws `EtcdUnavailable` while no etcd process serves. */
export interface EtcdClient {
  readonly revision: number;
  readonly compactRevision: number;
  get(key: string, revision?: number): KeyValue | undefined;
  range(request: RangeRequest): RangeResponse;
  /** Reads a range at the newest revision without building a list; stops when `visit` returns false. */
  visit(range: KeyRange, visit: (item: KeyValue) => boolean | void): void;
  transact(transaction: Transaction): TransactionResponse;
  /** Registers at once; throws `CompactedError` when the history no longer reaches back so far. */
  watch(request: WatchRequest, watcher: EtcdWatcher): EtcdWatch;
  grantLease(ttl: Milliseconds): Lease;
  renewLease(id: number): Lease;
  revokeLease(id: number): void;
  compact(revision: number): void;
  versionsOf(key: string): readonly KeyValue[];
  notesOf(key: string): readonly NoteRecord[];
  notesAt(revision: number): readonly NoteRecord[];
}
