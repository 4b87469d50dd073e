import type { Document, LineCounter, YAMLParseError } from "yaml";

/** What kubectl's reader of YAML would say. */
export interface YamlComplaint {
  /** In its words: `line 3: mapping values are not allowed in this context`. */
  readonly message: string;
  /** The line of the fault in the document, from 1. */
  readonly line: number;
}

/** The first thing that is wrong with a document; undefined when nothing is. */
export function yamlComplaint(text: string, document: Document.Parsed | Document, counter: LineCounter): YamlComplaint | undefined {
  const tab = tabLine(text);
  const [error] = document.errors as readonly YAMLParseError[];
  if (error === undefined) return undefined;
  const { line } = counter.linePos(error.pos[0]);
  if (tab !== undefined && tab <= line) return scanner(tab, "found character that cannot start any token");
  return wordsFor(error, { text, line });
}

/** The reader of tokens counts lines from 1, the reader of structure from 0; line 0 is not named. */
const scanner = (line: number, problem: string): YamlComplaint => ({ message: `line ${line}: ${problem}`, line });
const parser = (line: number, problem: string): YamlComplaint => ({ message: line > 1 ? `line ${line - 1}: ${problem}` : problem, line });

interface Place {
  readonly text: string;
  readonly line: number;
}

function wordsFor({ code, message }: YAMLParseError, { text, line }: Place): YamlComplaint {
  const own = text.split("\n")[line - 1] ?? "";
  switch (code) {
    case "BLOCK_AS_IMPLICIT_KEY":
    case "BLOCK_IN_FLOW":
      return scanner(line, "mapping values are not allowed in this context");
    case "TAB_AS_INDENT":
      return scanner(line, "found character that cannot start any token");
    case "MISSING_CHAR":
      return missing(message, { text, line });
    case "BAD_INDENT":
    case "UNEXPECTED_TOKEN":
    case "IMPOSSIBLE":
      if (/^\s*[^\s#].*: .*: /.test(own)) return scanner(line, "mapping values are not allowed in this context");
      if (/^\s*[@`]/.test(own) || /:\s+[@`]/.test(own)) return scanner(line, "found character that cannot start any token");
      return parser(line, "did not find expected key");
    case "MULTILINE_IMPLICIT_KEY":
      return scanner(line + 1, "could not find expected ':'");
    case "BAD_ALIAS":
      return { message: "unknown anchor referenced", line };
    case "BAD_DQ_ESCAPE":
      return scanner(line, "found unknown escape character");
    default:
      return parser(line, "did not find expected node content");
  }
}

function missing(message: string, { text, line }: Place): YamlComplaint {
  const lines = text.split("\n");
  if (/quote/.test(message)) return scanner(lines.length, "found unexpected end of stream");
  if (/flow (map|seq)|[[{]/.test(message)) return parser(line, /map|\{|\}/.test(message) ? "did not find expected ',' or '}'" : "did not find expected ',' or ']'");
  return scanner(line + 1, "could not find expected ':'");
}

/** The first line that is indented with a tab, which YAML forbids. */
function tabLine(text: string): number | undefined {
  const index = text.split("\n").findIndex((line) => /^ *\t\s*\S/.test(line));
  return index < 0 ? undefined : index + 1;
}
