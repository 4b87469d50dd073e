import type { Draft } from "../../apimachinery/object.ts";
import { ageColumn, column, nameColumn } from "../columns.ts";
import { changeField, isUnset, listOrEmpty, withDefaults } from "../defaulting.ts";
import { defineResource } from "../define-resource.ts";
import type { FieldErrors } from "../field-errors.ts";
import type { AuditAnnotation, ValidatingAdmissionPolicy, ValidatingAdmissionPolicySpec, Validation } from "../generated/admissionregistration/v1.ts";
import { qualifiedNameErrors } from "../../apimachinery/names.ts";
import { defaultMatch, paramKindText, validatePolicy } from "./policies.ts";

export type { ValidatingAdmissionPolicy } from "../generated/admissionregistration/v1.ts";

/** Expressions that must hold for an object to be written. */
export const ValidatingAdmissionPolicies = defineResource<ValidatingAdmissionPolicy>({
  group: "admissionregistration.k8s.io",
  version: "v1",
  kind: "ValidatingAdmissionPolicy",
  plural: "validatingadmissionpolicies",
  categories: ["api-extensions"],
  scope: "Cluster",
  subresources: ["status"],
  hasGeneration: true,

  defaults: defaultPolicy,
  prepareForCreate: (policy) => ({ ...policy, status: {} }),
  validate: ({ spec }, errors) => errors.at("spec", spec, validateSpec),

  columns: [
    nameColumn,
    column("Validations", "integer", ({ spec }) => spec.validations?.length ?? 0),
    column("ParamKind", "string", ({ spec }) => paramKindText(spec.paramKind)),
    ageColumn,
  ],
});

function defaultPolicy(draft: Draft<ValidatingAdmissionPolicy>): Draft<ValidatingAdmissionPolicy> {
  return changeField(withDefaults(draft, { spec: {}, status: {} }), "spec", (spec) => changeField(withDefaults(spec, { failurePolicy: "Fail" }), "matchConstraints", defaultMatch));
}

const mostAnnotations = 20;

function validateSpec(spec: ValidatingAdmissionPolicySpec, errors: FieldErrors): void {
  validatePolicy(spec, errors);
  const [validations, annotations] = [listOrEmpty(spec.validations), listOrEmpty(spec.auditAnnotations)];
  if (validations.length + annotations.length === 0) {
    errors.required("validations", "validations or auditAnnotations must contain at least one item");
    errors.required("auditAnnotations", "validations or auditAnnotations must contain at least one item");
  }
  errors.each("validations", validations, validateValidation);
  if (annotations.length > mostAnnotations) errors.invalid("auditAnnotations", annotations, `must not have more than ${mostAnnotations} auditAnnotations`);
  errors.each("auditAnnotations", annotations, validateAuditAnnotation);
}

const reasons = ["Forbidden", "Invalid", "RequestEntityTooLarge", "Unauthorized"];
const hasLineBreak = (text: string) => text.trim().includes("\n");

function validateValidation({ expression = "", message = "", messageExpression = "", reason }: Partial<Validation>, errors: FieldErrors): void {
  if (expression.trim() === "") errors.required("expression", "expression is not specified");
  if (messageExpression !== "" && messageExpression.trim() === "") errors.invalid("messageExpression", messageExpression, "must be non-empty if specified");
  if (message !== "" && message.trim() === "") errors.invalid("message", message, "message must be non-empty if specified");
  else if (hasLineBreak(message)) errors.invalid("message", message, "message must not contain line breaks");
  else if (hasLineBreak(expression) && message === "" && messageExpression === "") {
    errors.required("message", "message must be specified if expression contains line breaks");
  }
  if (reason !== undefined) errors.oneOf("reason", reason, reasons);
}

function validateAuditAnnotation({ key, valueExpression }: AuditAnnotation, errors: FieldErrors): void {
  if (isUnset(key)) errors.required("key", "key is not specified");
  else errors.check("key", key, qualifiedNameErrors(key));
  if (isUnset(valueExpression?.trim())) errors.required("valueExpression", "valueExpression is not specified");
}
