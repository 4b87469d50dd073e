import type { Service } from "../api/core/service.ts";
import type { EndpointSlice } from "../api/discovery/endpoint-slice.ts";
import { parseCidr, type Cidr } from "../network/ip.ts";
import type { Protocol } from "../network/packet.ts";
import { chooseBackends, type BackendChoice, type Vantage } from "./choose-backends.ts";
import { backendsOf } from "./endpoints.ts";

/** What one port of a Service means on one node. */
export interface ServiceRule extends BackendChoice {
  /** "default/web:http". */
  readonly name: string;
  readonly protocol: Protocol;
  readonly clusterIps: readonly string[];
  readonly port: number;
  readonly nodePort: number | undefined;
  readonly externalIps: readonly string[];
  readonly loadBalancerIps: readonly string[];
  /** Who may use the load balancer; empty means everybody. */
  readonly sourceRanges: readonly Cidr[];
  readonly internalLocal: boolean;
  readonly externalLocal: boolean;
  /** Seconds that a client stays with its backend; undefined without affinity. */
  readonly affinitySeconds: number | undefined;
  /** Endpoints exist, but none that may be used from here. */
  readonly anywhere: boolean;
}

const defaultAffinitySeconds = 10_800;

/** The rules of a Service; none for headless ones and for mere names. */
export function rulesOf(service: Service, slices: readonly EndpointSlice[], vantage: Vantage): readonly ServiceRule[] {
  const { spec, metadata } = service;
  const clusterIps = (spec.clusterIPs ?? [spec.clusterIP ?? ""]).filter((ip) => ip !== "" && ip !== "None" && !ip.includes(":"));
  if (spec.type === "ExternalName" || clusterIps.length === 0) return [];
  const ingress = spec.type === "LoadBalancer" ? (service.status?.loadBalancer?.ingress ?? []) : [];
  const shared = {
    clusterIps,
    externalIps: spec.externalIPs ?? [],
    // With ipMode Proxy the balancer's own address is not to be short-cut.
    loadBalancerIps: ingress.flatMap(({ ip, ipMode }) => (ip === undefined || ipMode === "Proxy" ? [] : [ip])),
    sourceRanges: (spec.loadBalancerSourceRanges ?? []).flatMap((text) => parseCidr(text.trim()) ?? []),
    internalLocal: spec.internalTrafficPolicy === "Local",
    externalLocal: spec.externalTrafficPolicy === "Local",
    affinitySeconds: spec.sessionAffinity === "ClientIP" ? (spec.sessionAffinityConfig?.clientIP?.timeoutSeconds ?? defaultAffinitySeconds) : undefined,
  };
  return (spec.ports ?? []).map(({ name = "", protocol = "TCP", port, nodePort }) => {
    const choice = chooseBackends(backendsOf(slices, name, protocol), vantage);
    return { ...shared, ...choice, name: `${metadata.namespace}/${metadata.name}${name === "" ? "" : `:${name}`}`, protocol, port, nodePort: nodePort === 0 ? undefined : nodePort, anywhere: choice.cluster.length + choice.local.length > 0 };
  });
}
