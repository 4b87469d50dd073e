import { FormatError } from "./format-error.ts";
import { labelValueErrors, qualifiedNameErrors } from "./names.ts";
import { aggregate, errorMessage, type FieldError, invalid, notSupported } from "./validation.ts";

export type LabelOperator = "=" | "==" | "!=" | "in" | "notin" | "exists" | "!" | "gt" | "lt";

/** One condition of a label selector. */
export interface LabelRequirement {
  readonly key: string;
  readonly operator: LabelOperator;
  readonly values: readonly string[];
}

export type LabelSet = Readonly<Record<string, string>>;

export const binaryOperators = ["in", "notin", "=", "==", "!=", "gt", "lt"] as const;

/** A requirement whose key and values have been checked; throws a FormatError with all that is wrong. */
export function newRequirement(key: string, operator: LabelOperator, values: readonly string[]): LabelRequirement {
  const errors = [...keyErrors(key, "key"), ...countErrors(operator, values), ...values.flatMap((value, index) => valueErrors(key, value, index))];
  if (errors.length > 0) throw new FormatError(aggregate(errors.map(errorMessage)));
  return { key, operator, values };
}

/** What is wrong with a label key, if anything. */
export function keyErrors(key: string, at: string): readonly FieldError[] {
  const errors = qualifiedNameErrors(key);
  return errors.length === 0 ? [] : [invalid(at, key, errors.join("; "))];
}

/** Do these labels satisfy the requirement? */
export function satisfies({ key, operator, values }: LabelRequirement, labels: LabelSet): boolean {
  const label = Object.hasOwn(labels, key) ? labels[key] : undefined;
  switch (operator) {
    case "=":
    case "==":
    case "in":
      return label !== undefined && values.includes(label);
    case "!=":
    case "notin":
      return label === undefined || !values.includes(label);
    case "exists":
      return label !== undefined;
    case "!":
      return label === undefined;
    case "gt":
      return compares(label, values[0], (left, right) => left > right);
    case "lt":
      return compares(label, values[0], (left, right) => left < right);
  }
}

/** Writes the requirement as it is written in a selector string. */
export function formatRequirement({ key, operator, values }: LabelRequirement): string {
  switch (operator) {
    case "exists":
      return key;
    case "!":
      return `!${key}`;
    case "in":
    case "notin":
      return `${key} ${operator} (${values.toSorted().join(",")})`;
    case "gt":
      return `${key}>${values.join(",")}`;
    case "lt":
      return `${key}<${values.join(",")}`;
    default:
      return `${key}${operator}${values.join(",")}`;
  }
}

function countErrors(operator: LabelOperator, values: readonly string[]): readonly FieldError[] {
  switch (operator) {
    case "in":
    case "notin":
      return values.length > 0 ? [] : [invalid("values", values, "for 'in', 'notin' operators, values set can't be empty")];
    case "=":
    case "==":
    case "!=":
      return values.length === 1 ? [] : [invalid("values", values, "exact-match compatibility requires one single value")];
    case "exists":
    case "!":
      return values.length === 0 ? [] : [invalid("values", values, "values set must be empty for exists and does not exist")];
    case "gt":
    case "lt":
      return orderErrors(values);
    default:
      return [notSupported("operator", operator, [...binaryOperators, "exists", "!"])];
  }
}

function orderErrors(values: readonly string[]): readonly FieldError[] {
  const count = values.length === 1 ? [] : [invalid("values", values, "for 'Gt', 'Lt' operators, exactly one value is required")];
  const wrong = values.flatMap((value, index) =>
    parseInt64(value) === undefined ? [invalid(`values[${index}]`, value, "for 'Gt', 'Lt' operators, the value must be an integer")] : [],
  );
  return [...count, ...wrong];
}

function valueErrors(key: string, value: string, index: number): readonly FieldError[] {
  const errors = labelValueErrors(value);
  return errors.length === 0 ? [] : [invalid(`values[${index}][${key}]`, value, errors.join("; "))];
}

function compares(label: string | undefined, bound: string | undefined, holds: (left: bigint, right: bigint) => boolean): boolean {
  const left = label === undefined ? undefined : parseInt64(label);
  const right = bound === undefined ? undefined : parseInt64(bound);
  return left !== undefined && right !== undefined && holds(left, right);
}

/** A 64-bit integer in decimal, or undefined. */
export function parseInt64(text: string): bigint | undefined {
  if (!/^[+-]?\d+$/.test(text)) return undefined;
  const number = BigInt(text.startsWith("+") ? text.slice(1) : text);
  return number >= -(2n ** 63n) && number < 2n ** 63n ? number : undefined;
}
