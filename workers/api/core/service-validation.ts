import { dns1123LabelErrors, dns1123SubdomainErrors, portNumberErrors, qualifiedNameErrors } from "../../apimachinery/names.ts";
import { isUnset } from "../defaulting.ts";
import type { FieldErrors } from "../field-errors.ts";
import type { Service, ServicePort, ServiceSpec } from "../generated/core/v1.ts";
import { validateCidr, validateIp, validateNonSpecialIp } from "../ip-validation.ts";
import { validateLabels } from "../object-meta-validation.ts";
import { requireOneOf } from "./container-validation.ts";
import { validatePortNumberOrName } from "./probe-validation.ts";
import { isHeadless, validateClusterIps } from "./service-address-validation.ts";
import { isExternallyAccessible } from "./service-defaults.ts";

const types = ["ClusterIP", "ExternalName", "LoadBalancer", "NodePort"];
const policies = ["Cluster", "Local"];
const protocols = ["SCTP", "TCP", "UDP"];
const distributions = ["PreferClose", "PreferSameNode", "PreferSameZone"];
const mostAffinitySeconds = 86_400;

/** The rules for a Service. What the server chooses may still be missing. */
export function validateService(service: Service, errors: FieldErrors): void {
  const { spec } = service;
  validateTopologyAnnotations(service, errors);
  errors.at("spec", spec, validateSpec);
  validateSourceRanges(service, errors);
}

function validateSpec(spec: ServiceSpec, errors: FieldErrors): void {
  const headless = isHeadless(spec);
  if ((spec.ports?.length ?? 0) === 0 && !headless && spec.type !== "ExternalName") errors.required("ports");
  validateForType(spec, errors, headless);
  if (spec.ports !== undefined) validatePorts(spec.ports, errors);
  errors.at("selector", spec.selector, validateLabels);
  validateAffinity(spec, errors);
  if (spec.type !== "ExternalName") validateClusterIps(spec, errors);
  errors.each("externalIPs", spec.externalIPs, validateExternalIp);
  requireOneOf("type", spec.type, types, errors);
  validatePortNumbers(spec, errors);
  validateLoadBalancer(spec, errors);
  validateTrafficPolicies(spec, errors);
  if (spec.trafficDistribution !== undefined) errors.oneOf("trafficDistribution", spec.trafficDistribution, distributions);
}

function validateForType(spec: ServiceSpec, errors: FieldErrors, headless: boolean): void {
  if (headless && (spec.type === "LoadBalancer" || spec.type === "NodePort")) {
    errors.invalid("clusterIPs[0]", "None", `may not be set to 'None' for ${spec.type} services`);
  }
  if (spec.type !== "ExternalName") return;
  const why = "may not be set for ExternalName services";
  if ((spec.clusterIPs?.length ?? 0) > 0) errors.forbidden("clusterIPs", why);
  if ((spec.ipFamilies?.length ?? 0) > 0) errors.forbidden("ipFamilies", why);
  if (spec.ipFamilyPolicy !== undefined) errors.forbidden("ipFamilyPolicy", why);
  const name = (spec.externalName ?? "").replace(/\.$/, "");
  if (name === "") errors.required("externalName");
  else errors.check("externalName", name, dns1123SubdomainErrors(name));
}

function validatePorts(ports: readonly ServicePort[], errors: FieldErrors): void {
  const names = new Set<string>();
  errors.each("ports", ports, ({ name, port, protocol, targetPort, appProtocol }) => {
    if (isUnset(name)) {
      if (ports.length > 1) errors.required("name");
    } else validatePortName(name ?? "", names, errors);
    errors.check("port", port ?? 0, portNumberErrors(port ?? 0));
    requireOneOf("protocol", protocol, protocols, errors);
    validatePortNumberOrName("targetPort", targetPort, errors);
    if (appProtocol !== undefined) errors.check("appProtocol", appProtocol, qualifiedNameErrors(appProtocol));
  });
}

function validatePortName(name: string, names: Set<string>, errors: FieldErrors): void {
  errors.check("name", name, dns1123LabelErrors(name));
  if (names.has(name)) errors.duplicate("name", name);
  names.add(name);
}

function validatePortNumbers({ type, ports = [] }: ServiceSpec, errors: FieldErrors): void {
  const nodePorts = new Set<string>();
  const numbers = new Set<string>();
  errors.each("ports", ports, ({ protocol, port, nodePort = 0 }) => {
    if (type === "ClusterIP" && nodePort !== 0) errors.forbidden("nodePort", "may not be used when `type` is 'ClusterIP'");
    const onNode = `${protocol}/${nodePort}`;
    if (nodePort !== 0 && nodePorts.has(onNode)) errors.duplicate("nodePort", nodePort);
    nodePorts.add(onNode);
    if (numbers.has(`${protocol}/${port}`)) errors.duplicate("", { protocol, port });
    numbers.add(`${protocol}/${port}`);
  });
}

function validateAffinity({ sessionAffinity, sessionAffinityConfig: config }: ServiceSpec, errors: FieldErrors): void {
  requireOneOf("sessionAffinity", sessionAffinity, ["ClientIP", "None"], errors);
  if (sessionAffinity === "None" && config !== undefined) errors.forbidden("sessionAffinityConfig", "must not be set when session affinity is None");
  if (sessionAffinity !== "ClientIP") return;
  const seconds = config?.clientIP?.timeoutSeconds;
  const field = "sessionAffinityConfig.clientIP.timeoutSeconds";
  if (seconds === undefined) errors.required(field, "when session affinity type is ClientIP");
  else if (seconds <= 0 || seconds > mostAffinitySeconds) errors.invalid(field, seconds, `must be greater than 0 and less than ${mostAffinitySeconds}`);
}

function validateExternalIp(ip: string, errors: FieldErrors): void {
  const before = errors.count;
  validateIp(ip, errors);
  if (errors.count === before) validateNonSpecialIp(ip, errors);
}

function validateLoadBalancer({ type, allocateLoadBalancerNodePorts, loadBalancerClass }: ServiceSpec, errors: FieldErrors): void {
  const why = "may only be used when `type` is 'LoadBalancer'";
  if (allocateLoadBalancerNodePorts !== undefined && type !== "LoadBalancer") errors.forbidden("allocateLoadBalancerNodePorts", why);
  if (loadBalancerClass === undefined) return;
  if (type !== "LoadBalancer") errors.forbidden("loadBalancerClass", why);
  else errors.check("loadBalancerClass", loadBalancerClass, qualifiedNameErrors(loadBalancerClass));
}

function validateTrafficPolicies(spec: ServiceSpec, errors: FieldErrors): void {
  const { externalTrafficPolicy, internalTrafficPolicy, healthCheckNodePort = 0, type } = spec;
  if (isExternallyAccessible(spec)) requireOneOf("externalTrafficPolicy", externalTrafficPolicy, policies, errors);
  else if (!isUnset(externalTrafficPolicy)) errors.invalid("externalTrafficPolicy", externalTrafficPolicy, "may only be set for externally-accessible services");
  if (type === "LoadBalancer" && externalTrafficPolicy === "Local") {
    if (healthCheckNodePort !== 0) errors.check("healthCheckNodePort", healthCheckNodePort, portNumberErrors(healthCheckNodePort));
  } else if (healthCheckNodePort !== 0) {
    const detail = "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'";
    errors.invalid("healthCheckNodePort", healthCheckNodePort, detail);
  }
  if (internalTrafficPolicy === undefined) {
    if (type !== "ExternalName" && types.includes(type ?? "")) errors.required("internalTrafficPolicy");
  } else errors.oneOf("internalTrafficPolicy", internalTrafficPolicy, policies);
}

const rangesAnnotation = "service.beta.kubernetes.io/load-balancer-source-ranges";

function validateSourceRanges({ spec, metadata }: Service, errors: FieldErrors): void {
  const why = "may only be used when `type` is 'LoadBalancer'";
  const ranges = spec.loadBalancerSourceRanges ?? [];
  if (ranges.length > 0) {
    if (spec.type !== "LoadBalancer") errors.forbidden("spec.LoadBalancerSourceRanges", why);
    errors.each("spec.LoadBalancerSourceRanges", ranges, (range) => validateCidr(range.trim(), errors));
    return;
  }
  const annotation = metadata.annotations?.[rangesAnnotation];
  if (annotation === undefined) return;
  const field = `metadata.annotations[${rangesAnnotation}]`;
  if (spec.type !== "LoadBalancer") errors.forbidden(field, why);
  if (annotation.trim() !== "") for (const range of annotation.split(",")) errors.at(field, range.trim(), validateCidr);
}

function validateTopologyAnnotations({ metadata: { annotations } }: Service, errors: FieldErrors): void {
  const hints = annotations?.["service.kubernetes.io/topology-aware-hints"];
  const mode = annotations?.["service.kubernetes.io/topology-mode"];
  if (hints === undefined || mode === undefined || hints === mode) return;
  const detail = "must match annotations[service.kubernetes.io/topology-aware-hints] when both are specified";
  errors.invalid("metadata.annotations[service.kubernetes.io/topology-mode]", mode, detail);
}
