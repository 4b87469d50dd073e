import { dns1123LabelErrors } from "../../apimachinery/names.ts";
import { quantitySign } from "../../apimachinery/quantity.ts";
import { validateContainerResourceName } from "../core/resource-validation.ts";
import { isUnset, numberOrZero } from "../defaulting.ts";
import type { FieldErrors } from "../field-errors.ts";
import type { CrossVersionObjectReference, HorizontalPodAutoscalerSpec, HPAScalingPolicy, HPAScalingRules, MetricIdentifier, MetricSpec, MetricTarget } from "../generated/autoscaling/v2.ts";
import { validateLabelSelector } from "../label-selector-validation.ts";
import { pathSegmentName } from "../names.ts";

/** The rules for an autoscaler. */
export function validateAutoscaler(spec: HorizontalPodAutoscalerSpec, errors: FieldErrors): void {
  const { minReplicas, scaleTargetRef, metrics, behavior } = spec;
  const maxReplicas = numberOrZero(spec.maxReplicas);
  if (minReplicas !== undefined && minReplicas < 1) errors.invalid("minReplicas", minReplicas, "must be greater than or equal to 1");
  if (maxReplicas < 1) errors.invalid("maxReplicas", maxReplicas, "must be greater than 0");
  if (minReplicas !== undefined && maxReplicas < minReplicas) errors.invalid("maxReplicas", maxReplicas, "must be greater than or equal to `minReplicas`");
  errors.at("scaleTargetRef", scaleTargetRef ?? { kind: "", name: "" }, validateReference);
  errors.each("metrics", metrics, validateMetric);
  errors.at("behavior.scaleUp", behavior?.scaleUp, validateRules);
  errors.at("behavior.scaleDown", behavior?.scaleDown, validateRules);
}

function validateReference({ kind, name }: CrossVersionObjectReference, errors: FieldErrors): void {
  for (const [field, value] of [["kind", kind], ["name", name]] as const) {
    if (isUnset(value)) errors.required(field);
    else errors.check(field, value, pathSegmentName(value, false));
  }
}

const types = { Object: "object", Pods: "pods", Resource: "resource", External: "external", ContainerResource: "containerResource" } as const;
const typeNames = Object.keys(types).sort();
type Source = (typeof types)[keyof typeof types];

function validateMetric(metric: MetricSpec, errors: FieldErrors): void {
  if (isUnset(metric.type)) errors.required("type", "must specify a metric source type");
  const expected: Source | undefined = Object.hasOwn(types, metric.type) ? types[metric.type as keyof typeof types] : undefined;
  if (expected === undefined) errors.notSupported("type", metric.type ?? "", typeNames);
  else if (metric[expected] === undefined) errors.required(expected, "must populate information for the given metric source");
  for (const source of Object.values(types)) {
    if (source !== expected && metric[source] !== undefined) errors.forbidden(source, "must populate the given metric source only");
  }
  if (expected !== undefined && metric[expected] !== undefined) validateSource(expected, metric, errors);
}

function validateSource(source: Source, metric: MetricSpec, errors: FieldErrors): void {
  const target: MetricTarget | undefined = metric[source]?.target;
  const described = source === "object" ? metric.object?.describedObject : undefined;
  errors.at("object.describedObject", described, validateReference);
  if (source === "resource" || source === "containerResource") validateResourceSource(source, metric, errors);
  else errors.at(`${source}.metric`, metric[source]?.metric ?? { name: "" }, validateIdentifier);
  errors.at(`${source}.target`, target ?? { type: "" }, validateTarget, source);
}

function validateResourceSource(source: "resource" | "containerResource", metric: MetricSpec, errors: FieldErrors): void {
  const name = metric[source]?.name ?? "";
  if (name === "") errors.required(`${source}.name`, "must specify a resource name");
  else validateContainerResourceName(`${source}.name`, name, errors);
  if (source !== "containerResource") return;
  const container = metric.containerResource?.container ?? "";
  if (container === "") errors.required("containerResource.container", "must specify a container");
  else errors.check("containerResource.container", container, dns1123LabelErrors(container));
}

function validateIdentifier({ name, selector }: MetricIdentifier, errors: FieldErrors): void {
  if (isUnset(name)) errors.required("name", "must specify a metric name");
  else errors.check("name", name, pathSegmentName(name, false));
  errors.at("selector", selector, validateLabelSelector);
}

function validateTarget(target: MetricTarget, errors: FieldErrors, source: Source): void {
  const { type, value, averageValue, averageUtilization } = target;
  if (isUnset(type)) errors.required("type", "must specify a metric target type");
  else errors.oneOf("type", type, ["AverageValue", "Utilization", "Value"]);
  if (value !== undefined && quantitySign(value) <= 0) errors.invalid("value", value, "must be positive");
  if (averageValue !== undefined && quantitySign(averageValue) <= 0) errors.invalid("averageValue", averageValue, "must be positive");
  if (averageUtilization !== undefined && averageUtilization < 1) errors.invalid("averageUtilization", averageUtilization, "must be greater than 0");
  validateChoice(target, errors, source);
}

function validateChoice({ value, averageValue, averageUtilization }: MetricTarget, errors: FieldErrors, source: Source): void {
  switch (source) {
    case "object":
      if (value === undefined && averageValue === undefined) errors.required("averageValue", "must set either a target value or averageValue");
      break;
    case "external":
      if (value === undefined && averageValue === undefined) errors.required("averageValue", "must set either a target value for metric or a per-pod target");
      if (value !== undefined && averageValue !== undefined) errors.forbidden("value", "may not set both a target value for metric and a per-pod target");
      break;
    case "pods":
      if (averageValue === undefined) errors.required("averageValue", "must specify a positive target averageValue");
      break;
    default:
      if (averageUtilization === undefined && averageValue === undefined) errors.required("averageUtilization", "must set either a target raw value or a target utilization");
      if (averageUtilization !== undefined && averageValue !== undefined) errors.forbidden("averageValue", "may not set both a target raw value and a target utilization");
  }
}

const longestWindow = 3600;
const longestPeriod = 1800;

function validateRules({ stabilizationWindowSeconds: window, selectPolicy, policies = [] }: HPAScalingRules, errors: FieldErrors): void {
  if (window !== undefined && window < 0) errors.invalid("stabilizationWindowSeconds", window, "must be greater than or equal to zero");
  if (window !== undefined && window > longestWindow) errors.invalid("stabilizationWindowSeconds", window, `must be less than or equal to ${longestWindow}`);
  if (selectPolicy !== undefined) errors.oneOf("selectPolicy", selectPolicy, ["Disabled", "Max", "Min"]);
  if (policies.length === 0) errors.required("policies", "must specify at least one Policy");
  errors.each("policies", policies, validatePolicy);
}

function validatePolicy(policy: HPAScalingPolicy, errors: FieldErrors): void {
  const [value, period] = [numberOrZero(policy.value), numberOrZero(policy.periodSeconds)];
  errors.oneOf("type", policy.type, ["Percent", "Pods"]);
  if (value <= 0) errors.invalid("value", value, "must be greater than zero");
  if (period <= 0) errors.invalid("periodSeconds", period, "must be greater than zero");
  if (period > longestPeriod) errors.invalid("periodSeconds", period, `must be less than or equal to ${longestPeriod}`);
}
