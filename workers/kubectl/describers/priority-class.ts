import { formatLabels } from "../../apimachinery/labels.ts";
import type { PriorityClass } from "../../api/generated/scheduling/v1.ts";
import { defineDescriber } from "./describer.ts";
import { writeEvents } from "./events-section.ts";

export const priorityClassDescriber = defineDescriber<PriorityClass>({
  group: "scheduling.k8s.io",
  kind: "PriorityClass",
  async describe(priorityClass, context, into) {
    const { metadata, value, globalDefault = false, preemptionPolicy = "PreemptLowerPriority", description = "" } = priorityClass;
    into.field("Name", metadata.name).field("Value", value ?? 0).field("GlobalDefault", globalDefault);
    into.field("PreemptionPolicy", preemptionPolicy).field("Description", description);
    into.field("Annotations", formatLabels(metadata.annotations));
    await writeEvents(priorityClass, context, into);
  },
});
