import { parseInt64 } from "../../apimachinery/label-requirement.ts";
import { labelValueErrors, qualifiedNameErrors } from "../../apimachinery/names.ts";
import { sameTaint } from "../../apimachinery/taints.ts";
import { duplicate } from "../../apimachinery/validation.ts";
import { isUnset } from "../defaulting.ts";
import type { FieldErrors } from "../field-errors.ts";
import type { Taint, Toleration } from "../generated/core/v1.ts";

const effects = ["NoSchedule", "PreferNoSchedule", "NoExecute"];

/** The rules for which taints a pod puts up with. */
export function validateToleration({ key, operator, value = "", effect, tolerationSeconds }: Toleration, errors: FieldErrors): void {
  if (!isUnset(key)) errors.check("key", key, qualifiedNameErrors(key ?? ""));
  if (isUnset(key) && operator !== "Exists") {
    errors.invalid("operator", operator ?? "", 'operator must be Exists when `key` is empty, which means "match all values and all keys"');
  }
  if (tolerationSeconds !== undefined && effect !== "NoExecute") {
    errors.invalid("effect", effect ?? "", "effect must be 'NoExecute' when `tolerationSeconds` is set");
  }
  validateOperator(operator ?? "", value, errors);
  if (!isUnset(effect)) errors.oneOf("effect", effect, effects);
}

function validateOperator(operator: string, value: string, errors: FieldErrors): void {
  switch (operator) {
    case "":
    case "Equal": {
      const messages = labelValueErrors(value);
      if (messages.length > 0) errors.invalid("operator", value, messages.join(";"));
      break;
    }
    case "Exists":
      if (value !== "") errors.invalid("operator", value, "value must be empty when `operator` is 'Exists'");
      break;
    case "Lt":
    case "Gt":
      if (parseInt64(value) === undefined) errors.invalid("value", value, "must be a valid integer");
      break;
    default:
      errors.notSupported("operator", operator, ["Equal", "Exists", "Gt", "Lt"]);
  }
}

/** The rules for the taints of a node: no two of the same key and effect. */
export function validateTaints(taints: readonly Taint[], errors: FieldErrors): void {
  errors.each("", taints, (taint) => {
    errors.check("key", taint.key ?? "", qualifiedNameErrors(taint.key ?? ""));
    const messages = labelValueErrors(taint.value ?? "");
    if (messages.length > 0) errors.invalid("value", taint.value, messages.join(";"));
    if (isUnset(taint.effect)) errors.required("effect");
    else errors.oneOf("effect", taint.effect, effects);
    if (taints.find((other) => sameTaint(other, taint)) !== taint) {
      errors.add({ ...duplicate(errors.path(""), taint), detail: "taints must be unique by key and effect pair" });
    }
  });
}
