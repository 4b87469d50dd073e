import type { Edit } from "./line-state.ts";

/** What a person did at the keyboard, read from the bytes that a terminal sends. */
export type Key =
  | { readonly type: "text"; readonly text: string }
  /** Text that was pasted as one piece; line ends are newlines. */
  | { readonly type: "paste"; readonly text: string }
  | { readonly type: "edit"; readonly edit: Edit }
  | { readonly type: "enter" | "tab" | "interrupt" | "end-of-file" | "clear" | "older" | "newer" | "search" | "escape" };

const sequences = new Map<string, Key>([
  ["\r", { type: "enter" }],
  ["\n", { type: "enter" }],
  ["\t", { type: "tab" }],
  ["\x03", { type: "interrupt" }],
  ["\x04", { type: "end-of-file" }],
  ["\x0c", { type: "clear" }],
  ["\x10", { type: "older" }],
  ["\x0e", { type: "newer" }],
  ["\x12", { type: "search" }],
  ["\x07", { type: "escape" }],
  ["\x1b", { type: "escape" }],
  ["\x1b[A", { type: "older" }],
  ["\x1bOA", { type: "older" }],
  ["\x1b[B", { type: "newer" }],
  ["\x1bOB", { type: "newer" }],
  ...editing({
    left: ["\x1b[D", "\x1bOD", "\x02"],
    right: ["\x1b[C", "\x1bOC", "\x06"],
    home: ["\x1b[H", "\x1bOH", "\x1b[1~", "\x01"],
    end: ["\x1b[F", "\x1bOF", "\x1b[4~", "\x05"],
    wordLeft: ["\x1bb", "\x1b[1;5D", "\x1b[1;3D"],
    wordRight: ["\x1bf", "\x1b[1;5C", "\x1b[1;3C"],
    backspace: ["\x7f", "\b"],
    delete: ["\x1b[3~"],
    cutToStart: ["\x15"],
    cutToEnd: ["\x0b"],
    cutWord: ["\x17"],
    cutWordRight: ["\x1bd"],
    cutWordLeft: ["\x1b\x7f"],
    paste: ["\x19"],
    swap: ["\x14"],
  }),
]);

function editing(keys: Readonly<Record<Edit, readonly string[]>>): readonly (readonly [string, Key])[] {
  return Object.entries(keys).flatMap(([edit, codes]) => codes.map((code) => [code, { type: "edit", edit: edit as Edit }] as const));
}

const escape = "\u001b";
const control = "[\\u0000-\\u001f\\u007f]";

/** A paste in its brackets, an escape sequence, a control character, or a run of plain text. */
const piece = new RegExp([`${escape}\\[200~([^]*?)(?:${escape}\\[201~|$)`, `${escape}(?:\\[[0-9;?]*[A-Za-z~]|O[A-Za-z]|[\\u0020-\\u007f])?`, control, control.replace("[", "[^") + "+"].join("|"), "g");

/** Splits what a terminal sent into keys. Sequences that mean nothing here are left out. */
export function keysOf(data: string): readonly Key[] {
  return [...data.matchAll(piece)].flatMap(([whole, pasted]): readonly Key[] => {
    if (pasted !== undefined) return [{ type: "paste", text: pasted.replace(/\r\n?/g, "\n") }];
    const key = sequences.get(whole);
    if (key !== undefined) return [key];
    return whole >= " " && whole !== "\x7f" && !whole.startsWith("\x1b") ? [{ type: "text", text: whole }] : [];
  });
}
