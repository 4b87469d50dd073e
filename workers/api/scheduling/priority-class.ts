import { ageColumn, column, nameColumn } from "../columns.ts";
import { withDefaults } from "../defaulting.ts";
import { defineResource } from "../define-resource.ts";
import type { PriorityClass } from "../generated/scheduling/v1.ts";
import { validatePriorityClass, validatePriorityClassUpdate } from "./priority-class-validation.ts";

export type { PriorityClass } from "../generated/scheduling/v1.ts";

/** How important pods are to the scheduler, by name. */
export const PriorityClasses = defineResource<PriorityClass>({
  group: "scheduling.k8s.io",
  version: "v1",
  kind: "PriorityClass",
  plural: "priorityclasses",
  shortNames: ["pc"],
  scope: "Cluster",
  hasGeneration: true,

  defaults: (draft) => withDefaults(draft, { preemptionPolicy: "PreemptLowerPriority", value: 0 }),

  validate: validatePriorityClass,
  validateUpdate: validatePriorityClassUpdate,

  columns: [
    nameColumn,
    column("Value", "integer", ({ value = 0 }) => value),
    column("Global-Default", "boolean", ({ globalDefault = false }) => globalDefault),
    ageColumn,
    column("PreemptionPolicy", "string", ({ preemptionPolicy = "" }) => preemptionPolicy),
  ],
});
