import type { FieldErrors } from "../field-errors.ts";
import type { PodSpec } from "../generated/core/v1.ts";

type Annotations = Readonly<Record<string, string>>;

export const mirrorPodAnnotation = "kubernetes.io/config.mirror";
export const podDeletionCostAnnotation = "controller.kubernetes.io/pod-deletion-cost";
const appArmorPrefix = "container.apparmor.security.beta.kubernetes.io/";

/** The rules for annotations that mean something for a pod. */
export function validatePodAnnotations(annotations: Annotations, errors: FieldErrors, spec: PodSpec | undefined): void {
  const mirror = annotations[mirrorPodAnnotation];
  if (mirror !== undefined && (spec?.nodeName ?? "") === "") {
    errors.invalid(`[${mirrorPodAnnotation}]`, mirror, "must set spec.nodeName if mirror pod annotation is set");
  }
  const cost = annotations[podDeletionCostAnnotation];
  if (cost !== undefined && !isInt32(cost)) errors.invalid(`[${podDeletionCostAnnotation}]`, cost, "must be a 32bit integer");
}

/** Between two versions: nobody can make a pod a mirror pod, or stop it being one. */
export function validatePodAnnotationsUpdate(annotations: Annotations, errors: FieldErrors, previous: Annotations): void {
  for (const key in previous) {
    if (annotations[key] === previous[key]) continue;
    if (key.startsWith(appArmorPrefix)) errors.forbidden(`[${key}]`, "may not remove or update AppArmor annotations");
    if (key === mirrorPodAnnotation) errors.forbidden(`[${key}]`, "may not remove or update mirror pod annotation");
  }
  for (const key in annotations) {
    if (previous[key] !== undefined) continue;
    if (key.startsWith(appArmorPrefix)) errors.forbidden(`[${key}]`, "may not add AppArmor annotations");
    if (key === mirrorPodAnnotation) errors.forbidden(`[${key}]`, "may not add mirror pod annotation");
  }
}

/** A number without a sign or leading zeros that the machine could read back otherwise. */
const isInt32 = (text: string) => /^(0|-?[1-9]\d*)$/.test(text) && Number(text) >= -(2 ** 31) && Number(text) < 2 ** 31;
