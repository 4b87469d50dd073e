import type { FileSystem } from "../file-system.ts";
import { absolutePath } from "../path.ts";
import type { Random } from "../../sim/random.ts";
import { ArithmeticFault, evaluateArithmetic } from "./arithmetic.ts";
import { escapePattern, isPattern, patternSource, patternToRegExp, unescapePattern } from "./pattern.ts";
import { ShellFault, type ShellState } from "./state.ts";
import type { Parameter, Script, Word, WordPart } from "./syntax.ts";

export interface ExpanderWorld {
  readonly state: ShellState;
  readonly files: FileSystem;
  readonly random: Random;
  readonly pid: number;
  /** Whole seconds that the shell has run. */
  readonly seconds: () => number;
  /** Runs a command substitution and returns its output. */
  readonly substitute: (script: Script) => Promise<string>;
}

/** A stretch of expanded text: what may be split into fields, what is a pattern, and what is literal. */
interface Piece {
  readonly text: string;
  /** From an unquoted expansion: split at IFS, patterns work. */
  readonly open: boolean;
  /** Quoted or escaped: never a pattern. */
  readonly literal: boolean;
}

/** "$@" makes a field of each item. */
const fieldBreak: Piece = { text: "\0", open: false, literal: true };

/** Turns words into fields: parameters, commands, arithmetic, splitting, file patterns. */
export class Expander {
  readonly #world: ExpanderWorld;

  constructor(world: ExpanderWorld) {
    this.#world = world;
  }

  /** All fields of all words. */
  async fields(words: readonly Word[]): Promise<string[]> {
    const fields: string[] = [];
    for (const word of words) for (const alternative of braces(word)) fields.push(...(await this.#fieldsOf(alternative)));
    return fields;
  }

  /** A word as one text, unsplit: assignments, redirections, case subjects. */
  async text(word: Word): Promise<string> {
    const pieces = await this.#pieces(withTilde(word), this.#world.state.get("HOME"));
    return pieces.map((piece) => (piece === fieldBreak ? " " : piece.text)).join("");
  }

  /** A word as a pattern: quoted parts match only themselves. */
  async pattern(word: Word): Promise<string> {
    const pieces = await this.#pieces(word, undefined);
    return pieces.map(({ text, literal }) => (literal ? escapePattern(text) : text)).join("");
  }

  async arithmetic(word: Word): Promise<number> {
    return this.evaluate(await this.text(word));
  }

  evaluate(text: string): number {
    const { state } = this.#world;
    try {
      return evaluateArithmetic(text, { get: (name) => this.#plain(name) ?? "", set: (name, value) => state.set(name, `${value}`) });
    } catch (error) {
      if (error instanceof ArithmeticFault) throw new ShellFault(error.message, 1);
      throw error;
    }
  }

  async #fieldsOf(word: Word): Promise<readonly string[]> {
    const pieces = await this.#pieces(withTilde(word), this.#world.state.get("HOME"));
    const fields = split(pieces, this.#world.state.get("IFS") ?? " \t\n");
    return fields.flatMap((field) => (this.#world.state.options.noglob || !isPattern(field) ? [unescapePattern(field)] : this.#glob(field)));
  }

  async #pieces(word: Word, home: string | undefined): Promise<Piece[]> {
    const pieces: Piece[] = [];
    for (const part of word) pieces.push(...(await this.#piecesOf(part, home)));
    return pieces;
  }

  async #piecesOf(part: WordPart, home: string | undefined): Promise<readonly Piece[]> {
    switch (part.kind) {
      case "text":
        return [{ text: part.text === tilde ? (home ?? "~") : part.text, open: false, literal: part.quoted }];
      case "command": {
        const output = await this.#world.substitute(part.script);
        return [{ text: output.replace(/\n+$/, ""), open: !part.quoted, literal: part.quoted }];
      }
      case "arithmetic":
        return [{ text: `${await this.arithmetic(part.expression)}`, open: !part.quoted, literal: part.quoted }];
      case "parameter":
        return await this.#parameter(part.parameter, part.quoted);
    }
  }

  async #parameter(parameter: Parameter, quoted: boolean): Promise<readonly Piece[]> {
    const { name, operator, index } = parameter;
    const items = await this.#items(parameter);
    if (items !== undefined && operator === undefined) return listPieces(items, quoted, name === "*" || (await this.#isIndex(index, "*")));
    if (items !== undefined && operator === "length") return [{ text: `${items.length}`, open: false, literal: true }];
    const value = index === undefined ? (items?.join(" ") ?? this.#plain(name)) : await this.#element(name, index);
    const text = operator === undefined ? value : await this.#operate(parameter, value);
    if (text === undefined && this.#world.state.options.nounset && operator === undefined) throw new ShellFault(`${name}: parameter not set`, 2, true);
    return [{ text: text ?? "", open: !quoted, literal: quoted }];
  }

  /** All items, where the parameter names a list. */
  async #items({ name, index }: Parameter): Promise<readonly string[] | undefined> {
    const { state } = this.#world;
    if (name === "@" || name === "*") return state.positional;
    if (!(await this.#isIndex(index, "@")) && !(await this.#isIndex(index, "*"))) return undefined;
    const value = state.variables.get(name);
    return value === undefined ? [] : typeof value === "string" ? [value] : value;
  }

  async #isIndex(index: Word | undefined, text: string): Promise<boolean> {
    return index !== undefined && (await this.text(index)) === text;
  }

  async #element(name: string, index: Word): Promise<string | undefined> {
    const value = this.#world.state.variables.get(name);
    const list = typeof value === "string" ? [value] : (value ?? []);
    const at = await this.arithmetic(index);
    return list.at(at);
  }

  #plain(name: string): string | undefined {
    const { state, random, pid, seconds } = this.#world;
    if (/^[1-9]\d*$/.test(name)) return state.positional[Number(name) - 1];
    switch (name) {
      case "0": return state.name;
      case "#": return `${state.positional.length}`;
      case "?": return `${state.status}`;
      case "$": return `${pid}`;
      case "!": return state.lastBackground;
      case "-": return `${state.options.errexit ? "e" : ""}${state.options.xtrace ? "x" : ""}`;
      case "RANDOM": return `${random.integer(0, 32767)}`;
      case "SECONDS": return `${seconds()}`;
      case "PWD": return state.directory;
      default: return state.get(name);
    }
  }

  async #operate({ name, operator = "", argument = [], second }: Parameter, value: string | undefined): Promise<string | undefined> {
    const missing = value === undefined || (operator.startsWith(":") && value === "");
    switch (operator.replace(/^:(?=.)/, "")) {
      case "-": return missing ? await this.text(argument) : value;
      case "+": return missing ? "" : await this.text(argument);
      case "=": return missing ? await this.#assign(name, argument) : value;
      case "?":
        if (missing) throw new ShellFault(`${name}: ${(await this.text(argument)) || "parameter not set"}`, 2, true);
        return value;
      case "length": return `${(value ?? "").length}`;
      case "#": return trimStart(value ?? "", await this.pattern(argument), false);
      case "##": return trimStart(value ?? "", await this.pattern(argument), true);
      case "%": return trimEnd(value ?? "", await this.pattern(argument), false);
      case "%%": return trimEnd(value ?? "", await this.pattern(argument), true);
      case "/": return replace(value ?? "", await this.pattern(argument), await this.text(second ?? []), "");
      case "//": return replace(value ?? "", await this.pattern(argument), await this.text(second ?? []), "g");
      case "^": return (value ?? "").replace(/^./, (first) => first.toUpperCase());
      case "^^": return value?.toUpperCase();
      case ",": return (value ?? "").replace(/^./, (first) => first.toLowerCase());
      case ",,": return value?.toLowerCase();
      case ":": return await this.#slice(value ?? "", argument, second);
      default: throw new ShellFault(`${name}: bad substitution`, 1);
    }
  }

  async #assign(name: string, argument: Word): Promise<string> {
    const text = await this.text(argument);
    this.#world.state.set(name, text);
    return text;
  }

  async #slice(value: string, offset: Word, length: Word | undefined): Promise<string> {
    const start = await this.arithmetic(offset);
    const from = start < 0 ? Math.max(0, value.length + start) : start;
    if (length === undefined) return value.slice(from);
    const count = await this.arithmetic(length);
    return count < 0 ? value.slice(from, count) : value.slice(from, from + count);
  }

  /** Names of files that match, or the pattern itself when none does. */
  #glob(pattern: string): readonly string[] {
    const { files, state } = this.#world;
    const parts = pattern.split("/");
    let found: readonly string[] = pattern.startsWith("/") ? ["/"] : [""];
    for (const part of pattern.startsWith("/") ? parts.slice(1) : parts) {
      found = found.flatMap((folder) => this.#globIn(folder, part));
    }
    const existing = found.filter((path) => files.exists(absolutePath(path, state.directory)));
    return existing.length > 0 ? existing : [unescapePattern(pattern)];
  }

  #globIn(folder: string, part: string): readonly string[] {
    const { files, state } = this.#world;
    const join = (name: string) => (folder === "" || folder.endsWith("/") ? `${folder}${name}` : `${folder}/${name}`);
    if (!isPattern(part)) return [join(unescapePattern(part))];
    const path = absolutePath(folder === "" ? "." : folder, state.directory);
    if (!files.exists(path) || files.stat(path).type !== "directory") return [];
    const expression = patternToRegExp(part, true);
    return files.list(path).filter((name) => (!name.startsWith(".") || part.startsWith(".")) && expression.test(name)).map(join);
  }
}

const tilde = "\0~";

/** A leading unquoted ~ is the home directory. */
function withTilde(word: Word): Word {
  const [first, ...rest] = word;
  if (first?.kind !== "text" || first.quoted || !/^~(?:\/|$)/.test(first.text)) return word;
  return [{ kind: "text", text: tilde, quoted: false }, { ...first, text: first.text.slice(1) }, ...rest];
}

function listPieces(items: readonly string[], quoted: boolean, joined: boolean): readonly Piece[] {
  if (quoted && joined) return [{ text: items.join(" "), open: false, literal: true }];
  return items.flatMap((item, index) => [...(index > 0 ? [fieldBreak] : []), { text: item, open: !quoted, literal: quoted }]);
}

/** Cuts pieces into fields, in which literal text is escaped against pattern matching. */
function split(pieces: readonly Piece[], separators: string): readonly string[] {
  const fields: string[] = [];
  let field: string | undefined;
  const close = () => {
    if (field !== undefined) fields.push(field);
    field = undefined;
  };
  for (const piece of pieces) {
    if (piece === fieldBreak) close();
    else if (!piece.open) {
      if (piece.text !== "" || piece.literal) field = (field ?? "") + (piece.literal ? escapePattern(piece.text) : piece.text);
    } else {
      for (const character of piece.text) {
        if (separators.includes(character)) close();
        else field = (field ?? "") + (character === "\\" ? "\\\\" : character);
      }
    }
  }
  close();
  return fields;
}

/** {a,b} and {1..3} of bash, in unquoted text. */
function braces(word: Word): readonly Word[] {
  const at = word.findIndex((part) => part.kind === "text" && !part.quoted && /\{[^{}]*(?:,|\.\.)[^{}]*\}/.test(part.text));
  const part = word[at];
  if (part?.kind !== "text") return [word];
  const match = /\{([^{}]*(?:,|\.\.)[^{}]*)\}/.exec(part.text)!;
  const range = /^(-?\d+)\.\.(-?\d+)$/.exec(match[1]!);
  const choices = range === null ? (match[1]!.includes(",") ? match[1]!.split(",") : undefined) : numbers(Number(range[1]), Number(range[2]));
  if (choices === undefined) return [word];
  const rest = (text: string) => [...word.slice(0, at), { ...part, text: part.text.slice(0, match.index) + text + part.text.slice(match.index + match[0].length) }, ...word.slice(at + 1)];
  return choices.flatMap((choice) => braces(rest(choice)));
}

function numbers(from: number, to: number): readonly string[] {
  const step = from <= to ? 1 : -1;
  return Array.from({ length: Math.abs(to - from) + 1 }, (_, index) => `${from + index * step}`);
}

function trimStart(text: string, pattern: string, longest: boolean): string {
  const expression = patternToRegExp(pattern);
  for (let step = 0; step <= text.length; step++) {
    const end = longest ? text.length - step : step;
    if (expression.test(text.slice(0, end))) return text.slice(end);
  }
  return text;
}

function trimEnd(text: string, pattern: string, longest: boolean): string {
  const expression = patternToRegExp(pattern);
  for (let step = 0; step <= text.length; step++) {
    const start = longest ? step : text.length - step;
    if (expression.test(text.slice(start))) return text.slice(0, start);
  }
  return text;
}

function replace(text: string, pattern: string, replacement: string, flags: "" | "g"): string {
  if (pattern === "") return text;
  return text.replace(new RegExp(patternSource(pattern), `s${flags}`), () => replacement);
}
