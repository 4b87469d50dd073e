/** A value that a template computes without looking at the data. */
export type Literal = string | boolean | null | number;

export type Operand =
  | { readonly type: "dot" }
  | { readonly type: "literal"; readonly value: Literal }
  | { readonly type: "variable"; readonly name: string }
  | { readonly type: "function"; readonly name: string }
  | { readonly type: "pipeline"; readonly pipeline: Pipeline };

/** An operand with the fields that are taken from it: `.spec.containers`. */
export interface Term {
  readonly operand: Operand;
  readonly fields: readonly Field[];
  /** Where it stands in the template. */
  readonly at: number;
  /** As it is written, for messages. */
  readonly text: string;
}

export interface Field {
  readonly name: string;
  readonly at: number;
}

export interface Pipeline {
  /** Variables that it sets; two only in a range. */
  readonly variables: readonly string[];
  readonly assigns: boolean;
  readonly commands: readonly Command[];
}

/** A term alone, or a function with its arguments. */
export interface Command {
  readonly terms: readonly Term[];
  readonly text: string;
}

export type TemplateNode =
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "action"; readonly pipeline: Pipeline }
  | { readonly type: "if" | "with" | "range"; readonly pipeline: Pipeline; readonly body: readonly TemplateNode[]; readonly otherwise: readonly TemplateNode[] }
  | { readonly type: "template"; readonly name: string; readonly pipeline: Pipeline | undefined }
  | { readonly type: "break" | "continue" };

/** A template and those that it defines. */
export interface Templates {
  readonly source: string;
  readonly nodes: ReadonlyMap<string, readonly TemplateNode[]>;
}

/** The name that kubectl gives to the template of a command line. */
export const mainTemplate = "output";
