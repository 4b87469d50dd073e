import type { EndpointSubset, Endpoints } from "../../api/generated/core/v1.ts";
import { defineDescriber } from "./describer.ts";
import type { Description } from "./description.ts";
import { writeEvents } from "./events-section.ts";
import { writeAnnotations, writeLabels } from "./labels-section.ts";

export const endpointsDescriber = defineDescriber<Endpoints>({
  group: "",
  kind: "Endpoints",
  async describe(endpoints, context, into) {
    const { metadata, subsets = [] } = endpoints;
    into.field("Name", metadata.name).field("Namespace", metadata.namespace ?? "");
    writeLabels(into, "Labels", metadata.labels);
    writeAnnotations(into, "Annotations", metadata.annotations);
    into.line("Subsets:");
    for (const subset of subsets) writeSubset(into, subset);
    await writeEvents(endpoints, context, into);
  },
});

function writeSubset(into: Description, { addresses = [], notReadyAddresses = [], ports = [] }: EndpointSubset): void {
  const text = (list: readonly { readonly ip: string }[]) => list.map(({ ip }) => ip).join(",") || "<none>";
  into.field("Addresses", text(addresses), 1).field("NotReadyAddresses", text(notReadyAddresses), 1);
  if (ports.length > 0) into.line("Ports:", 1).titles(["Name", "Port", "Protocol"], 2);
  for (const { name, port, protocol = "TCP" } of ports) into.row([name || "<unset>", port, protocol], 2);
  into.line("");
}
