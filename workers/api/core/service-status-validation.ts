import { dns1123SubdomainErrors } from "../../apimachinery/names.ts";
import type { FieldErrors } from "../field-errors.ts";
import type { LoadBalancerIngress, Service } from "../generated/core/v1.ts";
import { isIp, validateIp } from "../ip-validation.ts";

/** What a cloud may say about the load balancer of a Service. */
export function validateServiceStatus({ spec, status }: Service, _previous: Service, errors: FieldErrors): void {
  const ingress = status.loadBalancer?.ingress ?? [];
  if (spec.type === "LoadBalancer") errors.each("status.loadBalancer.ingress", ingress, validateIngress);
  else if (ingress.length > 0) errors.forbidden("status.loadBalancer.ingress", "may only be used when `spec.type` is 'LoadBalancer'");
}

function validateIngress({ ip = "", ipMode, hostname = "" }: LoadBalancerIngress, errors: FieldErrors): void {
  if (ip !== "") errors.at("ip", ip, validateIp);
  if (ipMode === undefined) {
    if (ip !== "") errors.required("ipMode", "must be specified when `ip` is set");
  } else if (ip === "") errors.forbidden("ipMode", "may not be specified when `ip` is not set");
  else errors.oneOf("ipMode", ipMode, ["Proxy", "VIP"]);
  if (hostname === "") return;
  errors.check("hostname", hostname, dns1123SubdomainErrors(hostname));
  if (isIp(hostname)) errors.invalid("hostname", hostname, "must be a DNS name, not an IP address");
}
