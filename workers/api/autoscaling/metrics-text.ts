import { formatQuantity } from "../../apimachinery/quantity.ts";
import type { MetricSpec, MetricStatus, MetricTarget, MetricValueStatus } from "../generated/autoscaling/v2.ts";

const mostShown = 2;
const unknown = "<unknown>";

/** `cpu: 12%/80%, requests/50 + 1 more...`: what is, of what should be. */
export function metricsText(specs: readonly MetricSpec[], statuses: readonly MetricStatus[]): string {
  if (specs.length === 0) return "<none>";
  const texts = specs.map((spec, index) => metricText(spec, statuses[index]));
  const shown = texts.slice(0, mostShown).join(", ");
  return texts.length > mostShown ? `${shown} + ${texts.length - mostShown} more...` : shown;
}

function metricText(spec: MetricSpec, status: MetricStatus | undefined): string {
  switch (spec.type) {
    case "External":
      return amountText(spec.external?.target, status?.external?.current);
    case "Object":
      return amountText(spec.object?.target, status?.object?.current);
    case "Pods":
      return `${quantity(status?.pods?.current.averageValue)}/${quantity(spec.pods?.target.averageValue)}`;
    case "Resource":
      return `${spec.resource?.name ?? ""}: ${usageText(spec.resource?.target, status?.resource?.current)}`;
    case "ContainerResource":
      return `${spec.containerResource?.name ?? ""}: ${usageText(spec.containerResource?.target, status?.containerResource?.current)}`;
    default:
      return "<unknown type>";
  }
}

function amountText(target: MetricTarget | undefined, current: MetricValueStatus | undefined): string {
  if (target?.averageValue !== undefined) return `${quantity(current?.averageValue)}/${quantity(target.averageValue)} (avg)`;
  return `${quantity(current?.value)}/${quantity(target?.value)}`;
}

function usageText(target: MetricTarget | undefined, current: MetricValueStatus | undefined): string {
  if (target?.averageValue !== undefined) return `${quantity(current?.averageValue)}/${quantity(target.averageValue)}`;
  return `${percent(current?.averageUtilization) ?? unknown}/${percent(target?.averageUtilization) ?? "<auto>"}`;
}

const quantity = (amount: string | undefined) => (amount === undefined ? unknown : formatQuantity(amount));
const percent = (share: number | undefined) => (share === undefined ? undefined : `${share}%`);
