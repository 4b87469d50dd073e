import { formatLabelSelector } from "../../apimachinery/labels.ts";
import type { Draft } from "../../apimachinery/object.ts";
import { ageColumn, ageSince, column, nameColumn, templateColumns, wideColumn } from "../columns.ts";
import { requireOneOf } from "../core/container-validation.ts";
import { defaultPodTemplate } from "../core/pod-spec-defaults.ts";
import { type Part, withDefaults, withField } from "../defaulting.ts";
import { defineResource } from "../define-resource.ts";
import type { FieldErrors } from "../field-errors.ts";
import type { CronJob, CronJobSpec, JobTemplateSpec } from "../generated/batch/v1.ts";
import { validateAnnotations, validateLabels } from "../object-meta-validation.ts";
import { cronScheduleProblem } from "./cron-schedule.ts";
import { validateJobSpec } from "./job-validation.ts";

export type { CronJob } from "../generated/batch/v1.ts";

/** Makes a Job again and again, by the clock. */
export const CronJobs = defineResource<CronJob>({
  group: "batch",
  version: "v1",
  kind: "CronJob",
  plural: "cronjobs",
  shortNames: ["cj"],
  categories: ["all"],
  scope: "Namespaced",
  subresources: ["status"],
  hasGeneration: true,

  defaults: defaultCronJob,
  prepareForCreate: (cronJob) => ({ ...cronJob, status: {} }),
  validate: validateCronJob,

  columns: [
    nameColumn,
    column("Schedule", "string", ({ spec }) => spec.schedule),
    column("Timezone", "string", ({ spec }) => spec.timeZone ?? "<none>"),
    column("Suspend", "boolean", ({ spec }) => (spec.suspend === true ? "True" : "False")),
    column("Active", "integer", ({ status }) => status.active?.length ?? 0),
    column("Last Schedule", "string", ({ status }, { now }) => (status.lastScheduleTime === undefined ? "<none>" : ageSince(status.lastScheduleTime, now))),
    ageColumn,
    ...templateColumns<CronJob>(({ spec }) => spec.jobTemplate?.spec?.template),
    wideColumn("Selector", "string", ({ spec }) => formatLabelSelector(spec.jobTemplate?.spec?.selector)),
  ],
});

const specDefaults = { concurrencyPolicy: "Allow", suspend: false, successfulJobsHistoryLimit: 3, failedJobsHistoryLimit: 1, jobTemplate: {} } as const;

function defaultCronJob(draft: Draft<CronJob>): Draft<CronJob> {
  const given = withDefaults(draft.spec ?? {}, specDefaults);
  return withDefaults(withField(draft, "spec", withField(given, "jobTemplate", defaultTemplate(given.jobTemplate ?? {}))), { status: {} });
}

/** Jobs get their own defaults when they are made; only their pods get theirs here. */
function defaultTemplate(given: Part<JobTemplateSpec>): Part<JobTemplateSpec> {
  const template = withDefaults(given, { metadata: {}, spec: {} });
  return withField(template, "spec", withField(template.spec ?? {}, "template", defaultPodTemplate(template.spec?.template)));
}

/** A Job's name gets eleven more characters, and must still fit into a label. */
const longestName = 52;

function validateCronJob({ metadata, spec }: CronJob, errors: FieldErrors): void {
  if ((metadata.name?.length ?? 0) > longestName) errors.invalid("metadata.name", metadata.name, `must be no more than ${longestName} characters`);
  errors.at("spec", spec, validateSpec);
}

function validateSpec(spec: CronJobSpec, errors: FieldErrors): void {
  validateSchedule(spec.schedule ?? "", errors);
  errors.nonNegative("startingDeadlineSeconds", spec.startingDeadlineSeconds);
  validateTimeZone(spec.timeZone, errors);
  requireOneOf("concurrencyPolicy", spec.concurrencyPolicy, ["Allow", "Forbid", "Replace"], errors);
  errors.nonNegative("successfulJobsHistoryLimit", spec.successfulJobsHistoryLimit);
  errors.nonNegative("failedJobsHistoryLimit", spec.failedJobsHistoryLimit);
  errors.at("jobTemplate", spec.jobTemplate ?? {}, ({ metadata, spec: job = { template: {} } }) => {
    errors.at("metadata.labels", metadata?.labels, validateLabels);
    errors.at("metadata.annotations", metadata?.annotations, validateAnnotations);
    if (job.manualSelector === true) errors.notSupported("spec.manualSelector", true, ["nil", "false"]);
    errors.at("spec", job, validateJobSpec);
  });
}

function validateSchedule(schedule: string, errors: FieldErrors): void {
  if (schedule === "") return errors.required("schedule");
  if (schedule.includes("TZ")) return errors.invalid("schedule", schedule, "cannot use TZ or CRON_TZ in schedule, use timeZone field instead");
  const problem = cronScheduleProblem(schedule);
  if (problem !== undefined) errors.invalid("schedule", schedule, problem);
}

function validateTimeZone(zone: string | undefined, errors: FieldErrors): void {
  if (zone === undefined) return;
  if (zone === "") errors.invalid("timeZone", zone, "timeZone must be nil or non-empty string");
  else if (zone.toLowerCase() === "local") errors.invalid("timeZone", zone, "timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones");
  else if (!/^[A-Za-z][A-Za-z0-9_+-]*(\/[A-Za-z0-9_+-]+)*$/.test(zone)) errors.invalid("timeZone", zone, `unknown time zone ${zone}`);
}
