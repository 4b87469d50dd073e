import { ExecError } from "../exec-error.ts";
import { FileError } from "../file-system.ts";
import { baseName } from "../path.ts";
import type { Process, Program } from "../process.ts";
import { readAll, readLine } from "../text-stream.ts";
import { Interpreter } from "./interpreter.ts";
import { parseScript } from "./parser.ts";
import { applyOptions } from "./set-options.ts";
import { Leave, ShellFault, ShellState } from "./state.ts";
import { SyntaxFault, type Script } from "./syntax.ts";

/**
 * The shell: POSIX sh with the parts of bash that manifests and documentation use. Left out, each with an
 * error that says so: aliases, job control, getopts, file descriptors above 2, associative arrays.
 */
export const busyboxShell: Program = (process) => shell(process, false);

/** dash and bash: a single command given by -c takes the place of the shell. */
export const debianShell: Program = (process) => shell(process, true);

async function shell(process: Process, takeOver: boolean): Promise<number> {
  const state = initialState(process);
  const invocation = parseArguments(process, state);
  if (typeof invocation === "number") return invocation;
  const interpreter = new Interpreter(process, state);
  try {
    if (invocation.interactive) return await interact(interpreter);
    return await interpreter.runToEnd(parseScript(invocation.text ?? (await readAll(process.stdin))), takeOver);
  } catch (error) {
    return report(interpreter, error);
  }
}

interface Invocation {
  readonly interactive: boolean;
  /** The script; read from standard input when missing. */
  readonly text?: string;
}

function initialState(process: Process): ShellState {
  const state = new ShellState();
  for (const [name, value] of Object.entries(process.env)) {
    state.variables.set(name, value);
    state.exported.add(name);
  }
  state.name = baseName(process.argv[0] ?? "sh");
  state.directory = process.workingDirectory;
  state.variables.set("HOSTNAME", process.hostname);
  return state;
}

/** sh [-eux] [-i] [-c script [name]] [file] [arguments] */
function parseArguments(process: Process, state: ShellState): Invocation | number {
  let command = false;
  let interactive = false;
  const rest = [...process.args];
  while (rest[0] !== undefined && /^[-+]\w/.test(rest[0])) {
    const option = rest.shift()!;
    const letters = option.slice(1);
    if (letters.includes("c")) command = true;
    if (letters.includes("i")) interactive = true;
    const others = letters.replace(/[cils]/g, "");
    if (others !== "") applyOptions([option[0]! + others, ...(others.endsWith("o") ? [rest.shift() ?? ""] : [])], state);
  }
  while (rest[0] !== undefined && (rest[0] === "--" || /^--(?:login|norc|noprofile)$/.test(rest[0]))) rest.shift();
  if (command) return scriptText(process, state, rest);
  if (rest.length > 0) return scriptFile(process, state, rest);
  return { interactive: interactive || process.terminal };
}

function scriptText(process: Process, state: ShellState, [text, name, ...args]: readonly string[]): Invocation | number {
  if (text === undefined) {
    process.printError(`${state.name}: -c requires an argument`);
    return 2;
  }
  if (name !== undefined) state.name = name;
  state.positional = args;
  return { interactive: false, text };
}

function scriptFile(process: Process, state: ShellState, [file = "", ...args]: readonly string[]): Invocation | number {
  state.positional = args;
  try {
    const text = process.files.read(process.path(file));
    if (text.startsWith("\u007fELF")) {
      process.printError(`${file}: ${file}: cannot execute binary file`);
      return 126;
    }
    const shellName = state.name;
    state.name = file;
    return { interactive: false, text: text === "" ? `# ${shellName}` : text };
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    process.printError(`${state.name}: can't open '${file}': ${error.message}`);
    return error.code === "ENOENT" ? 127 : 126;
  }
}

/** Reads commands line by line with a prompt, until the end of input or `exit`. */
async function interact(interpreter: Interpreter): Promise<number> {
  const { process, state } = interpreter;
  process.onSignal("INT", () => process.write(`\n${prompt(interpreter)}`));
  if (process.pid !== 1) process.onSignal("TERM", () => {});
  let pending = "";
  for (;;) {
    process.write(pending === "" ? prompt(interpreter) : "> ");
    const line = await readLine(process.stdin);
    if (line === undefined) break;
    pending += `${line}\n`;
    const script = complete(interpreter, pending);
    if (script === undefined) continue;
    pending = "";
    const left = await runLine(interpreter, script);
    if (left !== undefined) return left;
  }
  if (process.terminal) process.write("\n");
  return state.status;
}

/** The script, or undefined when more lines are needed. */
function complete(interpreter: Interpreter, text: string): Script | undefined {
  try {
    return parseScript(text);
  } catch (error) {
    if (!(error instanceof SyntaxFault)) throw error;
    if (error.incomplete) return undefined;
    interpreter.complain(error.message);
    interpreter.state.status = 2;
    return [];
  }
}

/** The exit code, when the line ended the shell. */
async function runLine(interpreter: Interpreter, script: Script): Promise<number | undefined> {
  try {
    await interpreter.run(script);
  } catch (error) {
    if (error instanceof Leave && error.what === "exit") {
      interpreter.state.status = error.count;
      return await interpreter.finish();
    }
    if (!(error instanceof Leave)) report(interpreter, error);
  }
  return undefined;
}

function prompt({ process, state }: Interpreter): string {
  const home = state.get("HOME") ?? "/root";
  const directory = state.directory === home ? "~" : state.directory;
  const sign = process.user.uid === 0 ? "#" : "$";
  if (state.name === "bash") return `${process.user.uid === 0 ? "root" : "I have no name!"}@${process.hostname}:${directory}${sign} `;
  return `${directory} ${sign} `;
}

function report(interpreter: Interpreter, error: unknown): number {
  if (error instanceof ExecError) {
    interpreter.complain(error.message.replace(/^exec: "([^"]*)": .*/, "$1: not found"));
    return error.exitCode;
  }
  if (!(error instanceof ShellFault) && !(error instanceof SyntaxFault)) throw error;
  interpreter.complain(error.message);
  interpreter.state.status = 2;
  return 2;
}
