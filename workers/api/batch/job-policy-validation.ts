import { goQuote } from "../../apimachinery/go-quote.ts";
import { qualifiedNameErrors } from "../../apimachinery/names.ts";
import { isUnset, listOrEmpty } from "../defaulting.ts";
import type { FieldErrors } from "../field-errors.ts";
import type { JobSpec, PodFailurePolicyOnExitCodesRequirement, PodFailurePolicyRule, SuccessPolicyRule } from "../generated/batch/v1.ts";
import { indexIntervals } from "./index-intervals.ts";

const mostRules = 20;
const mostCodes = 255;
const actions = ["Count", "FailIndex", "FailJob", "Ignore"];

/** The rules for what a failed pod means for its Job. */
export function validateFailurePolicy(spec: JobSpec, errors: FieldErrors): void {
  const rules = listOrEmpty(spec.podFailurePolicy?.rules);
  if (rules.length > mostRules) errors.tooMany("podFailurePolicy.rules", rules.length, mostRules);
  const pod = spec.template?.spec;
  const names = [...(pod?.containers ?? []), ...(pod?.initContainers ?? [])].map(({ name }) => name);
  errors.each("podFailurePolicy.rules", rules, (rule) => validateFailureRule(rule, errors, { perIndex: spec.backoffLimitPerIndex !== undefined, names }));
}

interface JobFacts {
  readonly perIndex: boolean;
  readonly names: readonly string[];
}

function validateFailureRule({ action, onExitCodes, onPodConditions = [] }: PodFailurePolicyRule, errors: FieldErrors, { perIndex, names }: JobFacts): void {
  requireKnown("action", action, actions, errors);
  if (action === "FailIndex" && !perIndex) errors.invalid("action", action, "requires the backoffLimitPerIndex to be set");
  errors.at("onExitCodes", onExitCodes, validateExitCodes, names);
  if (onPodConditions.length > mostRules) errors.tooMany("onPodConditions", onPodConditions.length, mostRules);
  errors.each("onPodConditions", onPodConditions, ({ type, status }) => {
    errors.check("type", type ?? "", qualifiedNameErrors(type ?? ""));
    requireKnown("status", status, ["False", "True", "Unknown"], errors);
  });
  const given = Number(onExitCodes !== undefined) + Number(onPodConditions.length > 0);
  if (given === 2) errors.invalid("", undefined, "specifying both OnExitCodes and OnPodConditions is not supported");
  if (given === 0) errors.invalid("", undefined, "specifying one of OnExitCodes and OnPodConditions is required");
}

function validateExitCodes({ operator, containerName, values }: PodFailurePolicyOnExitCodesRequirement, errors: FieldErrors, names: readonly string[]): void {
  requireKnown("operator", operator, ["In", "NotIn"], errors);
  if (containerName !== undefined && !names.includes(containerName)) {
    errors.invalid("containerName", containerName, "must be one of the container or initContainer names in the pod template");
  }
  const codes = listOrEmpty(values);
  if (codes.length === 0) errors.invalid("values", codes, "at least one value is required");
  else if (codes.length > mostCodes) errors.tooMany("values", codes.length, mostCodes);
  for (const [index, code] of codes.entries()) {
    if (operator === "In" && code === 0) errors.invalid(`values[${index}]`, code, "must not be 0 for the In operator");
    if (codes.indexOf(code) !== index) errors.duplicate(`values[${index}]`, code);
  }
  if (codes.some((code, index) => index > 0 && (codes[index - 1] ?? 0) > code)) errors.invalid("values", codes, "must be ordered");
}

function requireKnown(field: string, value: string | undefined, supported: readonly string[], errors: FieldErrors): void {
  if (isUnset(value)) errors.required(field, `valid values: [${supported.map(goQuote).join(" ")}]`);
  else errors.oneOf(field, value, supported);
}

/** The rules for when an indexed Job has succeeded before all of its indices have. */
export function validateSuccessPolicy(spec: JobSpec, errors: FieldErrors): void {
  if (spec.completionMode !== "Indexed") return;
  const rules = listOrEmpty(spec.successPolicy?.rules);
  const field = "successPolicy.rules";
  if (rules.length === 0) errors.required(field, "at least one rules must be specified when the successPolicy is specified");
  if (rules.length > mostRules) errors.tooMany(field, rules.length, mostRules);
  errors.each(field, rules, validateSuccessRule, spec.completions ?? 0);
}

function validateSuccessRule({ succeededCount, succeededIndexes }: SuccessPolicyRule, errors: FieldErrors, completions: number): void {
  if (succeededCount === undefined && succeededIndexes === undefined) {
    errors.required("", "at least one of succeededCount or succeededIndexes must be specified");
  }
  const indexes = succeededIndexes === undefined ? undefined : indexIntervals(succeededIndexes, completions);
  if (indexes?.problem !== undefined) errors.invalid("succeededIndexes", succeededIndexes, `error parsing succeededIndexes: ${indexes.problem}`);
  if (succeededCount === undefined) return;
  errors.nonNegative("succeededCount", succeededCount);
  const most = (bound: number, what: string) => `must be less than or equal to ${bound} (the number of ${what})`;
  if (succeededCount > completions) errors.invalid("succeededCount", succeededCount, most(completions, "specified completions"));
  if (indexes !== undefined && succeededCount > indexes.count) {
    errors.invalid("succeededCount", succeededCount, most(indexes.count, "indexes in the specified succeededIndexes field"));
  }
}
