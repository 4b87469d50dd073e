import { assert } from "../base/assert.ts";
import { parseCidr, parseIp, type Cidr } from "./ip.ts";

interface Route {
  readonly cidr: Cidr;
  nextHop(): string | undefined;
}

/** Ranges and the node each leads to; the longest prefix wins. */
export class RouteTable {
  /** By prefix length, then by first address: a lookup costs one probe per length in use. */
  readonly #byPrefix = new Map<number, Map<number, Route[]>>();
  #prefixes: readonly number[] = [];

  add(text: string, nextHop: () => string | undefined): () => void {
    const cidr = parseCidr(text);
    assert(cidr !== undefined, `not a range of addresses: ${text}`);
    const route: Route = { cidr, nextHop };
    const table = this.#byPrefix.get(cidr.prefix) ?? new Map<number, Route[]>();
    table.set(cidr.first, [...(table.get(cidr.first) ?? []), route]);
    this.#byPrefix.set(cidr.prefix, table);
    this.#sort();
    return () => this.#remove(route);
  }

  find(ip: string): string | undefined {
    const value = parseIp(ip);
    if (value === undefined) return undefined;
    for (const prefix of this.#prefixes) {
      const routes = this.#byPrefix.get(prefix)!.get(value - (value % 2 ** (32 - prefix)));
      const hop = routes?.at(-1)?.nextHop();
      if (hop !== undefined) return hop;
    }
    return undefined;
  }

  #remove({ cidr }: Route): void {
    const table = this.#byPrefix.get(cidr.prefix);
    const left = (table?.get(cidr.first) ?? []).filter((route) => route.cidr !== cidr);
    if (left.length > 0) table?.set(cidr.first, left);
    else table?.delete(cidr.first);
    if (table?.size === 0) this.#byPrefix.delete(cidr.prefix);
    this.#sort();
  }

  #sort(): void {
    this.#prefixes = [...this.#byPrefix.keys()].toSorted((a, b) => b - a);
  }
}
