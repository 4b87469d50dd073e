/** The syntax tree of the shell language. */

/** A word before expansion: pieces that are joined. */
export type Word = readonly WordPart[];

export type WordPart =
  | { readonly kind: "text"; readonly text: string; readonly quoted: boolean }
  | { readonly kind: "parameter"; readonly parameter: Parameter; readonly quoted: boolean }
  | { readonly kind: "command"; readonly script: Script; readonly quoted: boolean }
  | { readonly kind: "arithmetic"; readonly expression: Word; readonly quoted: boolean };

/** ${name[index]operator argument}. */
export interface Parameter {
  readonly name: string;
  readonly index?: Word;
  /** "length" is ${#name}. */
  readonly operator?: string;
  readonly argument?: Word;
  /** Second half of ${name/pattern/replacement} and ${name:offset:length}. */
  readonly second?: Word;
}

export interface Assignment {
  readonly name: string;
  readonly index?: Word;
  readonly append: boolean;
  readonly value: Word | readonly Word[];
  readonly isArray: boolean;
}

export interface Redirect {
  /** File descriptor; undefined for the operator's own (and for &>, both outputs). */
  readonly fd: number | undefined;
  readonly operator: "<" | ">" | ">>" | ">|" | "<<" | "<<<" | ">&" | "<&" | "&>" | "&>>" | "<>";
  readonly target: Word;
}

export type Command =
  | { readonly kind: "simple"; readonly assignments: readonly Assignment[]; readonly words: readonly Word[]; readonly redirects: readonly Redirect[] }
  | { readonly kind: "group"; readonly body: Script; readonly redirects: readonly Redirect[] }
  | { readonly kind: "subshell"; readonly body: Script; readonly redirects: readonly Redirect[] }
  | { readonly kind: "if"; readonly branches: readonly { readonly condition: Script; readonly body: Script }[]; readonly otherwise?: Script; readonly redirects: readonly Redirect[] }
  | { readonly kind: "loop"; readonly until: boolean; readonly condition: Script; readonly body: Script; readonly redirects: readonly Redirect[] }
  | { readonly kind: "for"; readonly name: string; readonly items?: readonly Word[]; readonly body: Script; readonly redirects: readonly Redirect[] }
  | { readonly kind: "arithmetic-for"; readonly start: Word; readonly condition: Word; readonly step: Word; readonly body: Script; readonly redirects: readonly Redirect[] }
  | { readonly kind: "case"; readonly subject: Word; readonly branches: readonly { readonly patterns: readonly Word[]; readonly body: Script }[]; readonly redirects: readonly Redirect[] }
  | { readonly kind: "function"; readonly name: string; readonly body: Command; readonly redirects: readonly Redirect[] }
  | { readonly kind: "test"; readonly words: readonly Word[]; readonly redirects: readonly Redirect[] }
  | { readonly kind: "arithmetic"; readonly expression: Word; readonly redirects: readonly Redirect[] };

export interface Pipeline {
  readonly commands: readonly Command[];
  readonly negated: boolean;
}

export interface AndOr {
  readonly first: Pipeline;
  readonly rest: readonly { readonly operator: "&&" | "||"; readonly pipeline: Pipeline }[];
  readonly background: boolean;
}

export type Script = readonly AndOr[];

/** The text is no shell script; `incomplete` when more lines could make it one. */
export class SyntaxFault extends Error {
  override readonly name = "SyntaxFault";
  readonly incomplete: boolean;

  constructor(message: string, incomplete = false) {
    super(message);
    this.incomplete = incomplete;
  }
}
