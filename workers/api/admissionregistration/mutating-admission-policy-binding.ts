import { changeField, withDefaults } from "../defaulting.ts";
import { defineResource } from "../define-resource.ts";
import type { MutatingAdmissionPolicyBinding } from "../generated/admissionregistration/v1.ts";
import { bindingColumns, defaultMatch, validateBinding } from "./policies.ts";

export type { MutatingAdmissionPolicyBinding } from "../generated/admissionregistration/v1.ts";

/** Where a policy is in force, and with which parameters. */
export const MutatingAdmissionPolicyBindings = defineResource<MutatingAdmissionPolicyBinding>({
  group: "admissionregistration.k8s.io",
  version: "v1",
  kind: "MutatingAdmissionPolicyBinding",
  plural: "mutatingadmissionpolicybindings",
  categories: ["api-extensions"],
  scope: "Cluster",
  hasGeneration: true,

  defaults: (draft) => changeField(withDefaults(draft, { spec: {} }), "spec", (spec) => changeField(spec, "matchResources", defaultMatch)),
  validate: ({ spec }, errors) => errors.at("spec", spec, validateBinding),

  columns: bindingColumns,
});
