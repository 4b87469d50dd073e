import { readLine } from "../text-stream.ts";
import { ShellFault, type ShellState, type Streams } from "./state.ts";

interface ReadOptions {
  readonly raw: boolean;
  readonly prompt: string;
  readonly names: readonly string[];
}

/** The `read` builtin: one line of standard input into variables; fails at the end of input. */
export async function read(args: readonly string[], { state, streams }: { readonly state: ShellState; readonly streams: Streams }): Promise<number> {
  const { raw, prompt, names } = readOptions(args);
  if (prompt !== "") streams.stderr.write(prompt);
  const line = await readLine(streams.stdin);
  const text = raw ? (line ?? "") : (line ?? "").replace(/\\(.)/g, "$1");
  assignFields(state, names.length > 0 ? names : ["REPLY"], text);
  return line === undefined ? 1 : 0;
}

function readOptions(args: readonly string[]): ReadOptions {
  const names: string[] = [];
  let raw = false;
  let prompt = "";
  for (let index = 0; index < args.length; index++) {
    const arg = args[index]!;
    if (arg === "-p") prompt = args[++index] ?? "";
    else if (/^-[rs]+$/.test(arg)) raw ||= arg.includes("r");
    else if (arg.startsWith("-")) throw new ShellFault(`read: ${arg}: only -r, -s and -p are supported by this shell yet`);
    else names.push(arg);
  }
  return { raw, prompt, names };
}

/** One field for each name; the last gets the rest of the line. */
function assignFields(state: ShellState, names: readonly string[], text: string): void {
  const separators = state.get("IFS") ?? " \t\n";
  const blanks = separators.trim() === "";
  let rest = text;
  for (const [index, name] of names.entries()) {
    if (blanks) rest = trimLeft(rest, separators);
    const end = index === names.length - 1 ? -1 : firstOf(rest, separators);
    const field = end < 0 ? rest : rest.slice(0, end);
    state.set(name, blanks && end < 0 ? field.trimEnd() : field);
    rest = end < 0 ? "" : rest.slice(end + 1);
  }
}

function firstOf(text: string, characters: string): number {
  for (let index = 0; index < text.length; index++) if (characters.includes(text[index]!)) return index;
  return -1;
}

function trimLeft(text: string, characters: string): string {
  let start = 0;
  while (start < text.length && characters.includes(text[start]!)) start++;
  return text.slice(start);
}
