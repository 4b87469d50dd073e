import { FormatError } from "./format-error.ts";

/**
 * Says, in Go's words, what is wrong with a text that is no JSON. What JavaScript engines say differs from one to the
 * other, so this reads the text once more.
 */
export function jsonSyntaxError(text: string): FormatError {
  try {
    const end = readValue(text, skipSpace(text, 0));
    const rest = skipSpace(text, end);
    if (rest < text.length) throw unexpected(text, rest, "after top-level value");
  } catch (error) {
    if (error instanceof FormatError) return error;
    throw error;
  }
  return new FormatError("invalid JSON");
}

const unexpectedEnd = () => new FormatError("unexpected end of JSON input");

function unexpected(text: string, position: number, context: string): FormatError {
  const code = text.codePointAt(position);
  return code === undefined ? unexpectedEnd() : new FormatError(`invalid character ${quote(String.fromCodePoint(code))} ${context}`);
}

function quote(character: string): string {
  if (character === "'") return "'\\''";
  return character === '"' ? `'"'` : `'${JSON.stringify(character).slice(1, -1)}'`;
}

function skipSpace(text: string, start: number): number {
  let position = start;
  while (position < text.length && " \t\r\n".includes(text.charAt(position))) position++;
  return position;
}

/** Each reader returns the position behind what it read. */
function readValue(text: string, start: number): number {
  const first = text.charAt(start);
  if (first === "{") return readObject(text, start + 1);
  if (first === "[") return readArray(text, start + 1);
  if (first === '"') return readString(text, start + 1);
  if (first === "t") return readWord(text, start, "true");
  if (first === "f") return readWord(text, start, "false");
  if (first === "n") return readWord(text, start, "null");
  if (first === "-" || isDigit(first)) return readNumber(text, start);
  throw unexpected(text, start, "looking for beginning of value");
}

function readObject(text: string, start: number): number {
  let position = skipSpace(text, start);
  if (text[position] === "}") return position + 1;
  for (;;) {
    if (text[position] !== '"') throw unexpected(text, position, "looking for beginning of object key string");
    position = skipSpace(text, readString(text, position + 1));
    if (text[position] !== ":") throw unexpected(text, position, "after object key");
    position = skipSpace(text, readValue(text, skipSpace(text, position + 1)));
    if (text[position] === "}") return position + 1;
    if (text[position] !== ",") throw unexpected(text, position, "after object key:value pair");
    position = skipSpace(text, position + 1);
  }
}

function readArray(text: string, start: number): number {
  let position = skipSpace(text, start);
  if (text[position] === "]") return position + 1;
  for (;;) {
    position = skipSpace(text, readValue(text, position));
    if (text[position] === "]") return position + 1;
    if (text[position] !== ",") throw unexpected(text, position, "after array element");
    position = skipSpace(text, position + 1);
  }
}

function readString(text: string, start: number): number {
  for (let position = start; position < text.length; position++) {
    const character = text.charAt(position);
    if (character === '"') return position + 1;
    if (character < " ") throw unexpected(text, position, "in string literal");
    if (character === "\\") position = readEscape(text, position + 1);
  }
  throw unexpectedEnd();
}

/** Returns the position of the last character of the escape. */
function readEscape(text: string, start: number): number {
  const kind = text.charAt(start);
  if (kind === "" || !'"\\/bfnrtu'.includes(kind)) throw unexpected(text, start, "in string escape code");
  if (kind !== "u") return start;
  for (let position = start + 1; position <= start + 4; position++) {
    if (!/[0-9a-fA-F]/.test(text.charAt(position))) throw unexpected(text, position, "in \\u hexadecimal character escape");
  }
  return start + 4;
}

function readWord(text: string, start: number, word: string): number {
  for (let index = 1; index < word.length; index++) {
    if (text[start + index] !== word[index]) throw unexpected(text, start + index, `in literal ${word} (expecting '${word[index]}')`);
  }
  return start + word.length;
}

function readNumber(text: string, start: number): number {
  let position = text[start] === "-" ? start + 1 : start;
  if (!isDigit(text.charAt(position))) throw unexpected(text, position, "in numeric literal");
  position = text[position] === "0" ? position + 1 : skipDigits(text, position);
  if (text[position] === ".") position = readDigits(text, position + 1, "after decimal point in numeric literal");
  if (text[position] !== "e" && text[position] !== "E") return position;
  const sign = text[position + 1] === "+" || text[position + 1] === "-" ? 1 : 0;
  return readDigits(text, position + 1 + sign, "in exponent of numeric literal");
}

function readDigits(text: string, start: number, context: string): number {
  if (!isDigit(text.charAt(start))) throw unexpected(text, start, context);
  return skipDigits(text, start);
}

function skipDigits(text: string, start: number): number {
  let position = start;
  while (isDigit(text.charAt(position))) position++;
  return position;
}

const isDigit = (character: string) => character >= "0" && character <= "9";
