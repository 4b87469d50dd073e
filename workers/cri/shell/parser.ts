import { Scanner } from "./scanner.ts";
import { SyntaxFault, type AndOr, type Assignment, type Command, type Pipeline, type Redirect, type Script, type Word } from "./syntax.ts";
import { WordParser } from "./word-parser.ts";

const reserved = new Set(["then", "else", "elif", "fi", "do", "done", "esac", "}", "in"]);
const assignmentStart = /[A-Za-z_][A-Za-z0-9_]*(?:\[[^\]]*\])?\+?=/y;
const redirectStart = /(\d*)(<<<|<<-?|<>|<&|<|>>|>&|>\||>)|&>>|&>/y;
const functionStart = /[A-Za-z_][\w.-]*[ \t]*\([ \t]*\)/y;

/** Reads a whole script. Throws SyntaxFault. */
export function parseScript(text: string): Script {
  const scanner = new Scanner(text);
  const script = new Parser(scanner).script("");
  if (!scanner.done) throw new SyntaxFault(`syntax error: unexpected "${scanner.next}"`);
  return script;
}

interface PendingDocument {
  readonly delimiter: string;
  readonly quoted: boolean;
  readonly stripTabs: boolean;
  readonly fill: (word: Word) => void;
}

type Compound = Exclude<Command, { readonly kind: "simple" }>;

/** A recursive-descent parser of POSIX shell with the parts of bash that manifests use. */
class Parser {
  readonly #scanner: Scanner;
  readonly #words: WordParser;
  readonly #documents: PendingDocument[] = [];

  constructor(scanner: Scanner) {
    this.#scanner = scanner;
    this.#words = new WordParser(scanner, nested);
  }

  /** Commands up to the closing token, which is left for the caller. */
  script(end: string): Script {
    const list: AndOr[] = [];
    for (;;) {
      this.#skipLines();
      if (this.#scanner.done || (end !== "" && this.#scanner.startsWith(end)) || this.#atReserved()) return list;
      if (this.#scanner.startsWith(";;")) return list;
      list.push(this.#andOr());
    }
  }

  #andOr(): AndOr {
    const first = this.#pipeline();
    const rest: { operator: "&&" | "||"; pipeline: Pipeline }[] = [];
    for (;;) {
      this.#skipBlanks();
      const operator = this.#scanner.take("&&") ? "&&" : this.#scanner.take("||") ? "||" : undefined;
      if (operator === undefined) break;
      this.#skipLines();
      rest.push({ operator, pipeline: this.#pipeline() });
    }
    this.#skipBlanks();
    const background = !this.#scanner.startsWith("&>") && this.#scanner.take("&");
    if (!background && !this.#scanner.startsWith(";;")) this.#scanner.take(";");
    return { first, rest, background };
  }

  #pipeline(): Pipeline {
    this.#skipBlanks();
    const negated = this.#keyword("!");
    const commands = [this.#command()];
    for (;;) {
      this.#skipBlanks();
      if (this.#scanner.startsWith("||") || !this.#scanner.take("|")) break;
      this.#scanner.take("&");
      this.#skipLines();
      commands.push(this.#command());
    }
    return { commands, negated };
  }

  #command(): Command {
    this.#skipBlanks();
    if (this.#scanner.done) throw new SyntaxFault("syntax error: unexpected end of file", true);
    const compound = this.#compound();
    if (compound === undefined) return this.#simple();
    const redirects: Redirect[] = [];
    while (this.#redirect(redirects));
    return { ...compound, redirects };
  }

  #compound(): Compound | undefined {
    const scanner = this.#scanner;
    if (scanner.startsWith("((")) return this.#arithmeticCommand();
    if (scanner.take("(")) {
      const body = this.script(")");
      scanner.expect(")");
      return { kind: "subshell", body, redirects: [] };
    }
    if (this.#keyword("{")) {
      const body = this.script("}");
      this.#expectKeyword("}");
      return { kind: "group", body, redirects: [] };
    }
    if (this.#keyword("if")) return this.#if();
    if (this.#keyword("while")) return this.#loop(false);
    if (this.#keyword("until")) return this.#loop(true);
    if (this.#keyword("for")) return this.#for();
    if (this.#keyword("case")) return this.#case();
    if (this.#keyword("[[")) return this.#test();
    return this.#function();
  }

  #arithmeticCommand(): Compound {
    this.#scanner.position += 2;
    const expression = this.#arithmeticText("))");
    return { kind: "arithmetic", expression, redirects: [] };
  }

  #arithmeticText(end: string): Word {
    return WordParser.document(this.#scanner.until(end, "arithmetic expression"), nested);
  }

  #if(): Compound {
    const branches: { condition: Script; body: Script }[] = [];
    let otherwise: Script | undefined;
    do {
      const condition = this.script("");
      this.#expectKeyword("then");
      branches.push({ condition, body: this.script("") });
    } while (this.#keyword("elif"));
    if (this.#keyword("else")) otherwise = this.script("");
    this.#expectKeyword("fi");
    return { kind: "if", branches, otherwise, redirects: [] };
  }

  #loop(until: boolean): Compound {
    const condition = this.script("");
    return { kind: "loop", until, condition, body: this.#doBlock(), redirects: [] };
  }

  #doBlock(): Script {
    this.#skipLines();
    this.#expectKeyword("do");
    const body = this.script("");
    this.#expectKeyword("done");
    return body;
  }

  #for(): Compound {
    this.#skipBlanks();
    if (this.#scanner.take("((")) {
      const [start, condition, step] = [this.#arithmeticText(";"), this.#arithmeticText(";"), this.#arithmeticText("))")];
      this.#skipBlanks();
      this.#scanner.take(";");
      return { kind: "arithmetic-for", start, condition, step, body: this.#doBlock(), redirects: [] };
    }
    const name = this.#scanner.match(/[A-Za-z_][A-Za-z0-9_]*/y);
    if (name === undefined) throw new SyntaxFault("syntax error: bad for loop variable");
    this.#skipLines();
    const items = this.#keyword("in") ? this.#wordList() : undefined;
    this.#skipBlanks();
    this.#scanner.take(";");
    return { kind: "for", name, items, body: this.#doBlock(), redirects: [] };
  }

  #wordList(): readonly Word[] {
    const words: Word[] = [];
    for (;;) {
      this.#skipBlanks();
      const word = this.#words.word();
      if (word === undefined) return words;
      words.push(word);
    }
  }

  #case(): Compound {
    this.#skipBlanks();
    const subject = this.#requireWord();
    this.#skipLines();
    this.#expectKeyword("in");
    const branches: { patterns: readonly Word[]; body: Script }[] = [];
    for (;;) {
      this.#skipLines();
      if (this.#keyword("esac")) return { kind: "case", subject, branches, redirects: [] };
      this.#scanner.take("(");
      const patterns: Word[] = [];
      do {
        this.#skipBlanks();
        patterns.push(this.#requireWord());
        this.#skipBlanks();
      } while (this.#scanner.take("|"));
      this.#scanner.expect(")");
      branches.push({ patterns, body: this.script(";;") });
      this.#skipLines();
      this.#scanner.take(";;");
    }
  }

  /** [[ … ]]: inside, operators are words. */
  #test(): Compound {
    const words: Word[] = [];
    for (;;) {
      this.#skipLines();
      if (this.#keyword("]]")) return { kind: "test", words, redirects: [] };
      const operator = this.#scanner.match(/&&|\|\||[()<>]/y);
      if (operator !== undefined) words.push([{ kind: "text", text: operator, quoted: false }]);
      else words.push(isOperator(words.at(-1), "=~") ? this.#regularExpression() : this.#requireWord());
    }
  }

  /** Parentheses and bars belong to a regular expression. */
  #regularExpression(): Word {
    return this.#words.parts({ quoted: false, ends: (character) => /\s/.test(character) });
  }

  #function(): Compound | undefined {
    const scanner = this.#scanner;
    const start = scanner.position;
    const withKeyword = this.#keyword("function");
    if (withKeyword) this.#skipBlanks();
    const head = scanner.match(functionStart) ?? (withKeyword ? scanner.match(/[A-Za-z_][\w.-]*/y) : undefined);
    if (head === undefined) {
      scanner.position = start;
      return undefined;
    }
    this.#skipLines();
    return { kind: "function", name: head.replace(/[\s()]/g, ""), body: this.#command(), redirects: [] };
  }

  #simple(): Command {
    const assignments: Assignment[] = [];
    const words: Word[] = [];
    const redirects: Redirect[] = [];
    for (;;) {
      this.#skipBlanks();
      if (this.#redirect(redirects)) continue;
      const assignment = words.length === 0 || isDeclaration(words[0]!) ? this.#assignment() : undefined;
      if (assignment !== undefined && words.length === 0) {
        assignments.push(assignment);
        continue;
      }
      if (assignment !== undefined) {
        words.push(declared(assignment));
        continue;
      }
      const word = this.#words.word();
      if (word === undefined) break;
      words.push(word);
    }
    if (assignments.length + words.length + redirects.length > 0) return { kind: "simple", assignments, words, redirects };
    if (this.#scanner.done) throw new SyntaxFault("syntax error: unexpected end of file", true);
    throw new SyntaxFault(`syntax error: unexpected "${this.#scanner.next === "\n" ? "newline" : this.#scanner.next}"`);
  }

  #assignment(): Assignment | undefined {
    const head = this.#scanner.match(assignmentStart);
    if (head === undefined) return undefined;
    const append = head.endsWith("+=");
    const [, name = "", , index] = /^([A-Za-z_]\w*)(\[([^\]]*)\])?/.exec(head)!;
    const key = index === undefined ? undefined : WordParser.document(index, nested);
    if (!this.#scanner.take("(")) return { name, index: key, append, value: this.#words.word() ?? [], isArray: false };
    const items: Word[] = [];
    for (;;) {
      this.#skipLines();
      if (this.#scanner.take(")")) return { name, append, value: items, isArray: true };
      items.push(this.#requireWord());
    }
  }

  #redirect(redirects: Redirect[]): boolean {
    this.#skipBlanks();
    const head = this.#scanner.match(redirectStart);
    if (head === undefined) return false;
    const digits = /^\d+/.exec(head)?.[0];
    const operator = head.slice(digits?.length ?? 0);
    const fd = digits === undefined ? undefined : Number(digits);
    this.#skipBlanks();
    const target = this.#requireWord();
    if (operator !== "<<" && operator !== "<<-") {
      redirects.push({ fd, operator: operator as Redirect["operator"], target });
      return true;
    }
    const at = redirects.push({ fd, operator: "<<", target }) - 1;
    const quoted = target.some((part) => part.kind === "text" && part.quoted);
    const delimiter = target.map((part) => (part.kind === "text" ? part.text : "")).join("");
    this.#documents.push({ delimiter, quoted, stripTabs: operator === "<<-", fill: (word) => void (redirects[at] = { fd, operator: "<<", target: word }) });
    return true;
  }

  /** The lines after a command with << belong to its here-documents. */
  #readDocuments(): void {
    for (const { delimiter, quoted, stripTabs, fill } of this.#documents.splice(0)) {
      let text = "";
      for (;;) {
        if (this.#scanner.done) throw new SyntaxFault(`syntax error: here-document delimited by end of file (wanted "${delimiter}")`, true);
        const line = this.#scanner.match(/[^\n]*/y) ?? "";
        this.#scanner.take("\n");
        const stripped = stripTabs ? line.replace(/^\t+/, "") : line;
        if (stripped === delimiter) break;
        text += `${stripped}\n`;
      }
      fill(quoted ? [{ kind: "text", text, quoted: true }] : WordParser.document(text, nested));
    }
  }

  #requireWord(): Word {
    const word = this.#words.word();
    if (word !== undefined) return word;
    if (this.#scanner.done) throw new SyntaxFault("syntax error: unexpected end of file", true);
    throw new SyntaxFault(`syntax error: unexpected "${this.#scanner.next === "\n" ? "newline" : this.#scanner.next}"`);
  }

  #atReserved(): boolean {
    const start = this.#scanner.position;
    const word = this.#scanner.match(/[a-z]+|\}/y);
    const ends = word !== undefined && reserved.has(word) && this.#atWordEnd();
    this.#scanner.position = start;
    return ends;
  }

  /** Steps over a reserved word standing alone. */
  #keyword(word: string): boolean {
    const start = this.#scanner.position;
    if (this.#scanner.take(word) && this.#atWordEnd()) return true;
    this.#scanner.position = start;
    return false;
  }

  #expectKeyword(word: string): void {
    this.#skipLines();
    if (this.#keyword(word)) return;
    if (this.#scanner.done) throw new SyntaxFault(`syntax error: unexpected end of file (expecting "${word}")`, true);
    throw new SyntaxFault(`syntax error: unexpected "${this.#scanner.next}" (expecting "${word}")`);
  }

  #atWordEnd(): boolean {
    return this.#scanner.done || /[\s;&|<>()]/.test(this.#scanner.next);
  }

  #skipBlanks(): void {
    this.#scanner.match(/(?:[ \t\r]|\\\r?\n)+/y);
    if (this.#scanner.next === "#") this.#scanner.match(/[^\n]*/y);
  }

  #skipLines(): void {
    for (;;) {
      this.#skipBlanks();
      if (!this.#scanner.take("\n")) return;
      this.#readDocuments();
    }
  }
}

function nested(scanner: Scanner, end: string): Script {
  return new Parser(scanner).script(end);
}

function isOperator(word: Word | undefined, operator: string): boolean {
  return word?.length === 1 && word[0]!.kind === "text" && word[0]!.text === operator;
}

/** export A=b, local x=y: their arguments are assignments, whose values are not split. */
function isDeclaration(word: Word): boolean {
  return word.length === 1 && word[0]!.kind === "text" && ["export", "local", "declare", "readonly", "typeset"].includes(word[0]!.text);
}

function declared({ name, value, isArray, append }: Assignment): Word {
  if (isArray || append) throw new SyntaxFault(`syntax error: ${name}: arrays cannot be declared here`);
  return [{ kind: "text", text: `${name}=`, quoted: true }, ...(value as Word).map((part) => ({ ...part, quoted: true }))];
}
