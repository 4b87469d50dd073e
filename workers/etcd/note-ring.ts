import type { EtcdEvent } from "./key-value.ts";

/** What is remembered of a write after its value has been compacted. */
export interface NoteRecord {
  readonly revision: number;
  readonly key: string;
  readonly type: EtcdEvent["type"];
  readonly note: unknown;
}

interface Slot extends NoteRecord {
  /** The number of the record before this one about the same key; -1 for none. */
  readonly prior: number;
}

/** The notes of the newest writes, a fixed number of them, to be asked by key or by revision. */
export class NoteRing {
  readonly #capacity: number;
  readonly #slots: Slot[] = [];
  readonly #newest = new Map<string, number>();
  /** How many records there ever were; also the number of the next one. */
  #count = 0;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  add({ revision, key, type, note }: NoteRecord): void {
    const slot = { revision, key, type, note, prior: this.#newest.get(key) ?? -1 };
    const place = this.#count % this.#capacity;
    this.#forget(this.#slots[place], this.#count - this.#capacity);
    this.#slots[place] = slot;
    this.#newest.set(key, this.#count++);
  }

  /** The notes about a key, oldest first. */
  ofKey(key: string): readonly NoteRecord[] {
    const records: NoteRecord[] = [];
    for (let number = this.#newest.get(key) ?? -1; number >= this.#oldest; ) {
      const slot = this.#slots[number % this.#capacity]!;
      records.push(slot);
      number = slot.prior;
    }
    return records.reverse();
  }

  /** The notes of one revision. */
  ofRevision(revision: number): readonly NoteRecord[] {
    const records: NoteRecord[] = [];
    for (let number = this.#firstAt(revision); number < this.#count; number++) {
      const slot = this.#slots[number % this.#capacity]!;
      if (slot.revision !== revision) break;
      records.push(slot);
    }
    return records;
  }

  /** All records, oldest first. */
  all(): readonly NoteRecord[] {
    const size = this.#count - this.#oldest;
    return Array.from({ length: size }, (_, index) => this.#slots[(this.#oldest + index) % this.#capacity]!);
  }

  get #oldest(): number {
    return Math.max(0, this.#count - this.#capacity);
  }

  #forget(slot: Slot | undefined, number: number): void {
    if (slot !== undefined && this.#newest.get(slot.key) === number) this.#newest.delete(slot.key);
  }

  #firstAt(revision: number): number {
    let low = this.#oldest;
    let high = this.#count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#slots[middle % this.#capacity]!.revision < revision) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
