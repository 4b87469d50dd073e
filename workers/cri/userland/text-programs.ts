import type { Process, Program } from "../process.ts";
import { evaluateTest, TestFault } from "../shell/test-command.ts";
import { backslashEscapes, formatPrintf } from "../shell/print-format.ts";
import { complain, inputText, linesOf, program } from "./program-tools.ts";
import type { Options } from "./options.ts";
import { readAll } from "../text-stream.ts";
import { editStream } from "./stream-editor.ts";

/** Programs that turn text into text. */
export const textPrograms: Readonly<Record<string, Program>> = {
  echo,
  printf: (process) => {
    process.write(formatPrintf(process.args[0] ?? "", process.args.slice(1)));
    return Promise.resolve(0);
  },
  test: (process) => Promise.resolve(test(process, process.args)),
  "[": (process) => Promise.resolve(test(process, process.args.slice(0, -1))),
  grep: program("i v c n q l o E F w x s h H r R e", "e m", grep),
  egrep: program("i v c n q l o E w x s h", "e m", grep),
  sed: program("E r n i", "e", editStream),
  cut: program("s", "d f c b", cut),
  sort: program("r n u f h V b", "k t o", sort),
  uniq: program("c d u i", "", uniq),
  tr: program("d s c", "", translate),
  rev: program("", "", (process, { operands }) => eachLine(process, operands, (line) => Array.from(line).toReversed().join(""))),
  tac: program("", "", async (process, { operands }) => {
    const { text, code } = await inputText(process, operands);
    for (const line of linesOf(text).toReversed()) process.print(line);
    return code;
  }),
  nl: program("", "b", (process, { operands }) => eachLine(process, operands, (line, index) => `${`${index + 1}`.padStart(6)}\t${line}`)),
  seq,
  base64: program("d w", "w", async (process, { operands, flags }) => {
    const { text, code } = await inputText(process, operands);
    process.write(flags.has("d") ? decodeBase64(text.replace(/\s+/g, "")) : `${encodeBase64(text)}\n`);
    return code;
  }),
  xargs: program("r 0 t", "n I", xargs),
};

function echo(process: Process): Promise<number> {
  const options = /^-[neE]+$/.test(process.args[0] ?? "") ? process.args[0]! : "";
  const text = (options === "" ? process.args : process.args.slice(1)).join(" ");
  process.write((options.includes("e") ? backslashEscapes(text) : text) + (options.includes("n") ? "" : "\n"));
  return Promise.resolve(0);
}

function test(process: Process, words: readonly string[]): number {
  try {
    return evaluateTest(words, { files: process.files, directory: process.workingDirectory, terminal: process.terminal, isSet: (name) => name in process.env, extended: false }) ? 0 : 1;
  } catch (error) {
    if (!(error instanceof TestFault)) throw error;
    return complain(process, error.message, 2);
  }
}

async function eachLine(process: Process, names: readonly string[], change: (line: string, index: number) => string): Promise<number> {
  const { text, code } = await inputText(process, names);
  linesOf(text).forEach((line, index) => process.print(change(line, index)));
  return code;
}

async function grep(process: Process, { operands, flags, values }: Options): Promise<number> {
  const [pattern = "", ...names] = values.has("e") ? [values.get("e")!, ...operands] : operands;
  const expression = grepExpression(pattern, flags);
  if (expression === undefined) return complain(process, `${pattern}: invalid regular expression`, 2);
  const { text, code } = await inputText(process, names);
  const found = linesOf(text).map((line, index) => ({ line, number: index + 1 })).filter(({ line }) => expression.test(line) !== flags.has("v")).slice(0, Number(values.get("m") ?? Infinity));
  if (!flags.has("q")) report(process, found, { flags, expression });
  if (code !== 0) return 2;
  return found.length > 0 ? 0 : 1;
}

function report(process: Process, found: readonly { readonly line: string; readonly number: number }[], { flags, expression }: { readonly flags: ReadonlySet<string>; readonly expression: RegExp }): void {
  if (flags.has("c")) return process.print(`${found.length}`);
  for (const { line, number } of found) {
    const prefix = flags.has("n") ? `${number}:` : "";
    if (!flags.has("o")) process.print(prefix + line);
    else for (const match of line.matchAll(new RegExp(expression, `${expression.flags}g`))) process.print(prefix + match[0]);
  }
}

function grepExpression(pattern: string, flags: ReadonlySet<string>): RegExp | undefined {
  const source = flags.has("F") ? pattern.replace(/[.*+?^${}()|[\]\\]/g, "\\$&") : basicToExtended(pattern, flags.has("E"));
  const bounded = flags.has("x") ? `^(?:${source})$` : flags.has("w") ? `\\b(?:${source})\\b` : source;
  try {
    return new RegExp(bounded, flags.has("i") ? "i" : "");
  } catch {
    return undefined;
  }
}

/** Basic regular expressions write \( \) \{ \} \| for what extended ones write without backslash. */
function basicToExtended(pattern: string, extended: boolean): string {
  const named = pattern.replaceAll("[[:space:]]", "\\s").replaceAll("[[:digit:]]", "\\d").replaceAll("[[:alpha:]]", "[A-Za-z]").replaceAll("[[:alnum:]]", "[A-Za-z0-9]");
  return extended ? named : named.replace(/\\?[(){}|+?]/g, (text) => (text.startsWith("\\") ? text.slice(1) : `\\${text}`));
}

async function cut(process: Process, { operands, values, flags }: Options): Promise<number> {
  const delimiter = values.get("d") ?? "\t";
  const ranges = (values.get("f") ?? values.get("c") ?? values.get("b") ?? "").split(",").map(parseRange);
  const wanted = (index: number) => ranges.some(({ low, high }) => index >= low && index <= high);
  const byField = values.has("f");
  const { text, code } = await inputText(process, operands);
  for (const line of linesOf(text)) {
    if (!byField) process.print(Array.from(line).filter((_, index) => wanted(index + 1)).join(""));
    else if (line.includes(delimiter)) process.print(line.split(delimiter).filter((_, index) => wanted(index + 1)).join(delimiter));
    else if (!flags.has("s")) process.print(line);
  }
  return code;
}

function parseRange(text: string): { readonly low: number; readonly high: number } {
  const [low = "", high] = text.split("-");
  return { low: Number(low === "" ? 1 : low), high: high === undefined ? Number(low) : high === "" ? Infinity : Number(high) };
}

async function sort(process: Process, { operands, flags, values }: Options): Promise<number> {
  const { text, code } = await inputText(process, operands);
  const column = parseInt(values.get("k") ?? "0", 10);
  const separator = values.get("t") ?? /\s+/;
  const key = (line: string) => (column > 0 ? (line.trim().split(separator)[column - 1] ?? "") : line);
  const numeric = flags.has("n") || /n/.test(values.get("k") ?? "");
  const compare = (a: string, b: string) => (numeric ? parseFloat(key(a)) - parseFloat(key(b)) || 0 : key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0);
  const sorted = linesOf(text).toSorted(compare);
  const lines = flags.has("u") ? sorted.filter((line, index) => index === 0 || line !== sorted[index - 1]) : sorted;
  for (const line of flags.has("r") ? lines.toReversed() : lines) process.print(line);
  return code;
}

async function uniq(process: Process, { operands, flags }: Options): Promise<number> {
  const { text, code } = await inputText(process, operands);
  const runs: { line: string; count: number }[] = [];
  for (const line of linesOf(text)) {
    const last = runs.at(-1);
    if (last?.line === line) last.count++;
    else runs.push({ line, count: 1 });
  }
  for (const { line, count } of runs) {
    if ((flags.has("d") && count < 2) || (flags.has("u") && count > 1)) continue;
    process.print(flags.has("c") ? `${`${count}`.padStart(7)} ${line}` : line);
  }
  return code;
}

async function translate(process: Process, { operands, flags }: Options): Promise<number> {
  const from = characterSet(operands[0] ?? "");
  const to = characterSet(operands[1] ?? "");
  const text = await readAll(process.stdin);
  const inSet = (character: string) => from.includes(character) !== flags.has("c");
  let last = "";
  for (const character of text) {
    const changed = !inSet(character) ? character : flags.has("d") ? "" : to.length === 0 ? character : flags.has("c") ? to.at(-1)! : (to[Math.min(from.indexOf(character), to.length - 1)] ?? "");
    if (flags.has("s") && changed === last && (to.length > 0 ? to : from).includes(changed)) continue;
    if (changed !== "") last = changed;
    process.write(changed);
  }
  return 0;
}

function characterSet(text: string): readonly string[] {
  const plain = backslashEscapes(text.replaceAll("[:upper:]", "A-Z").replaceAll("[:lower:]", "a-z").replaceAll("[:digit:]", "0-9").replaceAll("[:alnum:]", "A-Za-z0-9").replaceAll("[:space:]", " \t\n"));
  return Array.from(plain.replace(/(.)-(.)/gs, (_, low: string, high: string) => {
    let range = "";
    for (let code = low.charCodeAt(0); code <= high.charCodeAt(0); code++) range += String.fromCharCode(code);
    return range;
  }));
}

/** More numbers than this are taken for a mistake. */
const longestSequence = 1_000_000;

function seq(process: Process): Promise<number> {
  const numbers = process.args.filter((arg) => /^-?\d+(?:\.\d+)?$/.test(arg)).map(Number);
  const [first = 1, step, last] = numbers.length === 1 ? [1, 1, numbers[0]!] : numbers.length === 2 ? [numbers[0]!, 1, numbers[1]!] : numbers;
  if (last === undefined || step === undefined || step === 0) return Promise.resolve(complain(process, "usage: seq [FIRST [STEP]] LAST"));
  const count = Math.floor((last - first) / step) + 1;
  if (count > longestSequence) return Promise.resolve(complain(process, `${count} numbers are too many here`));
  const separator = process.args.includes("-s") ? (process.args[process.args.indexOf("-s") + 1] ?? "\n") : "\n";
  if (count > 0) process.print(Array.from({ length: count }, (_, index) => first + index * step).join(separator));
  return Promise.resolve(0);
}

async function xargs(process: Process, { operands, values }: Options): Promise<number> {
  const items = (await readAll(process.stdin)).split(/\s+/).filter((item) => item !== "");
  const command = operands.length > 0 ? operands : ["echo"];
  const placeholder = values.get("I");
  const size = placeholder === undefined ? Number(values.get("n") ?? Math.max(1, items.length)) : 1;
  let code = 0;
  for (let start = 0; start < items.length; start += size) {
    const batch = items.slice(start, start + size);
    const argv = placeholder === undefined ? [...command, ...batch] : command.map((word) => word.replaceAll(placeholder, batch[0]!));
    if ((await process.spawn(argv).wait()) !== 0) code = 123;
  }
  return code;
}

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

function encodeBase64(text: string): string {
  const bytes = unescape(encodeURIComponent(text));
  let encoded = "";
  for (let index = 0; index < bytes.length; index += 3) {
    const three = [0, 1, 2].map((offset) => bytes.charCodeAt(index + offset) || 0);
    const bits = (three[0]! << 16) | (three[1]! << 8) | three[2]!;
    const left = bytes.length - index;
    encoded += alphabet[bits >> 18]! + alphabet[(bits >> 12) & 63]! + (left > 1 ? alphabet[(bits >> 6) & 63]! : "=") + (left > 2 ? alphabet[bits & 63]! : "=");
  }
  return encoded;
}

function decodeBase64(text: string): string {
  let bytes = "";
  let bits = 0;
  let count = 0;
  for (const character of text.replace(/=+$/, "")) {
    bits = (bits << 6) | Math.max(0, alphabet.indexOf(character));
    count += 6;
    if (count < 8) continue;
    count -= 8;
    bytes += String.fromCharCode((bits >> count) & 255);
  }
  try {
    return decodeURIComponent(escape(bytes));
  } catch {
    return bytes;
  }
}
