import type { Cause } from "../apimachinery/wire.ts";
import type { Transport } from "../client/transport.ts";
import type { Clock } from "../sim/clock.ts";
import type { Lifetime } from "../sim/lifetime.ts";
import type { Random } from "../sim/random.ts";
import type { KubectlSettings } from "./settings.ts";

/** Everything outside of kubectl: the server, the terminal, and the person's files. */
export interface KubectlEnvironment {
  /** Already authenticated. Costs no virtual time of its own. */
  readonly transport: Transport;
  readonly clock: Clock;
  readonly random: Random;
  /** Ends with Ctrl-C. */
  readonly lifetime: Lifetime;
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
  readonly stdin?: () => Promise<string>;
  readonly readFile: (path: string) => string | undefined;
  readonly listFiles: () => readonly string[];
  /** The person's keyboard, for `exec -it`; missing where nobody can type. */
  readonly terminal?: Terminal;
  /** Lets the person edit a text; undefined when they gave up. Missing where there is no editor. */
  readonly edit?: (name: string, text: string) => Promise<string | undefined>;
  /** Kept by the caller from command to command. */
  readonly settings: KubectlSettings;
  /** Written down with every change. */
  readonly cause: Cause;
}

export interface Terminal {
  readonly columns: number;
  readonly rows: number;
  /** Hands on what is typed, until the returned function is called. */
  onInput(take: (text: string) => void): () => void;
}
