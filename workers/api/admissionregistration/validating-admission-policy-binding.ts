import { changeField, listOrEmpty, withDefaults } from "../defaulting.ts";
import { defineResource } from "../define-resource.ts";
import type { FieldErrors } from "../field-errors.ts";
import type { ValidatingAdmissionPolicyBinding, ValidatingAdmissionPolicyBindingSpec } from "../generated/admissionregistration/v1.ts";
import { bindingColumns, defaultMatch, validateBinding } from "./policies.ts";

export type { ValidatingAdmissionPolicyBinding } from "../generated/admissionregistration/v1.ts";

/** Where a policy is in force, with which parameters, and what follows where it does not hold. */
export const ValidatingAdmissionPolicyBindings = defineResource<ValidatingAdmissionPolicyBinding>({
  group: "admissionregistration.k8s.io",
  version: "v1",
  kind: "ValidatingAdmissionPolicyBinding",
  plural: "validatingadmissionpolicybindings",
  categories: ["api-extensions"],
  scope: "Cluster",
  hasGeneration: true,

  defaults: (draft) => changeField(withDefaults(draft, { spec: {} }), "spec", (spec) => changeField(spec, "matchResources", defaultMatch)),
  validate: ({ spec }, errors) => errors.at("spec", spec, validateSpec),

  columns: bindingColumns,
});

function validateSpec(spec: ValidatingAdmissionPolicyBindingSpec, errors: FieldErrors): void {
  validateBinding(spec, errors);
  const actions = listOrEmpty(spec.validationActions);
  if (actions.length === 0) errors.required("validationActions");
  errors.each("validationActions", actions, (action) => errors.oneOf("", action, ["Audit", "Deny", "Warn"]));
  for (const [index, action] of actions.entries()) if (actions.indexOf(action) !== index) errors.duplicate(`validationActions[${index}]`, action);
  if (actions.includes("Deny") && actions.includes("Warn")) {
    const rule = "must not contain both Deny and Warn (repeating the same validation failure information in the API response and headers serves no purpose)";
    errors.invalid("validationActions", actions, rule);
  }
}
