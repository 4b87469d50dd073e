import { labelSelectorMatches } from "../../apimachinery/labels.ts";
import { dns1123LabelErrors } from "../../apimachinery/names.ts";
import { deepEqual } from "../../base/deep-equal.ts";
import { requireMatch } from "../apps/workload-validation.ts";
import { validatePodTemplate } from "../core/pod-spec-validation.ts";
import type { FieldErrors } from "../field-errors.ts";
import type { Job, JobSpec } from "../generated/batch/v1.ts";
import type { PodTemplateSpec } from "../generated/core/v1.ts";
import { validateLabelSelector } from "../label-selector-validation.ts";
import { validateDomainPath } from "../domain-path-validation.ts";
import { validateFailurePolicy, validateSuccessPolicy } from "./job-policy-validation.ts";
import { controllerUidLabel, jobNameLabel, legacyControllerUidLabel, legacyJobNameLabel } from "./job-selector.ts";

/** The rules for a Job. */
export function validateJob(job: Job, errors: FieldErrors): void {
  const { metadata, spec } = job;
  if (spec.manualSelector !== true) validateGenerated(job, errors);
  errors.at("spec", spec, validateJobSpec);
  errors.at("spec", spec, validateSelector);
  const completions = spec.completions ?? 0;
  if (spec.completionMode !== "Indexed" || completions <= 0) return;
  const hostname = `${metadata.name}-${completions - 1}`;
  if (dns1123LabelErrors(hostname).length > 0) errors.invalid("metadata.name", metadata.name, `will not able to create pod with invalid DNS label: ${hostname}`);
}

function validateGenerated({ metadata, spec }: Job, errors: FieldErrors): void {
  if (spec.selector === undefined) return;
  const labels = spec.template?.metadata?.labels ?? {};
  const expected = { [legacyControllerUidLabel]: metadata.uid, [legacyJobNameLabel]: metadata.name, [controllerUidLabel]: metadata.uid, [jobNameLabel]: metadata.name };
  for (const [label, value] of Object.entries(expected)) {
    const field = `spec.template.metadata.labels[${label}]`;
    if (labels[label] === undefined) errors.required(field, `must be '${value}'`);
    else if (labels[label] !== value) errors.invalid(field, labels, `must be '${value}'`);
  }
  const before = errors.count;
  errors.at("spec.selector", spec.selector, validateLabelSelector);
  if (errors.count === before && !labelSelectorMatches(spec.selector, expected)) errors.invalid("spec.selector", spec.selector, "`selector` not auto-generated");
}

function validateSelector({ selector, template }: JobSpec, errors: FieldErrors): void {
  const before = errors.count;
  if (selector === undefined) errors.required("selector");
  else errors.at("selector", selector, validateLabelSelector);
  if (selector === undefined || errors.count === before) requireMatch({ selector, template }, errors);
}

const counts = ["parallelism", "completions", "activeDeadlineSeconds", "backoffLimit", "ttlSecondsAfterFinished", "backoffLimitPerIndex", "maxFailedIndexes"] as const;
const longestManager = 63;

/** The rules for what a Job does, in a Job and in the template of one. */
export function validateJobSpec(spec: JobSpec, errors: FieldErrors): void {
  for (const field of counts) errors.nonNegative(field, spec[field]);
  if (spec.maxFailedIndexes !== undefined && spec.backoffLimitPerIndex === undefined) errors.required("backoffLimitPerIndex", "when maxFailedIndexes is specified");
  if (spec.managedBy !== undefined) {
    validateDomainPath("managedBy", spec.managedBy, errors);
    if (spec.managedBy.length > longestManager) errors.tooLong("managedBy", longestManager);
  }
  if (spec.completionMode !== undefined) errors.oneOf("completionMode", spec.completionMode, ["NonIndexed", "Indexed"]);
  if (spec.completionMode === "Indexed") validateIndexed(spec, errors);
  else validateNonIndexed(spec, errors);
  if (spec.podFailurePolicy !== undefined) validateFailurePolicy(spec, errors);
  if (spec.successPolicy !== undefined) validateSuccessPolicy(spec, errors);
  const replacements = spec.podFailurePolicy === undefined ? ["Failed", "TerminatingOrFailed"] : ["Failed"];
  if (spec.podReplacementPolicy !== undefined) errors.oneOf("podReplacementPolicy", spec.podReplacementPolicy, replacements);
  errors.at("template", spec.template ?? {}, validatePodTemplate);
  validateRestartPolicy(spec, errors);
}

const mostParallel = 100_000;
const manyCompletions = 100_000;
const mostForMany = 10_000;

function validateIndexed({ completions, parallelism = 0, maxFailedIndexes, backoffLimitPerIndex }: JobSpec, errors: FieldErrors): void {
  if (completions === undefined) errors.required("completions", "when completion mode is Indexed");
  if (parallelism > mostParallel) errors.invalid("parallelism", parallelism, `must be less than or equal to ${mostParallel} when completion mode is Indexed`);
  if (maxFailedIndexes !== undefined) {
    if (completions !== undefined && maxFailedIndexes > completions) errors.invalid("maxFailedIndexes", maxFailedIndexes, "must be less than or equal to completions");
    if (maxFailedIndexes > mostParallel) errors.invalid("maxFailedIndexes", maxFailedIndexes, `must be less than or equal to ${mostParallel}`);
  }
  if (completions === undefined || completions <= manyCompletions || backoffLimitPerIndex === undefined) return;
  const rule = `must be less than or equal to ${mostForMany} when completions are above ${manyCompletions} and used with backoff limit per index`;
  if (maxFailedIndexes === undefined) errors.required("maxFailedIndexes", `must be specified when completions is above ${manyCompletions}`);
  if (parallelism > mostForMany) errors.invalid("parallelism", parallelism, rule);
  if (maxFailedIndexes !== undefined && maxFailedIndexes > mostForMany) errors.invalid("maxFailedIndexes", maxFailedIndexes, rule);
}

function validateNonIndexed(spec: JobSpec, errors: FieldErrors): void {
  for (const field of ["backoffLimitPerIndex", "maxFailedIndexes", "successPolicy"] as const) {
    if (spec[field] !== undefined) errors.invalid(field, spec[field], "requires indexed completion mode");
  }
}

/** Pods of a Job end, so they must not restart always. */
function validateRestartPolicy({ template, podFailurePolicy }: JobSpec, errors: FieldErrors): void {
  const policy = template?.spec?.restartPolicy ?? "";
  const field = "template.spec.restartPolicy";
  if (policy === "Always" || policy === "") errors.required(field, 'valid values: "OnFailure", "Never"');
  else if (policy !== "OnFailure" && policy !== "Never") errors.notSupported(field, policy, ["OnFailure", "Never"]);
  else if (podFailurePolicy !== undefined && policy !== "Never") errors.invalid(field, policy, 'only "Never" is supported when podFailurePolicy is specified');
}

const fixed = ["selector", "completionMode", "podFailurePolicy", "backoffLimitPerIndex", "managedBy", "successPolicy"] as const;

export function validateJobUpdate(job: Job, previous: Job, errors: FieldErrors): void {
  const { spec } = job;
  const before = previous.spec;
  if (!mayChangeCompletions(spec, before)) errors.immutable("spec.completions", spec.completions, before.completions);
  const template = isUnstarted(previous) ? withSchedulingOf(before.template, spec.template) : before.template;
  errors.immutable("spec.template", spec.template, template);
  for (const field of fixed) errors.immutable(`spec.${field}`, spec[field], before[field]);
}

/** An indexed Job may grow or shrink, if it runs as many pods as it has indices. */
const mayChangeCompletions = (spec: JobSpec, before: JobSpec) =>
  before.completionMode === "Indexed" && before.completions !== undefined && spec.completions !== undefined && spec.completions === spec.parallelism;

/** A suspended Job that has not started yet may still be told where to run. */
const isUnstarted = ({ spec, status }: Job) => spec.suspend === true && status.startTime === undefined;

function withSchedulingOf(template: PodTemplateSpec, from: PodTemplateSpec): PodTemplateSpec {
  if (template.spec === undefined || from.spec === undefined || deepEqual(template, from)) return template;
  const { nodeSelector, tolerations, affinity, schedulingGates } = from.spec;
  const { labels, annotations } = from.metadata ?? {};
  const others = { podAffinity: template.spec.affinity?.podAffinity, podAntiAffinity: template.spec.affinity?.podAntiAffinity };
  const merged = affinity === undefined ? undefined : { ...others, nodeAffinity: affinity.nodeAffinity };
  return { ...template, metadata: { ...template.metadata, labels, annotations }, spec: { ...template.spec, nodeSelector, tolerations, schedulingGates, affinity: merged } };
}
