import { compareQuantity, formatQuantity } from "../../apimachinery/quantity.ts";
import { fieldImmutable } from "../../apimachinery/validation.ts";
import { deepEqual } from "../../base/deep-equal.ts";
import { ageColumn, column, nameColumn, wideColumn } from "../columns.ts";
import { defineResource } from "../define-resource.ts";
import type { FieldErrors } from "../field-errors.ts";
import type { PersistentVolumeClaim, PersistentVolumeClaimSpec } from "../generated/core/v1.ts";
import { specDifference } from "../spec-difference.ts";
import { validateClaimSpec } from "./claim-spec-validation.ts";
import { defaultClaim } from "./persistent-volume-claim-defaults.ts";
import { accessModesText, storageClassOf } from "./volume-texts.ts";

export type { PersistentVolumeClaim } from "../generated/core/v1.ts";

/** A wish for storage. */
export const PersistentVolumeClaims = defineResource<PersistentVolumeClaim>({
  group: "",
  version: "v1",
  kind: "PersistentVolumeClaim",
  plural: "persistentvolumeclaims",
  shortNames: ["pvc"],
  scope: "Namespaced",
  subresources: ["status"],

  defaults: defaultClaim,
  prepareForCreate: (claim) => ({ ...claim, status: { phase: "Pending" } }),
  validate: ({ spec }, errors) => errors.at("spec", spec, validateClaimSpec),
  validateUpdate: validateClaimUpdate,

  columns: [
    nameColumn,
    column("Status", "string", ({ metadata, status }) => (metadata.deletionTimestamp === undefined ? (status.phase ?? "") : "Terminating")),
    column("Volume", "string", ({ spec }) => spec.volumeName ?? ""),
    column("Capacity", "string", (claim) => (isBound(claim) ? formatQuantity(claim.status.capacity?.storage ?? "0") : "")),
    column("Access Modes", "string", (claim) => (isBound(claim) ? accessModesText(claim.status.accessModes) : "")),
    column("StorageClass", "string", ({ metadata, spec }) => storageClassOf(metadata, spec.storageClassName)),
    column("VolumeAttributesClass", "string", ({ spec }) => spec.volumeAttributesClassName ?? "<unset>"),
    ageColumn,
    wideColumn("VolumeMode", "string", ({ spec }) => spec.volumeMode ?? "<unset>"),
  ],
});

const isBound = ({ spec }: PersistentVolumeClaim) => (spec.volumeName ?? "") !== "";

/** A claim stays what it was, but may grow, and get its volume and class. */
function validateClaimUpdate(claim: PersistentVolumeClaim, previous: PersistentVolumeClaim, errors: FieldErrors): void {
  const { spec } = claim;
  const before = previous.spec;
  const rest = withAllowedChangesUndone(claim, before);
  if (!deepEqual(rest, before)) {
    const rule = "spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims";
    errors.forbidden("spec", `${rule}\n${specDifference(before, rest)}`);
  }
  const storage = "spec.resources.requests.storage";
  const shrinks = compareQuantity(spec.resources?.requests?.storage ?? "0", before.resources?.requests?.storage ?? "0") < 0;
  if (shrinks && compareQuantity(spec.resources?.requests?.storage ?? "0", previous.status.capacity?.storage ?? "0") <= 0) {
    errors.forbidden(storage, "field can not be less than status.capacity");
  }
  if (spec.volumeMode !== before.volumeMode) errors.invalid("volumeMode", spec.volumeMode ?? null, fieldImmutable);
  validateClassUpdate(spec, before, errors);
}

function withAllowedChangesUndone({ spec, status }: PersistentVolumeClaim, before: PersistentVolumeClaimSpec): PersistentVolumeClaimSpec {
  const bound = status.phase === "Bound";
  const resources = bound && spec.resources !== undefined ? { ...spec.resources, requests: { ...spec.resources.requests, ...before.resources?.requests } } : spec.resources;
  return {
    ...spec,
    volumeName: (before.volumeName ?? "") === "" ? before.volumeName : spec.volumeName,
    storageClassName: before.storageClassName === undefined ? undefined : spec.storageClassName,
    volumeAttributesClassName: bound ? before.volumeAttributesClassName : spec.volumeAttributesClassName,
    resources,
  };
}

function validateClassUpdate({ volumeAttributesClassName: now }: PersistentVolumeClaimSpec, before: PersistentVolumeClaimSpec, errors: FieldErrors): void {
  if (before.volumeAttributesClassName === undefined || now === before.volumeAttributesClassName) return;
  const field = "spec.volumeAttributesClassName";
  if (now === undefined) errors.forbidden(field, "update from non-nil value to nil is forbidden");
  else if (now === "") errors.forbidden(field, "update from non-nil value to an empty string is forbidden");
}
