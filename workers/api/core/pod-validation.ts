import type { FieldErrors } from "../field-errors.ts";
import type { Pod } from "../generated/core/v1.ts";
import { validatePodAnnotations } from "./pod-annotations-validation.ts";
import { validatePodSpec } from "./pod-spec-validation.ts";

/** The rules for a pod at any time. */
export function validatePod(pod: Pod, errors: FieldErrors): void {
  const { metadata, spec } = pod;
  if (metadata.annotations !== undefined) errors.at("metadata.annotations", metadata.annotations, validatePodAnnotations, spec);
  errors.at("spec", spec, validatePodSpec, { isPod: true, podName: metadata.name });
  if ((spec.serviceAccountName ?? "") === "" && spec.volumes !== undefined) validateNoTokens(pod, errors);
}

/** The rules for a pod that is being created. */
export function validatePodCreate({ spec }: Pod, errors: FieldErrors): void {
  if ((spec.ephemeralContainers?.length ?? 0) > 0) errors.forbidden("spec.ephemeralContainers", "cannot be set on create");
  if ((spec.nodeName ?? "") !== "" && (spec.schedulingGates?.length ?? 0) > 0) {
    errors.forbidden("spec.nodeName", "cannot be set until all schedulingGates have been cleared");
  }
}

/** Tokens belong to a service account. */
function validateNoTokens({ spec }: Pod, errors: FieldErrors): void {
  errors.each("spec.volumes", spec.volumes, ({ projected }) => {
    errors.each("projected.sources", projected?.sources, ({ serviceAccountToken }) => {
      if (serviceAccountToken !== undefined) errors.forbidden("serviceAccountToken", "must not be specified when serviceAccountName is not set");
    });
  });
}
