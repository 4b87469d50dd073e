import { FileError } from "../file-system.ts";
import type { Process } from "../process.ts";
import { complain, inputText, linesOf } from "./program-tools.ts";
import type { Options } from "./options.ts";

interface Edit {
  readonly address: RegExp | number | undefined;
  readonly apply: (line: string) => string | undefined;
  readonly prints: boolean;
}

/** sed with s///, d and p, each behind an optional line number or /pattern/. The rest of the language is refused. */
export async function editStream(process: Process, { operands, flags, values }: Options): Promise<number> {
  const [script = "", ...names] = values.has("e") ? [values.get("e")!, ...operands] : operands;
  const edits = script.split(/[;\n](?=\s*(?:\d*|\/[^/]*\/)?\s*[sdp])/).filter((text) => text.trim() !== "").map((text) => parseEdit(text.trim(), flags.has("E") || flags.has("r")));
  const bad = edits.findIndex((edit) => edit === undefined);
  if (bad >= 0) return complain(process, `unsupported command: ${script} (only s, d and p are supported here)`);
  const change = (text: string) => linesOf(text).flatMap((line, index) => editLine(line, index + 1, edits as readonly Edit[], flags.has("n"))).map((line) => `${line}\n`).join("");
  if (flags.has("i")) return inPlace(process, names, change);
  const { text, code } = await inputText(process, names);
  process.write(change(text));
  return code;
}

function inPlace(process: Process, names: readonly string[], change: (text: string) => string): number {
  try {
    for (const name of names) process.files.write(process.path(name), change(process.files.read(process.path(name))));
    return 0;
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    return complain(process, error.message);
  }
}

function editLine(line: string, number: number, edits: readonly Edit[], quiet: boolean): readonly string[] {
  const printed: string[] = [];
  let current = line;
  for (const { address, apply, prints } of edits) {
    const applies = address === undefined || (typeof address === "number" ? address === number : address.test(current));
    if (!applies) continue;
    const changed = apply(current);
    if (changed === undefined) return printed;
    if (prints) printed.push(changed);
    current = changed;
  }
  return quiet ? printed : [...printed, current];
}

function parseEdit(text: string, extended: boolean): Edit | undefined {
  const match = /^(?:(\d+)|\/((?:[^/\\]|\\.)*)\/)?\s*(.*)$/s.exec(text)!;
  const address = match[1] !== undefined ? Number(match[1]) : match[2] !== undefined ? expression(match[2], "", extended) : undefined;
  const command = match[3]!;
  if (command === "d") return { address, apply: () => undefined, prints: false };
  if (command === "p") return { address, apply: (line) => line, prints: true };
  if (!command.startsWith("s") || command.length < 4) return undefined;
  return substitution(address, command, extended);
}

function substitution(address: Edit["address"], command: string, extended: boolean): Edit | undefined {
  const separator = command[1]!;
  const [pattern, replacement, flags] = splitUnescaped(command.slice(2), separator);
  if (pattern === undefined || replacement === undefined || flags === undefined || !/^[gpIi]*$/.test(flags)) return undefined;
  const search = expression(pattern, `${flags.includes("g") ? "g" : ""}${/i/i.test(flags) ? "i" : ""}`, extended);
  const template = replacement.replace(/\$/g, "$$$$").replace(/\\(\d)/g, "$$$1").replace(/(^|[^\\])&/g, "$1$$&").replace(/\\n/g, "\n").replace(/\\(.)/g, "$1");
  return { address, apply: (line) => line.replace(search, template), prints: flags.includes("p") };
}

function splitUnescaped(text: string, separator: string): readonly string[] {
  const parts: string[] = [];
  let part = "";
  for (let index = 0; index < text.length; index++) {
    if (text[index] === "\\" && index + 1 < text.length) part += text[++index] === separator ? separator : `\\${text[index]}`;
    else if (text[index] === separator) {
      parts.push(part);
      part = "";
    } else part += text[index]!;
  }
  return [...parts, part];
}

function expression(pattern: string, flags: string, extended: boolean): RegExp {
  const source = extended ? pattern : pattern.replace(/\\?[(){}|+?]/g, (text) => (text.startsWith("\\") ? text.slice(1) : `\\${text}`));
  return new RegExp(source, flags);
}
