import type { Child } from "../process.ts";
import type { TextSink, TextSource } from "../text-stream.ts";
import type { Command } from "./syntax.ts";

/** The standard streams in force for a command. */
export interface Streams {
  readonly stdin: TextSource;
  readonly stdout: TextSink;
  readonly stderr: TextSink;
}

export interface ShellOptions {
  errexit: boolean;
  nounset: boolean;
  xtrace: boolean;
  pipefail: boolean;
  noglob: boolean;
}

export type Value = string | readonly string[];

/** Variables and everything else that a subshell gets a copy of. */
export class ShellState {
  readonly variables = new Map<string, Value>();
  readonly exported = new Set<string>();
  readonly readonlyNames = new Set<string>();
  readonly functions = new Map<string, Command>();
  readonly options: ShellOptions = { errexit: false, nounset: false, xtrace: false, pipefail: false, noglob: false };
  readonly traps = new Map<string, string>();
  readonly background = new Map<number, Child>();
  /** Variables that functions under way have hidden. */
  readonly locals: Map<string, Value | undefined>[] = [];
  positional: readonly string[] = [];
  /** $0. */
  name = "sh";
  status = 0;
  lastBackground = "";
  directory = "/";

  /** The state of a subshell: traps and jobs are not inherited. */
  copy(): ShellState {
    const copy = new ShellState();
    for (const [name, value] of this.variables) copy.variables.set(name, value);
    for (const name of this.exported) copy.exported.add(name);
    for (const [name, body] of this.functions) copy.functions.set(name, body);
    Object.assign(copy.options, this.options);
    copy.positional = this.positional;
    copy.name = this.name;
    copy.status = this.status;
    copy.lastBackground = this.lastBackground;
    copy.directory = this.directory;
    return copy;
  }

  get(name: string): string | undefined {
    const value = this.variables.get(name);
    return typeof value === "string" ? value : value?.[0];
  }

  set(name: string, value: Value): void {
    if (this.readonlyNames.has(name)) throw new ShellFault(`${name}: is read only`);
    this.variables.set(name, value);
  }

  /** What a child process gets. */
  environment(extra: ReadonlyMap<string, string> = new Map()): Readonly<Record<string, string>> {
    const env: Record<string, string> = {};
    for (const name of this.exported) {
      const value = this.get(name);
      if (value !== undefined) env[name] = value;
    }
    for (const [name, value] of extra) env[name] = value;
    return env;
  }
}

/** A command cannot go on: its message is printed and its status is 2 (1 for a failed expansion). */
export class ShellFault extends Error {
  override readonly name = "ShellFault";
  readonly status: number;
  /** Does the whole shell end? */
  readonly fatal: boolean;

  constructor(message: string, status = 2, fatal = false) {
    super(message);
    this.status = status;
    this.fatal = fatal;
  }
}

/** break, continue, return, exit: not failures, but ways out. */
export class Leave extends Error {
  override readonly name = "Leave";
  readonly what: "break" | "continue" | "return" | "exit";
  /** Loops to leave, or the status. */
  readonly count: number;

  constructor(what: Leave["what"], count: number) {
    super(what);
    this.what = what;
    this.count = count;
  }
}
