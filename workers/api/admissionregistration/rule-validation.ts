import { qualifiedNameErrors } from "../../apimachinery/names.ts";
import { isUnset, listOrEmpty } from "../defaulting.ts";
import type { FieldErrors } from "../field-errors.ts";
import type { MatchCondition, NamedRuleWithOperations } from "../generated/admissionregistration/v1.ts";

const operations = ["*", "CONNECT", "CREATE", "DELETE", "UPDATE"];

/** The rules for which requests an admission plugin sees; those of policies may name objects, too. */
export function validateRule(rule: NamedRuleWithOperations, errors: FieldErrors): void {
  const asked = listOrEmpty(rule.operations);
  if (asked.length === 0) errors.required("operations");
  if (asked.length > 1 && asked.includes("*")) errors.invalid("operations", asked, "if '*' is present, must not specify other operations");
  errors.each("operations", asked, (operation) => errors.oneOf("", operation, operations));
  validateNames("apiGroups", rule.apiGroups, errors, { what: "API groups", mayBeEmpty: true });
  validateNames("apiVersions", rule.apiVersions, errors, { what: "API versions", mayBeEmpty: false });
  validateResources(listOrEmpty(rule.resources), errors);
  if (rule.scope !== undefined) errors.oneOf("scope", rule.scope, ["*", "Cluster", "Namespaced"]);
  const named = listOrEmpty(rule.resourceNames);
  errors.each("resourceNames", named, (name) => errors.check("", name, name === "" ? ["must not be empty"] : []));
  for (const [index, name] of named.entries()) if (named.indexOf(name) !== index) errors.duplicate(`resourceNames[${index}]`, name);
}

interface Names {
  readonly what: string;
  readonly mayBeEmpty: boolean;
}

function validateNames(field: string, given: readonly string[] | undefined, errors: FieldErrors, { what, mayBeEmpty }: Names): void {
  const names = listOrEmpty(given);
  if (names.length === 0) errors.required(field);
  if (names.length > 1 && names.includes("*")) errors.invalid(field, names, `if '*' is present, must not specify other ${what}`);
  if (mayBeEmpty) return;
  for (const [index, name] of names.entries()) if (name === "") errors.required(`${field}[${index}]`);
}

/** `pods`, `pods/log`, all resources, all subresources of one, one subresource of all: but nothing that another covers already. */
function validateResources(resources: readonly string[], errors: FieldErrors): void {
  if (resources.length === 0) errors.required("resources");
  const wholes = new Set<string>();
  const subresources = new Set<string>();
  errors.each("resources", resources, (name) => {
    if (name === "") return errors.required("");
    const [resource = "", subresource] = name.split("/");
    if (subresource === undefined) return;
    if (wholes.has(resource)) errors.invalid("", name, `if '${resource}/*' is present, must not specify ${name}`);
    if (subresources.has(subresource)) errors.invalid("", name, `if '*/${subresource}' is present, must not specify ${name}`);
    if (subresource === "*") wholes.add(resource);
    if (resource === "*") subresources.add(subresource);
  });
  if (resources.length > 1 && resources.includes("*/*")) errors.invalid("resources", resources, "if '*/*' is present, must not specify other resources");
  const plain = resources.filter((name) => !name.includes("/"));
  if (plain.length > 1 && plain.includes("*")) {
    errors.invalid("resources", resources, "if '*' is present, must not specify other resources without subresources");
  }
}

const mostConditions = 64;

/** The rules for expressions that must hold for a request to matter. What the expressions say is not looked at here. */
export function validateMatchConditions(conditions: readonly MatchCondition[], errors: FieldErrors): void {
  if (conditions.length > mostConditions) errors.tooMany("matchConditions", conditions.length, mostConditions);
  const names = new Set<string>();
  errors.each("matchConditions", conditions, ({ name, expression }) => {
    if (isUnset(expression?.trim())) errors.required("expression");
    if (isUnset(name)) return errors.required("name");
    errors.check("name", name, qualifiedNameErrors(name));
    if (names.has(name)) errors.duplicate("name", name);
    names.add(name);
  });
}
