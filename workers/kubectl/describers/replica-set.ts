import { formatLabelSelector } from "../../apimachinery/labels.ts";
import type { ReplicaSet } from "../../api/generated/apps/v1.ts";
import { controllerText } from "./controller-text.ts";
import { defineDescriber } from "./describer.ts";
import { writeEvents } from "./events-section.ts";
import { writeAnnotations, writeLabels } from "./labels-section.ts";
import { writePodTemplate } from "./pod-template-section.ts";
import { podCountsText, selectorText, writeReasonedConditions } from "./workload-section.ts";

export const replicaSetDescriber = defineDescriber<ReplicaSet>({
  group: "apps",
  kind: "ReplicaSet",
  async describe(set, context, into) {
    const { metadata, spec, status } = set;
    into.field("Name", metadata.name).field("Namespace", metadata.namespace ?? "").field("Selector", formatLabelSelector(spec.selector));
    writeLabels(into, "Labels", metadata.labels);
    writeAnnotations(into, "Annotations", metadata.annotations);
    into.optional("Controlled By", controllerText(set));
    into.field("Replicas", `${status.replicas} current / ${spec.replicas ?? 1} desired`);
    into.field("Pods Status", await podCountsText(set, selectorText(spec.selector), context));
    writePodTemplate(into, spec.template);
    writeReasonedConditions(into, status.conditions);
    await writeEvents(set, context, into);
  },
});
