import { dns1123LabelErrors, dns1123SubdomainErrors, qualifiedNameErrors } from "../../apimachinery/names.ts";
import { invalid } from "../../apimachinery/validation.ts";
import { requireOneOf } from "../core/container-validation.ts";
import type { FieldErrors } from "../field-errors.ts";
import type { Endpoint, EndpointHints, EndpointPort, EndpointSlice } from "../generated/discovery/v1.ts";
import { isIp, isIpv6, validateNonSpecialIp } from "../ip-validation.ts";

const most = { endpoints: 1000, addresses: 100, ports: 20_000, hints: 8 } as const;
const addressTypes = ["FQDN", "IPv4", "IPv6"];

/** The rules for a slice of endpoints. */
export function validateEndpointSlice({ addressType, endpoints = [], ports = [] }: EndpointSlice, errors: FieldErrors): void {
  requireOneOf("addressType", addressType, addressTypes, errors);
  if (endpoints.length > most.endpoints) errors.tooMany("endpoints", endpoints.length, most.endpoints);
  else errors.each("endpoints", endpoints, validateEndpoint, addressType);
  if (ports.length > most.ports) errors.tooMany("ports", ports.length, most.ports);
  else validatePorts(ports, errors);
}

function validateEndpoint(endpoint: Endpoint, errors: FieldErrors, addressType: string): void {
  const count = endpoint.addresses?.length ?? 0;
  if (count === 0) errors.required("addresses", "must contain at least 1 address");
  else if (count > most.addresses) errors.tooMany("addresses", count, most.addresses);
  errors.each("addresses", endpoint.addresses, validateAddress, addressType);
  if (endpoint.nodeName !== undefined) errors.check("nodeName", endpoint.nodeName, dns1123SubdomainErrors(endpoint.nodeName));
  if (endpoint.hostname !== undefined) errors.check("hostname", endpoint.hostname, dns1123LabelErrors(endpoint.hostname));
  errors.at("hints", endpoint.hints, validateHints);
}

function validateAddress(address: string, errors: FieldErrors, addressType: string): void {
  if (addressType === "FQDN") return validateDomainName(address, errors);
  if (addressType !== "IPv4" && addressType !== "IPv6") return;
  const fits = isIp(address) && isIpv6(address) === (addressType === "IPv6");
  if (!fits) errors.invalid("", address, `must be a valid ${addressType} address`);
  if (isIp(address)) validateNonSpecialIp(address, errors);
}

function validateDomainName(name: string, errors: FieldErrors): void {
  const bare = name.replace(/\.$/, "");
  if (name === "") return errors.required("");
  errors.check("", name, dns1123SubdomainErrors(bare));
  if (!bare.includes(".")) errors.add(invalid(errors.path(""), name, "should be a domain with at least two segments separated by dots"));
  for (const label of bare.split(".")) if (label.length > 63) errors.invalid("", label, "must be no more than 63 bytes");
}

function validateHints({ forZones = [], forNodes = [] }: EndpointHints, errors: FieldErrors): void {
  for (const [field, targets] of [["forZones", forZones], ["forNodes", forNodes]] as const) {
    const seen = new Set<string>();
    if (targets.length > most.hints) errors.tooMany(field, targets.length, most.hints);
    errors.each(field, targets, ({ name }) => {
      if (seen.has(name)) errors.duplicate("name", name);
      else if (field === "forZones") errors.check("name", name, qualifiedNameErrors(name));
      else errors.check("name", name, dns1123SubdomainErrors(name));
      seen.add(name);
    });
  }
}

function validatePorts(ports: readonly EndpointPort[], errors: FieldErrors): void {
  const names = new Set<string>();
  errors.each("ports", ports, ({ name = "", protocol, appProtocol }) => {
    if (name !== "") errors.check("name", name, dns1123LabelErrors(name));
    if (names.has(name)) errors.duplicate("name", name);
    names.add(name);
    requireOneOf("protocol", protocol, ["SCTP", "TCP", "UDP"], errors);
    if (appProtocol !== undefined) errors.check("appProtocol", appProtocol, qualifiedNameErrors(appProtocol));
  });
}
