import {
  duplicate, type FieldError, fieldImmutable, forbidden, invalid, isNegative, notFound, notSupported, required, tooLong, tooMany,
} from "../apimachinery/validation.ts";
import { deepEqual } from "../base/deep-equal.ts";

const none: readonly FieldError[] = Object.freeze([]);

/** Checks one value and reports what is wrong with it. A visit is a plain function, so that walking allocates no closures. */
export type Visit<T> = (value: T, errors: FieldErrors) => void;
export type VisitWith<T, C> = (value: T, errors: FieldErrors, context: C) => void;

/**
 * Walks an object and collects what is wrong with its fields. It remembers where it is and spells a path
 * out only for an error, so validating a valid object costs nothing but the walk.
 * A field named "" is the place where the walk is now; one that starts with "[" is a key: `limits[cpu]`.
 */
export class FieldErrors {
  readonly #steps: (string | number)[] = [];
  #found: FieldError[] | undefined;

  /** What was found; the same empty list for every valid object. */
  list(): readonly FieldError[] {
    return this.#found ?? none;
  }

  get count(): number {
    return this.#found?.length ?? 0;
  }

  /** Visits the value of a field where there is one. */
  at<T>(field: string, value: T | undefined, visit: Visit<T>): void;
  at<T, C>(field: string, value: T | undefined, visit: VisitWith<T, C>, context: C): void;
  at(field: string, value: unknown, visit: VisitWith<unknown, unknown>, context?: unknown): void {
    if (value === undefined) return;
    this.#steps.push(field);
    visit(value, this, context);
    this.#steps.pop();
  }

  /** Visits every item of a list. */
  each<T>(field: string, items: readonly T[] | undefined, visit: Visit<T>): void;
  each<T, C>(field: string, items: readonly T[] | undefined, visit: VisitWith<T, C>, context: C): void;
  each(field: string, items: readonly unknown[] | undefined, visit: VisitWith<unknown, unknown>, context?: unknown): void {
    if (items === undefined) return;
    this.#steps.push(field);
    for (let index = 0; index < items.length; index++) {
      this.#steps.push(index);
      visit(items[index], this, context);
      this.#steps.pop();
    }
    this.#steps.pop();
  }

  add(error: FieldError): void {
    (this.#found ??= []).push(error);
  }

  required(field: string, detail?: string): void {
    this.add(required(this.path(field), detail));
  }

  invalid(field: string, value: unknown, detail: string): void {
    this.add(invalid(this.path(field), value, detail));
  }

  forbidden(field: string, detail: string): void {
    this.add(forbidden(this.path(field), detail));
  }

  duplicate(field: string, value: unknown): void {
    this.add(duplicate(this.path(field), value));
  }

  notFound(field: string, value: unknown): void {
    this.add(notFound(this.path(field), value));
  }

  notSupported(field: string, value: unknown, supported: readonly string[]): void {
    this.add(notSupported(this.path(field), value, supported));
  }

  tooLong(field: string, limit: number): void {
    this.add(tooLong(this.path(field), limit));
  }

  tooMany(field: string, actual: number, limit: number): void {
    this.add(tooMany(this.path(field), actual, limit));
  }

  /** One `invalid` for each message of a function from names.ts. */
  check<T>(field: string, value: T, messages: readonly string[]): void {
    for (const message of messages) this.invalid(field, value, message);
  }

  /** The value must be one of an enumeration. */
  oneOf(field: string, value: string | undefined, supported: readonly string[]): void {
    if (!supported.includes(value ?? "")) this.notSupported(field, value ?? "", supported);
  }

  /** A number below zero is an error; none at all is not. */
  nonNegative(field: string, value: number | undefined): void {
    if (value !== undefined && value < 0) this.invalid(field, value, isNegative);
  }

  /** The field may not differ from what it was. */
  immutable(field: string, value: unknown, previous: unknown): void {
    if (!deepEqual(value, previous)) this.invalid(field, value ?? null, fieldImmutable);
  }

  /** The path of a field from where the walk is. */
  path(field: string): string {
    let path = "";
    for (const step of this.#steps) path = joined(path, step);
    return joined(path, field);
  }
}

function joined(path: string, step: string | number): string {
  if (typeof step === "number") return `${path}[${step}]`;
  if (step === "" || path === "") return path + step;
  return step.startsWith("[") ? path + step : `${path}.${step}`;
}
