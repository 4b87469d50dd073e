import { isUnset } from "../defaulting.ts";
import type { FieldErrors } from "../field-errors.ts";
import type { AggregationRule, PolicyRule, RoleRef, Subject } from "../generated/rbac/v1.ts";
import { validateLabelSelector } from "../label-selector-validation.ts";
import { pathSegmentName, subdomainName } from "../names.ts";

export const rbacGroup = "rbac.authorization.k8s.io";

/** What a rule allows is either verbs on resources or verbs on paths; paths belong to no namespace. */
export function validateRule(rule: PolicyRule, errors: FieldErrors, namespaced: boolean): void {
  const { verbs, apiGroups = [], resources = [], resourceNames = [], nonResourceURLs = [] } = rule;
  if ((verbs?.length ?? 0) === 0) errors.required("verbs", "verbs must contain at least one value");
  if (nonResourceURLs.length > 0) {
    if (namespaced) errors.invalid("nonResourceURLs", nonResourceURLs, "namespaced rules cannot apply to non-resource URLs");
    if (apiGroups.length + resources.length + resourceNames.length > 0) {
      errors.invalid("nonResourceURLs", nonResourceURLs, "rules cannot apply to both regular resources and non-resource URLs");
    }
    return;
  }
  if (apiGroups.length === 0) errors.required("apiGroups", "resource rules must supply at least one api group");
  if (resources.length === 0) errors.required("resources", "resource rules must supply at least one resource");
}

export function validateAggregation({ clusterRoleSelectors = [] }: AggregationRule, errors: FieldErrors): void {
  if (clusterRoleSelectors.length === 0) errors.required("clusterRoleSelectors", "at least one clusterRoleSelector required if aggregationRule is non-nil");
  errors.each("clusterRoleSelectors", clusterRoleSelectors, validateLabelSelector);
}

export function validateRoleRef({ apiGroup, kind, name }: RoleRef, errors: FieldErrors, kinds: readonly string[]): void {
  errors.oneOf("apiGroup", apiGroup, [rbacGroup]);
  errors.oneOf("kind", kind, kinds);
  if (isUnset(name)) errors.required("name");
  else errors.check("name", name, pathSegmentName(name, false));
}

/** Who is allowed: people and groups by name alone, service accounts by namespace and name. */
export function validateSubject({ apiGroup = "", kind, name, namespace }: Subject, errors: FieldErrors, namespaced: boolean): void {
  if (isUnset(name)) errors.required("name");
  switch (kind) {
    case "ServiceAccount":
      if (!isUnset(name)) errors.check("name", name, subdomainName(name, false));
      if (apiGroup !== "") errors.notSupported("apiGroup", apiGroup, [""]);
      if (!namespaced && isUnset(namespace)) errors.required("namespace");
      break;
    case "User":
    case "Group":
      if (apiGroup !== rbacGroup) errors.notSupported("apiGroup", apiGroup, [rbacGroup]);
      break;
    default:
      errors.notSupported("kind", kind ?? "", ["ServiceAccount", "User", "Group"]);
  }
}
