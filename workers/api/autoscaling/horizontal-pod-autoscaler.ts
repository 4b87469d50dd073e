import type { Draft } from "../../apimachinery/object.ts";
import { validateCounts } from "../apps/workload-validation.ts";
import { ageColumn, column, nameColumn } from "../columns.ts";
import { changeField, type Part, withDefaults, withField } from "../defaulting.ts";
import { defineResource } from "../define-resource.ts";
import type { HorizontalPodAutoscaler, HorizontalPodAutoscalerBehavior, HPAScalingRules, MetricSpec } from "../generated/autoscaling/v2.ts";
import { metricsText } from "./metrics-text.ts";
import { validateAutoscaler } from "./horizontal-pod-autoscaler-validation.ts";

export type { HorizontalPodAutoscaler, MetricSpec } from "../generated/autoscaling/v2.ts";

/** Keeps the load of pods near a target by changing how many there are. */
export const HorizontalPodAutoscalers = defineResource<HorizontalPodAutoscaler>({
  group: "autoscaling",
  version: "v2",
  kind: "HorizontalPodAutoscaler",
  plural: "horizontalpodautoscalers",
  shortNames: ["hpa"],
  categories: ["all"],
  scope: "Namespaced",
  subresources: ["status"],

  defaults: defaultAutoscaler,
  prepareForCreate: (autoscaler) => ({ ...autoscaler, status: { desiredReplicas: 0 } }),
  validate: ({ spec }, errors) => errors.at("spec", spec, validateAutoscaler),
  validateStatusUpdate: ({ status }, _previous, errors) => validateCounts(status, errors, ["currentReplicas", "desiredReplicas"]),

  columns: [
    nameColumn,
    column("Reference", "string", ({ spec }) => `${spec.scaleTargetRef?.kind ?? ""}/${spec.scaleTargetRef?.name ?? ""}`),
    column("Targets", "string", ({ spec, status }) => metricsText(spec.metrics ?? [], status.currentMetrics ?? [])),
    column("MinPods", "string", ({ spec }) => String(spec.minReplicas ?? "<unset>")),
    column("MaxPods", "integer", ({ spec }) => spec.maxReplicas ?? 0),
    column("Replicas", "integer", ({ status }) => status.currentReplicas ?? 0),
    ageColumn,
  ],
});

const usualMetrics: readonly MetricSpec[] = [{ type: "Resource", resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 80 } } }];

const scaleUpRules: HPAScalingRules = {
  stabilizationWindowSeconds: 0,
  selectPolicy: "Max",
  policies: [{ type: "Pods", value: 4, periodSeconds: 15 }, { type: "Percent", value: 100, periodSeconds: 15 }],
};

const scaleDownRules: HPAScalingRules = { selectPolicy: "Max", policies: [{ type: "Percent", value: 100, periodSeconds: 15 }] };

function defaultAutoscaler(draft: Draft<HorizontalPodAutoscaler>): Draft<HorizontalPodAutoscaler> {
  const given = draft.spec ?? {};
  const metrics = (given.metrics?.length ?? 0) > 0 ? given.metrics : usualMetrics;
  const spec = changeField(withDefaults(withField(given, "metrics", metrics), { minReplicas: 1 }), "behavior", defaultBehavior);
  return withField(withField(draft, "spec", spec), "status", withDefaults(draft.status ?? {}, { desiredReplicas: 0 }));
}

/** Only who speaks of behaviour at all gets the rest of it written out. */
function defaultBehavior(behavior: Part<HorizontalPodAutoscalerBehavior>): Part<HorizontalPodAutoscalerBehavior> {
  const up = withDefaults(behavior.scaleUp ?? {}, scaleUpRules);
  return withField(withField(behavior, "scaleUp", up), "scaleDown", withDefaults(behavior.scaleDown ?? {}, scaleDownRules));
}
