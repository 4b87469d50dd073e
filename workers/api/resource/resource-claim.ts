import { deepEqual } from "../../base/deep-equal.ts";
import { ageColumn, column, nameColumn } from "../columns.ts";
import { changeField, withDefaults } from "../defaulting.ts";
import { defineResource } from "../define-resource.ts";
import { fieldImmutable } from "../../apimachinery/validation.ts";
import type { ResourceClaim } from "../generated/resource/v1.ts";
import { defaultClaimSpec } from "./device-defaults.ts";
import { validateDeviceClaim } from "./device-validation.ts";

export type { ResourceClaim } from "../generated/resource/v1.ts";

/** A wish for devices. */
export const ResourceClaims = defineResource<ResourceClaim>({
  group: "resource.k8s.io",
  version: "v1",
  kind: "ResourceClaim",
  plural: "resourceclaims",
  scope: "Namespaced",
  subresources: ["status"],

  defaults: (draft) => changeField(withDefaults(draft, { spec: {}, status: {} }), "spec", defaultClaimSpec),
  prepareForCreate: (claim) => ({ ...claim, status: {} }),
  validate: ({ spec }, errors) => errors.at("spec.devices", spec.devices ?? {}, validateDeviceClaim),
  validateUpdate({ spec }, { spec: before }, errors) {
    if (!deepEqual(spec, before)) errors.invalid("spec", spec, fieldImmutable);
  },

  columns: [nameColumn, column("State", "string", claimStateText), ageColumn],
});

/** `allocated,reserved`. */
export function claimStateText({ metadata, status }: ResourceClaim): string {
  const deleted = metadata.deletionTimestamp !== undefined;
  const states = deleted ? ["deleted"] : [];
  if (status.allocation !== undefined) states.push("allocated");
  else if (!deleted) states.push("pending");
  if (status.allocation !== undefined && (status.reservedFor?.length ?? 0) > 0) states.push("reserved");
  return states.join(",");
}
