import type { ParsedArguments } from "./arguments.ts";
import type { Api } from "./api.ts";
import type { KubectlEnvironment } from "./environment.ts";

export interface Flag {
  /** Without dashes: "namespace". */
  readonly name: string;
  /** One letter, without the dash. */
  readonly short?: string;
  readonly type: "string" | "boolean" | "integer" | "strings" | "duration";
  readonly default?: string;
  /** The value that the flag has when it stands alone, as --watch or --dry-run. */
  readonly alone?: string;
  readonly help: string;
}

/** One run of a command. */
export interface CommandContext {
  readonly environment: KubectlEnvironment;
  readonly arguments: ParsedArguments;
  readonly api: Api;
  /** -n, or the namespace of the current context. */
  readonly namespace: string;
  readonly print: (text: string) => void;
  readonly printError: (text: string) => void;
}

/** One verb of kubectl (or one of its sub-verbs, as in `rollout status`). */
export interface Command {
  /** "get", "rollout status". */
  readonly name: string;
  readonly aliases?: readonly string[];
  /** The line in `kubectl --help`. */
  readonly summary: string;
  /** The usage line of `kubectl VERB --help`. */
  readonly usage: string;
  readonly examples?: string;
  readonly flags: readonly Flag[];
  /** Can it change anything in the cluster? */
  readonly writes: boolean;
  /** Resolves with the exit code; throws KubectlError, ApiError or ConnectionError, which are printed as kubectl prints them. */
  readonly run: (context: CommandContext) => Promise<number>;
}

/** `error: MESSAGE` on standard error, and exit code 1. */
export class KubectlError extends Error {
  override readonly name = "KubectlError";
}
