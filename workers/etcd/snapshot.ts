import type { KeyValue } from "./key-value.ts";
import type { Lease } from "./lease-table.ts";
import type { NoteRecord } from "./note-ring.ts";

/** The contents of a store at one revision, as a frozen value. */
export interface EtcdSnapshot {
  readonly revision: number;
  readonly items: readonly KeyValue[];
  readonly leases: readonly Lease[];
  readonly notes: readonly NoteRecord[];
}
