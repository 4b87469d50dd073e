import type { FieldErrors } from "../field-errors.ts";
import type { Service, ServiceSpec } from "../generated/core/v1.ts";
import { isDualStack, isIp, isIpv6, validateIp } from "../ip-validation.ts";

/** A Service without an address: its name stands for its pods. */
export const isHeadless = ({ clusterIPs }: ServiceSpec) => clusterIPs?.length === 1 && clusterIPs[0] === "None";

/** The rules for the addresses of a Service and their families. */
export function validateClusterIps(spec: ServiceSpec, errors: FieldErrors): void {
  const { clusterIP = "", clusterIPs = [], ipFamilies = [], ipFamilyPolicy } = spec;
  if (clusterIP === "") {
    if (clusterIPs.length > 0) errors.invalid("clusterIPs", clusterIPs, "must be empty when `clusterIP` is not specified");
  } else if (clusterIPs.length === 0) errors.required("clusterIPs");
  else if (clusterIPs[0] !== clusterIP) errors.invalid("clusterIPs", clusterIPs, "first value must match `clusterIP`");
  errors.each("ipFamilies", ipFamilies, (family) => errors.oneOf("", family, ["IPv4", "IPv6"]));
  if (ipFamilies.length > 1 && ipFamilies[0] === ipFamilies[1]) errors.duplicate("ipFamilies[1]", ipFamilies[1]);
  if (ipFamilyPolicy !== undefined) errors.oneOf("ipFamilyPolicy", ipFamilyPolicy, ["PreferDualStack", "RequireDualStack", "SingleStack"]);
  if (areSound(clusterIPs, errors)) validateFamilies(spec, clusterIPs, errors);
}

function areSound(clusterIPs: readonly string[], errors: FieldErrors): boolean {
  const alone = clusterIPs[0] === "None";
  if (alone && clusterIPs.length > 1) errors.invalid("clusterIPs", clusterIPs, "'None' must be the first and only value");
  errors.each("clusterIPs", alone ? clusterIPs.with(0, "127.0.0.1") : clusterIPs, validateIp);
  if (clusterIPs.length > 2) errors.invalid("clusterIPs", clusterIPs, "may only hold up to 2 values");
  return alone ? clusterIPs.length === 1 : clusterIPs.every(isIp);
}

function validateFamilies({ ipFamilies = [] }: ServiceSpec, clusterIPs: readonly string[], errors: FieldErrors): void {
  if (clusterIPs[0] === "None") return;
  if (clusterIPs.length > 1 && !isDualStack(clusterIPs)) errors.invalid("clusterIPs", clusterIPs, "may specify no more than one IP for each IP family");
  for (const [index, ip] of clusterIPs.slice(0, ipFamilies.length).entries()) {
    const family = isIpv6(ip) ? "IPv6" : "IPv4";
    if (family !== ipFamilies[index]) errors.invalid(`clusterIPs[${index}]`, ip, `expected an ${ipFamilies[index]} value as indicated by \`ipFamilies[${index}]\``);
  }
}

const once = "may not change once set";

/** The first address stays for as long as the Service has one; a second one may come and go. */
export function validateServiceUpdate({ spec }: Service, { spec: before }: Service, errors: FieldErrors): void {
  if (spec.type !== "ExternalName" && before.type !== "ExternalName") {
    if (!(isHeadless(spec) && isHeadless(before))) validateList("clusterIPs", spec, before, errors);
    if (!isHeadless(spec) && !isHeadless(before)) validateList("ipFamilies", spec, before, errors);
  }
  validateClassUpdate(spec, before, errors);
  const keepsHealth = needsHealthPort(spec) && needsHealthPort(before) && before.healthCheckNodePort !== undefined;
  if (keepsHealth && spec.healthCheckNodePort !== before.healthCheckNodePort) errors.forbidden("spec.healthCheckNodePort", "field is immutable");
}

function validateList(field: "clusterIPs" | "ipFamilies", spec: ServiceSpec, before: ServiceSpec, errors: FieldErrors): void {
  const now = spec[field] ?? [];
  const had = before[field] ?? [];
  const what = field === "clusterIPs" ? "clusterIP" : "ipFamily";
  if (had.length > 0 && now.length === 0) return errors.invalid(`spec.${field}[0]`, now, `primary ${what} can not be unset`);
  for (const [index, value] of had.slice(0, now.length === had.length ? had.length : 1).entries()) {
    if (value !== now[index]) errors.invalid(`spec.${field}[${index}]`, now, once);
  }
  if (had.length > now.length && now.length === 1 && spec.ipFamilyPolicy !== "SingleStack") {
    errors.invalid("spec.ipFamilyPolicy", spec.ipFamilyPolicy ?? null, `must be set to 'SingleStack' when releasing the secondary ${what}`);
  }
}

function validateClassUpdate(spec: ServiceSpec, before: ServiceSpec, errors: FieldErrors): void {
  if (spec.type !== "LoadBalancer" || before.type !== "LoadBalancer" || spec.loadBalancerClass === before.loadBalancerClass) return;
  errors.invalid("spec.loadBalancerClass", spec.loadBalancerClass ?? null, once);
}

const needsHealthPort = ({ type, externalTrafficPolicy }: ServiceSpec) => type === "LoadBalancer" && externalTrafficPolicy === "Local";
