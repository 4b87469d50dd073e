import { withDefaults, withField } from "../defaulting.ts";
import { defineResource } from "../define-resource.ts";
import type { HorizontalPodAutoscaler } from "../generated/autoscaling/v1.ts";
import type { HorizontalPodAutoscaler as Stored } from "../generated/autoscaling/v2.ts";
import { fromStoredAutoscaler, toStoredAutoscaler } from "./autoscaler-conversion.ts";
import { HorizontalPodAutoscalers } from "./horizontal-pod-autoscaler.ts";
import { validateAutoscaler } from "./horizontal-pod-autoscaler-validation.ts";

/** Autoscalers as they were when CPU was all they knew. */
export const HorizontalPodAutoscalersV1 = defineResource<HorizontalPodAutoscaler>({
  group: "autoscaling",
  version: "v1",
  kind: "HorizontalPodAutoscaler",
  plural: "horizontalpodautoscalers",
  shortNames: ["hpa"],
  categories: ["all"],
  scope: "Namespaced",
  subresources: ["status"],

  storedAs: {
    group: "autoscaling",
    version: "v2",
    resource: "horizontalpodautoscalers",
    toStored: toStoredAutoscaler,
    fromStored: (stored) => fromStoredAutoscaler(stored as Stored),
  },
  defaults: (draft) =>
    withField(withField(draft, "spec", withDefaults(draft.spec ?? {}, { minReplicas: 1 })), "status", withDefaults(draft.status ?? {}, { currentReplicas: 0, desiredReplicas: 0 })),
  prepareForCreate: (autoscaler) => ({ ...autoscaler, status: { currentReplicas: 0, desiredReplicas: 0 } }),
  validate: (autoscaler, errors) => errors.at("spec", toStoredAutoscaler(autoscaler).spec, validateAutoscaler),

  columns: HorizontalPodAutoscalers.columns.map((stored) => ({ ...stored, cell: (autoscaler, context) => stored.cell(toStoredAutoscaler(autoscaler), context) })),
});
