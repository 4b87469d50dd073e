import { approximateFloat, compareQuantity, formatQuantity } from "../../apimachinery/quantity.ts";
import { qualifiedNameErrors } from "../../apimachinery/names.ts";
import type { FieldErrors } from "../field-errors.ts";
import type { LimitRange, LimitRangeItem } from "../generated/core/v1.ts";
import { isOvercommitAllowed } from "./resource-names.ts";
import { validateContainerResourceName, validateResourceName } from "./resource-validation.ts";

const amounts = ["max", "min", "default", "defaultRequest", "maxLimitRequestRatio"] as const;

/** The rules for bounds: each must leave room for the others. */
export function validateLimitRange({ spec }: LimitRange, errors: FieldErrors): void {
  const types = new Set<string>();
  errors.each("spec.limits", spec.limits, (limit) => {
    validateType(limit.type ?? "", types, errors);
    validateNames(limit, errors);
    const names = new Set(amounts.flatMap((field) => Object.keys(limit[field] ?? {})));
    for (const name of names) validateBounds(name, limit, errors);
  });
}

function validateType(type: string, types: Set<string>, errors: FieldErrors): void {
  const messages = qualifiedNameErrors(type);
  errors.check("type", type, messages);
  if (messages.length === 0 && !type.includes("/") && !["Pod", "Container", "PersistentVolumeClaim"].includes(type)) {
    errors.invalid("type", type, "must be a standard limit type or fully qualified");
  }
  if (types.has(type)) errors.duplicate("type", type);
  types.add(type);
}

function validateNames(limit: LimitRangeItem, errors: FieldErrors): void {
  const forContainers = limit.type === "Pod" || limit.type === "Container";
  for (const field of amounts) {
    if (limit.type === "Pod" && (field === "default" || field === "defaultRequest")) {
      if (Object.keys(limit[field] ?? {}).length > 0) errors.forbidden(field, "may not be specified when `type` is 'Pod'");
      continue;
    }
    for (const name in limit[field]) (forContainers ? validateContainerResourceName : validateResourceName)(`${field}[${name}]`, name, errors);
  }
  if (limit.type === "PersistentVolumeClaim" && limit.min?.storage === undefined && limit.max?.storage === undefined) {
    errors.required("limits", "either minimum or maximum storage value is required, but neither was provided");
  }
}

function validateBounds(name: string, { min, max, default: limit, defaultRequest: request, maxLimitRequestRatio }: LimitRangeItem, errors: FieldErrors): void {
  const [least, most, usual, asked, ratio] = [min?.[name], max?.[name], limit?.[name], request?.[name], maxLimitRequestRatio?.[name]];
  ordered("min", ["min value", least], ["max value", most]);
  ordered("defaultRequest", ["min value", least], ["default request value", asked], asked);
  ordered("defaultRequest", ["default request value", asked], ["max value", most]);
  ordered("defaultRequest", ["default request value", asked], ["default limit value", usual]);
  ordered("default", ["min value", least], ["default value", usual]);
  ordered("default", ["default value", usual], ["max value", most], most);
  validateRatio(ratio, least, most);
  if (!isOvercommitAllowed(name) && usual !== undefined && asked !== undefined && compareQuantity(usual, asked) !== 0) {
    errors.invalid(`defaultRequest[${name}]`, asked, `default value ${formatQuantity(usual)} must equal to defaultRequest value ${formatQuantity(asked)} in ${name}`);
  }

  function ordered(field: string, [lowName, low]: Named, [highName, high]: Named, shown = low): void {
    if (low === undefined || high === undefined || compareQuantity(low, high) <= 0) return;
    errors.invalid(`${field}[${name}]`, shown, `${lowName} ${formatQuantity(low)} is greater than ${highName} ${formatQuantity(high)}`);
  }

  function validateRatio(value: string | undefined, low: string | undefined, high: string | undefined): void {
    if (value === undefined) return;
    const field = `maxLimitRequestRatio[${name}]`;
    if (compareQuantity(value, "1") < 0) errors.invalid(field, value, `ratio ${formatQuantity(value)} is less than 1`);
    if (low === undefined || high === undefined) return;
    const widest = approximateFloat(high) / approximateFloat(low);
    if (approximateFloat(value) > widest) errors.invalid(field, value, `ratio ${formatQuantity(value)} is greater than max/min = ${widest.toFixed(6)}`);
  }
}

type Named = readonly [string, string | undefined];
