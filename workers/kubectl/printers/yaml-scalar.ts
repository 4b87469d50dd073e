/** Beyond this column a line is folded at its next space. */
const bestWidth = 80;

export interface Position {
  /** How much of the line is used already. */
  readonly column: number;
  /** Where further lines of the scalar begin. */
  readonly indent: number;
}

/** A text with line breaks: literal where YAML can, else in double quotes. */
export function blockScalar(text: string, position: Position): string {
  const { blockAllowed } = analyze(text);
  if (!blockAllowed) return doubleQuoted(text, position);
  const pad = " ".repeat(position.indent);
  const body = text.split("\n").map((line) => (line === "" ? "" : pad + line));
  if (body.at(-1) === "") body.pop();
  return `|${/^[ \n]/.test(text) ? "2" : ""}${chomping(text)}\n${body.join("\n")}`;
}

function chomping(text: string): string {
  if (!text.endsWith("\n")) return "-";
  return text.length === 1 || text.at(-2) === "\n" ? "+" : "";
}

/** A text on one line: plain where it cannot be mistaken for something else. */
export function plainOrQuoted(text: string, position: Position): string {
  if (looksLikeOther(text)) return doubleQuoted(text, position);
  const { plainAllowed, singleAllowed } = analyze(text);
  if (plainAllowed) return fold(text, position);
  return singleAllowed ? singleQuoted(text, position) : doubleQuoted(text, position);
}

/** A key is never folded. */
export function keyScalar(text: string): string {
  const nowhere = { column: Number.NEGATIVE_INFINITY, indent: 0 };
  return text.includes("\n") ? doubleQuoted(text, nowhere) : plainOrQuoted(text, nowhere);
}

/** Would a reader take the plain text for a null, a boolean, a number or a time? */
export function looksLikeOther(text: string): boolean {
  if (words.has(text)) return true;
  const first = text[0] ?? "";
  if (first === ".") return /^\.\d[\d_]*(?:[eE][-+]?\d+)?$/.test(text);
  if (!/[-+0-9]/.test(first)) return false;
  const plain = text.replaceAll("_", "");
  return integer.test(plain) || float.test(plain) || base60.test(text) || time.test(text);
}

const words: ReadonlySet<string> = new Set([
  "", "~", "null", "Null", "NULL", "<<", ".nan", ".NaN", ".NAN", ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF", "-.inf", "-.Inf", "-.INF",
  "y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON", "n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF",
]);
const integer = /^[-+]?(?:0|[1-9]\d*|0[xX][\da-fA-F]+|0[oO]?[0-7]+|0[bB][01]+)$/;
const float = /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/;
const base60 = /^[-+]?\d[\d_]*(?::[0-5]?\d)+(?:\.[\d_]*)?$/;
const time = /^\d{4}-\d{1,2}-\d{1,2}(?:[Tt]\d{1,2}:\d{1,2}:\d{1,2}(?:\.\d+)?(?:Z|[-+]\d{2}:\d{2})| \d{1,2}:\d{1,2}:\d{1,2}(?:\.\d+)?)?$/;

interface Analysis {
  readonly plainAllowed: boolean;
  readonly singleAllowed: boolean;
  readonly blockAllowed: boolean;
}

const unprintable = /[^\n\x20-\x7e\u00a0-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]/u;
const indicator = /^(?:---|\.\.\.)|^[#,[\]{}&*!|>'"%@`]|^[?:](?=\s|$)|^-(?=\s|$)|:(?=\s|$)|(?<=\s)#/;

function analyze(text: string): Analysis {
  const spoiled = / \n/.test(text) || unprintable.test(text);
  const breakSpace = /\n /.test(text);
  const edges = /^[ \n]|[ \n]$/.test(text);
  return {
    plainAllowed: !spoiled && !edges && !text.includes("\n") && !indicator.test(text),
    singleAllowed: !spoiled && !breakSpace,
    blockAllowed: !spoiled && !text.endsWith(" "),
  };
}

/** Breaks the line at single spaces beyond the best width. */
function fold(text: string, { column, indent }: Position, quote = ""): string {
  if (column + text.length <= bestWidth) return text;
  let folded = "";
  let at = column;
  const characters = Array.from(text);
  for (const [index, character] of characters.entries()) {
    const alone = character === " " && characters[index - 1] !== " " && characters[index + 1] !== " ";
    const inside = quote === "" || (index > 0 && index < characters.length - 1);
    if (alone && inside && at > bestWidth) {
      folded += `\n${" ".repeat(indent)}`;
      at = indent;
    } else {
      folded += character === quote ? quote + quote : character;
      at += character === quote ? 2 : 1;
    }
  }
  return folded;
}

function singleQuoted(text: string, { column, indent }: Position): string {
  if (column + text.length + 1 <= bestWidth) return `'${text.replaceAll("'", "''")}'`;
  return `'${fold(text, { column: column + 1, indent }, "'")}'`;
}

const escapes: ReadonlyMap<string, string> = new Map([
  ["\0", "\\0"], ["\x07", "\\a"], ["\b", "\\b"], ["\t", "\\t"], ["\n", "\\n"], ["\v", "\\v"], ["\f", "\\f"], ["\r", "\\r"], ["\x1b", "\\e"],
  ['"', '\\"'], ["\\", "\\\\"], ["\x85", "\\N"], ["\u2028", "\\L"], ["\u2029", "\\P"],
]);

function doubleQuoted(text: string, { column, indent }: Position): string {
  let quoted = '"';
  let at = column + 1;
  const characters = Array.from(text);
  for (const [index, character] of characters.entries()) {
    const inside = index > 0 && index < characters.length - 1;
    if (character === " " && characters[index - 1] !== " " && inside && at > bestWidth) {
      const slash = characters[index + 1] === " " ? "\\" : "";
      quoted += `\n${" ".repeat(indent)}${slash}`;
      at = indent + slash.length;
      continue;
    }
    const piece = escaped(character);
    quoted += piece;
    at += Array.from(piece).length;
  }
  return `${quoted}"`;
}

function escaped(character: string): string {
  const known = escapes.get(character);
  if (known !== undefined) return known;
  if (!unprintable.test(character)) return character;
  const code = character.codePointAt(0) ?? 0;
  const hex = code.toString(16).toUpperCase();
  if (code <= 0xff) return `\\x${hex.padStart(2, "0")}`;
  return code <= 0xffff ? `\\u${hex.padStart(4, "0")}` : `\\U${hex.padStart(8, "0")}`;
}
