import { isUnset, listOrEmpty } from "../defaulting.ts";
import type { FieldErrors } from "../field-errors.ts";
import type { NonResourcePolicyRule, PolicyRulesWithSubjects, ResourcePolicyRule, Subject } from "../generated/flowcontrol/v1.ts";
import { labelName, subdomainName } from "../names.ts";

/** The rules for which requests of whom a flow schema is about. */
export function validateFlowRule({ subjects, resourceRules = [], nonResourceRules = [] }: PolicyRulesWithSubjects, errors: FieldErrors): void {
  if (listOrEmpty(subjects).length === 0) errors.required("subjects", "subjects must contain at least one value");
  errors.each("subjects", subjects, validateSubject);
  if (resourceRules.length + nonResourceRules.length === 0) errors.required("", "at least one of resourceRules and nonResourceRules has to be non-empty");
  errors.each("resourceRules", resourceRules, validateResourceRule);
  errors.each("nonResourceRules", nonResourceRules, validatePathRule);
}

const kinds = { Group: "group", ServiceAccount: "serviceAccount", User: "user" } as const;

function validateSubject(subject: Subject, errors: FieldErrors): void {
  if (!Object.hasOwn(kinds, subject.kind ?? "")) return errors.notSupported("kind", subject.kind ?? "", Object.keys(kinds));
  for (const [kind, field] of Object.entries(kinds)) {
    const who = subject[field];
    if (kind !== subject.kind) {
      if (who !== undefined) errors.forbidden(field, `${field} is forbidden when subject kind is not '${kind}'`);
    } else if (who === undefined) errors.required(field, `${field} is required when subject kind is '${kind}'`);
    else if (isUnset(who.name)) errors.required(`${field}.name`);
  }
  if (subject.kind === "ServiceAccount" && subject.serviceAccount !== undefined) validateAccount(subject.serviceAccount, errors);
}

function validateAccount({ name, namespace }: NonNullable<Subject["serviceAccount"]>, errors: FieldErrors): void {
  if (!isUnset(name) && name !== "*") errors.check("serviceAccount.name", name, subdomainName(name, false));
  if (isUnset(namespace)) errors.required("serviceAccount.namespace", "must specify namespace for service account");
  else errors.check("serviceAccount.namespace", namespace, labelName(namespace, false));
}

function validateResourceRule(rule: ResourcePolicyRule, errors: FieldErrors): void {
  requireSome("verbs", rule.verbs, errors, { none: "verbs must contain at least one value", what: "verbs" });
  requireSome("apiGroups", rule.apiGroups, errors, { none: "resource rules must supply at least one api group", what: "api groups" });
  requireSome("resources", rule.resources, errors, { none: "resource rules must supply at least one resource", what: "resources" });
  const namespaces = rule.namespaces ?? [];
  if (namespaces.length === 0 && rule.clusterScope !== true) {
    errors.required("namespaces", "resource rules that are not cluster scoped must supply at least one namespace");
  }
  if (namespaces.length > 1 && namespaces.includes("*")) errors.invalid("namespaces", namespaces, "if '*' is present, must not specify other namespaces");
  errors.each("namespaces", namespaces, (namespace) => errors.check("", namespace, namespace === "*" ? [] : labelName(namespace, false)));
}

function validatePathRule({ verbs, nonResourceURLs }: NonResourcePolicyRule, errors: FieldErrors): void {
  requireSome("verbs", verbs, errors, { none: "verbs must contain at least one value", what: "verbs" });
  requireSome("nonResourceURLs", nonResourceURLs, errors, { none: "nonResourceURLs must contain at least one value", what: "non-resource URLs" });
}

interface Words {
  readonly none: string;
  readonly what: string;
}

function requireSome(field: string, given: readonly string[] | undefined, errors: FieldErrors, { none, what }: Words): void {
  const values = listOrEmpty(given);
  if (values.length === 0) errors.required(field, none);
  if (values.length > 1 && values.includes("*")) errors.invalid(field, values, `if '*' is present, must not specify other ${what}`);
}
