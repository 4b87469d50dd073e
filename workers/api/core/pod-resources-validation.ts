import { compareQuantity, formatQuantity } from "../../apimachinery/quantity.ts";
import type { FieldErrors } from "../field-errors.ts";
import type { PodSpec, ResourceRequirements } from "../generated/core/v1.ts";
import { isPodLevelResource } from "./pod-level-resources.ts";
import { podRequests } from "./pod-requests.ts";
import { validateResources } from "./resource-validation.ts";

const noClaims: ReadonlySet<string> = new Set();

/** The rules for what a pod asks for as a whole: no less than its containers ask for together. */
export function validatePodResources(spec: PodSpec, errors: FieldErrors): void {
  const resources = spec.resources ?? {};
  if (resources.claims !== undefined) errors.forbidden("resources.claims", "claims cannot be set for Resources at pod-level");
  errors.at("resources", resources, validateNames);
  errors.at("resources", { ...resources, claims: undefined }, validateResources, noClaims);
  const together = podRequests({ ...spec, resources: undefined, overhead: undefined });
  for (const [name, amount] of Object.entries(together)) {
    const ofPod = resources.requests?.[name] ?? "0";
    if (!isPodLevelResource(name) || compareQuantity(amount, ofPod) <= 0) continue;
    const detail = `must be greater than or equal to aggregate container requests of ${formatQuantity(amount)}`;
    errors.invalid(`resources.requests[${name}]`, formatQuantity(ofPod), detail);
  }
  validateContainerLimits(spec, resources, errors);
}

function validateNames({ limits, requests }: ResourceRequirements, errors: FieldErrors): void {
  const supported = ["cpu", "hugepages-", "memory"];
  for (const name in limits) if (!isPodLevelResource(name)) errors.notSupported(`limits[${name}]`, name, supported);
  for (const name in requests) if (!isPodLevelResource(name)) errors.notSupported(`requests[${name}]`, name, supported);
}

function validateContainerLimits(spec: PodSpec, resources: ResourceRequirements, errors: FieldErrors): void {
  for (const [index, { resources: own }] of (spec.containers ?? []).entries()) {
    for (const [name, limit] of Object.entries(own?.limits ?? {})) {
      const ofPod = resources.limits?.[name];
      if (ofPod === undefined || compareQuantity(limit, ofPod) <= 0) continue;
      const field = `resources.containers[${index}][${name}].limits`;
      errors.invalid(field, formatQuantity(limit), `must be less than or equal to pod limits of ${formatQuantity(ofPod)}`);
    }
  }
}
