import type { DomainCounts } from "./node-counts.ts";

/** Counts with changes on top that leave the counts below untouched: what would be if pods came or went. */
export class OverlaidCounts implements DomainCounts {
  readonly #below: DomainCounts;
  readonly #changed = new Map<string, number>();

  constructor(below: DomainCounts) {
    this.#below = below;
  }

  add(domain: string, delta: number): void {
    this.#changed.set(domain, (this.get(domain) ?? 0) + delta);
  }

  get(domain: string): number | undefined {
    return this.#changed.get(domain) ?? this.#below.get(domain);
  }

  has(domain: string): boolean {
    return (this.get(domain) ?? 0) !== 0;
  }

  /** Domains that hold at least one. */
  get size(): number {
    let size = this.#below.size;
    for (const [domain, count] of this.#changed) size += (count === 0 ? 0 : 1) - (this.#below.has(domain) ? 1 : 0);
    return size;
  }

  *entries(): MapIterator<[string, number]> {
    for (const [domain, count] of this.#below) if (!this.#changed.has(domain)) yield [domain, count];
    for (const [domain, count] of this.#changed) if (count !== 0) yield [domain, count];
  }

  *keys(): MapIterator<string> {
    for (const [domain] of this.entries()) yield domain;
  }

  *values(): MapIterator<number> {
    for (const [, count] of this.entries()) yield count;
  }

  [Symbol.iterator](): MapIterator<[string, number]> {
    return this.entries();
  }

  forEach(visit: (count: number, domain: string, counts: DomainCounts) => void): void {
    for (const [domain, count] of this.entries()) visit(count, domain, this);
  }
}
