import { formatQuantity, quantitySign } from "../../apimachinery/quantity.ts";
import { isNegative } from "../../apimachinery/validation.ts";
import { isUnset } from "../defaulting.ts";
import type { FieldErrors } from "../field-errors.ts";
import type { PersistentVolumeClaimSpec, TypedLocalObjectReference } from "../generated/core/v1.ts";
import { subdomainName } from "../names.ts";
import { validateLabelSelector } from "../label-selector-validation.ts";

export const accessModes = ["ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod"] as const;
export const volumeModes = ["Block", "Filesystem"] as const;

/** The rules for what a claim asks for, in a claim and in the template of one. */
export function validateClaimSpec(spec: PersistentVolumeClaimSpec, errors: FieldErrors): void {
  if ((spec.accessModes?.length ?? 0) === 0) errors.required("accessModes", "at least 1 access mode is required");
  errors.at("selector", spec.selector, validateLabelSelector);
  validateAccessModes(spec.accessModes ?? [], errors);
  validateStorage(spec.resources?.requests?.storage, errors);
  if (!isUnset(spec.storageClassName)) errors.check("storageClassName", spec.storageClassName, subdomainName(spec.storageClassName ?? "", false));
  if (spec.volumeMode !== undefined) errors.oneOf("volumeMode", spec.volumeMode, volumeModes);
  errors.at("dataSource", spec.dataSource, validateDataSource);
  errors.at("dataSourceRef", spec.dataSourceRef, validateDataSource);
  if (!isUnset(spec.volumeAttributesClassName)) {
    errors.check("volumeAttributesClassName", spec.volumeAttributesClassName, subdomainName(spec.volumeAttributesClassName ?? "", false));
  }
}

/** How a volume may be used: by one pod alone, or as any of the other modes allow. */
export function validateAccessModes(modes: readonly string[], errors: FieldErrors): void {
  for (const mode of modes) if (!accessModes.includes(mode as never)) errors.notSupported("accessModes", mode, accessModes);
  const others = modes.some((mode) => mode !== "ReadWriteOncePod" && accessModes.includes(mode as never));
  if (others && modes.includes("ReadWriteOncePod")) errors.forbidden("accessModes", "may not use ReadWriteOncePod with other access modes");
}

function validateStorage(storage: string | undefined, errors: FieldErrors): void {
  if (storage === undefined) return errors.required("resources[storage]");
  if (quantitySign(storage) < 0) errors.invalid("resources[storage]", formatQuantity(storage), isNegative);
  if (quantitySign(storage) <= 0) errors.invalid("resources[storage]", formatQuantity(storage), "must be greater than zero");
}

function validateDataSource({ apiGroup, kind, name }: TypedLocalObjectReference, errors: FieldErrors): void {
  if (isUnset(name)) errors.required("name");
  if (isUnset(kind)) errors.required("kind");
  if (isUnset(apiGroup) && kind !== "PersistentVolumeClaim") errors.invalid("", kind ?? "", "must be 'PersistentVolumeClaim' when referencing the default apiGroup");
  if (!isUnset(apiGroup)) errors.check("apiGroup", apiGroup, subdomainName(apiGroup ?? "", false));
}

