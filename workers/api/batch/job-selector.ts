import type { Job } from "../generated/batch/v1.ts";

export const controllerUidLabel = "batch.kubernetes.io/controller-uid";
export const jobNameLabel = "batch.kubernetes.io/job-name";
export const legacyControllerUidLabel = "controller-uid";
export const legacyJobNameLabel = "job-name";

/** A Job knows its pods by its own identity, so that no two Jobs fight over a pod, unless its author wants to choose. */
export function withGeneratedSelector(job: Job): Job {
  const { metadata, spec } = job;
  if (spec.manualSelector === true) return job;
  const own = { [controllerUidLabel]: metadata.uid, [jobNameLabel]: metadata.name, [legacyControllerUidLabel]: metadata.uid, [legacyJobNameLabel]: metadata.name };
  const labels = { ...own, ...spec.template?.metadata?.labels };
  const selector = { ...spec.selector, matchLabels: { [controllerUidLabel]: metadata.uid, ...spec.selector?.matchLabels } };
  return { ...job, spec: { ...spec, selector, template: { ...spec.template, metadata: { ...spec.template?.metadata, labels } } } };
}
