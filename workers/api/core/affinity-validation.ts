import { dns1123LabelErrors, dns1123SubdomainErrors, labelValueErrors, qualifiedNameErrors } from "../../apimachinery/names.ts";
import { isUnset } from "../defaulting.ts";
import type { FieldErrors } from "../field-errors.ts";
import type { Affinity, NodeAffinity, NodeSelector, NodeSelectorRequirement, NodeSelectorTerm, PodAffinity, PodAffinityTerm, PreferredSchedulingTerm, WeightedPodAffinityTerm } from "../generated/core/v1.ts";
import { validateLabelSelector } from "../label-selector-validation.ts";

/** The rules for where a pod wants to be, and near whom. */
export function validateAffinity({ nodeAffinity, podAffinity, podAntiAffinity }: Affinity, errors: FieldErrors): void {
  errors.at("nodeAffinity", nodeAffinity, validateNodeAffinity);
  errors.at("podAffinity", podAffinity, validatePodAffinity);
  errors.at("podAntiAffinity", podAntiAffinity, validatePodAffinity);
}

function validateNodeAffinity(affinity: NodeAffinity, errors: FieldErrors): void {
  errors.at("requiredDuringSchedulingIgnoredDuringExecution", affinity.requiredDuringSchedulingIgnoredDuringExecution, validateNodeSelector);
  errors.each("preferredDuringSchedulingIgnoredDuringExecution", affinity.preferredDuringSchedulingIgnoredDuringExecution, validatePreference);
}

/** The rules for a choice of nodes: at least one term, and each term sound. */
export function validateNodeSelector({ nodeSelectorTerms = [] }: Partial<NodeSelector>, errors: FieldErrors): void {
  if (nodeSelectorTerms.length === 0) errors.required("nodeSelectorTerms", "must have at least one node selector term");
  errors.each("nodeSelectorTerms", nodeSelectorTerms, validateTerm, true);
}

function validatePreference({ weight, preference }: PreferredSchedulingTerm, errors: FieldErrors): void {
  validateWeight(weight, errors);
  errors.at("preference", preference, validateTerm, false);
}

function validateWeight(weight: number | undefined, errors: FieldErrors): void {
  if (weight === undefined || weight <= 0 || weight > 100) errors.invalid("weight", weight ?? 0, "must be in the range 1-100");
}

/** A preference may name values that no label can have: it then just never helps. */
function validateTerm({ matchExpressions, matchFields }: NodeSelectorTerm, errors: FieldErrors, checkValues: boolean): void {
  errors.each("matchExpressions", matchExpressions, validateNodeRequirement, checkValues);
  errors.each("matchFields", matchFields, validateFieldRequirement);
}

function validateNodeRequirement({ key, operator, values = [] }: NodeSelectorRequirement, errors: FieldErrors, checkValues: boolean): void {
  validateOperator(operator, values.length, errors);
  errors.check("key", key ?? "", qualifiedNameErrors(key ?? ""));
  if (checkValues) errors.each("values", values, validateValue);
}

const validateValue = (value: string, errors: FieldErrors) => errors.check("", value, labelValueErrors(value));

function validateOperator(operator: string | undefined, values: number, errors: FieldErrors): void {
  switch (operator) {
    case "In":
    case "NotIn":
      if (values === 0) errors.required("values", "must be specified when `operator` is 'In' or 'NotIn'");
      break;
    case "Exists":
    case "DoesNotExist":
      if (values > 0) errors.forbidden("values", "may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
      break;
    case "Gt":
    case "Lt":
      if (values !== 1) errors.required("values", "must be specified single value when `operator` is 'Lt' or 'Gt'");
      break;
    default:
      errors.invalid("operator", operator ?? "", "not a valid selector operator");
  }
}

/** The only field of a node that can be asked for is its name. */
function validateFieldRequirement({ key, operator, values = [] }: NodeSelectorRequirement, errors: FieldErrors): void {
  if (operator !== "In" && operator !== "NotIn") errors.invalid("operator", operator ?? "", "not a valid selector operator");
  else if (values.length !== 1) errors.required("values", "must be only one value when `operator` is 'In' or 'NotIn' for node field selector");
  if (key === "metadata.name") errors.each("values", values, (value) => errors.check("", value, dns1123SubdomainErrors(value)));
  else errors.invalid("key", key ?? "", "not a valid field selector key");
}

function validatePodAffinity(affinity: PodAffinity, errors: FieldErrors): void {
  errors.each("requiredDuringSchedulingIgnoredDuringExecution", affinity.requiredDuringSchedulingIgnoredDuringExecution, validateAffinityTerm);
  errors.each("preferredDuringSchedulingIgnoredDuringExecution", affinity.preferredDuringSchedulingIgnoredDuringExecution, validateWeightedTerm);
}

function validateWeightedTerm({ weight, podAffinityTerm }: WeightedPodAffinityTerm, errors: FieldErrors): void {
  validateWeight(weight, errors);
  errors.at("podAffinityTerm", podAffinityTerm, validateAffinityTerm);
}

function validateAffinityTerm(term: PodAffinityTerm, errors: FieldErrors): void {
  errors.at("labelSelector", term.labelSelector, validateLabelSelector);
  errors.at("namespaceSelector", term.namespaceSelector, validateLabelSelector);
  for (const namespace of term.namespaces ?? []) errors.check("namespace", namespace, dns1123LabelErrors(namespace));
  validateLabelKeys(term, errors);
  if (isUnset(term.topologyKey)) errors.required("topologyKey", "can not be empty");
  errors.check("topologyKey", term.topologyKey ?? "", qualifiedNameErrors(term.topologyKey ?? ""));
}

function validateLabelKeys(term: PodAffinityTerm, errors: FieldErrors): void {
  const { labelSelector, matchLabelKeys = [], mismatchLabelKeys = [] } = term;
  for (const field of ["matchLabelKeys", "mismatchLabelKeys"] as const) {
    const keys = term[field] ?? [];
    if (keys.length > 0 && labelSelector === undefined) errors.forbidden(field, "must not be specified when labelSelector is not set");
    else errors.each(field, keys, validateLabelKey);
  }
  const selected = new Set(Object.keys(labelSelector?.matchLabels ?? {}));
  for (const { key } of labelSelector?.matchExpressions ?? []) {
    const index = matchLabelKeys.indexOf(key);
    if (index >= 0 && selected.has(key)) errors.invalid(`[${index}]`, key, "exists in both matchLabelKeys and labelSelector");
    selected.add(key);
  }
  errors.each("matchLabelKeys", matchLabelKeys, (key) => {
    if (mismatchLabelKeys.includes(key)) errors.invalid("", key, "exists in both matchLabelKeys and mismatchLabelKeys");
  });
}

/** The key of a label. */
export const validateLabelKey = (key: string, errors: FieldErrors) => errors.check("", key, qualifiedNameErrors(key));
