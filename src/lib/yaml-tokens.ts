export type TokenKind = "key" | "string" | "number" | "word" | "comment" | "mark" | "plain";

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
}

const lineShape = /^(\s*(?:- +)*)((?:"[^"]*"|'[^']*'|[^\s#'"][^#:]*?)\s*)(:)(?=\s|$)(.*)$/;

/**
 * One line of YAML cut into coloured pieces. It colours, it does not parse: the texts always join to the line.
 * That is enough for what the API server printed, and for what is shown before the real editor has come.
 */
export function yamlTokens(line: string): readonly Token[] {
  if (/^\s*#/.test(line)) return [{ kind: "comment", text: line }];
  if (/^(---|\.\.\.)\s*$/.test(line)) return [{ kind: "mark", text: line }];
  const parts = lineShape.exec(line);
  if (parts === null) {
    const lead = /^\s*(?:- +)*/.exec(line)?.[0] ?? "";
    return keep([{ kind: "mark", text: lead }, ...valueTokens(line.slice(lead.length))]);
  }
  const [, lead = "", key = "", colon = "", value = ""] = parts;
  return keep([{ kind: "mark", text: lead }, { kind: "key", text: key }, { kind: "mark", text: colon }, ...valueTokens(value)]);
}

function valueTokens(value: string): readonly Token[] {
  const comment = / #.*$/.exec(value)?.[0] ?? "";
  const bare = value.slice(0, value.length - comment.length);
  const tail: Token[] = comment === "" ? [] : [{ kind: "comment", text: comment }];
  return [{ kind: valueKind(bare.trim()), text: bare }, ...tail];
}

function valueKind(value: string): TokenKind {
  if (/^["']/.test(value)) return "string";
  if (/^-?\d+(\.\d+)?$/.test(value)) return "number";
  if (/^(true|false|null|~)$/.test(value)) return "word";
  if (/^[|>][+-]?$/.test(value) || /^[[{]/.test(value)) return "mark";
  return "plain";
}

const keep = (tokens: readonly Token[]) => tokens.filter(({ text }) => text !== "");
