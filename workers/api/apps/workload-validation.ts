import { labelSelectorMatches } from "../../apimachinery/labels.ts";
import { validatePodTemplate } from "../core/pod-spec-validation.ts";
import type { FieldErrors } from "../field-errors.ts";
import type { PodTemplateSpec } from "../generated/core/v1.ts";
import type { LabelSelector } from "../generated/meta/v1.ts";
import { isEmptySelector, validateLabelSelector } from "../label-selector-validation.ts";

/** What of a workload says which pods belong to it. */
export interface Workload {
  readonly selector?: LabelSelector;
  readonly template?: PodTemplateSpec;
}

/** How messages speak of a kind of workload. */
export interface WorkloadWords {
  /** Is a missing selector an error by itself, besides that it selects nothing? */
  readonly selectorRequired: boolean;
  /** What is wrong with a selector that selects everything. */
  readonly emptySelector: string;
  /** What is wrong with a deadline for pods that are to run for ever. */
  readonly deadline: string;
}

/** The rules for a selector and the template it must match; the pods of the template restart always. */
export function validateWorkload({ selector, template }: Workload, errors: FieldErrors, words: WorkloadWords): void {
  validateSelectedLabels({ selector, template }, errors, words);
  if (template === undefined) return errors.required("template");
  errors.at("template", template, validatePodTemplate);
  validateLongRunning(template, errors, words);
}

/** The selector must select the pods of the template, but not everything; a missing one selects nothing. */
export function validateSelectedLabels({ selector, template }: Workload, errors: FieldErrors, words: Omit<WorkloadWords, "deadline">): void {
  const before = errors.count;
  if (selector !== undefined) errors.at("selector", selector, validateLabelSelector);
  else if (words.selectorRequired) errors.required("selector");
  const sound = selector === undefined || errors.count === before;
  if (selector !== undefined && isEmptySelector(selector)) return errors.invalid("selector", selector, words.emptySelector);
  if (sound) requireMatch({ selector, template }, errors);
}

export function requireMatch({ selector, template }: Workload, errors: FieldErrors): void {
  const labels = template?.metadata?.labels;
  if (selector !== undefined && labelSelectorMatches(selector, labels)) return;
  errors.invalid("template.metadata.labels", labels ?? null, "`selector` does not match template `labels`");
}

function validateLongRunning({ spec }: PodTemplateSpec, errors: FieldErrors, { deadline }: WorkloadWords): void {
  const policy = spec?.restartPolicy ?? "";
  if (policy !== "Always") errors.notSupported("template.spec.restartPolicy", policy, ["Always"]);
  if (spec?.activeDeadlineSeconds !== undefined) errors.forbidden("template.spec.activeDeadlineSeconds", deadline);
}

type Counts = Readonly<Record<string, unknown>>;

/** Numbers in a status are never negative. */
export function validateCounts(status: object, errors: FieldErrors, fields: readonly string[]): void {
  for (const field of fields) errors.nonNegative(`status.${field}`, numberOf(status, field));
}

/** Some pods can never be more than all pods. */
export function validateShares(status: object, errors: FieldErrors, fields: readonly string[], whole = "status.replicas"): void {
  const most = numberOf(status, whole.slice(whole.lastIndexOf(".") + 1)) ?? 0;
  for (const field of fields) {
    const count = numberOf(status, field) ?? 0;
    if (count > most) errors.invalid(`status.${field}`, count, `cannot be greater than ${whole}`);
  }
}

/** A count of collisions only grows. */
export function validateCollisions(now: number | undefined, before: number | undefined, errors: FieldErrors): void {
  if (before !== undefined && (now ?? -1) < before) errors.invalid("status.collisionCount", now ?? 0, "cannot be decremented");
}

function numberOf(status: object, field: string): number | undefined {
  const value = (status as Counts)[field];
  return typeof value === "number" ? value : undefined;
}
