import { validateAmountOrPercent, validateAtMostAll } from "../apps/deployment-validation.ts";
import { validateCounts } from "../apps/workload-validation.ts";
import { ageColumn, column, nameColumn } from "../columns.ts";
import { withDefaults } from "../defaulting.ts";
import { defineResource } from "../define-resource.ts";
import type { FieldErrors } from "../field-errors.ts";
import type { PodDisruptionBudget, PodDisruptionBudgetSpec } from "../generated/policy/v1.ts";
import { validateLabelSelector } from "../label-selector-validation.ts";

export type { PodDisruptionBudget } from "../generated/policy/v1.ts";

const noStatus = { disruptionsAllowed: 0, currentHealthy: 0, desiredHealthy: 0, expectedPods: 0 } as const;

/** How many of some pods may be missing when somebody could also wait. */
export const PodDisruptionBudgets = defineResource<PodDisruptionBudget>({
  group: "policy",
  version: "v1",
  kind: "PodDisruptionBudget",
  plural: "poddisruptionbudgets",
  shortNames: ["pdb"],
  scope: "Namespaced",
  subresources: ["status"],
  hasGeneration: true,

  defaults: (draft) => withDefaults(draft, { spec: {}, status: noStatus }),
  prepareForCreate: (budget) => ({ ...budget, status: noStatus }),
  validate: ({ spec }, errors) => errors.at("spec", spec, validateSpec),
  validateStatusUpdate: ({ status }, _previous, errors) => validateCounts(status, errors, Object.keys(noStatus)),

  columns: [
    nameColumn,
    column("Min Available", "string", ({ spec }) => String(spec.minAvailable ?? "N/A")),
    column("Max Unavailable", "string", ({ spec }) => String(spec.maxUnavailable ?? "N/A")),
    column("Allowed Disruptions", "integer", ({ status }) => status.disruptionsAllowed ?? 0),
    ageColumn,
  ],
});

function validateSpec(spec: PodDisruptionBudgetSpec, errors: FieldErrors): void {
  if (spec.minAvailable !== undefined && spec.maxUnavailable !== undefined) errors.invalid("", spec, "minAvailable and maxUnavailable cannot be both set");
  for (const field of ["minAvailable", "maxUnavailable"] as const) {
    const amount = spec[field];
    if (amount === undefined) continue;
    validateAmountOrPercent(field, amount, errors);
    validateAtMostAll(field, amount, errors);
  }
  errors.at("selector", spec.selector, validateLabelSelector);
  if (spec.unhealthyPodEvictionPolicy !== undefined) errors.oneOf("unhealthyPodEvictionPolicy", spec.unhealthyPodEvictionPolicy, ["AlwaysAllow", "IfHealthyBudget"]);
}
