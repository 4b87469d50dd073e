import { assert } from "../base/assert.ts";
import { fnv1a } from "../base/hash.ts";

/**
 * Chance, from a seed. Each component draws from a fork of its own, named after it, so that a new
 * draw in one place never changes what another place draws.
 */
export interface Random {
  /** A stream of its own that depends only on this stream's seed and the name, not on what was drawn. */
  fork(name: string): Random;
  /** At least 0, below 1. */
  next(): number;
  /** A whole number from `low` to `high`, both included. */
  integer(low: number, high: number): number;
  pick<T>(items: readonly T[]): T;
  /** `length` characters of the alphabet. */
  text(length: number, alphabet: string): string;
  /** A version-4 UUID. */
  uuid(): string;
}

export function createRandom(seed: string | number): Random {
  return new Stream(`${seed}`);
}

class Stream implements Random {
  readonly #name: string;
  #state: number;

  constructor(name: string) {
    this.#name = name;
    this.#state = fnv1a(name, 0x9e3779b9);
  }

  fork(name: string): Random {
    return new Stream(`${this.#name}/${name}`);
  }

  /** Mulberry32: small, fast, and equally distributed enough for a playground. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  }

  integer(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1));
  }

  pick<T>(items: readonly T[]): T {
    assert(items.length > 0, "cannot pick from nothing");
    return items[this.integer(0, items.length - 1)] as T;
  }

  text(length: number, alphabet: string): string {
    let text = "";
    while (text.length < length) text += alphabet[this.integer(0, alphabet.length - 1)];
    return text;
  }

  uuid(): string {
    const hex = this.text(30, "0123456789abcdef");
    const variant = "89ab"[this.integer(0, 3)];
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(12, 15)}-${variant}${hex.slice(15, 18)}-${hex.slice(18)}`;
  }
}
