import { dns1123LabelErrors } from "../../apimachinery/names.ts";
import { validateClaimSpec } from "../core/claim-spec-validation.ts";
import { validatePodTemplate } from "../core/pod-spec-validation.ts";
import type { FieldErrors } from "../field-errors.ts";
import type { StatefulSet, StatefulSetSpec, StatefulSetUpdateStrategy } from "../generated/apps/v1.ts";
import type { PodTemplateSpec } from "../generated/core/v1.ts";
import { isUnset } from "../defaulting.ts";
import { amountOf, validateAmountOrPercent, validateAtMostAll } from "./deployment-validation.ts";
import { validateCollisions, validateCounts, validateSelectedLabels, validateShares } from "./workload-validation.ts";

export const validateStatefulSet = ({ spec }: StatefulSet, errors: FieldErrors) => errors.at("spec", spec, validateSpec);

/** What its pods are to be bound to must be possible; old sets are not asked again. */
export function validateStatefulSetCreate({ spec }: StatefulSet, errors: FieldErrors): void {
  if (!isUnset(spec.serviceName)) errors.check("spec.serviceName", spec.serviceName, dns1123LabelErrors(spec.serviceName ?? ""));
  errors.each("spec.volumeClaimTemplates", spec.volumeClaimTemplates, ({ metadata, spec: claim }) => {
    const name = metadata?.name ?? "";
    if (name === "") errors.required("metadata.name");
    else errors.check("metadata.name", name, dns1123LabelErrors(name));
    errors.at("spec", claim ?? {}, validateClaimSpec);
  });
}

function validateSpec(spec: StatefulSetSpec, errors: FieldErrors): void {
  const policy = spec.podManagementPolicy;
  if (policy !== "OrderedReady" && policy !== "Parallel") errors.invalid("podManagementPolicy", policy ?? "", "must be 'OrderedReady' or 'Parallel'");
  errors.at("updateStrategy", spec.updateStrategy ?? {}, validateStrategy);
  validateRetention(spec, errors);
  errors.nonNegative("replicas", spec.replicas);
  errors.nonNegative("minReadySeconds", spec.minReadySeconds);
  errors.nonNegative("revisionHistoryLimit", spec.revisionHistoryLimit);
  errors.nonNegative("ordinals.start", spec.ordinals?.start);
  validateSelectedLabels(spec, errors, { selectorRequired: true, emptySelector: "empty selector is invalid for statefulset" });
  errors.at("template", withClaimVolumes(spec), validatePodTemplate);
  const restartPolicy = spec.template?.spec?.restartPolicy ?? "";
  if (restartPolicy !== "Always") errors.notSupported("template.spec.restartPolicy", restartPolicy, ["Always"]);
  if (spec.template?.spec?.activeDeadlineSeconds !== undefined) {
    errors.forbidden("template.spec.activeDeadlineSeconds", "activeDeadlineSeconds in StatefulSet is not Supported");
  }
}

/** Mounts may name the claims that each pod will get of its own. */
function withClaimVolumes({ template, volumeClaimTemplates = [] }: StatefulSetSpec): PodTemplateSpec {
  if (volumeClaimTemplates.length === 0 || template?.spec === undefined) return template ?? {};
  const own = volumeClaimTemplates.map(({ metadata }) => metadata?.name ?? "");
  const volumes = (template.spec.volumes ?? []).filter(({ name }) => !own.includes(name));
  const claimed = own.map((name) => ({ name, persistentVolumeClaim: { claimName: name } }));
  return { ...template, spec: { ...template.spec, volumes: [...volumes, ...claimed] } };
}

function validateRetention({ persistentVolumeClaimRetentionPolicy: policy }: StatefulSetSpec, errors: FieldErrors): void {
  for (const field of ["whenDeleted", "whenScaled"] as const) {
    const value = policy?.[field] ?? "Retain";
    if (value !== "Retain" && value !== "Delete") errors.notSupported(`persistentVolumeClaimRetentionPolicy.${field}`, value, ["Retain", "Delete"]);
  }
}

function validateStrategy({ type, rollingUpdate }: StatefulSetUpdateStrategy, errors: FieldErrors): void {
  if (type === "OnDelete") {
    if (rollingUpdate !== undefined) errors.invalid("rollingUpdate", rollingUpdate, "only allowed for updateStrategy 'RollingUpdate'");
    return;
  }
  if (type !== "RollingUpdate") return errors.invalid("", { type }, "must be 'RollingUpdate' or 'OnDelete'");
  errors.nonNegative("rollingUpdate.partition", rollingUpdate?.partition);
  const most = rollingUpdate?.maxUnavailable;
  if (most === undefined) return;
  validateAmountOrPercent("rollingUpdate.maxUnavailable", most, errors);
  if (amountOf(most) === 0) errors.invalid("rollingUpdate.maxUnavailable", most, "cannot be 0");
  validateAtMostAll("rollingUpdate.maxUnavailable", most, errors);
}

const counts = ["replicas", "readyReplicas", "currentReplicas", "updatedReplicas", "availableReplicas", "observedGeneration", "collisionCount"];

export function validateStatefulSetStatus({ status }: StatefulSet, { status: before }: StatefulSet, errors: FieldErrors): void {
  validateCounts(status, errors, counts);
  validateShares(status, errors, ["readyReplicas", "currentReplicas", "updatedReplicas", "availableReplicas"]);
  validateShares(status, errors, ["availableReplicas"], "status.readyReplicas");
  validateCollisions(status.collisionCount, before.collisionCount, errors);
}
