import { formatLabels } from "../../apimachinery/labels.ts";
import type { DaemonSet } from "../../api/generated/apps/v1.ts";
import { defineDescriber } from "./describer.ts";
import { writeEvents } from "./events-section.ts";
import { writeAnnotations, writeLabels } from "./labels-section.ts";
import { writePodTemplate } from "./pod-template-section.ts";
import { podCountsText, selectorText } from "./workload-section.ts";

export const daemonSetDescriber = defineDescriber<DaemonSet>({
  group: "apps",
  kind: "DaemonSet",
  async describe(set, context, into) {
    const { metadata, spec, status } = set;
    const selector = selectorText(spec.selector);
    into.field("Name", metadata.name).field("Namespace", metadata.namespace ?? "").field("Selector", selector);
    into.field("Node-Selector", formatLabels(spec.template.spec?.nodeSelector));
    writeLabels(into, "Labels", metadata.labels);
    writeAnnotations(into, "Annotations", metadata.annotations);
    into.line(`Desired Number of Nodes Scheduled: ${status.desiredNumberScheduled}`).line(`Current Number of Nodes Scheduled: ${status.currentNumberScheduled}`);
    into.line(`Number of Nodes Scheduled with Up-to-date Pods: ${status.updatedNumberScheduled ?? 0}`);
    into.line(`Number of Nodes Scheduled with Available Pods: ${status.numberAvailable ?? 0}`);
    into.line(`Number of Nodes Misscheduled: ${status.numberMisscheduled}`);
    into.field("Pods Status", await podCountsText(set, selector, context));
    writePodTemplate(into, spec.template);
    await writeEvents(set, context, into);
  },
});
