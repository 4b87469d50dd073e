import type { Document, LineCounter } from "yaml";

/** What kubectl's reader of YAML would say. */
export interface YamlComplaint {
  /** In its words: `line 3: mapping values are not allowed in this context`. */
  readonly message: string;
  /** The line of the fault in the document, from 1. */
  readonly line: number;
}

/** The first thing that is wrong with a document; undefined when nothing is. */
export function yamlComplaint(text: string, { errors }: Pick<Document, "errors">, counter: LineCounter): YamlComplaint | undefined {
  const [error] = errors;
  if (error === undefined) return undefined;
  const { line } = counter.linePos(error.pos[0]);
  const lines = text.split("\n");
  const tab = tabComplaint(lines, line);
  if (tab !== undefined) return tab;
  const place = { lines, line, own: lines[line - 1] ?? "" };
  const manyLines = errors.some(({ code }) => code === "MULTILINE_IMPLICIT_KEY");
  return wordsFor(error, place, manyLines);
}

/** An alias without an anchor shows only when the value is built. */
export function aliasComplaint(text: string, message: string): YamlComplaint {
  const name = /: (\S+)$/.exec(message)?.[1] ?? "";
  const line = text.split("\n").findIndex((each) => each.includes(`*${name}`)) + 1;
  return { message: `unknown anchor '${name}' referenced`, line };
}

/** The reader of tokens counts lines from 1, the reader of structure from 0; neither names the first. */
const scanner = (line: number, problem: string): YamlComplaint => ({ message: line > 1 ? `line ${line}: ${problem}` : problem, line });
const parser = (line: number, problem: string): YamlComplaint => ({ message: line > 1 ? `line ${line - 1}: ${problem}` : problem, line });

const noMapping = "mapping values are not allowed in this context";
const noToken = "found character that cannot start any token";
const noColon = "could not find expected ':'";
const noKey = "did not find expected key";

interface Place {
  readonly lines: readonly string[];
  readonly line: number;
  readonly own: string;
}

function wordsFor({ code, message }: Document["errors"][number], place: Place, manyLines: boolean): YamlComplaint {
  const { line, own, lines } = place;
  if (/^\s*[^#]*:\s+-\s/.test(own)) return scanner(line, "block sequence entries are not allowed in this context");
  switch (code) {
    case "BLOCK_AS_IMPLICIT_KEY":
      if (isItem(own) && !own.includes(":")) return parser(line, noKey);
      return scanner(manyLines ? nextWithColon(place) : line, noMapping);
    case "MULTILINE_IMPLICIT_KEY":
      return brokenKey(place);
    case "BAD_SCALAR_START":
    case "TAB_AS_INDENT":
      return scanner(line, noToken);
    case "BAD_DQ_ESCAPE":
      return scanner(line, "found unknown escape character");
    case "MISSING_CHAR":
      if (message.includes("quote")) return scanner(lines.length, "found unexpected end of stream");
      return message.startsWith("Implicit") ? scanner(line + 1, noColon) : parser(line, flowProblem(message) ?? noKey);
    case "BAD_INDENT":
      return parser(line, flowProblem(message) ?? noKey);
    default:
      return parser(line, /^\s*[\]}]/.test(own) || /:\s+[\]}]/.test(own) ? "did not find expected node content" : noKey);
  }
}

function flowProblem(message: string): string | undefined {
  if (!message.startsWith("Flow") && !message.startsWith("Expected flow")) return undefined;
  return message.includes("sequence") ? "did not find expected ',' or ']'" : "did not find expected ',' or '}'";
}

/** A key that goes on over the end of its line: either its colon is missing, or the next line is indented as its value would be. */
function brokenKey(place: Place): YamlComplaint {
  const { own, line, lines } = place;
  const isFirst = lines.slice(0, line - 1).every((each) => /^\s*(#|$)/.test(each));
  if (isItem(own) && !goesDeeper(place)) return parser(line, noKey);
  return isFirst || goesDeeper(place) ? scanner(nextWithColon(place), noMapping) : scanner(line + 1, noColon);
}

const isItem = (text: string) => /^\s*-(\s|$)/.test(text);
const indentOf = (text: string) => text.search(/\S|$/);
const goesDeeper = ({ lines, line, own }: Place) => indentOf(lines[line] ?? "") > indentOf(own);

function nextWithColon({ lines, line }: Place): number {
  const index = lines.findIndex((text, at) => at >= line && /:(\s|$)/.test(text));
  return index < 0 ? line : index + 1;
}

/** The first line up to the fault that is indented with a tab, which YAML forbids. */
function tabComplaint(lines: readonly string[], until: number): YamlComplaint | undefined {
  const index = lines.findIndex((line, at) => at < until && /^ *\t\s*\S/.test(line));
  if (index < 0) return undefined;
  const before = lines.slice(0, index).findLast((line) => /\S/.test(line)) ?? "";
  if (/[|>][-+\d]*\s*$/.test(before)) return scanner(index + 1, "found a tab character where an indentation space is expected");
  return scanner(index + 1, /:\s*(#.*)?$/.test(before) ? noToken : "found a tab character that violates indentation");
}
