import { FormatError } from "../../../apimachinery/format-error.ts";
import { mainTemplate } from "./template-node.ts";

/** Text, or what stands between `{{` and `}}`. */
export interface Piece {
  readonly type: "text" | "action";
  readonly text: string;
  readonly line: number;
  /** Where its text begins in the template. */
  readonly offset: number;
}

/** Takes a template apart at its actions. `{{-` and `-}}` eat the space beside them; comments are left out. */
export function piecesOf(template: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  let trimNext = false;
  while (at <= template.length) {
    const open = template.indexOf("{{", at);
    const raw = template.slice(at, open < 0 ? template.length : open);
    const trimBefore = open >= 0 && /^\{\{-\s/.test(template.slice(open, open + 4));
    const text = trim(raw, trimNext, trimBefore);
    if (text !== "") pieces.push({ type: "text", text, line: lineAt(template, at), offset: at });
    if (open < 0) break;
    const { inner, end } = actionAt(template, open);
    trimNext = /\s-$/.test(inner);
    const body = inner.replace(/^-\s/, "").replace(/\s-$/, "").trim();
    if (!/^\/\*[^]*\*\/$/.test(body)) pieces.push({ type: "action", text: body, line: lineAt(template, open), offset: template.indexOf(body, open + 2) });
    at = end;
  }
  return pieces;
}

function trim(text: string, start: boolean, end: boolean): string {
  const left = start ? text.trimStart() : text;
  return end ? left.trimEnd() : left;
}

const lineAt = (text: string, index: number) => text.slice(0, index).split("\n").length;

function actionAt(template: string, open: number): { readonly inner: string; readonly end: number } {
  for (let index = open + 2; index < template.length; index++) {
    const sign = template[index];
    if (sign === '"' || sign === "`" || sign === "'") index = endOfQuote(template, index, sign);
    else if (template.startsWith("/*", index)) index = Math.max(index, template.indexOf("*/", index));
    else if (template.startsWith("}}", index)) return { inner: template.slice(open + 2, index), end: index + 2 };
  }
  throw new FormatError(`template: ${mainTemplate}:${lineAt(template, open)}: unclosed action`);
}

function endOfQuote(text: string, start: number, quote: string): number {
  for (let index = start + 1; index < text.length; index++) {
    if (text[index] === "\\" && quote !== "`") index++;
    else if (text[index] === quote) return index;
  }
  throw new FormatError(`template: ${mainTemplate}:${lineAt(text, start)}: unterminated quoted string`);
}

const token = /\s*(?:("(?:[^"\\]|\\.)*")|(`[^`]*`)|('(?:[^'\\]|\\.)+')|([-+]?(?:0[xX][\da-fA-F]+|\d+(?:\.\d+)?(?:[eE][-+]?\d+)?|\.\d+))|(\$?[\p{L}_][\p{L}\p{N}_]*|\$)|(\.[\p{L}_][\p{L}\p{N}_]*)|(:=|[.=|(),]))/uy;

export interface Token {
  readonly type: "string" | "raw" | "char" | "number" | "word" | "field" | "sign";
  readonly text: string;
  /** Is there space in front of it? */
  readonly apart: boolean;
  /** Where it stands in the template. */
  readonly at: number;
}

const types = ["string", "raw", "char", "number", "word", "field", "sign"] as const;

/** The words of an action. */
export function tokensOf({ text, line, offset }: Piece): readonly Token[] {
  const tokens: Token[] = [];
  token.lastIndex = 0;
  while (token.lastIndex < text.trimEnd().length) {
    const from = token.lastIndex;
    const found = token.exec(text);
    if (found === null) throw new FormatError(`template: ${mainTemplate}:${line}: unexpected ${JSON.stringify(text.slice(from).trim()[0] ?? "")} in operand`);
    const index = found.slice(1).findIndex((group) => group !== undefined);
    tokens.push({ type: types[index] as Token["type"], text: found[index + 1] as string, apart: /^\s/.test(found[0]), at: offset + token.lastIndex - (found[index + 1] as string).length });
  }
  return tokens;
}
