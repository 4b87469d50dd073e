import { LineError, wordsOf } from "./command-line.ts";

type Filter = (text: string, args: readonly string[]) => string;

/** Programs that text can be piped through. */
const filters: Readonly<Record<string, Filter>> = {
  grep: (text, args) => grep(linesOf(text), args),
  head: (text, args) => joined(linesOf(text).slice(0, countOf(args))),
  tail: (text, args) => joined(linesOf(text).slice(-countOf(args))),
  sort: (text, args) => joined(sorted(linesOf(text), args)),
  uniq: (text) => joined(linesOf(text).filter((line, index, all) => line !== all[index - 1])),
  wc: (text, args) => `${args.includes("-w") ? text.split(/\s+/).filter(Boolean).length : args.includes("-c") ? text.length : linesOf(text).length}\n`,
  cat: (text) => text,
  less: (text) => text,
  more: (text) => text,
};

export const filterNames = Object.keys(filters);

/** Sends text through one filter. */
export function filtered(text: string, filter: string): string {
  const [name = "", ...args] = wordsOf(filter);
  const run = filters[name];
  if (run === undefined) throw new LineError(`${name}: not known here. Output can go through ${filterNames.join(", ")}`);
  return run(text, args);
}

const linesOf = (text: string) => (text === "" ? [] : text.replace(/\n$/, "").split("\n"));
const joined = (lines: readonly string[]) => lines.map((line) => `${line}\n`).join("");

/** "-n 5", "-n5" and "-5"; ten where nothing is said. */
function countOf(args: readonly string[]): number {
  const count = /-n?\s*(\d+)/.exec(args.join(" "))?.[1];
  return count === undefined ? 10 : Number(count);
}

function grep(lines: readonly string[], args: readonly string[]): string {
  const flags = args.filter((arg) => /^-[a-zA-Z]+$/.test(arg)).join("");
  const pattern = args.find((arg) => !arg.startsWith("-"));
  if (pattern === undefined) throw new LineError("grep: a pattern is missing");
  const wanted = expressionOf(pattern, flags);
  const found = lines.filter((line) => wanted.test(line) !== flags.includes("v"));
  return flags.includes("c") ? `${found.length}\n` : joined(found);
}

/** Basic expressions take `\|` where extended ones take `|`. */
function expressionOf(pattern: string, flags: string): RegExp {
  const source = flags.includes("F") ? pattern.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&") : flags.includes("E") ? pattern : pattern.replace(/\\?[|+?(){}]/g, (sign) => (sign.startsWith("\\") ? sign.slice(1) : `\\${sign}`));
  try {
    return new RegExp(flags.includes("w") ? `\\b(?:${source})\\b` : source, flags.includes("i") ? "i" : "");
  } catch {
    throw new LineError(`grep: ${pattern} is not a regular expression`);
  }
}

function sorted(lines: readonly string[], args: readonly string[]): readonly string[] {
  const flags = args.filter((arg) => arg.startsWith("-")).join("");
  const byNumber = (a: string, b: string) => Number.parseFloat(a) - Number.parseFloat(b);
  const up = flags.includes("n") ? lines.toSorted(byNumber) : lines.toSorted();
  return flags.includes("r") ? up.toReversed() : up;
}
