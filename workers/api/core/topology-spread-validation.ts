import { isUnset, numberOrZero } from "../defaulting.ts";
import type { FieldErrors } from "../field-errors.ts";
import type { TopologySpreadConstraint } from "../generated/core/v1.ts";
import { validateLabelSelector } from "../label-selector-validation.ts";
import { validateLabelKey } from "./affinity-validation.ts";

const policies = ["Honor", "Ignore"];
const notPositive = "must be greater than zero";

/** The rules for how evenly pods spread. */
export function validateTopologySpread(constraints: readonly TopologySpreadConstraint[], errors: FieldErrors): void {
  errors.each("", constraints, (constraint) => {
    const { topologyKey, whenUnsatisfiable, nodeAffinityPolicy, nodeTaintsPolicy } = constraint;
    const maxSkew = numberOrZero(constraint.maxSkew);
    if (maxSkew <= 0) errors.invalid("maxSkew", maxSkew, notPositive);
    if (isUnset(topologyKey)) errors.required("topologyKey", "can not be empty");
    errors.oneOf("whenUnsatisfiable", whenUnsatisfiable, ["DoNotSchedule", "ScheduleAnyway"]);
    if (isRepeatedLater(constraints, constraint)) errors.duplicate("{topologyKey, whenUnsatisfiable}", `{${topologyKey}, ${whenUnsatisfiable}}`);
    validateMinDomains(constraint, errors);
    if (nodeAffinityPolicy !== undefined) errors.oneOf("nodeAffinityPolicy", nodeAffinityPolicy, policies);
    if (nodeTaintsPolicy !== undefined) errors.oneOf("nodeTaintsPolicy", nodeTaintsPolicy, policies);
    validateMatchLabelKeys(constraint, errors);
    errors.at("labelSelector", constraint.labelSelector, validateLabelSelector);
  });
}

function isRepeatedLater(constraints: readonly TopologySpreadConstraint[], { topologyKey, whenUnsatisfiable }: TopologySpreadConstraint): boolean {
  const same = (other: TopologySpreadConstraint) => other.topologyKey === topologyKey && other.whenUnsatisfiable === whenUnsatisfiable;
  const first = constraints.findIndex(same);
  return first >= 0 && constraints.findLastIndex(same) !== first;
}

function validateMinDomains({ minDomains, whenUnsatisfiable }: TopologySpreadConstraint, errors: FieldErrors): void {
  if (minDomains === undefined) return;
  if (minDomains <= 0) errors.invalid("minDomains", minDomains, notPositive);
  if (whenUnsatisfiable !== "DoNotSchedule") {
    errors.invalid("minDomains", minDomains, `can only use minDomains if whenUnsatisfiable=DoNotSchedule, not ${whenUnsatisfiable ?? ""}`);
  }
}

function validateMatchLabelKeys({ matchLabelKeys = [], labelSelector }: TopologySpreadConstraint, errors: FieldErrors): void {
  if (matchLabelKeys.length === 0) return;
  if (labelSelector === undefined) errors.forbidden("matchLabelKeys", "must not be specified when labelSelector is not set");
  const selected = new Set([...Object.keys(labelSelector?.matchLabels ?? {}), ...(labelSelector?.matchExpressions ?? []).map(({ key }) => key)]);
  errors.each("matchLabelKeys", matchLabelKeys, (key) => {
    validateLabelKey(key, errors);
    if (selected.has(key)) errors.invalid("", key, "exists in both matchLabelKeys and labelSelector");
  });
}
