import { type FieldError, internalFieldError, invalid } from "../../apimachinery/validation.ts";
import type { Service, ServicePort, ServiceSpec } from "../../api/core/service.ts";
import type { AddressPool } from "./address-pool.ts";

const headless = "None";

/** The addresses that a Service holds. */
export const addressesOf = ({ clusterIPs = [] }: ServiceSpec): readonly string[] => clusterIPs.filter((address) => address !== headless && address !== "");

/** The node ports that a Service holds; ports of different protocols may share one. */
export function portsOf({ ports = [], healthCheckNodePort = 0 }: ServiceSpec): readonly number[] {
  const numbers = [...ports.map(({ nodePort = 0 }) => nodePort), healthCheckNodePort];
  return [...new Set(numbers)].filter((port) => port !== 0);
}

/** Gives the Service an address, unless it wants none. */
export function withClusterIp(service: Service, previous: Service | undefined, pool: AddressPool<string>, errors: FieldError[]): Service {
  const { spec } = service;
  if (!needsClusterIp(spec)) return service;
  const families = withFamilies(spec);
  const wanted = spec.clusterIPs?.[0] ?? spec.clusterIP ?? "";
  if (wanted === headless || (previous !== undefined && addressesOf(previous.spec).includes(wanted))) return withAddress(service, families, wanted);
  const address = wanted === "" ? pool.next() : wanted;
  if (address === undefined) errors.push(internalFieldError("spec.clusterIPs", 'failed to allocate a serviceIP: range is full'));
  const refusal = wanted === "" ? undefined : pool.refusal(wanted);
  if (refusal !== undefined) errors.push(invalid("spec.clusterIPs", [wanted], refusal));
  return withAddress(service, families, address ?? "");
}

/** Gives the Service the node ports that its type needs. */
export function withNodePorts(service: Service, previous: Service | undefined, pool: AddressPool<number>, errors: FieldError[]): Service {
  if (!needsNodePorts(service.spec)) return service;
  const taken = new Map<string, number>();
  const had = new Set(previous === undefined ? [] : portsOf(previous.spec));
  const ports = (service.spec.ports ?? []).map((port, index): ServicePort => {
    const nodePort = port.nodePort ?? 0;
    if (nodePort === 0) return { ...port, nodePort: reuse(taken, port, pool, errors) };
    const shared = [...taken.values()].includes(nodePort);
    const refusal = shared || had.has(nodePort) ? undefined : pool.refusal(nodePort);
    if (refusal !== undefined) errors.push(invalid(`spec.ports[${index}].nodePort`, nodePort, refusal));
    taken.set(`${port.protocol}/${port.port}`, nodePort);
    return port;
  });
  return withHealthPort({ ...service, spec: { ...service.spec, ports } }, had, pool, errors);
}

/** The same port with another protocol, as DNS has it, gets the same node port. */
function reuse(taken: Map<string, number>, { port, protocol }: ServicePort, pool: AddressPool<number>, errors: FieldError[]): number {
  const twin = [...taken].find(([key]) => key.endsWith(`/${port}`) && !key.startsWith(`${protocol}/`))?.[1];
  let next = twin ?? pool.next();
  for (let attempt = 0; twin === undefined && next !== undefined && [...taken.values()].includes(next) && attempt < 100; attempt++) next = pool.next();
  if (next === undefined) errors.push(internalFieldError("spec.ports", "failed to allocate a nodePort: range is full"));
  taken.set(`${protocol}/${port}`, next ?? 0);
  return next ?? 0;
}

function withHealthPort(service: Service, had: ReadonlySet<number>, pool: AddressPool<number>, errors: FieldError[]): Service {
  const { spec } = service;
  if (!needsHealthPort(spec)) return service;
  const wanted = spec.healthCheckNodePort ?? 0;
  if (wanted !== 0) {
    const refusal = had.has(wanted) ? undefined : pool.refusal(wanted);
    if (refusal !== undefined) errors.push(invalid("spec.healthCheckNodePort", wanted, `failed to allocate requested HealthCheck NodePort ${wanted}: ${refusal}`));
    return service;
  }
  return { ...service, spec: { ...spec, healthCheckNodePort: pool.next() ?? 0 } };
}

const needsClusterIp = ({ type }: ServiceSpec) => type !== "ExternalName";

const needsNodePorts = ({ type, allocateLoadBalancerNodePorts }: ServiceSpec) =>
  type === "NodePort" || (type === "LoadBalancer" && allocateLoadBalancerNodePorts !== false);

const needsHealthPort = ({ type, externalTrafficPolicy }: ServiceSpec) => type === "LoadBalancer" && externalTrafficPolicy === "Local";

const withAddress = (service: Service, spec: ServiceSpec, address: string): Service => ({ ...service, spec: { ...spec, clusterIP: address, clusterIPs: [address] } });

/** One family here; a headless Service that manages its own endpoints may have addresses of both. */
function withFamilies(spec: ServiceSpec): ServiceSpec {
  const selectorless = spec.clusterIP === headless && (spec.selector === undefined || Object.keys(spec.selector).length === 0);
  const policy = spec.ipFamilyPolicy ?? (selectorless ? "RequireDualStack" : "SingleStack");
  const families = spec.ipFamilies ?? (selectorless && policy !== "SingleStack" ? ["IPv4", "IPv6"] : ["IPv4"]);
  return spec.ipFamilyPolicy === policy && spec.ipFamilies === families ? spec : { ...spec, ipFamilies: families, ipFamilyPolicy: policy };
}
