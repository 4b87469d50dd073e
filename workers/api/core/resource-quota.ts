import { formatQuantity } from "../../apimachinery/quantity.ts";
import { fieldImmutable } from "../../apimachinery/validation.ts";
import { ageColumn, column, nameColumn } from "../columns.ts";
import { withDefaults } from "../defaulting.ts";
import { defineResource } from "../define-resource.ts";
import type { FieldErrors } from "../field-errors.ts";
import type { ResourceQuota, ResourceQuotaSpec, ScopedResourceSelectorRequirement } from "../generated/core/v1.ts";
import { isStandardQuotaResource } from "./resource-names.ts";
import { validateAmount, validateResourceName } from "./resource-validation.ts";

export type { ResourceQuota } from "../generated/core/v1.ts";

/** How much a namespace may use in all. */
export const ResourceQuotas = defineResource<ResourceQuota>({
  group: "",
  version: "v1",
  kind: "ResourceQuota",
  plural: "resourcequotas",
  shortNames: ["quota"],
  scope: "Namespaced",
  subresources: ["status"],

  defaults: (draft) => withDefaults(draft, { spec: {}, status: {} }),
  prepareForCreate: (quota) => ({ ...quota, status: {} }),
  validate: ({ spec }, errors) => errors.at("spec", spec, validateSpec),
  validateUpdate({ spec }, { spec: before }, errors) {
    const sorted = (scopes: readonly string[] = []) => scopes.toSorted().join();
    if (sorted(spec.scopes) !== sorted(before.scopes)) errors.invalid("spec.scopes", spec.scopes ?? null, fieldImmutable);
  },
  validateStatusUpdate({ status }, _previous, errors) {
    validateAmounts("status.hard", status.hard, errors);
    validateAmounts("status.used", status.used, errors);
  },

  columns: [
    nameColumn,
    column("Request", "string", (quota) => usageText(quota, (name) => !name.startsWith("limits."))),
    column("Limit", "string", (quota) => usageText(quota, (name) => name.startsWith("limits."))),
    ageColumn,
  ],
});

/** `pods: 3/10, requests.cpu: 1/2`. */
const usageText = ({ status }: ResourceQuota, counts: (name: string) => boolean) =>
  Object.entries(status.hard ?? {})
    .filter(([name]) => counts(name))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, hard]) => `${name}: ${formatQuantity(status.used?.[name] ?? "0")}/${formatQuantity(hard)}`)
    .join(", ");

function validateAmounts(field: string, amounts: Readonly<Record<string, string>> | undefined, errors: FieldErrors): void {
  for (const name in amounts) {
    const place = `${field}[${name}]`;
    validateResourceName(place, name, errors);
    if (!name.includes("/") && !isStandardQuotaResource(name)) errors.invalid(place, name, "must be a standard resource for quota");
    validateAmount(place, name, amounts[name] ?? "0", errors);
  }
}

const scopes = ["BestEffort", "CrossNamespacePodAffinity", "NotBestEffort", "NotTerminating", "PriorityClass", "Terminating", "VolumeAttributesClass"];
const conflicts = [["BestEffort", "NotBestEffort"], ["Terminating", "NotTerminating"]] as const;

function validateSpec(spec: ResourceQuotaSpec, errors: FieldErrors): void {
  validateAmounts("hard", spec.hard, errors);
  for (const scope of spec.scopes ?? []) if (!scopes.includes(scope)) errors.invalid("scopes", spec.scopes, "unsupported scope");
  const named = new Set<string>(spec.scopes);
  for (const pair of conflicts) if (pair.every((scope) => named.has(scope))) errors.invalid("scopes", spec.scopes, "conflicting scopes");
  for (const requirement of spec.scopeSelector?.matchExpressions ?? []) errors.at("scopeSelector.matchExpressions", requirement, validateRequirement);
}

function validateRequirement({ scopeName, operator, values = [] }: ScopedResourceSelectorRequirement, errors: FieldErrors): void {
  if (!scopes.includes(scopeName)) errors.invalid("scopeName", scopeName, "unsupported scope");
  if (scopeName !== "PriorityClass" && scopeName !== "VolumeAttributesClass" && operator !== "Exists") {
    errors.invalid("operator", operator, "must be 'Exists' when scope is any of ResourceQuotaScopeTerminating, ResourceQuotaScopeNotTerminating, ResourceQuotaScopeBestEffort, ResourceQuotaScopeNotBestEffort or ResourceQuotaScopeCrossNamespacePodAffinity");
  }
  if (operator === "In" || operator === "NotIn") {
    if (values.length === 0) errors.required("values", "must be at least one value when `operator` is 'In' or 'NotIn' for scope selector");
  } else if (operator === "Exists" || operator === "DoesNotExist") {
    if (values.length > 0) errors.invalid("values", values, "must be no value when `operator` is 'Exist' or 'DoesNotExist' for scope selector");
  } else errors.invalid("operator", operator ?? "", "not a valid selector operator");
}
