import { humanDuration } from "../../apimachinery/human-duration.ts";
import { tryParseTime } from "../../apimachinery/timestamp.ts";
import type { Job } from "../../api/generated/batch/v1.ts";
import { controllerText } from "./controller-text.ts";
import { defineDescriber } from "./describer.ts";
import type { Description } from "./description.ts";
import { writeEvents } from "./events-section.ts";
import { writeAnnotations, writeLabels } from "./labels-section.ts";
import { writePodTemplate } from "./pod-template-section.ts";
import { timeText } from "./time-text.ts";
import { selectorText } from "./workload-section.ts";

export const jobDescriber = defineDescriber<Job>({
  group: "batch",
  kind: "Job",
  async describe(job, context, into) {
    const { metadata, spec } = job;
    into.field("Name", metadata.name).field("Namespace", metadata.namespace ?? "").field("Selector", selectorText(spec.selector));
    writeLabels(into, "Labels", metadata.labels);
    writeAnnotations(into, "Annotations", metadata.annotations);
    into.optional("Controlled By", controllerText(job)).optional("Parallelism", spec.parallelism).field("Completions", spec.completions ?? "<unset>");
    into.optional("Completion Mode", spec.completionMode).optional("Suspend", spec.suspend).optional("Backoff Limit", spec.backoffLimit);
    into.optional("TTL Seconds After Finished", spec.ttlSecondsAfterFinished);
    writeTimes(into, job);
    writeCounts(into, job);
    writePodTemplate(into, spec.template);
    await writeEvents(job, context, into);
  },
});

function writeTimes(into: Description, { spec, status: { startTime, completionTime } }: Job): void {
  if (startTime !== undefined) into.field("Start Time", timeText(startTime));
  if (completionTime !== undefined) into.field("Completed At", timeText(completionTime));
  const [start, end] = [tryParseTime(startTime), tryParseTime(completionTime)];
  if (start !== undefined && end !== undefined) into.field("Duration", humanDuration(end - start));
  if (spec.activeDeadlineSeconds !== undefined) into.field("Active Deadline Seconds", `${spec.activeDeadlineSeconds}s`);
}

function writeCounts(into: Description, { spec, status: { active = 0, ready, succeeded = 0, failed = 0, completedIndexes = "" } }: Job): void {
  into.field("Pods Statuses", `${active} Active${ready === undefined ? "" : ` (${ready} Ready)`} / ${succeeded} Succeeded / ${failed} Failed`);
  if (spec.completionMode === "Indexed") into.field("Completed Indexes", shortIndexes(completedIndexes));
}

const mostOfIndexes = 50;

/** Many indexes are cut off at the first comma that comes late enough. */
function shortIndexes(indexes: string): string {
  if (indexes === "") return "<none>";
  const comma = indexes.indexOf(",", mostOfIndexes);
  return comma < 0 ? indexes : `${indexes.slice(0, comma + 1)}...`;
}
