import type { FieldErrors } from "../field-errors.ts";
import type { PriorityClass } from "../generated/scheduling/v1.ts";
import { requireOneOf } from "../core/container-validation.ts";

const highestForUsers = 1_000_000_000;

/** The classes of the system itself; nobody else's may be named like them. */
export const systemPriorities: Readonly<Record<string, number>> = {
  "system-node-critical": 2_000_001_000,
  "system-cluster-critical": 2_000_000_000,
};

/** The rules for a priority class. */
export function validatePriorityClass({ metadata, value = 0, globalDefault = false, preemptionPolicy }: PriorityClass, errors: FieldErrors): void {
  if (metadata.name?.startsWith("system-") === true) {
    const problem = systemProblem(metadata.name, value, globalDefault);
    const rule = "priority class names with 'system-' prefix are reserved for system use only. error: ";
    if (problem !== undefined) errors.forbidden("metadata.name", rule + problem);
  } else if (value > highestForUsers) errors.forbidden("value", `maximum allowed value of a user defined priority is ${highestForUsers}`);
  if (preemptionPolicy !== undefined) requireOneOf("preemptionPolicy", preemptionPolicy, ["PreemptLowerPriority", "Never"], errors);
}

function systemProblem(name: string, value: number, globalDefault: boolean): string | undefined {
  const expected = systemPriorities[name];
  if (expected === undefined) return `${name} is not a known system priority class`;
  if (value !== expected) return `value of ${name} PriorityClass must be ${expected}`;
  return globalDefault ? `globalDefault of ${name} PriorityClass must be false` : undefined;
}

export function validatePriorityClassUpdate(now: PriorityClass, before: PriorityClass, errors: FieldErrors): void {
  if ((now.value ?? 0) !== (before.value ?? 0)) errors.forbidden("value", "may not be changed in an update.");
  errors.immutable("preemptionPolicy", now.preemptionPolicy, before.preemptionPolicy);
}
