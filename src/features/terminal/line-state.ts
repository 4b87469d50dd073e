/** A line that is being written, and where in it the cursor stands. */
export interface LineState {
  readonly text: string;
  readonly cursor: number;
  /** What was cut last, for Ctrl-Y. */
  readonly cut: string;
}

export const emptyLine: LineState = { text: "", cursor: 0, cut: "" };

/** A line with the cursor at its end. */
export const lineOf = (text: string, before: LineState = emptyLine): LineState => ({ ...before, text, cursor: text.length });

/** Writes at the cursor. */
export function insert(line: LineState, text: string): LineState {
  return { ...line, text: line.text.slice(0, line.cursor) + text + line.text.slice(line.cursor), cursor: line.cursor + text.length };
}

/** What the editing keys of a shell do to a line. */
export const edits = {
  left: (line: LineState) => move(line, stepLeft(line)),
  right: (line: LineState) => move(line, stepRight(line)),
  home: (line: LineState) => move(line, 0),
  end: (line: LineState) => move(line, line.text.length),
  wordLeft: (line: LineState) => move(line, wordStart(line)),
  wordRight: (line: LineState) => move(line, wordEnd(line)),
  backspace: (line: LineState) => without(line, stepLeft(line), line.cursor),
  delete: (line: LineState) => without(line, line.cursor, stepRight(line)),
  cutToStart: (line: LineState) => cut(line, 0, line.cursor),
  cutToEnd: (line: LineState) => cut(line, line.cursor, line.text.length),
  cutWord: (line: LineState) => cut(line, blankWordStart(line), line.cursor),
  cutWordRight: (line: LineState) => cut(line, line.cursor, wordEnd(line)),
  cutWordLeft: (line: LineState) => cut(line, wordStart(line), line.cursor),
  paste: (line: LineState) => insert(line, line.cut),
  swap: (line: LineState) => swapped(line),
} as const;

export type Edit = keyof typeof edits;

const move = (line: LineState, cursor: number): LineState => ({ ...line, cursor });

/** A character outside the basic plane counts as one step. */
const stepLeft = ({ text, cursor }: LineState) => Math.max(0, cursor - (/[\uD800-\uDBFF][\uDC00-\uDFFF]$/.test(text.slice(0, cursor)) ? 2 : 1));
const stepRight = ({ text, cursor }: LineState) => Math.min(text.length, cursor + (/^[\uD800-\uDBFF][\uDC00-\uDFFF]/.test(text.slice(cursor)) ? 2 : 1));

const wordStart = ({ text, cursor }: LineState) => /[\p{L}\p{N}]*[^\p{L}\p{N}]*$/u.exec(text.slice(0, cursor))?.index ?? 0;
const wordEnd = ({ text, cursor }: LineState) => cursor + (/^[^\p{L}\p{N}]*[\p{L}\p{N}]*/u.exec(text.slice(cursor))?.[0].length ?? 0);
/** Ctrl-W cuts to the blank before, so a path or a flag goes as a whole. */
const blankWordStart = ({ text, cursor }: LineState) => /\S*\s*$/.exec(text.slice(0, cursor))?.index ?? 0;

function without(line: LineState, from: number, to: number): LineState {
  return { ...line, text: line.text.slice(0, from) + line.text.slice(to), cursor: from };
}

function cut(line: LineState, from: number, to: number): LineState {
  return from === to ? line : { ...without(line, from, to), cut: line.text.slice(from, to) };
}

function swapped(line: LineState): LineState {
  const { text } = line;
  const at = Math.min(line.cursor, text.length - 1);
  if (at < 1) return line;
  return { ...line, text: text.slice(0, at - 1) + text.charAt(at) + text.charAt(at - 1) + text.slice(at + 1), cursor: at + 1 };
}
