import { FormatError } from "../apimachinery/format-error.ts";
import { PatchError } from "../apimachinery/patch/patch-error.ts";
import { ApiError, type Status, type StatusCause } from "../apimachinery/status.ts";
import { ConnectionError } from "../client/transport.ts";
import { KubectlError } from "./kubectl-error.ts";
import { ManyErrors, SilentExit } from "./errors.ts";

/** What kubectl prints for an error, and with which code it exits. Undefined for what is no mistake of a person or a server. */
export function errorText(error: unknown): { readonly text: string; readonly exitCode: number } | undefined {
  if (error instanceof SilentExit) return { text: "", exitCode: error.exitCode };
  if (error instanceof KubectlError) return { text: withPrefix(error.message), exitCode: 1 };
  if (error instanceof ManyErrors) return { text: error.errors.map((each) => `${lineOf(each)}\n`).join(""), exitCode: 1 };
  if (error instanceof ApiError && error.status.reason === "Invalid") return { text: invalidText(error.status), exitCode: 1 };
  const standard = standardText(error);
  if (standard !== undefined) return { text: standard, exitCode: 1 };
  if (error instanceof FormatError || error instanceof PatchError) return { text: withPrefix(error.message), exitCode: 1 };
  return undefined;
}

/** The line for one of several errors, or for a result in the page; it has no `error: ` in front unless its words do. */
export function lineOf(error: unknown): string {
  return standardText(error) ?? (error instanceof Error ? error.message : String(error));
}

const withPrefix = (message: string) => (message.startsWith("error: ") ? message : `error: ${message}`);

/** Errors of servers and connections have words of their own. */
function standardText(error: unknown): string | undefined {
  if (error instanceof ApiError) {
    if (error.reason === "Unauthorized") return `error: You must be logged in to the server (${error.message})`;
    return error.reason === "" ? `Error from server: ${error.message}` : `Error from server (${error.reason}): ${error.message}`;
  }
  if (!(error instanceof ConnectionError)) return undefined;
  return error.message.startsWith("The connection to the server") ? error.message : `Unable to connect to the server: ${error.message}`;
}

/** A validation error, with each of its causes on a line when there are several. */
export function invalidText({ message = "", details }: Status): string {
  const general = "The request is invalid";
  if (details === undefined) return message === "" ? general : `${general}: ${message}`;
  const causes = causeLines(details.causes ?? []);
  const { kind = "", name = "" } = details;
  const head = kind !== "" || name !== "" ? `The ${kind} "${name}" is invalid` : message !== "" && causes.length === 0 ? `${general}: ${message}` : general;
  if (causes.length === 0) return head;
  return causes.length === 1 ? `${head}: ${causes[0]}` : `${head}: \n${causes.map((line) => `* ${line}\n`).join("")}`;
}

const causeLines = (causes: readonly StatusCause[]) => [...new Set(causes.map(({ field = "", message = "" }) => `${field}: ${message}`))].sort();
