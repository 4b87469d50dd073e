import { allocatable, cpuAndMemory, isScalar, requested, requestOf, type ResourceWeight } from "./resource-usage.ts";
import type { NodeInfo } from "./node-info.ts";
import type { PodInfo } from "./pod-info.ts";

/** Which nodes are best by what is left of their resources. */
export type ScoringStrategy =
  | { readonly type: "LeastAllocated" | "MostAllocated"; readonly resources?: readonly ResourceWeight[] }
  | { readonly type: "RequestedToCapacityRatio"; readonly resources?: readonly ResourceWeight[]; readonly shape: readonly ShapePoint[] };

/** At this utilization (0–100 %), this score (0–10). Points go up in utilization. */
export interface ShapePoint {
  readonly utilization: number;
  readonly score: number;
}

/** The score of one resource, 0 to 100, when so much of so much is taken. */
type ResourceScore = (taken: number, capacity: number) => number;

/** Scores a node, 0 to 100, as it would be with the pod. */
export type NodeScore = (pod: PodInfo, node: NodeInfo) => number;

/** A score by the strategy. */
export function scoreBy(strategy: ScoringStrategy): NodeScore {
  const { resources = cpuAndMemory } = strategy;
  switch (strategy.type) {
    case "LeastAllocated":
      return weighted(resources, leastAllocated);
    case "MostAllocated":
      return weighted(resources, mostAllocated);
    case "RequestedToCapacityRatio":
      return weightedRatio(resources, ratioScore(strategy.shape));
  }
}

const leastAllocated: ResourceScore = (taken, capacity) => (taken > capacity ? 0 : Math.trunc(((capacity - taken) * 100) / capacity));

const mostAllocated: ResourceScore = (taken, capacity) => Math.trunc((Math.min(taken, capacity) * 100) / capacity);

function ratioScore(shape: readonly ShapePoint[]): ResourceScore {
  const points = shape.map(({ utilization, score }) => ({ utilization, score: score * 10 }));
  return (taken, capacity) => alongLine(points, taken > capacity ? 100 : Math.trunc((taken * 100) / capacity));
}

/** Straight lines between the points, level before the first and after the last. */
function alongLine(points: readonly ShapePoint[], utilization: number): number {
  const index = points.findIndex((point) => utilization <= point.utilization);
  const after = points[index];
  if (after === undefined) return points.at(-1)?.score ?? 0;
  const before = points[index - 1];
  if (before === undefined) return after.score;
  return before.score + Math.trunc(((after.score - before.score) * (utilization - before.utilization)) / (after.utilization - before.utilization));
}

/** The mean of the resources' scores by weight, rounded down. */
function weighted(resources: readonly ResourceWeight[], score: ResourceScore): NodeScore {
  return (pod, node) => {
    let sum = 0;
    let weights = 0;
    for (const { name, weight } of resources) {
      const capacity = capacityFor(pod, node, name);
      if (capacity === 0) continue;
      sum += score(takenWith(pod, node, name), capacity) * weight;
      weights += weight;
    }
    return weights === 0 ? 0 : Math.trunc(sum / weights);
  };
}

/** As `weighted`, but resources with score 0 do not count, and the mean is rounded to the nearest. */
function weightedRatio(resources: readonly ResourceWeight[], score: ResourceScore): NodeScore {
  return (pod, node) => {
    let sum = 0;
    let weights = 0;
    for (const { name, weight } of resources) {
      const capacity = capacityFor(pod, node, name);
      const points = capacity === 0 ? 0 : score(takenWith(pod, node, name), capacity);
      if (points === 0) continue;
      sum += points * weight;
      weights += weight;
    }
    return weights === 0 ? 0 : Math.round(sum / weights);
  };
}

const capacityFor = (pod: PodInfo, node: NodeInfo, resource: string) =>
  isScalar(resource) && requestOf(pod, resource, true) === 0 ? 0 : allocatable(node, resource);

const takenWith = (pod: PodInfo, node: NodeInfo, resource: string) => requested(node, resource, true) + requestOf(pod, resource, true);
