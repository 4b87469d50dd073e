import { formatQuantity } from "../../apimachinery/quantity.ts";
import type { StatefulSet } from "../../api/generated/apps/v1.ts";
import { defineDescriber } from "./describer.ts";
import type { Description } from "./description.ts";
import { writeEvents } from "./events-section.ts";
import { writeAnnotations, writeLabels } from "./labels-section.ts";
import { writePodTemplate } from "./pod-template-section.ts";
import { timeText } from "./time-text.ts";
import { podCountsText, selectorText } from "./workload-section.ts";

export const statefulSetDescriber = defineDescriber<StatefulSet>({
  group: "apps",
  kind: "StatefulSet",
  async describe(set, context, into) {
    const { metadata, spec, status } = set;
    const selector = selectorText(spec.selector);
    into.field("Name", metadata.name).field("Namespace", metadata.namespace ?? "");
    into.field("CreationTimestamp", timeText(metadata.creationTimestamp)).field("Selector", selector);
    writeLabels(into, "Labels", metadata.labels);
    writeAnnotations(into, "Annotations", metadata.annotations);
    into.field("Replicas", `${spec.replicas ?? 1} desired | ${status.replicas ?? 0} total`).field("Update Strategy", spec.updateStrategy?.type ?? "");
    const { partition, maxUnavailable } = spec.updateStrategy?.rollingUpdate ?? {};
    if (partition !== undefined) into.field("Partition", partition, 1).optional("MaxUnavailable", maxUnavailable, 1);
    into.field("Pods Status", await podCountsText(set, selector, context));
    writePodTemplate(into, spec.template);
    writeClaims(into, set);
    await writeEvents(set, context, into);
  },
});

function writeClaims(into: Description, { spec: { volumeClaimTemplates = [] } }: StatefulSet): void {
  into.line(volumeClaimTemplates.length === 0 ? "Volume Claims:\t<none>" : "Volume Claims:");
  for (const { metadata, spec } of volumeClaimTemplates) {
    const capacity = spec?.resources?.requests?.["storage"];
    into.field("Name", metadata?.name ?? "", 1).field("StorageClass", spec?.storageClassName ?? "", 1);
    writeLabels(into, "Labels", metadata?.labels, "  ");
    writeLabels(into, "Annotations", metadata?.annotations, "  ");
    into.field("Capacity", capacity === undefined ? "<default>" : formatQuantity(capacity), 1).field("Access Modes", `[${(spec?.accessModes ?? []).join(" ")}]`, 1);
  }
}
