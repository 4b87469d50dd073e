import ipaddr from "ipaddr.js";
import type { FieldErrors } from "./field-errors.ts";

const addressRule = "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)";
const rangeRule = "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)";

/** An address of either family. Octets may have leading zeros, as they always could. */
export const isIp = (text: string) => isIpv4(text) || parse(text) !== undefined;

/** Every write of a pod's status comes here, so no address is taken apart for it. */
const isIpv4 = (text: string) => /^\d{1,3}(\.\d{1,3}){3}$/.test(text) && text.split(".").every((octet) => Number(octet) <= 255);

export const isIpv6 = (text: string) => parse(text)?.kind() === "ipv6";

/** A network in CIDR notation. */
export function isCidr(text: string): boolean {
  const [address, bits, ...rest] = text.split("/");
  const ip = parse(address ?? "");
  if (ip === undefined || bits === undefined || rest.length > 0 || !/^\d{1,3}$/.test(bits)) return false;
  return Number(bits) <= (ip.kind() === "ipv6" ? 128 : 32);
}

/** Does the first network hold all of the second, and more? */
export function cidrContains(outer: string, inner: string): boolean {
  const [outerIp, innerIp] = [parse(outer.split("/")[0] ?? ""), parse(inner.split("/")[0] ?? "")];
  const [outerBits, innerBits] = [Number(outer.split("/")[1]), Number(inner.split("/")[1])];
  if (outerIp === undefined || innerIp === undefined || outerIp.kind() !== innerIp.kind()) return false;
  return outerBits < innerBits && prefixBits(outerIp, outerBits) === prefixBits(innerIp, outerBits);
}

const prefixBits = (ip: Address, bits: number) =>
  ip.toByteArray().map((byte) => byte.toString(2).padStart(8, "0")).join("").slice(0, bits);

export function validateIp(text: string, errors: FieldErrors): void {
  if (!isIp(text)) errors.invalid("", text, addressRule);
}

export function validateCidr(text: string, errors: FieldErrors): void {
  if (!isCidr(text)) errors.invalid("", text, rangeRule);
}

/** An address that traffic can be sent to: not the machine itself, and not a neighbour on the link. */
export function validateNonSpecialIp(text: string, errors: FieldErrors): void {
  if (ordinary.has(text)) return;
  const ip = parse(text);
  if (ip === undefined) return errors.invalid("", text, "must be a valid IP address");
  const range = ip.range();
  if (ip.toNormalizedString() === "0.0.0.0" || range === "unspecified") errors.invalid("", text, `may not be unspecified (${text})`);
  if (range === "loopback") errors.invalid("", text, "may not be in the loopback range (127.0.0.0/8, ::1/128)");
  if (range === "linkLocal") errors.invalid("", text, "may not be in the link-local range (169.254.0.0/16, fe80::/10)");
  if (isLinkLocalMulticast(ip)) errors.invalid("", text, "may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)");
  if (ip.kind() === "ipv4" && range === "private") ordinary.add(text);
  if (ordinary.size > mostParsed) ordinary.clear();
}

/** Addresses that were found to be of the usual kind, such as those of pods. */
const ordinary = new Set<string>();

/** One address of each family, in either order. */
export const isDualStack = (addresses: readonly string[]) => addresses.length === 2 && isIpv6(addresses[0] ?? "") !== isIpv6(addresses[1] ?? "");

type Address = ReturnType<typeof ipaddr.parse>;

/** The same addresses come with every change of a service's endpoints. */
const parsed = new Map<string, Address | undefined>();
const mostParsed = 20_000;

function parse(text: string): Address | undefined {
  const known = parsed.get(text);
  if (known !== undefined || parsed.has(text)) return known;
  if (parsed.size >= mostParsed) parsed.clear();
  const address = parseAnew(text);
  parsed.set(text, address);
  return address;
}

function parseAnew(text: string): Address | undefined {
  const decimal = /^\d{1,3}(\.\d{1,3}){3}$/.test(text) ? text.split(".").map(Number).join(".") : text;
  const known = ipaddr.IPv4.isValidFourPartDecimal(decimal) || (decimal.includes(":") && !decimal.includes("%") && ipaddr.IPv6.isValid(decimal));
  return known ? ipaddr.parse(decimal) : undefined;
}

function isLinkLocalMulticast(ip: Address): boolean {
  const bytes = ip.toByteArray();
  return ip.kind() === "ipv6" ? bytes[0] === 0xff && bytes[1] === 0x02 : bytes[0] === 224 && bytes[1] === 0 && bytes[2] === 0;
}
