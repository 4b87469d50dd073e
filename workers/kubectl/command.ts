import type { Flag } from "./flag.ts";
import type { ParsedArguments } from "./arguments.ts";
import type { Api } from "./api.ts";
import type { KubectlEnvironment } from "./environment.ts";

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
