/** One key as of one revision. Values are frozen; readers share them. */
export interface KeyValue {
  readonly key: string;
  readonly value: unknown;
  /** The revision at which the key came to exist. */
  readonly createRevision: number;
  /** The revision of this very value. */
  readonly modRevision: number;
  /** How often it was written since it came to exist, from 1. */
  readonly version: number;
  /** The lease that it dies with; 0 for none. */
  readonly lease: number;
  /** Whatever the writer wanted to be remembered with the write, beside the value. */
  readonly note: unknown;
}

/** A change of one key. */
export interface EtcdEvent {
  readonly type: "PUT" | "DELETE";
  readonly key: string;
  readonly revision: number;
  /** Undefined for a deletion. */
  readonly current: KeyValue | undefined;
  readonly previous: KeyValue | undefined;
  readonly note: unknown;
}

/** Keys from `from` up to but without `to`; without `to`, all keys from `from` on. */
export interface KeyRange {
  readonly from: string;
  readonly to?: string;
}

export interface RangeRequest extends KeyRange {
  readonly limit?: number;
  /** As of this revision; now when missing. */
  readonly revision?: number;
}

export interface RangeResponse {
  /** The store's revision at the time of the answer. */
  readonly revision: number;
  readonly items: readonly KeyValue[];
  /** Are there more than `limit`? */
  readonly more: boolean;
  /** How many the range holds altogether. */
  readonly count: number;
}

/** A condition of a transaction. A key that does not exist has version 0 and revisions 0. */
export interface Compare {
  readonly key: string;
  readonly target: "version" | "modRevision" | "createRevision";
  readonly is: "=" | "!=" | "<" | ">";
  readonly than: number;
}

export interface PutOperation {
  readonly type: "put";
  readonly key: string;
  /** Makes the value, told the revision at which it will be stored. */
  readonly value: (revision: number) => unknown;
  readonly lease?: number;
  readonly note?: unknown;
}

export interface DeleteOperation {
  readonly type: "delete";
  readonly key: string;
  /** Deletes the whole range from `key` when given. */
  readonly to?: string;
  readonly note?: unknown;
}

export interface RangeOperation {
  readonly type: "range";
  readonly range: RangeRequest;
}

export type Operation = PutOperation | DeleteOperation | RangeOperation;

/** If all comparisons hold, `success` is carried out, otherwise `failure`: all of it in one revision. */
export interface Transaction {
  readonly compare: readonly Compare[];
  readonly success: readonly Operation[];
  readonly failure?: readonly Operation[];
}

export type OperationResult =
  | { readonly type: "put"; readonly current: KeyValue; readonly previous: KeyValue | undefined }
  | { readonly type: "delete"; readonly deleted: readonly KeyValue[] }
  | { readonly type: "range"; readonly response: RangeResponse };

export interface TransactionResponse {
  readonly succeeded: boolean;
  readonly revision: number;
  readonly results: readonly OperationResult[];
}
