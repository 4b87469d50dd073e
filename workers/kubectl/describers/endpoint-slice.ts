import type { Endpoint, EndpointSlice } from "../../api/generated/discovery/v1.ts";
import { defineDescriber } from "./describer.ts";
import type { Description } from "./description.ts";
import { writeEvents } from "./events-section.ts";
import { writeAnnotations, writeLabels } from "./labels-section.ts";

export const endpointSliceDescriber = defineDescriber<EndpointSlice>({
  group: "discovery.k8s.io",
  kind: "EndpointSlice",
  async describe(slice, context, into) {
    const { metadata, addressType, ports = [], endpoints = [] } = slice;
    into.field("Name", metadata.name).field("Namespace", metadata.namespace ?? "");
    writeLabels(into, "Labels", metadata.labels);
    writeAnnotations(into, "Annotations", metadata.annotations);
    into.field("AddressType", addressType);
    if (ports.length === 0) into.line("Ports: <unset>");
    else into.line("Ports:").titles(["Name", "Port", "Protocol"]);
    for (const { name, port, protocol = "TCP" } of ports) into.row([name || "<unset>", port ?? "<unset>", protocol], 1);
    into.line(endpoints.length === 0 ? "Endpoints: <none>" : "Endpoints:");
    for (const endpoint of endpoints) writeEndpoint(into, endpoint);
    await writeEvents(slice, context, into);
  },
});

function writeEndpoint(into: Description, { addresses, conditions, hostname, targetRef, nodeName, zone }: Endpoint): void {
  into.field("- Addresses", addresses.join(", ") || "<none>", 1).line("Conditions:", 2).field("Ready", conditions?.ready ?? "<unset>", 3);
  into.field("Hostname", hostname ?? "<unset>", 2);
  if (targetRef !== undefined) into.field("TargetRef", `${targetRef.kind}/${targetRef.name}`, 2);
  into.field("NodeName", nodeName ?? "<unset>", 2).field("Zone", zone ?? "<unset>", 2);
}
