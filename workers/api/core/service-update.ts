import { deepEqual } from "../../base/deep-equal.ts";
import type { Service, ServicePort, ServiceSpec } from "../generated/core/v1.ts";
import { isExternallyAccessible } from "./service-defaults.ts";

/** An address that is asked for is the first of the addresses. */
export function prepareNewService(service: Service): Service {
  return { ...service, spec: withClusterIps(service.spec), status: { loadBalancer: {} } };
}

/** An update that leaves out what the server chose keeps it, and one that changes the type gives up what no longer fits. */
export function prepareServiceUpdate(service: Service, previous: Service): Service {
  const kept = keepChoices(service.spec, previous.spec);
  const spec = dropUnfit(withClusterIps(kept, previous.spec), previous.spec);
  return spec === service.spec ? service : { ...service, spec };
}

const needsClusterIp = ({ type }: ServiceSpec) => type !== "ExternalName";
const needsNodePorts = ({ type, allocateLoadBalancerNodePorts }: ServiceSpec) =>
  type === "NodePort" || (type === "LoadBalancer" && allocateLoadBalancerNodePorts !== false);
const needsHealthPort = ({ type, externalTrafficPolicy }: ServiceSpec) => type === "LoadBalancer" && externalTrafficPolicy === "Local";

function withClusterIps(spec: ServiceSpec, previous?: ServiceSpec): ServiceSpec {
  const { clusterIP = "", clusterIPs = [] } = spec;
  const untouched = previous !== undefined && deepEqual(clusterIPs, previous.clusterIPs ?? []) && clusterIP !== (previous.clusterIP ?? "");
  if (clusterIPs.length > 0 && !untouched) return spec;
  if (clusterIP === "") return clusterIPs.length === 0 ? spec : { ...spec, clusterIPs: undefined };
  return { ...spec, clusterIPs: [clusterIP] };
}

function keepChoices(spec: ServiceSpec, previous: ServiceSpec): ServiceSpec {
  const withAddress = needsClusterIp(spec) && needsClusterIp(previous) ? keepAddress(spec, previous) : spec;
  const withPorts = needsNodePorts(withAddress) && needsNodePorts(previous) ? keepNodePorts(withAddress, previous) : withAddress;
  const keepsHealth = needsHealthPort(withPorts) && needsHealthPort(previous) && (withPorts.healthCheckNodePort ?? 0) === 0;
  return keepsHealth ? { ...withPorts, healthCheckNodePort: previous.healthCheckNodePort } : withPorts;
}

function keepAddress(spec: ServiceSpec, previous: ServiceSpec): ServiceSpec {
  const clusterIP = isEmpty(spec.clusterIP) ? previous.clusterIP : spec.clusterIP;
  const clusterIPs = isEmpty(spec.clusterIPs) && clusterIP === previous.clusterIP ? previous.clusterIPs : spec.clusterIPs;
  return {
    ...spec,
    clusterIP,
    clusterIPs,
    ipFamilies: isEmpty(spec.ipFamilies) ? previous.ipFamilies : spec.ipFamilies,
    ipFamilyPolicy: spec.ipFamilyPolicy ?? previous.ipFamilyPolicy,
  };
}

const portKey = ({ protocol, port }: ServicePort) => `${protocol}/${port}`;

function keepNodePorts(spec: ServiceSpec, previous: ServiceSpec): ServiceSpec {
  const before = new Map((previous.ports ?? []).map((port) => [portKey(port), port.nodePort]));
  const used = new Set((spec.ports ?? []).map(({ nodePort = 0 }) => nodePort));
  const ports = spec.ports?.map((port) => {
    const nodePort = before.get(portKey(port)) ?? 0;
    return (port.nodePort ?? 0) !== 0 || nodePort === 0 || used.has(nodePort) ? port : { ...port, nodePort };
  });
  return { ...spec, ports };
}

/** What stands there only because the client sent back what it had read goes with the type that needed it. */
function dropUnfit(spec: ServiceSpec, previous: ServiceSpec): ServiceSpec {
  const unchanged = (field: keyof ServiceSpec) => deepEqual(spec[field], previous[field]);
  const drop: (keyof ServiceSpec)[] = [];
  if (needsClusterIp(previous) && !needsClusterIp(spec)) {
    if (unchanged("clusterIP") && unchanged("clusterIPs")) drop.push("clusterIP", "clusterIPs");
    drop.push(...(["ipFamilies", "ipFamilyPolicy"] as const).filter(unchanged));
  }
  if (needsHealthPort(previous) && !needsHealthPort(spec)) drop.push("healthCheckNodePort");
  if (previous.type === "LoadBalancer" && spec.type !== "LoadBalancer") {
    drop.push(...(["allocateLoadBalancerNodePorts", "loadBalancerClass"] as const).filter(unchanged));
  }
  if (isExternallyAccessible(previous) && !isExternallyAccessible(spec) && unchanged("externalTrafficPolicy")) drop.push("externalTrafficPolicy");
  const rest = drop.length === 0 ? spec : { ...spec, ...Object.fromEntries(drop.map((field) => [field, undefined])) };
  return hasType(previous, "NodePort", "LoadBalancer") && !hasType(spec, "NodePort", "LoadBalancer") ? withoutNodePorts(rest, previous) : rest;
}

const hasType = ({ type }: ServiceSpec, ...types: readonly string[]) => types.includes(type ?? "");

function withoutNodePorts(spec: ServiceSpec, previous: ServiceSpec): ServiceSpec {
  const had = new Set((previous.ports ?? []).map(({ nodePort }) => nodePort));
  return { ...spec, ports: spec.ports?.map((port) => (had.has(port.nodePort) ? { ...port, nodePort: undefined } : port)) };
}

const isEmpty = (value: string | readonly unknown[] | undefined) => value === undefined || value.length === 0;
