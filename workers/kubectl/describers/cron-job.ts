import type { CronJob } from "../../api/generated/batch/v1.ts";
import { defineDescriber } from "./describer.ts";
import type { Description } from "./description.ts";
import { writeEvents } from "./events-section.ts";
import { writeAnnotations, writeLabels } from "./labels-section.ts";
import { writePodTemplate } from "./pod-template-section.ts";
import { timeText } from "./time-text.ts";
import { selectorText } from "./workload-section.ts";

export const cronJobDescriber = defineDescriber<CronJob>({
  group: "batch",
  kind: "CronJob",
  async describe(cronJob, context, into) {
    const { metadata, spec, status } = cronJob;
    into.field("Name", metadata.name).field("Namespace", metadata.namespace ?? "");
    writeLabels(into, "Labels", metadata.labels);
    writeAnnotations(into, "Annotations", metadata.annotations);
    into.field("Schedule", spec.schedule).field("Concurrency Policy", spec.concurrencyPolicy ?? "");
    into.field("Suspend", spec.suspend === undefined ? "<unset>" : spec.suspend ? "True" : "False").field("Time Zone", spec.timeZone ?? "<unset>");
    into.field("Successful Job History Limit", spec.successfulJobsHistoryLimit ?? "<unset>").field("Failed Job History Limit", spec.failedJobsHistoryLimit ?? "<unset>");
    into.field("Starting Deadline Seconds", spec.startingDeadlineSeconds === undefined ? "<unset>" : `${spec.startingDeadlineSeconds}s`);
    writeTemplate(into, cronJob);
    into.field("Last Schedule Time", status.lastScheduleTime === undefined ? "<unset>" : timeText(status.lastScheduleTime));
    into.field("Active Jobs", (status.active ?? []).map(({ name = "" }) => name).join(", ") || "<none>");
    await writeEvents(cronJob, context, into);
  },
});

function writeTemplate(into: Description, { spec: { jobTemplate } }: CronJob): void {
  const { selector, parallelism, completions, activeDeadlineSeconds, template } = jobTemplate.spec ?? {};
  into.field("Selector", selector === undefined ? "<unset>" : selectorText(selector)).field("Parallelism", parallelism ?? "<unset>").field("Completions", completions ?? "<unset>");
  if (activeDeadlineSeconds !== undefined) into.field("Active Deadline Seconds", `${activeDeadlineSeconds}s`);
  writePodTemplate(into, template);
}
