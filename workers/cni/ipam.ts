import { assert } from "../base/assert.ts";
import { formatIp, parseCidr, parseIp, type Cidr } from "../network/ip.ts";

/** No address is left in the range; the text is the plugin's. */
export class AddressesExhausted extends Error {
  override readonly name = "AddressesExhausted";
}

/** Hands out the addresses of one range as the host-local plugin does: the next free one after the last. */
export class Ipam {
  readonly cidr: Cidr;
  readonly #owners = new Map<number, string>();
  #last: number;

  constructor(range: string) {
    const cidr = parseCidr(range);
    assert(cidr !== undefined && cidr.prefix <= 30, `not a range for pods: ${range}`);
    this.cidr = cidr;
    this.#last = cidr.first + 1;
  }

  /** The bridge's own address, first of the range. */
  get gateway(): string {
    return formatIp(this.cidr.first + 1);
  }

  get allocated(): number {
    return this.#owners.size;
  }

  /** Throws AddressesExhausted. */
  allocate(owner: string): string {
    const low = this.cidr.first + 2;
    const high = this.cidr.last - 1;
    for (let step = 0; step <= high - low; step++) {
      this.#last = this.#last >= high ? low : this.#last + 1;
      if (this.#owners.has(this.#last)) continue;
      this.#owners.set(this.#last, owner);
      return formatIp(this.#last);
    }
    throw new AddressesExhausted(`failed to allocate for range 0: no IP addresses available in range set: ${this.gateway}-${formatIp(high)}`);
  }

  release(ip: string): void {
    const value = parseIp(ip);
    if (value !== undefined) this.#owners.delete(value);
  }
}
