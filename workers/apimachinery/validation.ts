import type { FieldPath } from "./field-path.ts";
import { goQuote } from "./go-quote.ts";
import { type ApiError, invalid as invalidStatus } from "./status.ts";

export type FieldErrorType =
  | "FieldValueNotFound"
  | "FieldValueRequired"
  | "FieldValueDuplicate"
  | "FieldValueInvalid"
  | "FieldValueNotSupported"
  | "FieldValueForbidden"
  | "FieldValueTooLong"
  | "FieldValueTooMany"
  | "FieldValueTooFew"
  | "FieldValueTypeInvalid"
  | "FieldValueTooShort"
  | "InternalError";

/** What is wrong with one field. */
export interface FieldError {
  readonly type: FieldErrorType;
  readonly field: string;
  readonly badValue?: unknown;
  readonly detail: string;
}

/** Where the error is: a path being built, or its text. */
export type FieldLocation = FieldPath | string;

const titles: Readonly<Record<FieldErrorType, string>> = {
  FieldValueNotFound: "Not found",
  FieldValueRequired: "Required value",
  FieldValueDuplicate: "Duplicate value",
  FieldValueInvalid: "Invalid value",
  FieldValueNotSupported: "Unsupported value",
  FieldValueForbidden: "Forbidden",
  FieldValueTooLong: "Too long",
  FieldValueTooMany: "Too many",
  FieldValueTooFew: "Too few",
  FieldValueTypeInvalid: "Invalid value",
  FieldValueTooShort: "Too short",
  InternalError: "Internal error",
};

/** These messages do not show the value. */
const withoutValue: ReadonlySet<FieldErrorType> = new Set([
  "FieldValueRequired", "FieldValueForbidden", "FieldValueTooLong", "FieldValueTooShort", "InternalError",
]);

export const required = (at: FieldLocation, detail = ""): FieldError => error("FieldValueRequired", at, "", detail);

export const invalid = (at: FieldLocation, value: unknown, detail: string): FieldError => error("FieldValueInvalid", at, value, detail);

export const typeInvalid = (at: FieldLocation, value: unknown, detail: string): FieldError => error("FieldValueTypeInvalid", at, value, detail);

export const duplicate = (at: FieldLocation, value: unknown): FieldError => error("FieldValueDuplicate", at, value, "");

export const notFound = (at: FieldLocation, value: unknown): FieldError => error("FieldValueNotFound", at, value, "");

export const forbidden = (at: FieldLocation, detail: string): FieldError => error("FieldValueForbidden", at, "", detail);

/** A value outside an enumeration. */
export const notSupported = (at: FieldLocation, value: unknown, supported: readonly string[]): FieldError =>
  error("FieldValueNotSupported", at, value, supported.length === 0 ? "" : `supported values: ${supported.map(goQuote).join(", ")}`);

export const tooLong = (at: FieldLocation, limit: number): FieldError =>
  error("FieldValueTooLong", at, "<value omitted>", `may not be more than ${counted(limit, "byte")}`);

export const tooLongCharacters = (at: FieldLocation, limit: number): FieldError =>
  error("FieldValueTooLong", at, "<value omitted>", `may not be more than ${counted(limit, "character")}`);

export const tooShort = (at: FieldLocation, value: string, limit: number): FieldError =>
  error("FieldValueTooShort", at, value, `must be at least ${counted(limit, "character")}`);

export const tooMany = (at: FieldLocation, actual: number, limit: number): FieldError =>
  error("FieldValueTooMany", at, actual, `must have at most ${counted(limit, "item")}`);

export const tooFew = (at: FieldLocation, actual: number, limit: number): FieldError =>
  error("FieldValueTooFew", at, actual, `must have at least ${counted(limit, "item")}`);

export const internalFieldError = (at: FieldLocation, detail: string): FieldError => error("InternalError", at, undefined, detail);

/** The message for a number below zero where none may be. */
export const isNegative = "must be greater than or equal to 0";

/** The message for a change to a field that is fixed once the object exists. */
export const fieldImmutable = "field is immutable";

/** One `invalid` per message, as the functions in names.ts return them. */
export const invalidEach = (at: FieldLocation, value: unknown, messages: readonly string[]): readonly FieldError[] =>
  messages.map((message) => invalid(at, value, message));

/** The message without the field: `Invalid value: -1: must be greater than or equal to 0`. */
export function errorBody({ type, badValue, detail }: FieldError): string {
  const head = withoutValue.has(type) ? titles[type] : `${titles[type]}: ${printed(badValue)}`;
  return detail === "" ? head : `${head}: ${detail}`;
}

/** The whole message: `spec.replicas: Invalid value: -1: must be greater than or equal to 0`. */
export const errorMessage = (fieldError: FieldError) => `${fieldError.field}: ${errorBody(fieldError)}`;

/** Several messages as one; a message that repeats is said once. */
export function aggregate(messages: readonly string[]): string {
  const distinct = [...new Set(messages)];
  return distinct.length === 1 ? (distinct[0] ?? "") : `[${distinct.join(", ")}]`;
}

/** The 422 that a client gets for an object that fails validation. */
export function invalidObject(of: { readonly group: string; readonly kind: string }, name: string, errors: readonly FieldError[]): ApiError {
  const kind = of.group === "" ? of.kind : `${of.kind}.${of.group}`;
  const head = `${kind} ${goQuote(name)} is invalid`;
  return invalidStatus(errors.length === 0 ? head : `${head}: ${aggregate(errors.map(errorMessage))}`, {
    ...(name !== "" && { name }),
    ...(of.group !== "" && { group: of.group }),
    kind: of.kind,
    ...(errors.length > 0 && { causes: errors.map((each) => ({ reason: each.type, message: errorBody(each), field: each.field })) }),
  });
}

const error = (type: FieldErrorType, at: FieldLocation, badValue: unknown, detail: string): FieldError => ({
  type,
  field: typeof at === "string" ? at : at.toString(),
  badValue,
  detail,
});

const counted = (count: number, noun: string) => `${count} ${noun}${count === 1 ? "" : "s"}`;

function printed(value: unknown): string {
  if (typeof value === "string") return goQuote(value);
  return goJson(value);
}

/** JSON as Go writes it: HTML's special characters are escaped. */
function goJson(value: unknown): string {
  const json = JSON.stringify(value) ?? "null";
  return json.replace(/[<>&\u2028\u2029]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
