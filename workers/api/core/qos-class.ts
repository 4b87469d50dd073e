import { quantitySign, compareQuantity } from "../../apimachinery/quantity.ts";
import type { Container, PodSpec, PodStatus, ResourceRequirements } from "../generated/core/v1.ts";

type QosClass = NonNullable<PodStatus["qosClass"]>;

/** The quality of service that a pod's requests and limits for CPU and memory earn it. */
export function qosClass(spec: PodSpec): QosClass {
  if (spec.resources !== undefined) return classOf([spec.resources]);
  const containers: readonly Container[] = spec.containers ?? [];
  return classOf([...containers, ...(spec.initContainers ?? [])].map(({ resources }) => resources ?? {}));
}

function classOf(all: readonly ResourceRequirements[]): QosClass {
  if (!all.some((resources) => asksFor(resources, "cpu") || asksFor(resources, "memory"))) return "BestEffort";
  return all.every((resources) => isFixed(resources, "cpu") && isFixed(resources, "memory")) ? "Guaranteed" : "Burstable";
}

const isSome = (amount: string | undefined): amount is string => amount !== undefined && quantitySign(amount) > 0;

const asksFor = ({ requests, limits }: ResourceRequirements, name: string) => isSome(requests?.[name]) || isSome(limits?.[name]);

/** Limited, and wanting exactly the limit. */
function isFixed({ requests, limits }: ResourceRequirements, name: string): boolean {
  const limit = limits?.[name];
  if (!isSome(limit)) return false;
  const request = requests?.[name];
  return !isSome(request) || compareQuantity(request, limit) === 0;
}
