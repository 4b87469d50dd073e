import type { HorizontalPodAutoscaler as AutoscalerV1 } from "../generated/autoscaling/v1.ts";
import type { HorizontalPodAutoscaler, HorizontalPodAutoscalerBehavior, MetricSpec, MetricStatus } from "../generated/autoscaling/v2.ts";

/** Where the first version keeps what it has no fields for. Here the annotations hold the second version's own words. */
const annotations = {
  metrics: "autoscaling.alpha.kubernetes.io/metrics",
  currentMetrics: "autoscaling.alpha.kubernetes.io/current-metrics",
  behavior: "autoscaling.alpha.kubernetes.io/behavior",
  conditions: "autoscaling.alpha.kubernetes.io/conditions",
} as const;

type Kept = typeof annotations;

/** The same autoscaler in the words of the second version, as it is stored. */
export function toStoredAutoscaler(autoscaler: AutoscalerV1): HorizontalPodAutoscaler {
  const { metadata, spec, status } = autoscaler;
  const { targetCPUUtilizationPercentage: target, ...sameSpec } = spec;
  const { currentCPUUtilizationPercentage: current, ...sameStatus } = status;
  const metrics = [...(target === undefined ? [] : [cpuMetric(target)]), ...(read<readonly MetricSpec[]>(autoscaler, "metrics") ?? [])];
  const currentMetrics = [...(current === undefined ? [] : [cpuStatus(current)]), ...(read<readonly MetricStatus[]>(autoscaler, "currentMetrics") ?? [])];
  const behavior = read<HorizontalPodAutoscalerBehavior>(autoscaler, "behavior");
  const conditions = read<HorizontalPodAutoscaler["status"]["conditions"]>(autoscaler, "conditions");
  return {
    apiVersion: "autoscaling/v2",
    kind: "HorizontalPodAutoscaler",
    metadata: withAnnotations(metadata, {}),
    spec: { ...sameSpec, ...(metrics.length > 0 && { metrics }), ...(behavior !== undefined && { behavior }) },
    status: { ...sameStatus, ...(currentMetrics.length > 0 && { currentMetrics }), ...(conditions !== undefined && { conditions }) },
  };
}

/** The same autoscaler in the words of the first version: one target for CPU, the rest in annotations. */
export function fromStoredAutoscaler({ metadata, spec, status }: HorizontalPodAutoscaler): AutoscalerV1 {
  const { metrics = [], behavior, ...sameSpec } = spec;
  const { currentMetrics = [], conditions, currentReplicas = 0, ...sameStatus } = status;
  const target = metrics.find(isCpuMetric)?.resource?.target.averageUtilization;
  const current = currentMetrics.find(isCpuStatus)?.resource?.current.averageUtilization;
  const kept = {
    metrics: orNothing(metrics.filter((metric) => !isCpuMetric(metric))),
    currentMetrics: orNothing(currentMetrics.filter((metric) => !isCpuStatus(metric))),
    behavior,
    conditions,
  };
  return {
    apiVersion: "autoscaling/v1",
    kind: "HorizontalPodAutoscaler",
    metadata: withAnnotations(metadata, kept),
    spec: { ...sameSpec, ...(target !== undefined && { targetCPUUtilizationPercentage: target }) },
    status: { ...sameStatus, currentReplicas, ...(current !== undefined && { currentCPUUtilizationPercentage: current }) },
  };
}

const cpuMetric = (averageUtilization: number): MetricSpec => ({ type: "Resource", resource: { name: "cpu", target: { type: "Utilization", averageUtilization } } });
const cpuStatus = (averageUtilization: number): MetricStatus => ({ type: "Resource", resource: { name: "cpu", current: { averageUtilization } } });
const isCpuMetric = ({ resource }: MetricSpec) => resource?.name === "cpu" && resource.target.averageUtilization !== undefined;
const isCpuStatus = ({ resource }: MetricStatus) => resource?.name === "cpu" && resource.current.averageUtilization !== undefined;
const orNothing = <T>(items: readonly T[]) => (items.length === 0 ? undefined : items);

/** What an annotation holds; one that somebody broke holds nothing. */
function read<T>({ metadata }: AutoscalerV1, field: keyof Kept): T | undefined {
  const text = metadata.annotations?.[annotations[field]];
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) as T;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function withAnnotations<M extends AutoscalerV1["metadata"]>(metadata: M, kept: Readonly<Partial<Record<keyof Kept, unknown>>>): M {
  const others = Object.entries(metadata.annotations ?? {}).filter(([key]) => !Object.values<string>(annotations).includes(key));
  const own = Object.entries(kept).flatMap(([field, value]) => (value === undefined ? [] : [[annotations[field as keyof Kept], JSON.stringify(value)]]));
  const all = Object.fromEntries([...others, ...own]) as Record<string, string>;
  const { annotations: _, ...rest } = metadata;
  return (Object.keys(all).length === 0 ? rest : { ...rest, annotations: all }) as M;
}
