import { Scanner } from "./scanner.ts";
import { SyntaxFault, type Parameter, type Script, type Word, type WordPart } from "./syntax.ts";

/** Parses the commands inside $( ) and backquotes: the command parser, handed in to keep the two apart. */
export type ParseScript = (scanner: Scanner, end: string) => Script;

const wordEnd = /[\s;&|<>()]/;
const nameStart = /[A-Za-z_]/;
const namePattern = /[A-Za-z_][A-Za-z0-9_]*/y;
const special = /[@*#?$!0-9-]/;

interface Mode {
  readonly quoted: boolean;
  /** Does the word end before this character? */
  ends(character: string): boolean;
}

/** Reads words: quotes, parameters, command substitutions, arithmetic. */
export class WordParser {
  readonly #scanner: Scanner;
  readonly #parseScript: ParseScript;

  constructor(scanner: Scanner, parseScript: ParseScript) {
    this.#scanner = scanner;
    this.#parseScript = parseScript;
  }

  /** The word at the scanner, or undefined when there is none. */
  word(): Word | undefined {
    const start = this.#scanner.position;
    const word = this.parts({ quoted: false, ends: (character) => wordEnd.test(character) });
    return this.#scanner.position === start ? undefined : word;
  }

  /** Text in which only $ and backquotes mean something: a here-document. */
  static document(text: string, parseScript: ParseScript): Word {
    return new WordParser(new Scanner(text), parseScript).parts({ quoted: true, ends: () => false });
  }

  parts(mode: Mode): Word {
    const parts: WordPart[] = [];
    const scanner = this.#scanner;
    while (!scanner.done && !mode.ends(scanner.next)) this.#part(parts, mode);
    return parts;
  }

  #part(parts: WordPart[], mode: Mode): void {
    const scanner = this.#scanner;
    const character = scanner.next;
    if (character === "\\") return this.#escape(parts, mode.quoted);
    if (character === "$" && this.#dollar(parts, mode.quoted)) return;
    if (character === "`") return this.#backquotes(parts, mode.quoted);
    if (!mode.quoted && character === "'") {
      scanner.position++;
      return add(parts, scanner.until("'", "quoted string"), true);
    }
    if (!mode.quoted && character === '"') return this.#doubleQuotes(parts);
    scanner.position++;
    add(parts, character, mode.quoted);
  }

  #escape(parts: WordPart[], quoted: boolean): void {
    const scanner = this.#scanner;
    scanner.position++;
    if (scanner.done) return add(parts, "\\", quoted);
    const character = scanner.next;
    scanner.position++;
    if (character === "\n") return;
    if (quoted && !'$`"\\'.includes(character)) return add(parts, `\\${character}`, true);
    add(parts, character, true);
  }

  #doubleQuotes(parts: WordPart[]): void {
    const scanner = this.#scanner;
    scanner.position++;
    const inner = this.parts({ quoted: true, ends: (character) => character === '"' });
    if (!scanner.take('"')) throw new SyntaxFault("syntax error: unterminated quoted string", true);
    if (inner.length === 0) add(parts, "", true);
    parts.push(...inner);
  }

  /** Whatever a dollar sign begins; false when it is just a dollar sign. */
  #dollar(parts: WordPart[], quoted: boolean): boolean {
    const scanner = this.#scanner;
    if (scanner.take("$((")) {
      parts.push({ kind: "arithmetic", expression: this.#arithmetic("))"), quoted });
      return true;
    }
    if (scanner.take("$(")) {
      parts.push({ kind: "command", script: this.#parseScript(scanner, ")"), quoted });
      scanner.expect(")");
      return true;
    }
    if (scanner.take("${")) {
      parts.push({ kind: "parameter", parameter: this.#braced(quoted), quoted });
      return true;
    }
    const follow = scanner.text[scanner.position + 1] ?? "";
    if (follow === "'" && !quoted) {
      scanner.position += 2;
      add(parts, ansiEscapes(scanner.until("'", "quoted string")), true);
      return true;
    }
    if (!nameStart.test(follow) && !special.test(follow)) return false;
    scanner.position++;
    const name = scanner.match(namePattern) ?? scanner.text[scanner.position++]!;
    parts.push({ kind: "parameter", parameter: { name }, quoted });
    return true;
  }

  #backquotes(parts: WordPart[], quoted: boolean): void {
    const scanner = this.#scanner;
    scanner.position++;
    const text = scanner.until("`", "backquoted command").replaceAll("\\`", "`");
    parts.push({ kind: "command", script: this.#parseScript(new Scanner(text), ""), quoted });
  }

  #arithmetic(end: string): Word {
    const scanner = this.#scanner;
    let depth = 0;
    const expression = this.parts({
      quoted: true,
      ends(character) {
        if (depth === 0 && scanner.startsWith(end)) return true;
        if (character === "(") depth++;
        if (character === ")") depth--;
        return false;
      },
    });
    scanner.expect(end);
    return expression;
  }

  #braced(quoted: boolean): Parameter {
    const scanner = this.#scanner;
    const isLength = scanner.next === "#" && scanner.text[scanner.position + 1] !== "}";
    if (isLength) scanner.position++;
    const name = scanner.match(namePattern) ?? scanner.match(/\d+|[@*#?$!-]/y);
    if (name === undefined) throw new SyntaxFault("syntax error: bad substitution");
    const index = scanner.take("[") ? this.#until("]", quoted) : undefined;
    if (index !== undefined) scanner.expect("]");
    const operator = isLength ? "length" : scanner.match(/:?[-=?+]|##?|%%?|\/\/|\/[#%]?|\^\^?|,,?|:/y);
    const argument = operator === undefined || isLength ? undefined : this.#argument(operator, quoted);
    const second = operator !== undefined && (operator.startsWith("/") || operator === ":") && scanner.take(operator === ":" ? ":" : "/") ? this.#until("}", quoted) : undefined;
    scanner.expect("}");
    return { name, index, operator, argument, second };
  }

  #argument(operator: string, quoted: boolean): Word {
    if (operator === ":") return this.#until(":}", quoted);
    return this.#until(operator.startsWith("/") ? "/}" : "}", quoted);
  }

  #until(ends: string, quoted: boolean): Word {
    const scanner = this.#scanner;
    // Quotes work inside braces even where the whole is quoted.
    const parts: WordPart[] = [];
    while (!scanner.done && !ends.includes(scanner.next)) {
      if (scanner.next === '"') this.#doubleQuotes(parts);
      else this.#part(parts, { quoted, ends: () => false });
    }
    return parts;
  }
}

function add(parts: WordPart[], text: string, quoted: boolean): void {
  const last = parts.at(-1);
  if (last?.kind === "text" && last.quoted === quoted) parts[parts.length - 1] = { kind: "text", text: last.text + text, quoted };
  else parts.push({ kind: "text", text, quoted });
}

/** $'…' of bash. */
function ansiEscapes(text: string): string {
  const simple: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", "\\": "\\", "'": "'", '"': '"', a: "\u0007", e: "\u001b" };
  return text.replace(/\\(.)/g, (whole, letter: string) => simple[letter] ?? whole);
}
