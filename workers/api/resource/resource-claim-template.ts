import { fieldImmutable } from "../../apimachinery/validation.ts";
import { deepEqual } from "../../base/deep-equal.ts";
import { changeField, withDefaults } from "../defaulting.ts";
import { defineResource } from "../define-resource.ts";
import type { ResourceClaimTemplate } from "../generated/resource/v1.ts";
import { validateAnnotations, validateLabels } from "../object-meta-validation.ts";
import { defaultClaimSpec } from "./device-defaults.ts";
import { validateDeviceClaim } from "./device-validation.ts";

export type { ResourceClaimTemplate } from "../generated/resource/v1.ts";

/** A claim that each pod gets one of. */
export const ResourceClaimTemplates = defineResource<ResourceClaimTemplate>({
  group: "resource.k8s.io",
  version: "v1",
  kind: "ResourceClaimTemplate",
  plural: "resourceclaimtemplates",
  scope: "Namespaced",

  defaults: (draft) => changeField(withDefaults(draft, { spec: {} }), "spec", (template) => changeField(withDefaults(template, { spec: {} }), "spec", defaultClaimSpec)),
  validate({ spec: { metadata, spec } }, errors) {
    errors.at("spec.metadata.labels", metadata?.labels, validateLabels);
    errors.at("spec.metadata.annotations", metadata?.annotations, validateAnnotations);
    errors.at("spec.spec.devices", spec.devices ?? {}, validateDeviceClaim);
  },
  validateUpdate({ spec }, { spec: before }, errors) {
    if (!deepEqual(spec, before)) errors.invalid("spec", spec, fieldImmutable);
  },
});
