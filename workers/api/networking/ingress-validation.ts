import { dns1123SubdomainErrors, portNameErrors, portNumberErrors, wildcardSubdomainErrors } from "../../apimachinery/names.ts";
import { isUnset, listOrEmpty } from "../defaulting.ts";
import type { FieldErrors } from "../field-errors.ts";
import type { TypedLocalObjectReference } from "../generated/core/v1.ts";
import type { HTTPIngressPath, Ingress, IngressBackend, IngressLoadBalancerIngress, IngressRule, IngressServiceBackend, IngressSpec, IngressTLS } from "../generated/networking/v1.ts";
import { isIp, validateIp } from "../ip-validation.ts";
import { labelName, pathSegmentName, subdomainName } from "../names.ts";

/** The rules for an Ingress. */
export const validateIngress = ({ spec }: Ingress, errors: FieldErrors) => errors.at("spec", spec, validateSpec);

const classAnnotation = "kubernetes.io/ingress.class";

/** A new Ingress names its class in one way, or in two that agree. */
export function validateIngressCreate({ metadata, spec }: Ingress, errors: FieldErrors): void {
  const annotation = metadata.annotations?.[classAnnotation];
  if (annotation === undefined || spec.ingressClassName === undefined || annotation === spec.ingressClassName) return;
  errors.invalid(`annotations.${classAnnotation}`, annotation, "must match `ingressClassName` when both are specified");
}

function validateSpec({ rules = [], defaultBackend, tls, ingressClassName }: IngressSpec, errors: FieldErrors): void {
  if (rules.length === 0 && defaultBackend === undefined) errors.invalid("", rules, "either `defaultBackend` or `rules` must be specified");
  errors.at("defaultBackend", defaultBackend, validateBackend);
  errors.each("rules", rules, validateRule);
  errors.each("tls", tls, validateTls);
  if (ingressClassName !== undefined) errors.check("ingressClassName", ingressClassName, subdomainName(ingressClassName, false));
}

const hostErrors = (host: string) => (host.includes("*") ? wildcardSubdomainErrors(host) : dns1123SubdomainErrors(host));

function validateTls({ hosts = [], secretName = "" }: IngressTLS, errors: FieldErrors): void {
  errors.each("hosts", hosts, (host) => errors.check("", host, hostErrors(host)));
  if (secretName !== "") errors.check("secretName", secretName, subdomainName(secretName, false));
}

function validateRule({ host = "", http }: IngressRule, errors: FieldErrors): void {
  if (isIp(host)) errors.invalid("host", host, "must be a DNS name, not an IP address");
  if (host !== "") errors.check("host", host, hostErrors(host));
  if (http === undefined) return;
  const paths = listOrEmpty(http.paths);
  if (paths.length === 0) errors.required("http.paths");
  errors.each("http.paths", paths, validatePath);
}

const forbiddenInPath = ["//", "/./", "/../", "%2f", "%2F"];
const forbiddenAtEnd = ["/..", "/."];

function validatePath({ path = "", pathType, backend }: HTTPIngressPath, errors: FieldErrors): void {
  if (pathType === undefined) return errors.required("pathType", "pathType must be specified");
  errors.oneOf("pathType", pathType, ["Exact", "ImplementationSpecific", "Prefix"]);
  const strict = pathType === "Exact" || pathType === "Prefix";
  if ((strict || path !== "") && !path.startsWith("/")) errors.invalid("path", path, "must be an absolute path");
  if (strict) {
    for (const text of forbiddenInPath) if (path.includes(text)) errors.invalid("path", path, `must not contain '${text}'`);
    for (const text of forbiddenAtEnd) if (path.endsWith(text)) errors.invalid("path", path, `cannot end with '${text}'`);
  }
  errors.at("backend", backend ?? {}, validateBackend);
}

function validateBackend({ service, resource }: IngressBackend, errors: FieldErrors): void {
  if (service !== undefined && resource !== undefined) return errors.invalid("", "", "cannot set both resource and service backends");
  if (resource !== undefined) return errors.at("resource", resource, validateObjectReference);
  if (service === undefined) return errors.invalid("", "", "resource or service backend is required");
  validateService(service, errors);
}

function validateService({ name, port }: IngressServiceBackend, errors: FieldErrors): void {
  if (isUnset(name)) errors.required("service.name");
  else errors.check("service.name", name, labelName(name, false));
  const portName = port?.name ?? "";
  const number = port?.number ?? 0;
  if (portName !== "" && number !== 0) errors.invalid("", "", "cannot set both port name & port number");
  else if (portName !== "") errors.check("service.port.name", portName, portNameErrors(portName));
  else if (number !== 0) errors.check("service.port.number", number, portNumberErrors(number));
  else errors.required("", "port name or number is required");
}

/** Some object of the same namespace. */
export function validateObjectReference({ apiGroup, kind, name }: TypedLocalObjectReference, errors: FieldErrors): void {
  if (apiGroup !== undefined) errors.check("apiGroup", apiGroup, dns1123SubdomainErrors(apiGroup));
  for (const [field, value] of [["kind", kind], ["name", name]] as const) {
    if (isUnset(value)) errors.required(field, `${field} is required`);
    else errors.check(field, value, pathSegmentName(value, false));
  }
}

export function validateIngressStatus({ status }: Ingress, _previous: Ingress, errors: FieldErrors): void {
  errors.each("status.loadBalancer.ingress", status.loadBalancer?.ingress, validateAddress);
}

function validateAddress({ ip = "", hostname = "" }: IngressLoadBalancerIngress, errors: FieldErrors): void {
  if (ip !== "") errors.at("ip", ip, validateIp);
  if (hostname === "") return;
  errors.check("hostname", hostname, dns1123SubdomainErrors(hostname));
  if (isIp(hostname)) errors.invalid("hostname", hostname, "must be a DNS name, not an IP address");
}
