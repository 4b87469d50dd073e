import { FormatError } from "../../../apimachinery/format-error.ts";
import { unquote } from "../../../apimachinery/go-unquote.ts";
import { functionNames } from "./template-functions.ts";
import { type Piece, piecesOf, type Token, tokensOf } from "./lex-template.ts";
import { type Command, type Field, mainTemplate, type Operand, type Pipeline, type TemplateNode, type Templates, type Term } from "./template-node.ts";

/** Reads a Go template; throws a FormatError in Go's words. */
export function parseTemplate(text: string): Templates {
  return { source: text, nodes: new BlockParser(piecesOf(text)).parse() };
}

interface Block {
  readonly nodes: readonly TemplateNode[];
  /** The action that ended it: end, else, or nothing at the end of the text. */
  readonly ending: Piece | undefined;
}

class BlockParser {
  readonly #pieces: readonly Piece[];
  readonly #templates = new Map<string, readonly TemplateNode[]>();
  #next = 0;

  constructor(pieces: readonly Piece[]) {
    this.#pieces = pieces;
  }

  parse(): ReadonlyMap<string, readonly TemplateNode[]> {
    const { nodes, ending } = this.#block();
    if (ending !== undefined) throw fault(ending, `unexpected {{${ending.text.split(/\s/)[0]}}}`);
    return this.#templates.set(mainTemplate, nodes);
  }

  #block(): Block {
    const nodes: TemplateNode[] = [];
    while (this.#next < this.#pieces.length) {
      const piece = this.#pieces[this.#next++] as Piece;
      if (piece.type === "text") nodes.push({ type: "text", text: piece.text });
      else if (/^(end|else)\b/.test(piece.text)) return { nodes, ending: piece };
      else nodes.push(...this.#action(piece));
    }
    return { nodes, ending: undefined };
  }

  #action(piece: Piece): readonly TemplateNode[] {
    const [, word = "", rest = ""] = /^(\w+)\b\s*([^]*)$/.exec(piece.text) ?? [];
    switch (word) {
      case "if":
      case "with":
      case "range":
        return [this.#control(word, behind(piece, rest))];
      case "break":
      case "continue":
        return [{ type: word }];
      case "define":
        this.#define(behind(piece, rest));
        return [];
      case "template":
        return [templateCall(behind(piece, rest))];
      case "block":
        this.#define(behind(piece, rest));
        return [templateCall(behind(piece, rest))];
      default:
        return [{ type: "action", pipeline: parsePipeline(piece) }];
    }
  }

  #control(type: "if" | "with" | "range", piece: Piece): TemplateNode {
    const pipeline = parsePipeline(piece, type);
    const { nodes: body, ending } = this.#block();
    return { type, pipeline, body, otherwise: this.#otherwise(ending, piece) };
  }

  /** What stands between else and end. */
  #otherwise(ending: Piece | undefined, opened: Piece): readonly TemplateNode[] {
    if (ending === undefined) throw fault(opened, "unexpected EOF");
    if (ending.text === "end") return [];
    const chained = /^else\s+(if|with)\s+([^]*)$/.exec(ending.text);
    if (chained !== null) return [this.#control(chained[1] as "if" | "with", behind(ending, chained[2] ?? ""))];
    const { nodes, ending: last } = this.#block();
    if (last === undefined) throw fault(opened, "unexpected EOF");
    if (last.text !== "end") throw fault(last, `expected end; found {{else}}`);
    return nodes;
  }

  #define(piece: Piece): void {
    const [name] = tokensOf(piece);
    if (name?.type !== "string") throw fault(piece, "unexpected token in define clause");
    const { nodes, ending } = this.#block();
    if (ending?.text !== "end") throw fault(piece, "unexpected EOF");
    this.#templates.set(unquoted(name), nodes);
  }
}

/** The rest of an action. */
const behind = (piece: Piece, rest: string): Piece => ({ ...piece, text: rest, offset: piece.offset + piece.text.length - rest.length });

const fault = ({ line }: Piece, message: string) => new FormatError(`template: ${mainTemplate}:${line}: ${message}`);
const unquoted = ({ text, type }: Token) => (type === "raw" ? text.slice(1, -1) : (unquote(text) ?? text.slice(1, -1)));

function templateCall(piece: Piece): TemplateNode {
  const [name] = tokensOf(piece);
  if (name?.type !== "string" && name?.type !== "raw") throw fault(piece, "unexpected token in template clause");
  const rest = piece.text.slice(piece.text.indexOf(name.text) + name.text.length).trim();
  return { type: "template", name: unquoted(name), pipeline: rest === "" ? undefined : parsePipeline(behind(piece, rest)) };
}

function parsePipeline(piece: Piece, context = "command"): Pipeline {
  const tokens = tokensOf(piece);
  if (tokens.length === 0) throw fault(piece, `missing value for ${context}`);
  const parser = new PipelineParser(tokens, piece);
  const pipeline = parser.pipeline();
  if (!parser.done) throw fault(piece, `unexpected ${JSON.stringify(parser.current)} in operand`);
  return pipeline;
}

class PipelineParser {
  readonly #tokens: readonly Token[];
  readonly #piece: Piece;
  #next = 0;

  constructor(tokens: readonly Token[], piece: Piece) {
    this.#tokens = tokens;
    this.#piece = piece;
  }

  get done(): boolean {
    return this.#next >= this.#tokens.length;
  }

  get current(): string {
    return this.#tokens[this.#next]?.text ?? "";
  }

  pipeline(): Pipeline {
    const { variables, assigns } = this.#declaration();
    const commands = [this.#command()];
    while (this.#take("|")) commands.push(this.#command());
    return { variables, assigns, commands };
  }

  #declaration(): Pick<Pipeline, "variables" | "assigns"> {
    const start = this.#next;
    const variables: string[] = [];
    do {
      const word = this.#tokens[this.#next];
      if (word?.type !== "word" || !word.text.startsWith("$")) break;
      variables.push(word.text);
      this.#next++;
    } while (this.#take(","));
    if (variables.length > 0 && this.#take(":=")) return { variables, assigns: false };
    if (variables.length > 0 && this.#take("=")) return { variables, assigns: true };
    this.#next = start;
    return { variables: [], assigns: false };
  }

  #command(): Command {
    const terms: Term[] = [];
    const start = this.#next;
    while (!this.done && this.current !== "|" && this.current !== ")") terms.push(this.#term());
    if (terms.length === 0) throw fault(this.#piece, "missing value for command");
    return { terms, text: this.#textFrom(start) };
  }

  /** `.name` begins with its dot, so its first field may stand apart; further ones follow without space. */
  #term(): Term {
    const fields: Field[] = [];
    const start = this.#next;
    const startsWithField = this.#tokens[this.#next]?.type === "field";
    const operand: Operand = startsWithField ? { type: "dot" } : this.#operand();
    if (startsWithField) fields.push(this.#field());
    while (this.#tokens[this.#next]?.type === "field" && this.#tokens[this.#next]?.apart === false) fields.push(this.#field());
    return { operand, fields, at: this.#tokens[start]?.at ?? 0, text: this.#textFrom(start) };
  }

  #field(): Field {
    const { text, at } = this.#tokens[this.#next++] as Token;
    return { name: text.slice(1), at };
  }

  /** What has been read since a token, as it is written. */
  #textFrom(start: number): string {
    const last = this.#tokens[this.#next - 1] as Token;
    const { offset, text } = this.#piece;
    return text.slice((this.#tokens[start] as Token).at - offset, last.at + last.text.length - offset);
  }

  #operand(): Operand {
    const token = this.#tokens[this.#next++] as Token;
    switch (token.type) {
      case "string":
      case "raw":
        return { type: "literal", value: unquoted(token) };
      case "char":
        return { type: "literal", value: unquoted(token).codePointAt(0) ?? 0 };
      case "number":
        return { type: "literal", value: Number(token.text) };
      case "word":
        return this.#word(token.text);
      case "sign":
        if (token.text === ".") return { type: "dot" };
        if (token.text === "(") return this.#parenthesis();
        throw fault(this.#piece, `unexpected ${JSON.stringify(token.text)} in operand`);
      case "field":
        throw fault(this.#piece, `unexpected ${JSON.stringify(token.text)} in operand`);
    }
  }

  #word(text: string): Operand {
    if (text.startsWith("$")) return { type: "variable", name: text };
    if (text === "true" || text === "false") return { type: "literal", value: text === "true" };
    if (text === "nil") return { type: "literal", value: null };
    if (!functionNames.has(text)) throw fault(this.#piece, `function ${JSON.stringify(text)} not defined`);
    return { type: "function", name: text };
  }

  #parenthesis(): Operand {
    const pipeline = this.pipeline();
    if (!this.#take(")")) throw fault(this.#piece, "unclosed left paren");
    return { type: "pipeline", pipeline };
  }

  #take(text: string): boolean {
    const token = this.#tokens[this.#next];
    if (token?.type !== "sign" || token.text !== text) return false;
    this.#next++;
    return true;
  }
}
