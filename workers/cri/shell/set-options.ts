import { ShellFault, type ShellOptions, type ShellState, type Streams } from "./state.ts";

const letters: Readonly<Record<string, keyof ShellOptions>> = { e: "errexit", u: "nounset", x: "xtrace", f: "noglob" };
const names = new Set<string>(["errexit", "nounset", "xtrace", "pipefail", "noglob"]);
/** Letters that change nothing here: job control, hashing and their like. */
const harmless = new Set(["m", "h", "b", "B", "a", "v", "E", "T", "o"]);

/** The `set` builtin: options, and the positional parameters. */
export function setOptions(args: readonly string[], { state, streams }: { readonly state: ShellState; readonly streams: Streams }): number {
  if (args.length === 0) {
    for (const name of [...state.variables.keys()].toSorted()) streams.stdout.write(`${name}='${state.get(name) ?? ""}'\n`);
    return 0;
  }
  const rest = applyOptions(args, state);
  if (rest !== undefined) state.positional = rest;
  return 0;
}

/** Reads leading options; what is left are positional parameters, undefined when none are given. */
export function applyOptions(args: readonly string[], state: ShellState): readonly string[] | undefined {
  for (let index = 0; index < args.length; index++) {
    const arg = args[index]!;
    if (arg === "--") return args.slice(index + 1);
    if (!/^[-+]./.test(arg)) return args.slice(index);
    const on = arg.startsWith("-");
    for (const letter of arg.slice(1)) {
      if (letter === "o") setNamed(state, args[++index] ?? "", on);
      else setLetter(state, letter, on);
    }
  }
  return undefined;
}

function setLetter(state: ShellState, letter: string, on: boolean): void {
  const option = letters[letter];
  if (option !== undefined) state.options[option] = on;
  else if (!harmless.has(letter)) throw new ShellFault(`set: illegal option -${letter}`);
}

function setNamed(state: ShellState, name: string, on: boolean): void {
  if (!names.has(name)) throw new ShellFault(`set: illegal option -o ${name}`);
  state.options[name as keyof ShellOptions] = on;
}
