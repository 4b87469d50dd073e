import { FileError } from "../file-system.ts";
import { absolutePath } from "../path.ts";
import type { Process } from "../process.ts";
import { parseSignal } from "../signal.ts";
import type { Expander } from "./expander.ts";
import { parseScript } from "./parser.ts";
import { backslashEscapes, formatPrintf } from "./print-format.ts";
import { read } from "./read.ts";
import { setOptions } from "./set-options.ts";
import { Leave, ShellFault, type ShellState, type Streams } from "./state.ts";
import type { Script } from "./syntax.ts";
import { evaluateTest, TestFault } from "./test-command.ts";
import type { Traps } from "./traps.ts";

/** The shell as its builtins see it. */
export interface ShellHandle {
  run(script: Script): Promise<number>;
  complain(message: string): void;
  keepStreams(): void;
}

export interface BuiltinContext {
  readonly process: Process;
  readonly state: ShellState;
  readonly streams: Streams;
  readonly traps: Traps;
  readonly expander: Expander;
  /** Variables set for this command only. */
  readonly extra: ReadonlyMap<string, string>;
  readonly shell: ShellHandle;
}

export type Builtin = (args: readonly string[], context: BuiltinContext) => number | Promise<number>;

const succeed: Builtin = () => 0;

/** Commands that run in the shell itself. */
export const builtins: Readonly<Record<string, Builtin | undefined>> = {
  ":": succeed,
  true: succeed,
  false: () => 1,
  ".": source,
  source,
  "[": bracket,
  test: (args, context) => test(args, context),
  break: (args) => leave("break", args, 1),
  continue: (args) => leave("continue", args, 1),
  return: (args, { state }) => leave("return", args, state.status),
  exit: (args, { state }) => leave("exit", args, state.status),
  cd,
  pwd: (_args, context) => say(context, context.state.directory),
  echo,
  printf: (args, { streams }) => (streams.stdout.write(formatPrintf(args[0] ?? "", args.slice(1))), 0),
  export: (args, context) => declare(args, context, (name) => void context.state.exported.add(name)),
  readonly: (args, context) => declare(args, context, (name) => void context.state.readonlyNames.add(name)),
  declare: (args, context) => declare(args, context, () => {}),
  typeset: (args, context) => declare(args, context, () => {}),
  local,
  unset,
  set: setOptions,
  shift,
  read,
  eval: async (args, { shell, state }) => (args.length === 0 ? 0 : await run(shell, state, args.join(" "))),
  exec,
  trap,
  wait,
  kill,
  command,
  type: (args, context) => locate(args, context, true),
  umask: succeed,
  ulimit: (_args, context) => say(context, "unlimited"),
  let: (args, { expander }) => (args.map((text) => expander.evaluate(text)).at(-1) === 0 ? 1 : 0),
  shopt: succeed,
  hash: succeed,
  alias: unsupported("alias"),
  getopts: unsupported("getopts"),
  select: unsupported("select"),
  jobs: succeed,
  fg: unsupported("job control"),
  bg: unsupported("job control"),
};

function unsupported(what: string): Builtin {
  return () => {
    throw new ShellFault(`${what} is not supported by this shell yet`, 2);
  };
}

async function run(shell: ShellHandle, state: ShellState, text: string): Promise<number> {
  const script = parseScript(text);
  state.status = 0;
  return await shell.run(script);
}

async function source(args: readonly string[], { process, state, shell }: BuiltinContext): Promise<number> {
  const [name] = args;
  if (name === undefined) throw new ShellFault(".: filename argument required");
  try {
    return await run(shell, state, process.files.read(absolutePath(name, state.directory)));
  } catch (error) {
    if (error instanceof FileError) throw new ShellFault(`.: can't open '${name}': ${error.message}`, 1, true);
    if (error instanceof Leave && error.what === "return") return error.count;
    throw error;
  }
}

function bracket(args: readonly string[], context: BuiltinContext): number {
  if (args.at(-1) !== "]") throw new ShellFault("[: missing ]");
  return test(args.slice(0, -1), context);
}

function test(args: readonly string[], { process, state, shell }: BuiltinContext): number {
  try {
    const world = { files: process.files, directory: state.directory, terminal: process.terminal, isSet: (name: string) => state.variables.has(name), extended: false };
    return evaluateTest(args, world) ? 0 : 1;
  } catch (error) {
    if (!(error instanceof TestFault)) throw error;
    shell.complain(error.message);
    return 2;
  }
}

function leave(what: Leave["what"], [count]: readonly string[], fallback: number): never {
  if (count !== undefined && !/^\d+$/.test(count)) throw new ShellFault(`${what}: Illegal number: ${count}`);
  throw new Leave(what, count === undefined ? fallback : Number(count) & 255);
}

function say({ streams }: BuiltinContext, line: string): number {
  streams.stdout.write(`${line}\n`);
  return 0;
}

function cd(args: readonly string[], context: BuiltinContext): number {
  const { process, state } = context;
  const wanted = args[0] === "-" ? (state.get("OLDPWD") ?? "/") : (args[0] ?? state.get("HOME") ?? "/");
  const path = absolutePath(wanted, state.directory);
  const found = process.files.exists(path) ? process.files.stat(path).type : undefined;
  if (found !== "directory") throw new ShellFault(`cd: can't cd to ${wanted}: ${found === undefined ? "No such file or directory" : "Not a directory"}`, 1);
  state.set("OLDPWD", state.directory);
  state.directory = path;
  return args[0] === "-" ? say(context, path) : 0;
}

function echo(args: readonly string[], { streams, process }: BuiltinContext): number {
  let rest = args;
  let newline = true;
  let escapes = false;
  while (rest[0] !== undefined && /^-[neE]+$/.test(rest[0])) {
    if (rest[0].includes("n")) newline = false;
    if (rest[0].includes("e")) escapes = true;
    rest = rest.slice(1);
  }
  const text = rest.join(" ");
  const written = streams.stdout.write(`${escapes ? backslashEscapes(text) : text}${newline ? "\n" : ""}`);
  if (!written && streams.stdout === process.stdout) process.exit(141);
  return written ? 0 : 1;
}

function declare(args: readonly string[], { state, streams }: BuiltinContext, mark: (name: string) => void): number {
  const names = args.filter((arg) => !/^[-+]\w+$/.test(arg));
  if (args.length === 0 || args[0] === "-p") {
    for (const name of [...state.exported].toSorted()) streams.stdout.write(`export ${name}='${state.get(name) ?? ""}'\n`);
    return 0;
  }
  if (args.some((arg) => /^-[aA]/.test(arg))) for (const name of names) if (!name.includes("=")) state.set(name, []);
  for (const arg of names) {
    const equals = arg.indexOf("=");
    const name = equals < 0 ? arg : arg.slice(0, equals);
    if (!/^[A-Za-z_]\w*$/.test(name)) throw new ShellFault(`export: ${name}: bad variable name`);
    if (equals >= 0) state.set(name, arg.slice(equals + 1));
    if (args.includes("-x")) state.exported.add(name);
    mark(name);
  }
  return 0;
}

function local(args: readonly string[], context: BuiltinContext): number {
  const hidden = context.state.locals.at(-1);
  if (hidden === undefined) throw new ShellFault("local: not in a function", 1);
  for (const arg of args.filter((word) => !word.startsWith("-"))) {
    const name = arg.split("=")[0]!;
    if (!hidden.has(name)) hidden.set(name, context.state.variables.get(name));
    if (!arg.includes("=")) context.state.variables.delete(name);
  }
  return declare(args.filter((word) => word.includes("=")).length > 0 ? args.filter((word) => word.includes("=")) : ["-r"], context, () => {});
}

function unset(args: readonly string[], { state }: BuiltinContext): number {
  for (const name of args.filter((word) => !/^-[vf]$/.test(word))) {
    if (args[0] === "-f") state.functions.delete(name);
    else state.variables.delete(name);
    state.exported.delete(name);
  }
  return 0;
}

function shift([count = "1"]: readonly string[], { state }: BuiltinContext): number {
  if (Number(count) > state.positional.length) throw new ShellFault("shift: can't shift that many", 1);
  state.positional = state.positional.slice(Number(count));
  return 0;
}

async function exec(args: readonly string[], { process, state, shell, streams, extra }: BuiltinContext): Promise<number> {
  if (args.length === 0) {
    shell.keepStreams();
    return 0;
  }
  // With other streams the program cannot take this process over; it runs as a child and ends the shell.
  if (streams.stdout === process.stdout && streams.stderr === process.stderr) {
    throw new Leave("exit", await process.exec(args, { env: state.environment(extra), workingDirectory: state.directory }));
  }
  const child = process.spawn(args, { ...streams, env: state.environment(extra), workingDirectory: state.directory });
  throw new Leave("exit", await child.wait());
}

function trap(args: readonly string[], { traps, state, streams }: BuiltinContext): number {
  const [action, ...names] = args[0] === "--" ? args.slice(1) : args;
  if (action === undefined) {
    for (const [name, text] of state.traps) streams.stdout.write(`trap -- '${text}' ${name}\n`);
    return 0;
  }
  if (names.length === 0) traps.set(action, "-");
  for (const name of names) traps.set(name, action);
  return 0;
}

async function wait(args: readonly string[], { state, traps }: BuiltinContext): Promise<number> {
  const pids = args.length > 0 ? args.map(Number) : [...state.background.keys()];
  let status = 0;
  for (const pid of pids) {
    const child = state.background.get(pid);
    if (child === undefined) {
      status = 127;
      continue;
    }
    const code = await traps.interruptible(child.wait());
    // A trapped signal ends `wait` at once, before the child.
    if (code === undefined) return 143;
    state.background.delete(pid);
    status = args.length > 0 ? code : 0;
  }
  return status;
}

function kill(args: readonly string[], { process, shell }: BuiltinContext): number {
  const [first = "", ...rest] = args;
  const named = first === "-s" ? rest[0] : first.startsWith("-") ? first.slice(1) : undefined;
  const signal = named === undefined ? "TERM" : parseSignal(named);
  if (named !== "0" && signal === undefined) throw new ShellFault(`kill: ${named}: invalid signal specification`, 1);
  const pids = named === undefined ? args : first === "-s" ? rest.slice(1) : rest;
  let status = 0;
  for (const pid of pids) {
    const exists = named === "0" ? process.processes().some((other) => other.pid === Number(pid)) : process.kill(Number(pid), signal!);
    if (exists) continue;
    shell.complain(`kill: (${pid}) - No such process`);
    status = 1;
  }
  return status;
}

async function command(args: readonly string[], context: BuiltinContext): Promise<number> {
  const [first, ...rest] = args;
  if (first === "-v" || first === "-V") return locate(rest, context, first === "-V");
  if (first === undefined) return 0;
  const builtin = builtins[first];
  if (builtin !== undefined) return await builtin(rest, context);
  const { process, state, streams, extra } = context;
  return await process.spawn(args, { ...streams, env: state.environment(extra), workingDirectory: state.directory }).wait();
}

function locate(names: readonly string[], context: BuiltinContext, wordy: boolean): number {
  const { process, state } = context;
  let status = 0;
  for (const name of names) {
    const path = process.which(name);
    if (builtins[name] !== undefined) say(context, wordy ? `${name} is a shell builtin` : name);
    else if (state.functions.has(name)) say(context, wordy ? `${name} is a function` : name);
    else if (path !== undefined) say(context, wordy ? `${name} is ${path}` : path);
    else status = 127;
    if (status === 127 && wordy) context.streams.stderr.write(`${name}: not found\n`);
  }
  return status;
}
