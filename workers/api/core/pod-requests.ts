import { addQuantity, maxQuantity, type Quantity, type QuantityLike } from "../../apimachinery/quantity.ts";
import type { Container, PodSpec, ResourceRequirements } from "../generated/core/v1.ts";
import { isPodLevelResource } from "./pod-level-resources.ts";
import { isSidecar } from "./pod-status-text.ts";

/** Amounts by the name of the resource. */
export type ResourceAmounts = Readonly<Record<string, Quantity>>;

type Kind = "requests" | "limits";

/**
 * What a pod needs while it runs: its containers together, or its hungriest moment of initialization, sidecars
 * included, and the overhead of its runtime class. What the pod asks for as a whole outweighs its containers.
 */
export const podRequests = (spec: PodSpec): ResourceAmounts => podAmounts(spec, "requests");

/** What a pod may use at most, of the resources that all its containers limit. */
export const podLimits = (spec: PodSpec): ResourceAmounts => podAmounts(spec, "limits");

function podAmounts(spec: PodSpec, kind: Kind): ResourceAmounts {
  const containers = combined(runningTogether(spec, kind), initializing(spec, kind), maxQuantity);
  const whole = Object.entries(spec.resources?.[kind] ?? {}).filter(([name]) => isPodLevelResource(name));
  const amounts = whole.length === 0 ? containers : combined(containers, Object.fromEntries(whole), (_, ofPod) => ofPod);
  if (spec.overhead === undefined) return amounts;
  return kind === "requests" ? combined(amounts, spec.overhead, addQuantity) : addToPresent(amounts, spec.overhead);
}

function runningTogether({ containers = [], initContainers = [] }: Partial<PodSpec>, kind: Kind): ResourceAmounts {
  let total: ResourceAmounts = {};
  for (const { resources } of containers) total = combined(total, amountsOf(resources, kind), addQuantity);
  for (const container of initContainers) if (isSidecar(container)) total = combined(total, amountsOf(container.resources, kind), addQuantity);
  return total;
}

/** Each init container runs beside the sidecars that were started before it. */
function initializing({ initContainers = [] }: PodSpec, kind: Kind): ResourceAmounts {
  let sidecars: ResourceAmounts = {};
  let most: ResourceAmounts = {};
  for (const container of initContainers) {
    const withThis: ResourceAmounts = combined(sidecars, amountsOf((container as Container).resources, kind), addQuantity);
    if (isSidecar(container)) sidecars = withThis;
    most = combined(most, withThis, maxQuantity);
  }
  return most;
}

const none: Readonly<Record<string, string>> = Object.freeze({});

const amountsOf = (resources: ResourceRequirements | undefined, kind: Kind) => resources?.[kind] ?? none;

function combined(a: ResourceAmounts, b: Readonly<Record<string, QuantityLike>>, combine: (a: QuantityLike, b: QuantityLike) => QuantityLike): ResourceAmounts {
  const result: Record<string, Quantity> = { ...a };
  for (const name in b) result[name] = asQuantity(result[name] === undefined ? b[name]! : combine(result[name], b[name]!));
  return result;
}

const asQuantity = (amount: QuantityLike): Quantity => (typeof amount === "object" ? amount : addQuantity("0", amount));

/** Overhead raises limits only where there are limits. */
function addToPresent(amounts: ResourceAmounts, overhead: Readonly<Record<string, string>>): ResourceAmounts {
  return Object.fromEntries(Object.entries(amounts).map(([name, amount]) => [name, overhead[name] === undefined ? amount : addQuantity(amount, overhead[name])]));
}
