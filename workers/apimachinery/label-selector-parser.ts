import { FormatError } from "./format-error.ts";
import { binaryOperators, keyErrors, type LabelOperator, type LabelRequirement, newRequirement } from "./label-requirement.ts";
import { errorMessage } from "./validation.ts";

interface Token {
  readonly kind: "identifier" | "end" | "error" | LabelOperator | "(" | ")" | ",";
  readonly text: string;
}

const symbols: ReadonlyMap<string, Token["kind"]> = new Map([
  [")", ")"], ["(", "("], [",", ","], ["!", "!"], ["==", "=="], ["=", "="], ["!=", "!="], [">", "gt"], ["<", "lt"],
]);

const isSpace = (character: string) => character === " " || character === "\t" || character === "\r" || character === "\n";
const isSpecial = (character: string) => character !== "" && "=!(),><".includes(character);

/** Reads the string form of a label selector, such as `app=web,tier in (a, b),!legacy`; throws a FormatError. */
export function parseRequirements(selector: string): readonly LabelRequirement[] {
  const tokens = tokenize(selector);
  const requirements: LabelRequirement[] = [];
  for (;;) {
    const { kind, text } = tokens.peekValue();
    if (kind === "end") return requirements;
    if (kind !== "identifier" && kind !== "!") throw new FormatError(`found '${text}', expected: !, identifier, or 'end of string'`);
    requirements.push(readRequirement(tokens));
    if (!readSeparator(tokens)) return requirements;
  }
}

function readSeparator(tokens: Tokens): boolean {
  const separator = tokens.takeValue();
  if (separator.kind === "end") return false;
  if (separator.kind !== ",") throw new FormatError(`found '${separator.text}', expected: ',' or 'end of string'`);
  const next = tokens.peekValue();
  if (next.kind !== "identifier" && next.kind !== "!") throw new FormatError(`found '${next.text}', expected: identifier after ','`);
  return true;
}

function readRequirement(tokens: Tokens): LabelRequirement {
  try {
    const absent = tokens.peekValue().kind === "!";
    if (absent) tokens.takeValue();
    const key = readKey(tokens);
    const next = tokens.peekValue().kind;
    if (absent) return newRequirement(key, "!", []);
    if (next === "end" || next === ",") return newRequirement(key, "exists", []);
    const operator = readOperator(tokens);
    const values = operator === "in" || operator === "notin" ? readValues(tokens) : [readExactValue(tokens)];
    return newRequirement(key, operator, [...new Set(values)].sort());
  } catch (error) {
    throw error instanceof FormatError ? new FormatError(`unable to parse requirement: ${error.message}`) : error;
  }
}

function readKey(tokens: Tokens): string {
  const { kind, text } = tokens.takeValue();
  if (kind !== "identifier") throw new FormatError(`found '${text}', expected: identifier`);
  const [wrong] = keyErrors(text, "<nil>");
  if (wrong !== undefined) throw new FormatError(errorMessage(wrong));
  return text;
}

function readOperator(tokens: Tokens): LabelOperator {
  const { kind, text } = tokens.take();
  const operator = binaryOperators.find((each) => each === kind);
  if (operator === undefined) throw new FormatError(`found '${text}', expected: ${binaryOperators.join(", ")}`);
  return operator;
}

function readExactValue(tokens: Tokens): string {
  const next = tokens.peekValue().kind;
  if (next === "end" || next === ",") return "";
  const { kind, text } = tokens.takeValue();
  if (kind !== "identifier") throw new FormatError(`found '${text}', expected: identifier`);
  return text;
}

function readValues(tokens: Tokens): readonly string[] {
  const open = tokens.takeValue();
  if (open.kind !== "(") throw new FormatError(`found '${open.text}' expected: '('`);
  const first = tokens.peekValue();
  if (first.kind === ")") {
    tokens.takeValue();
    return [""];
  }
  if (first.kind !== "identifier" && first.kind !== ",") throw new FormatError(`found '${first.text}', expected: ',', ')' or identifier`);
  const values = readList(tokens);
  tokens.takeValue();
  return values;
}

/** Up to the closing parenthesis; nothing before, between or after commas counts as the empty value. */
function readList(tokens: Tokens): readonly string[] {
  const values: string[] = [];
  for (;;) {
    const { kind, text } = tokens.takeValue();
    const next = tokens.peekValue();
    if (kind === "identifier") {
      values.push(text);
      if (next.kind === ")") return values;
      if (next.kind !== ",") throw new FormatError(`found '${next.text}', expected: ',' or ')'`);
    } else if (kind === ",") {
      if (values.length === 0 || next.kind === "," || next.kind === ")") values.push("");
      if (next.kind === ")") return values;
    } else {
      throw new FormatError(`found '${text}', expected: ',', or identifier`);
    }
  }
}

interface Tokens {
  /** The next token. */
  take(): Token;
  /** The next token, where the words `in` and `notin` are names like any other. */
  takeValue(): Token;
  peekValue(): Token;
}

function tokenize(selector: string): Tokens {
  const tokens: Token[] = [];
  for (let position = 0; position <= selector.length;) {
    const { token, end } = readToken(selector, position);
    tokens.push(token);
    position = end;
    if (token.kind === "end") break;
  }
  const end: Token = { kind: "end", text: "" };
  const asValue = (token: Token): Token => (token.kind === "in" || token.kind === "notin" ? { kind: "identifier", text: token.text } : token);
  let next = 0;
  return {
    take: () => tokens[next++] ?? end,
    takeValue: () => asValue(tokens[next++] ?? end),
    peekValue: () => asValue(tokens[next] ?? end),
  };
}

function readToken(selector: string, start: number): { readonly token: Token; readonly end: number } {
  let position = start;
  while (position < selector.length && isSpace(selector.charAt(position))) position++;
  if (position >= selector.length) return { token: { kind: "end", text: "" }, end: position };
  return isSpecial(selector.charAt(position)) ? readSymbol(selector, position) : readWord(selector, position);
}

function readWord(selector: string, start: number) {
  let end = start;
  while (end < selector.length && !isSpace(selector.charAt(end)) && !isSpecial(selector.charAt(end))) end++;
  const text = selector.slice(start, end);
  const kind: Token["kind"] = text === "in" || text === "notin" ? text : "identifier";
  return { token: { kind, text }, end };
}

/** The longest symbol that starts here. */
function readSymbol(selector: string, start: number) {
  const text = symbols.has(selector.slice(start, start + 2)) ? selector.slice(start, start + 2) : selector.charAt(start);
  return { token: { kind: symbols.get(text) ?? ("error" as const), text }, end: start + text.length };
}
