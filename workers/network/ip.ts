/** IPv4 addresses and ranges as numbers. IPv6 is not part of this network. */

/** The address as a 32-bit number, or undefined when the text is no IPv4 address. */
export function parseIp(text: string): number | undefined {
  let value = 0;
  let octet = -1;
  let dots = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === 46) {
      if (octet < 0 || ++dots > 3) return undefined;
      value = value * 256 + octet;
      octet = -1;
      continue;
    }
    const digit = code - 48;
    if (digit < 0 || digit > 9 || octet === 0) return undefined;
    octet = octet < 0 ? digit : octet * 10 + digit;
    if (octet > 255) return undefined;
  }
  return dots === 3 && octet >= 0 ? value * 256 + octet : undefined;
}

/** The usual dotted form of a 32-bit number. */
export function formatIp(value: number): string {
  return `${(value >>> 24) & 255}.${(value >>> 16) & 255}.${(value >>> 8) & 255}.${value & 255}`;
}

export interface Cidr {
  readonly text: string;
  readonly first: number;
  readonly last: number;
  readonly prefix: number;
}

/** A range such as 10.244.1.0/24 (host bits are cleared), or undefined when it is none. */
export function parseCidr(text: string): Cidr | undefined {
  const [address = "", bits = "", ...rest] = text.split("/");
  const ip = parseIp(address);
  if (ip === undefined || rest.length > 0 || !/^\d{1,2}$/.test(bits) || Number(bits) > 32) return undefined;
  const prefix = Number(bits);
  const size = 2 ** (32 - prefix);
  const first = ip - (ip % size);
  return { text: `${formatIp(first)}/${prefix}`, first, last: first + size - 1, prefix };
}

/** Does the range hold the address? */
export function contains(cidr: Cidr, ip: string): boolean {
  const value = parseIp(ip);
  return value !== undefined && value >= cidr.first && value <= cidr.last;
}

/** 127.0.0.0/8, which never leaves the network namespace. */
export function isLoopback(ip: string): boolean {
  return ip.startsWith("127.");
}

/** The name under which reverse lookups ask for an address: 4.3.2.1.in-addr.arpa. */
export function reverseName(ip: string): string {
  return `${ip.split(".").toReversed().join(".")}.in-addr.arpa`;
}
