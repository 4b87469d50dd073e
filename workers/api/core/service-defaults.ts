import type { Draft } from "../../apimachinery/object.ts";
import { changeField, isUnset, mapShared, type Part, withDefaults, withField } from "../defaulting.ts";
import type { Service, ServicePort, ServiceSpec } from "../generated/core/v1.ts";

/** Three hours: how long a client stays with its pod. */
const clientAffinity = { clientIP: { timeoutSeconds: 10_800 } };

/** What a Service gets when its author says nothing; addresses and node ports are allocated later. */
export function defaultService(service: Draft<Service>): Draft<Service> {
  const spec = defaultSpec(service.spec ?? {});
  const status = withDefaults(service.status ?? {}, { loadBalancer: {} });
  return withField(withField(service, "spec", spec), "status", spec.type === "LoadBalancer" ? withIpModes(status) : status);
}

function defaultSpec(given: Part<ServiceSpec>): Part<ServiceSpec> {
  const typed = withDefaults(changeField(given, "ports", (ports) => mapShared(ports, defaultPort)), { sessionAffinity: "None", type: "ClusterIP" });
  const spec = withAffinity(typed);
  if (spec.type === "ExternalName") return spec;
  const inside = withDefaults(spec, { internalTrafficPolicy: "Cluster" });
  const external = isExternallyAccessible(inside) ? withDefaults(inside, { externalTrafficPolicy: "Cluster" }) : inside;
  return external.type === "LoadBalancer" ? withDefaults(external, { allocateLoadBalancerNodePorts: true }) : external;
}

/** Can traffic reach it from outside the cluster? */
export const isExternallyAccessible = ({ type, externalIPs }: Part<ServiceSpec>) =>
  type === "LoadBalancer" || type === "NodePort" || (type === "ClusterIP" && externalIPs !== undefined && externalIPs.length > 0);

function withAffinity(spec: Part<ServiceSpec>): Part<ServiceSpec> {
  if (spec.sessionAffinity === "None") return withField(spec, "sessionAffinityConfig", undefined);
  if (spec.sessionAffinity !== "ClientIP" || spec.sessionAffinityConfig?.clientIP?.timeoutSeconds !== undefined) return spec;
  return { ...spec, sessionAffinityConfig: clientAffinity };
}

function defaultPort(port: Part<ServicePort>): Part<ServicePort> {
  const noTarget = port.targetPort === undefined || port.targetPort === 0 || port.targetPort === "";
  const targeted = noTarget ? withField(port, "targetPort", port.port) : port;
  return isUnset(port.protocol) ? { ...targeted, protocol: "TCP" } : targeted;
}

/** A load balancer's address delivers to the service's own address unless it says otherwise. */
const withIpModes = (status: Part<Service["status"]>): Part<Service["status"]> =>
  changeField(status, "loadBalancer", (balancer) =>
    changeField(balancer, "ingress", (ingress) =>
      mapShared(ingress, (point) => (isUnset(point.ip) || point.ipMode !== undefined ? point : { ...point, ipMode: "VIP" })),
    ),
  );
