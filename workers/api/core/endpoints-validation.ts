import { dns1123LabelErrors, dns1123SubdomainErrors, portNumberErrors, qualifiedNameErrors } from "../../apimachinery/names.ts";
import { isUnset } from "../defaulting.ts";
import type { FieldErrors } from "../field-errors.ts";
import type { EndpointAddress, EndpointPort, EndpointSubset } from "../generated/core/v1.ts";
import { validateIp, validateNonSpecialIp } from "../ip-validation.ts";
import { requireOneOf } from "./container-validation.ts";

/** The rules for one group of addresses that share their ports. */
export function validateSubset({ addresses = [], notReadyAddresses = [], ports = [] }: EndpointSubset, errors: FieldErrors): void {
  if (addresses.length === 0 && notReadyAddresses.length === 0) errors.required("", "must specify `addresses` or `notReadyAddresses`");
  errors.each("addresses", addresses, validateAddress);
  errors.each("notReadyAddresses", notReadyAddresses, validateAddress);
  errors.each("ports", ports, validatePort, ports.length > 1);
}

function validateAddress({ ip, hostname = "", nodeName }: EndpointAddress, errors: FieldErrors): void {
  errors.at("ip", ip ?? "", validateIp);
  if (hostname !== "") errors.check("hostname", hostname, dns1123LabelErrors(hostname));
  if (nodeName !== undefined) errors.check("nodeName", nodeName, dns1123SubdomainErrors(nodeName));
  errors.at("ip", ip ?? "", validateNonSpecialIp);
}

function validatePort({ name, port, protocol, appProtocol }: EndpointPort, errors: FieldErrors, requireName: boolean): void {
  if (!isUnset(name)) errors.check("name", name, dns1123LabelErrors(name ?? ""));
  else if (requireName) errors.required("name");
  errors.check("port", port ?? 0, portNumberErrors(port ?? 0));
  requireOneOf("protocol", protocol, ["SCTP", "TCP", "UDP"], errors);
  if (appProtocol !== undefined) errors.check("appProtocol", appProtocol, qualifiedNameErrors(appProtocol));
}
