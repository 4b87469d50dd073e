import { ageColumn, column, nameColumn } from "../columns.ts";
import { changeField, isUnset, listOrEmpty, mapShared, type Part, withDefaults } from "../defaulting.ts";
import type { FieldErrors } from "../field-errors.ts";
import type { MatchCondition, MatchResources, MutatingAdmissionPolicyBinding, ParamKind, ParamRef, ValidatingAdmissionPolicyBinding, Variable } from "../generated/admissionregistration/v1.ts";
import { validateLabelSelector } from "../label-selector-validation.ts";
import { subdomainName } from "../names.ts";
import type { Column } from "../resource.ts";
import { formatLabelSelector } from "../../apimachinery/labels.ts";
import { validateMatchConditions, validateRule } from "./rule-validation.ts";
import { defaultRule } from "./webhooks.ts";

/** What policies of both kinds have in common. */
interface PolicySpec {
  readonly failurePolicy?: string;
  readonly paramKind?: ParamKind;
  readonly matchConstraints?: MatchResources;
  readonly matchConditions?: readonly MatchCondition[];
  readonly variables?: readonly Variable[];
}

/** What choices of requests get when their authors say nothing. */
export function defaultMatch(match: Part<MatchResources>): Part<MatchResources> {
  const filled = withDefaults(match, { matchPolicy: "Equivalent", namespaceSelector: {}, objectSelector: {} });
  const withRules = changeField(filled, "resourceRules", (rules) => mapShared(rules, defaultRule));
  return changeField(withRules, "excludeResourceRules", (rules) => mapShared(rules, defaultRule));
}

/** The rules that hold for policies of both kinds. */
export function validatePolicy(spec: PolicySpec, errors: FieldErrors): void {
  const { failurePolicy, paramKind, matchConstraints, matchConditions, variables } = spec;
  errors.oneOf("failurePolicy", failurePolicy, ["Fail", "Ignore"]);
  errors.at("paramKind", paramKind, validateParamKind);
  if (matchConstraints === undefined) errors.required("matchConstraints");
  else {
    errors.at("matchConstraints", matchConstraints, validateMatch);
    if (listOrEmpty(matchConstraints.resourceRules).length === 0) errors.required("matchConstraints.resourceRules");
  }
  validateMatchConditions(listOrEmpty(matchConditions), errors);
  validateVariables(listOrEmpty(variables), errors);
}

export function validateMatch(match: MatchResources, errors: FieldErrors): void {
  if (match.namespaceSelector === undefined) errors.required("namespaceSelector");
  else errors.at("namespaceSelector", match.namespaceSelector, validateLabelSelector);
  if (match.objectSelector === undefined) errors.required("objectSelector");
  else errors.at("objectSelector", match.objectSelector, validateLabelSelector);
  errors.each("resourceRules", match.resourceRules, validateRule);
  errors.each("excludeResourceRules", match.excludeResourceRules, validateRule);
  if (match.matchPolicy === undefined) errors.required("matchPolicy");
  else errors.oneOf("matchPolicy", match.matchPolicy, ["Equivalent", "Exact"]);
}

function validateParamKind({ apiVersion, kind }: ParamKind, errors: FieldErrors): void {
  if (isUnset(apiVersion)) errors.required("apiVersion");
  else if ((apiVersion?.split("/").length ?? 0) > 2) errors.invalid("apiVersion", apiVersion, `unexpected GroupVersion string: ${apiVersion}`);
  if (isUnset(kind)) errors.required("kind");
}

const identifier = /^[A-Za-z_][A-Za-z0-9_]*$/;

function validateVariables(variables: readonly Variable[], errors: FieldErrors): void {
  const names = new Set<string>();
  errors.each("variables", variables, ({ name, expression }) => {
    if (isUnset(name)) errors.required("name", "name is not specified");
    else if (!identifier.test(name)) errors.invalid("name", name, "name is not a valid CEL identifier");
    if (names.has(name)) errors.duplicate("name", name);
    names.add(name);
    if (isUnset(expression?.trim())) errors.required("expression", "expression is not specified");
  });
}

type Binding = ValidatingAdmissionPolicyBinding | MutatingAdmissionPolicyBinding;

/** The rules that hold for bindings of both kinds. */
export function validateBinding({ policyName, paramRef, matchResources }: Partial<Binding["spec"]>, errors: FieldErrors): void {
  if (isUnset(policyName)) errors.required("policyName");
  else errors.check("policyName", policyName, subdomainName(policyName ?? "", false));
  errors.at("paramRef", paramRef, validateParamRef);
  errors.at("matchResources", matchResources, validateMatch);
}

function validateParamRef({ name, selector, parameterNotFoundAction }: ParamRef, errors: FieldErrors): void {
  if (!isUnset(name) && selector !== undefined) {
    errors.forbidden("name", "name and selector are mutually exclusive");
    errors.forbidden("selector", "name and selector are mutually exclusive");
  } else if (isUnset(name) && selector === undefined) errors.required("", "one of name or selector must be specified");
  if (!isUnset(name)) errors.check("name", name, subdomainName(name ?? "", false));
  errors.at("selector", selector, validateLabelSelector);
  if (parameterNotFoundAction === undefined) errors.required("parameterNotFoundAction");
  else errors.oneOf("parameterNotFoundAction", parameterNotFoundAction, ["Allow", "Deny"]);
}

/** The columns of both kinds of bindings. */
export const bindingColumns: readonly Column<Binding>[] = [
  nameColumn,
  column("PolicyName", "string", ({ spec }) => spec.policyName ?? ""),
  column("ParamRef", "string", ({ spec }) => paramText(spec.paramRef)),
  ageColumn,
];

function paramText(reference: ParamRef | undefined): string {
  if (reference === undefined) return "<unset>";
  const { name = "", namespace = "", selector } = reference;
  if (name === "") return selector === undefined ? "<unset>" : formatLabelSelector(selector);
  return namespace === "" ? name : `${namespace}/${name}`;
}

/** Which objects parameterize a policy: `example.com/v1/Limit`. */
export const paramKindText = (kind: ParamKind | undefined) => (kind === undefined ? "<unset>" : `${kind.apiVersion ?? ""}/${kind.kind ?? ""}`);
