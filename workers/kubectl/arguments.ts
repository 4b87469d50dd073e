import { parseDuration } from "../apimachinery/duration.ts";
import { FormatError } from "../apimachinery/format-error.ts";
import { goQuote } from "../apimachinery/go-quote.ts";
import type { Milliseconds } from "../base/units.ts";
import type { Flag } from "./flag.ts";
import { UsageError } from "./errors.ts";

/** What was written behind a command: positional words, flags, and what stands behind `--`. */
export class ParsedArguments {
  /** The words before `--`. */
  readonly positionals: readonly string[];
  /** The words after `--`; undefined when there is no `--`. */
  readonly afterDashes: readonly string[] | undefined;
  readonly #declared: ReadonlyMap<string, Flag>;
  readonly #given: ReadonlyMap<string, readonly string[]>;

  constructor({ positionals, afterDashes, declared, given }: Parts) {
    this.positionals = positionals;
    this.afterDashes = afterDashes;
    this.#declared = declared;
    this.#given = given;
  }

  /** Was the flag written at all? */
  given(name: string): boolean {
    return this.#given.has(name);
  }

  /** The flag's last value, or its default. */
  text(name: string): string {
    return this.#given.get(name)?.at(-1) ?? this.#declared.get(name)?.default ?? "";
  }

  /** Is a boolean flag set? */
  flag(name: string): boolean {
    return /^(1|t|true)$/i.test(this.text(name));
  }

  /** The value of an integer flag; 0 without a value or a default. */
  number(name: string): number {
    return Number(this.text(name) || "0");
  }

  /** The value of a duration flag. */
  duration(name: string): Milliseconds {
    return parseDuration(this.text(name) || "0");
  }

  /** All values of a repeated flag, each taken apart at its commas. */
  list(name: string): readonly string[] {
    return this.values(name).flatMap((value) => (value === "" ? [] : value.split(",")));
  }

  /** All values of a repeated flag as they were written. */
  values(name: string): readonly string[] {
    const fallback = this.#declared.get(name)?.default;
    return this.#given.get(name) ?? (fallback === undefined || fallback === "" ? [] : [fallback]);
  }

  /** All words, before and after `--`. */
  get words(): readonly string[] {
    return this.afterDashes === undefined ? this.positionals : [...this.positionals, ...this.afterDashes];
  }
}

interface Parts {
  readonly positionals: readonly string[];
  readonly afterDashes: readonly string[] | undefined;
  readonly declared: ReadonlyMap<string, Flag>;
  readonly given: ReadonlyMap<string, readonly string[]>;
}

/** Reads the words behind a command, as pflag does; throws a UsageError for a flag that is unknown or wrong. */
export function parseArguments(words: readonly string[], flags: readonly Flag[]): ParsedArguments {
  const reader = new Reader(words, flags);
  return reader.read();
}

class Reader {
  readonly #words: readonly string[];
  readonly #byName: ReadonlyMap<string, Flag>;
  readonly #byShort: ReadonlyMap<string, Flag>;
  readonly #given = new Map<string, string[]>();
  readonly #positionals: string[] = [];
  #next = 0;

  constructor(words: readonly string[], flags: readonly Flag[]) {
    this.#words = words;
    this.#byName = new Map(flags.map((flag) => [flag.name, flag]));
    this.#byShort = new Map(flags.flatMap((flag) => (flag.short === undefined ? [] : [[flag.short, flag] as const])));
  }

  read(): ParsedArguments {
    let afterDashes: readonly string[] | undefined;
    while (this.#next < this.#words.length) {
      const word = this.#words[this.#next++] as string;
      if (word === "--") {
        afterDashes = this.#words.slice(this.#next);
        break;
      }
      if (word.startsWith("--")) this.#readLong(word.slice(2));
      else if (word.startsWith("-") && word !== "-") this.#readShorts(word.slice(1));
      else this.#positionals.push(word);
    }
    return new ParsedArguments({ positionals: this.#positionals, afterDashes, declared: this.#byName, given: this.#given });
  }

  #readLong(text: string): void {
    const equals = text.indexOf("=");
    const name = equals < 0 ? text : text.slice(0, equals);
    if (name === "" || name.startsWith("-")) throw new UsageError(`bad flag syntax: --${text}`);
    const flag = this.#byName.get(name);
    if (flag === undefined) throw new UsageError(`unknown flag: --${name}`);
    if (equals >= 0) this.#set(flag, text.slice(equals + 1));
    else this.#setWithoutEquals(flag, `flag needs an argument: --${name}`);
  }

  /** `-it`, `-n web`, `-nweb`, `-n=web`. */
  #readShorts(text: string): void {
    for (let index = 0; index < text.length; index++) {
      const letter = text[index] as string;
      const rest = text.slice(index + 1);
      const flag = this.#byShort.get(letter);
      if (flag === undefined) throw new UsageError(`unknown shorthand flag: '${letter}' in -${text}`);
      if (rest.startsWith("=")) return this.#set(flag, rest.slice(1));
      if (aloneValue(flag) === undefined && rest !== "") return this.#set(flag, rest);
      this.#setWithoutEquals(flag, `flag needs an argument: '${letter}' in -${text}`);
    }
  }

  #setWithoutEquals(flag: Flag, missing: string): void {
    const alone = aloneValue(flag);
    if (alone !== undefined) return this.#set(flag, alone);
    const value = this.#words[this.#next++];
    if (value === undefined) throw new UsageError(missing);
    this.#set(flag, value);
  }

  #set(flag: Flag, value: string): void {
    const reason = complaint(flag, value);
    if (reason !== undefined) {
      const shown = flag.short === undefined ? `--${flag.name}` : `-${flag.short}, --${flag.name}`;
      throw new UsageError(`invalid argument ${goQuote(value)} for ${goQuote(shown)} flag: ${reason}`);
    }
    const values = this.#given.get(flag.name);
    if (values === undefined) this.#given.set(flag.name, [value]);
    else values.push(value);
  }
}

/** The value of a flag that stands alone; undefined when it must have one. */
const aloneValue = ({ type, alone }: Flag) => alone ?? (type === "boolean" ? "true" : undefined);

/** Why a value does not fit its flag, in Go's words. */
function complaint({ type }: Flag, value: string): string | undefined {
  if (type === "boolean") return /^(1|0|t|f|T|F|true|false|TRUE|FALSE|True|False)$/.test(value) ? undefined : `strconv.ParseBool: parsing ${goQuote(value)}: invalid syntax`;
  if (type === "integer") return integerComplaint(value);
  return type === "duration" ? durationComplaint(value) : undefined;
}

function integerComplaint(value: string): string | undefined {
  if (!/^[+-]?\d+$/.test(value)) return `strconv.ParseInt: parsing ${goQuote(value)}: invalid syntax`;
  return Math.abs(Number(value)) >= 2 ** 63 ? `strconv.ParseInt: parsing ${goQuote(value)}: value out of range` : undefined;
}

function durationComplaint(value: string): string | undefined {
  try {
    parseDuration(value);
    return undefined;
  } catch (error) {
    if (error instanceof FormatError) return error.message;
    throw error;
  }
}
