import type { LabelSelector, LabelSelectorRequirement } from "../apimachinery/labels.ts";
import { labelValueErrors, qualifiedNameErrors } from "../apimachinery/names.ts";
import type { FieldErrors } from "./field-errors.ts";
import { validateLabels } from "./object-meta-validation.ts";

/** The rules for a label selector, wherever one stands. */
export function validateLabelSelector({ matchLabels, matchExpressions }: LabelSelector, errors: FieldErrors): void {
  errors.at("matchLabels", matchLabels, validateLabels);
  errors.each("matchExpressions", matchExpressions, validateRequirement);
}

/** Does the selector select everything because it says nothing? */
export function isEmptySelector({ matchLabels = {}, matchExpressions = [] }: LabelSelector): boolean {
  for (const _ in matchLabels) return false;
  return matchExpressions.length === 0;
}

function validateRequirement({ key, operator, values = [] }: LabelSelectorRequirement, errors: FieldErrors): void {
  switch (operator) {
    case "In":
    case "NotIn":
      if (values.length === 0) errors.required("values", "must be specified when `operator` is 'In' or 'NotIn'");
      break;
    case "Exists":
    case "DoesNotExist":
      if (values.length > 0) errors.forbidden("values", "may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
      break;
    default:
      errors.invalid("operator", operator ?? "", "not a valid selector operator");
  }
  errors.check("key", key ?? "", qualifiedNameErrors(key ?? ""));
  errors.each("values", values, validateValue);
}

const validateValue = (value: string, errors: FieldErrors) => errors.check("", value, labelValueErrors(value));
