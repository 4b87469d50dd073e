import type { ParsedArguments } from "./arguments.ts";
import type { Flag } from "./flag.ts";
import { KubectlError } from "./kubectl-error.ts";

export type DryRun = "none" | "client" | "server";

export const dryRunFlag: Flag = {
  name: "dry-run",
  type: "string",
  default: "none",
  alone: "unchanged",
  help: 'Must be "none", "server", or "client". With client, what would be sent is only printed; with server, the server does everything but keep the result.',
};

/** What --dry-run says; throws a KubectlError for anything else. */
export function dryRunOf(given: ParsedArguments): DryRun {
  const value = given.text("dry-run");
  switch (value) {
    case "":
    case "none":
    case "client":
    case "server":
      return value === "" ? "none" : value;
    // The old way: the flag without a value.
    case "unchanged":
      return "client";
    default:
      throw new KubectlError(`Invalid dry-run value (${value}). Must be "none", "server", or "client".`);
  }
}

/** What is written behind the line that tells the outcome. */
export const dryRunSuffix = (dryRun: DryRun) => (dryRun === "none" ? "" : dryRun === "client" ? " (dry run)" : " (server dry run)");
