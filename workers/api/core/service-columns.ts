import type { Service, ServicePort } from "../generated/core/v1.ts";

/** `80:30080/TCP,443/TCP`. */
export const servicePortsText = ({ spec }: Service) => (spec.ports ?? []).map(portText).join(",") || "<none>";

function portText({ port, nodePort, protocol = "TCP" }: ServicePort): string {
  return nodePort === undefined || nodePort === 0 ? `${port}/${protocol}` : `${port}:${nodePort}/${protocol}`;
}

/** Where the service can be reached from outside. */
export function externalIpText({ spec, status }: Service): string {
  const external = spec.externalIPs ?? [];
  switch (spec.type) {
    case "ExternalName":
      return spec.externalName ?? "";
    case "LoadBalancer": {
      const assigned = addresses(status);
      if (external.length > 0) return [...(assigned === "" ? [] : [assigned]), ...external].join(",");
      return assigned || "<pending>";
    }
    case "ClusterIP":
    case "NodePort":
      return external.join(",") || "<none>";
    default:
      return "<unknown>";
  }
}

const addresses = ({ loadBalancer }: Service["status"]) =>
  [...new Set((loadBalancer?.ingress ?? []).map(({ ip, hostname }) => ip || hostname || "").filter((text) => text !== ""))].sort().join(",");
