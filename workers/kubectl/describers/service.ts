import { EndpointSlices } from "../../api/discovery/endpoint-slice.ts";
import { formatLabels } from "../../apimachinery/labels.ts";
import type { Service, ServicePort } from "../../api/generated/core/v1.ts";
import type { EndpointSlice } from "../../api/generated/discovery/v1.ts";
import { defineDescriber } from "./describer.ts";
import type { Description } from "./description.ts";
import { writeEvents } from "./events-section.ts";
import { writeAnnotations, writeLabels } from "./labels-section.ts";

export const serviceDescriber = defineDescriber<Service>({
  group: "",
  kind: "Service",
  async describe(service, context, into) {
    const { name, namespace = "" } = service.metadata;
    const { items } = await context.client.list(EndpointSlices, { namespace, labelSelector: `kubernetes.io/service-name=${name}` });
    writeHead(into, service);
    writeAddresses(into, service);
    for (const port of service.spec.ports ?? []) writePort(into, port, items);
    writeTraffic(into, service);
    await writeEvents(service, context, into);
  },
});

function writeHead(into: Description, { metadata, spec }: Service): void {
  into.field("Name", metadata.name).field("Namespace", metadata.namespace ?? "");
  writeLabels(into, "Labels", metadata.labels);
  writeAnnotations(into, "Annotations", metadata.annotations);
  into.field("Selector", formatLabels(spec.selector)).field("Type", spec.type ?? "");
}

function writeAddresses(into: Description, { spec, status }: Service): void {
  into.optional("IP Family Policy", spec.ipFamilyPolicy).field("IP Families", (spec.ipFamilies ?? []).join(",") || "<none>");
  into.field("IP", spec.clusterIP ?? "").field("IPs", (spec.clusterIPs ?? []).join(",") || "<none>");
  into.optional("External IPs", (spec.externalIPs ?? []).join(",")).optional("Desired LoadBalancer IP", spec.loadBalancerIP);
  into.optional("External Name", spec.externalName);
  const ingress = status.loadBalancer?.ingress ?? [];
  into.optional("LoadBalancer Ingress", ingress.map(({ ip = "", ipMode, hostname = "" }) => (ip === "" ? hostname : ipMode === undefined ? ip : `${ip} (${ipMode})`)).join(", "));
}

function writePort(into: Description, port: ServicePort, slices: readonly EndpointSlice[]): void {
  const name = port.name || "<unset>";
  const protocol = port.protocol ?? "TCP";
  into.row(["Port:", name, `${port.port}/${protocol}`]).field("TargetPort", `${port.targetPort ?? 0}/${protocol}`).optional("AppProtocol", port.appProtocol);
  if ((port.nodePort ?? 0) !== 0) into.row(["NodePort:", name, `${port.nodePort}/${protocol}`]);
  into.field("Endpoints", endpointsText(slices, port.name ?? ""));
}

function writeTraffic(into: Description, { spec }: Service): void {
  into.field("Session Affinity", spec.sessionAffinity ?? "").optional("External Traffic Policy", spec.externalTrafficPolicy);
  into.optional("Internal Traffic Policy", spec.internalTrafficPolicy).optional("HealthCheck NodePort", spec.healthCheckNodePort || undefined);
  into.optional("LoadBalancer Source Ranges", (spec.loadBalancerSourceRanges ?? []).join(",")).optional("Traffic Distribution", spec.trafficDistribution);
}

const mostEndpoints = 3;

/** The ready endpoints behind a port of a service, the first three of them by name. */
export function endpointsText(slices: readonly EndpointSlice[], portName: string): string {
  if (slices.length === 0) return "<none>";
  const all = slices.flatMap((slice) => {
    const addresses = (slice.endpoints ?? []).filter(({ conditions }) => conditions?.ready !== false).map(({ addresses: [first = ""] }) => first);
    const ports = slice.ports ?? [];
    if (ports.length === 0) return addresses;
    return ports.filter(({ name = "" }) => name === portName).flatMap(({ port }) => addresses.map((address) => `${address.includes(":") ? `[${address}]` : address}:${port}`));
  });
  const shown = all.slice(0, mostEndpoints).join(",");
  return all.length > mostEndpoints ? `${shown} + ${all.length - mostEndpoints} more...` : shown;
}
