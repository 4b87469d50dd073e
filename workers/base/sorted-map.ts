interface Entry<V> {
  readonly key: string;
  value: V;
}

const mostInChunk = 512;

/**
 * A map from text that can be read in the order of its keys. Reading and replacing cost one hash lookup;
 * adding a key costs a binary search and a move within one small chunk.
 */
export class SortedMap<V> {
  readonly #entries = new Map<string, Entry<V>>();
  /** The entries in order, cut into chunks that are never empty. */
  readonly #chunks: Entry<V>[][] = [];

  get size(): number {
    return this.#entries.size;
  }

  get(key: string): V | undefined {
    return this.#entries.get(key)?.value;
  }

  has(key: string): boolean {
    return this.#entries.has(key);
  }

  set(key: string, value: V): void {
    const entry = this.#entries.get(key);
    if (entry === undefined) this.#insert({ key, value });
    else entry.value = value;
  }

  delete(key: string): boolean {
    if (!this.#entries.delete(key)) return false;
    const position = this.#chunkFor(key);
    const chunk = this.#chunks[position]!;
    if (chunk.length === 1) this.#chunks.splice(position, 1);
    else chunk.splice(firstAtOrAfter(chunk, key), 1);
    return true;
  }

  /**
   * Calls `visit` for each key from `from` up to but without `to`, in order, until it returns false.
   * The map must not gain or lose keys meanwhile.
   */
  visit(from: string, to: string | undefined, visit: (value: V, key: string) => boolean | void): void {
    if (this.#chunks.length === 0) return;
    let position = this.#chunkFor(from);
    let index = firstAtOrAfter(this.#chunks[position]!, from);
    for (; position < this.#chunks.length; position++, index = 0) {
      const chunk = this.#chunks[position]!;
      for (; index < chunk.length; index++) {
        const { key, value } = chunk[index]!;
        if (to !== undefined && key >= to) return;
        if (visit(value, key) === false) return;
      }
    }
  }

  /** The values of a range, in the order of their keys. */
  values(from = "", to?: string): V[] {
    const values: V[] = [];
    this.visit(from, to, (value) => void values.push(value));
    return values;
  }

  #insert(entry: Entry<V>): void {
    this.#entries.set(entry.key, entry);
    if (this.#chunks.length === 0) this.#chunks.push([]);
    const position = this.#chunkFor(entry.key);
    const chunk = this.#chunks[position]!;
    chunk.splice(firstAtOrAfter(chunk, entry.key), 0, entry);
    if (chunk.length > mostInChunk) this.#chunks.splice(position + 1, 0, chunk.splice(mostInChunk / 2));
  }

  /** The last chunk that begins at or before the key; the first chunk when none does. */
  #chunkFor(key: string): number {
    let low = 0;
    let high = this.#chunks.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.#chunks[middle]![0]!.key <= key) low = middle;
      else high = middle;
    }
    return low;
  }
}

/** The end of the range that holds every key beginning with `prefix`; undefined when it has no end. */
export function prefixEnd(prefix: string): string | undefined {
  if (prefix === "") return undefined;
  const last = prefix.charCodeAt(prefix.length - 1);
  return last === 0xffff ? prefixEnd(prefix.slice(0, -1)) : prefix.slice(0, -1) + String.fromCharCode(last + 1);
}

function firstAtOrAfter<V>(chunk: readonly Entry<V>[], key: string): number {
  let low = 0;
  let high = chunk.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (chunk[middle]!.key < key) low = middle + 1;
    else high = middle;
  }
  return low;
}
