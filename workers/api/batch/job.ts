import { isConditionTrue } from "../../apimachinery/conditions.ts";
import { humanDuration } from "../../apimachinery/human-duration.ts";
import { formatLabelSelector } from "../../apimachinery/labels.ts";
import { tryParseTime } from "../../apimachinery/timestamp.ts";
import { ageColumn, column, nameColumn, templateColumns, wideColumn } from "../columns.ts";
import { defineResource } from "../define-resource.ts";
import type { Job } from "../generated/batch/v1.ts";
import type { ColumnContext } from "../resource.ts";
import { defaultJob, withTemplateLabels } from "./job-defaults.ts";
import { validateJob, validateJobUpdate } from "./job-validation.ts";
import { validateJobStatus } from "./job-status-validation.ts";
import { withGeneratedSelector } from "./job-selector.ts";

export type { Job, JobCondition } from "../generated/batch/v1.ts";

/** Pods that run until so many of them have succeeded. */
export const Jobs = defineResource<Job>({
  group: "batch",
  version: "v1",
  kind: "Job",
  plural: "jobs",
  categories: ["all"],
  scope: "Namespaced",
  subresources: ["status"],
  hasGeneration: true,
  defaultPropagation: "Orphan",

  defaults: defaultJob,
  prepareForCreate: (job) => ({ ...withTemplateLabels(withGeneratedSelector(job)), status: {} }),
  validate: validateJob,
  validateUpdate: validateJobUpdate,
  validateStatusUpdate: validateJobStatus,

  columns: [
    nameColumn,
    column("Status", "string", jobStatusText),
    column("Completions", "string", completionsText),
    column("Duration", "string", durationText),
    ageColumn,
    ...templateColumns<Job>(({ spec }) => spec.template),
    wideColumn("Selector", "string", ({ spec }) => formatLabelSelector(spec.selector)),
  ],
  selectableFields: { "status.successful": { get: ({ status }) => String(status.succeeded ?? 0) } },
});

/** The word in kubectl's STATUS column. */
export function jobStatusText({ metadata, status: { conditions } }: Job): string {
  if (isConditionTrue(conditions, "Complete")) return "Complete";
  if (isConditionTrue(conditions, "Failed")) return "Failed";
  if (metadata.deletionTimestamp !== undefined) return "Terminating";
  if (isConditionTrue(conditions, "Suspended")) return "Suspended";
  return isConditionTrue(conditions, "FailureTarget") ? "FailureTarget" : "Running";
}

function completionsText({ spec, status: { succeeded = 0 } }: Job): string {
  if (spec.completions !== undefined) return `${succeeded}/${spec.completions}`;
  const parallelism = spec.parallelism ?? 0;
  return parallelism > 1 ? `${succeeded}/1 of ${parallelism}` : `${succeeded}/1`;
}

function durationText({ status }: Job, { now }: ColumnContext): string {
  const start = tryParseTime(status.startTime);
  return start === undefined ? "" : humanDuration((tryParseTime(status.completionTime) ?? now) - start);
}
