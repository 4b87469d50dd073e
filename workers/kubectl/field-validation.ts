import type { ParsedArguments } from "./arguments.ts";
import type { Flag } from "./flag.ts";
import { KubectlError } from "./kubectl-error.ts";

export const validateFlag: Flag = {
  name: "validate",
  type: "string",
  default: "strict",
  alone: "strict",
  help: 'Must be one of: strict (or true), warn, ignore (or false). What the server does with fields that it does not know.',
};

/** What --validate asks of the server. */
export function fieldValidationOf(given: ParsedArguments): "Strict" | "Warn" | "Ignore" {
  switch (given.text("validate").toLowerCase()) {
    case "":
    case "strict":
    case "true":
      return "Strict";
    case "warn":
      return "Warn";
    case "ignore":
    case "false":
      return "Ignore";
    default:
      throw new KubectlError(`invalid - validate option ${JSON.stringify(given.text("validate"))}`);
  }
}
