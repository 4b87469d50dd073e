import type { Random } from "../../sim/random.ts";

/** A range out of which the server gives each value once. */
export interface AddressPool<T> {
  /** A free value; undefined when all are taken. */
  next(): T | undefined;
  /** Why a value cannot be had; undefined when it can. */
  refusal(value: T): string | undefined;
}

/** The range of Services' addresses. */
const serviceCidr = "10.96.0.0/12";

const firstAddress = 0x0a600000;
const addressCount = 2 ** 20;
/** The lower end of the range is left to those who ask for an address by name. */
const staticAddresses = 256;

const firstPort = 30_000;
const lastPort = 32_767;
const staticPorts = 86;

type Free = (key: string) => boolean;

/** Addresses 10.96.0.0/12. */
export function clusterIpPool(free: Free, random: Random): AddressPool<string> {
  const isFree = (offset: number) => free(`/registry/ranges/serviceips/${formatAddress(firstAddress + offset)}`);
  return {
    next() {
      const offset = pickFree([[staticAddresses + 1, addressCount - 2], [1, staticAddresses]], isFree, random);
      return offset === undefined ? undefined : formatAddress(firstAddress + offset);
    },
    refusal(address) {
      const offset = parseAddress(address) - firstAddress;
      const usable = offset >= 1 && offset <= addressCount - 2;
      if (!usable) return `failed to allocate IP ${address}: the provided IP (${address}) is not in the valid range. The range of valid IPs is ${serviceCidr}`;
      return isFree(offset) ? undefined : `failed to allocate IP ${address}: provided IP is already allocated`;
    },
  };
}

/** Ports 30000–32767. */
export function nodePortPool(free: Free, random: Random): AddressPool<number> {
  const isFree = (port: number) => free(`/registry/ranges/servicenodeports/${port}`);
  return {
    next: () => pickFree([[firstPort + staticPorts, lastPort], [firstPort, firstPort + staticPorts - 1]], isFree, random),
    refusal(port) {
      if (port < firstPort || port > lastPort) return `provided port is not in the valid range. The range of valid ports is ${firstPort}-${lastPort}`;
      return isFree(port) ? undefined : "provided port is already allocated";
    },
  };
}

/** A free number out of the first band that has one: from a random place on, all around. */
function pickFree(bands: readonly (readonly [number, number])[], isFree: (value: number) => boolean, random: Random): number | undefined {
  for (const [low, high] of bands) {
    const size = high - low + 1;
    const start = random.integer(0, size - 1);
    for (let step = 0; step < size; step++) {
      const value = low + ((start + step) % size);
      if (isFree(value)) return value;
    }
  }
  return undefined;
}

const formatAddress = (address: number) => [24, 16, 8, 0].map((shift) => (address >>> shift) & 255).join(".");

/** An IPv4 address as a number; NaN for anything else. */
function parseAddress(text: string): number {
  const parts = text.split(".");
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256)) return Number.NaN;
  return parts.reduce((address, part) => address * 256 + Number(part), 0);
}
