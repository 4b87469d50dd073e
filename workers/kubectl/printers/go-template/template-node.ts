/** A value that a template computes without looking at the data. */
export type Literal = string | boolean | null | GoInt | number;

/** A whole number written in a template. JSON's numbers are floats in Go, and the two do not compare. */
export class GoInt {
  readonly value: number;

  constructor(value: number) {
    this.value = value;
  }
}

export type Operand =
  | { readonly type: "dot" }
  | { readonly type: "literal"; readonly value: Literal }
  | { readonly type: "variable"; readonly name: string; readonly text: string }
  | { readonly type: "function"; readonly name: string }
  | { readonly type: "pipeline"; readonly pipeline: Pipeline };

/** An operand with the fields that are taken from it: `.spec.containers`. */
export interface Term {
  readonly operand: Operand;
  readonly fields: readonly string[];
}

export interface Pipeline {
  /** Variables that it sets; two only in a range. */
  readonly variables: readonly string[];
  readonly assigns: boolean;
  readonly commands: readonly (readonly Term[])[];
  /** As it is written, for messages. */
  readonly source: string;
}

export type TemplateNode =
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "action"; readonly pipeline: Pipeline }
  | { readonly type: "if" | "with" | "range"; readonly pipeline: Pipeline; readonly body: readonly TemplateNode[]; readonly otherwise: readonly TemplateNode[] }
  | { readonly type: "template"; readonly name: string; readonly pipeline: Pipeline | undefined }
  | { readonly type: "break" | "continue" };

/** A template and those that it defines. */
export type Templates = ReadonlyMap<string, readonly TemplateNode[]>;

/** The name that kubectl gives to the template of a command line. */
export const mainTemplate = "output";
