import type { ApiClient } from "./api-client.ts";
import type { Arguments } from "./arguments.ts";
import type { Discovery } from "./discovery.ts";
import type { KubectlEnvironment } from "./environment.ts";
import type { Flag } from "./flags.ts";

/** Under which heading the help of kubectl lists a command. */
export type CommandGroup =
  | "Basic Commands (Beginner)"
  | "Basic Commands (Intermediate)"
  | "Deploy Commands"
  | "Cluster Management Commands"
  | "Troubleshooting and Debugging Commands"
  | "Advanced Commands"
  | "Settings Commands"
  | "Other Commands";

/** What completion offers for the words of a command. */
export type WordKind = "resources" | "pods" | "nodes" | "none" | readonly string[];

/** One verb of kubectl, or a group of verbs. */
export interface Command {
  readonly name: string;
  readonly aliases?: readonly string[];
  readonly group?: CommandGroup;
  /** What follows the command in its usage line; "[options]" is added where there are flags. */
  readonly use?: string;
  readonly summary: string;
  /** More than the summary, for its own help. */
  readonly description?: string;
  /** Lines of examples; a line without `#` is a command. */
  readonly examples?: readonly string[];
  readonly flags?: readonly Flag[];
  readonly commands?: readonly Command[];
  /** May it change the cluster? Called with the flags where that depends on them. */
  readonly writes?: boolean | ((invocation: Arguments) => boolean);
  readonly words?: WordKind;
  /** Returns the exit code, where that is not 0. */
  run?(invocation: Invocation): Promise<number | void>;
}

/** One call of a command. */
export interface Invocation extends Arguments {
  readonly environment: KubectlEnvironment;
  readonly client: ApiClient;
  /** The command with its parents: `kubectl rollout status`. */
  readonly path: string;
  readonly namespace: string;
  /** Was the namespace named on the command line? */
  readonly namespaceGiven: boolean;
  discovery(): Promise<Discovery>;
  print(text: string): void;
  warn(text: string): void;
}
