import { formatQuantity } from "../../apimachinery/quantity.ts";
import { type Part, withField } from "../defaulting.ts";
import type { PodSpec, ResourceRequirements } from "../generated/core/v1.ts";
import { isPodLevelResource } from "./pod-level-resources.ts";
import { podLimits, podRequests, type ResourceAmounts } from "./pod-requests.ts";
import { isHugePage, isOvercommitAllowed } from "./resource-names.ts";

type Amounts = Readonly<Record<string, string>>;

/**
 * A pod that asks for resources as a whole asks, where it does not say how much, for what its containers ask
 * for together, and else for as much as its limit. Huge pages are limited to what the containers are limited to.
 */
export function defaultPodLevelResources(spec: Part<PodSpec>): Part<PodSpec> {
  const given = spec.resources as ResourceRequirements | undefined;
  if (given === undefined || (isEmpty(given.limits) && isEmpty(given.requests))) return spec;
  const containers = { ...spec, resources: undefined, overhead: undefined } as PodSpec;
  const limits = withMissing(given.limits, podLimits(containers), (name) => isHugePage(name) && given.requests?.[name] === undefined);
  const requests = isEmpty(limits) ? given.requests : requestsWithin(limits, given.requests, podRequests(containers));
  if (limits === given.limits && requests === given.requests) return spec;
  return withField(spec, "resources", { ...given, ...(!isEmpty(limits) && { limits }), ...(!isEmpty(requests) && { requests }) });
}

function requestsWithin(limits: Amounts | undefined, given: Amounts | undefined, ofContainers: ResourceAmounts): Amounts | undefined {
  const together = withMissing(given, ofContainers, isOvercommitAllowed);
  const missing = Object.entries(limits ?? {}).filter(([name]) => isPodLevelResource(name) && together?.[name] === undefined);
  return missing.length === 0 ? together : { ...together, ...Object.fromEntries(missing) };
}

function withMissing(given: Amounts | undefined, found: ResourceAmounts, counts: (name: string) => boolean): Amounts | undefined {
  const missing = Object.entries(found).filter(([name]) => isPodLevelResource(name) && counts(name) && given?.[name] === undefined);
  return missing.length === 0 ? given : { ...given, ...Object.fromEntries(missing.map(([name, amount]) => [name, formatQuantity(amount)])) };
}

const isEmpty = (amounts: Amounts | undefined) => amounts === undefined || Object.keys(amounts).length === 0;
