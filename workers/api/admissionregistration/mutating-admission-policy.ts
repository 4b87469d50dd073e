import type { Draft } from "../../apimachinery/object.ts";
import { ageColumn, column, nameColumn } from "../columns.ts";
import { changeField, isUnset, listOrEmpty, withDefaults } from "../defaulting.ts";
import { defineResource } from "../define-resource.ts";
import type { FieldErrors } from "../field-errors.ts";
import type { MutatingAdmissionPolicy, MutatingAdmissionPolicySpec, Mutation } from "../generated/admissionregistration/v1.ts";
import { defaultMatch, paramKindText, validatePolicy } from "./policies.ts";

export type { MutatingAdmissionPolicy } from "../generated/admissionregistration/v1.ts";

/** Expressions that change an object before it is written. */
export const MutatingAdmissionPolicies = defineResource<MutatingAdmissionPolicy>({
  group: "admissionregistration.k8s.io",
  version: "v1",
  kind: "MutatingAdmissionPolicy",
  plural: "mutatingadmissionpolicies",
  categories: ["api-extensions"],
  scope: "Cluster",
  hasGeneration: true,

  defaults: defaultPolicy,
  validate: ({ spec }, errors) => errors.at("spec", spec, validateSpec),

  columns: [
    nameColumn,
    column("Mutations", "integer", ({ spec }) => spec.mutations?.length ?? 0),
    column("ParamKind", "string", ({ spec }) => paramKindText(spec.paramKind)),
    ageColumn,
  ],
});

function defaultPolicy(draft: Draft<MutatingAdmissionPolicy>): Draft<MutatingAdmissionPolicy> {
  return changeField(withDefaults(draft, { spec: {} }), "spec", (spec) =>
    changeField(withDefaults(spec, { failurePolicy: "Fail", reinvocationPolicy: "Never" }), "matchConstraints", defaultMatch),
  );
}

function validateSpec(spec: MutatingAdmissionPolicySpec, errors: FieldErrors): void {
  validatePolicy(spec, errors);
  errors.oneOf("reinvocationPolicy", spec.reinvocationPolicy, ["IfNeeded", "Never"]);
  const mutations = listOrEmpty(spec.mutations);
  if (mutations.length === 0) errors.required("mutations", "mutations must contain at least one item");
  errors.each("mutations", mutations, validateMutation);
}

const patches = { ApplyConfiguration: "applyConfiguration", JSONPatch: "jsonPatch" } as const;

/** A mutation is of one type and says only what that type asks for. */
function validateMutation(mutation: Mutation, errors: FieldErrors): void {
  const { patchType } = mutation;
  if (isUnset(patchType)) return errors.required("patchType");
  if (!Object.hasOwn(patches, patchType)) return errors.notSupported("patchType", patchType, Object.keys(patches));
  for (const [type, field] of Object.entries(patches)) {
    const patch = mutation[field];
    if (type !== patchType) {
      if (patch !== undefined) errors.invalid(field, patch, `may not be specified when patchType is ${patchType}`);
    } else if (patch === undefined) errors.required(field, `must be specified when patchType is ${patchType}`);
    else if (isUnset(patch.expression?.trim())) errors.required(`${field}.expression`, "expression is not specified");
  }
}
