import { assert, present } from "../../base/assert.ts";

/** The ranges of equal size that an IPv4 range is divided into, and which of them are taken. */
export class CidrSet {
  readonly #base: number;
  readonly #maskSize: number;
  readonly #shift: number;
  readonly #count: number;
  readonly #taken = new Set<number>();
  /** Ranges are given out in turn, so that one that has come free rests for a while. */
  #next = 0;

  constructor(clusterCIDR: string, maskSize: number) {
    const { address, bits } = present(parseCidr(clusterCIDR), `${clusterCIDR} is no IPv4 range`);
    assert(bits <= maskSize && maskSize <= 32, `a range of /${bits} cannot be divided into ranges of /${maskSize}`);
    this.#base = address;
    this.#maskSize = maskSize;
    this.#shift = 2 ** (32 - maskSize);
    this.#count = 2 ** (maskSize - bits);
  }

  get free(): number {
    return this.#count - this.#taken.size;
  }

  /** A range that nobody has; undefined when all are taken. */
  allocate(): string | undefined {
    if (this.free === 0) return undefined;
    while (this.#taken.has(this.#next)) this.#next = (this.#next + 1) % this.#count;
    const index = this.#next;
    this.#taken.add(index);
    this.#next = (index + 1) % this.#count;
    return `${formatAddress(this.#base + index * this.#shift)}/${this.#maskSize}`;
  }

  /** Marks every range that overlaps with this one as taken. False when it lies outside. */
  occupy(cidr: string): boolean {
    const indexes = this.#indexesOf(cidr);
    for (const index of indexes) this.#taken.add(index);
    return indexes.length > 0;
  }

  release(cidr: string): void {
    for (const index of this.#indexesOf(cidr)) this.#taken.delete(index);
  }

  #indexesOf(cidr: string): readonly number[] {
    const range = parseCidr(cidr);
    if (range === undefined) return [];
    const first = Math.floor((range.address - this.#base) / this.#shift);
    const last = Math.floor((range.address + 2 ** (32 - range.bits) - 1 - this.#base) / this.#shift);
    if (first < 0 || last >= this.#count) return [];
    return Array.from({ length: last - first + 1 }, (_unused, offset) => first + offset);
  }
}

function parseCidr(text: string): { readonly address: number; readonly bits: number } | undefined {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(text)?.slice(1).map(Number);
  if (parts === undefined) return undefined;
  const [a = 0, b = 0, c = 0, d = 0, bits = 0] = parts;
  if ([a, b, c, d].some((octet) => octet > 255) || bits > 32) return undefined;
  const address = ((a * 256 + b) * 256 + c) * 256 + d;
  return { address: address - (address % 2 ** (32 - bits)), bits };
}

const formatAddress = (address: number) => [2 ** 24, 2 ** 16, 2 ** 8, 1].map((unit) => Math.floor(address / unit) % 256).join(".");
