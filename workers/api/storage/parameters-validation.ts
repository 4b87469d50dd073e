import type { FieldErrors } from "../field-errors.ts";
import { byteLength } from "../object-meta-validation.ts";

const mostParameters = 512;
const largest = 256 * 1024;

/** What a class tells its driver: few words, and not too many. */
export function validateParameters(parameters: Readonly<Record<string, string>> | undefined, errors: FieldErrors, mayBeEmpty: boolean): void {
  const entries = Object.entries(parameters ?? {});
  if (entries.length > mostParameters) return errors.tooLong("parameters", mostParameters);
  if (entries.length === 0 && !mayBeEmpty) return errors.required("parameters", "must contain at least one key/value pair");
  let size = 0;
  for (const [key, value] of entries) {
    if (key === "") errors.invalid("parameters", key, "field can not be empty.");
    size += byteLength(key) + byteLength(value);
  }
  if (size > largest) errors.tooLong("parameters", largest);
}
