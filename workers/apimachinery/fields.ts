import { FormatError } from "./format-error.ts";

/** One condition of a field selector. */
export interface FieldRequirement {
  readonly field: string;
  readonly operator: "=" | "!=";
  readonly value: string;
}

/** A query over fields: all conditions must hold. */
export type FieldSelector = readonly FieldRequirement[];

export const everyField: FieldSelector = Object.freeze([]);

/** Reads `status.phase=Running,spec.nodeName!=node-1`; throws a FormatError. */
export function parseFieldSelector(text: string): FieldSelector {
  const terms = splitTerms(text).sort();
  return terms.filter((term) => term !== "").map((term) => readTerm(term, text));
}

/** Do the fields match? `read` gives a field's value; a field that is not set reads as "". */
export function fieldsMatch(selector: FieldSelector, read: (field: string) => string): boolean {
  for (const { field, operator, value } of selector) if ((read(field) === value) !== (operator === "=")) return false;
  return true;
}

/** Writes the selector in its string form. */
export const formatFieldSelector = (selector: FieldSelector) =>
  selector.map(({ field, operator, value }) => `${field}${operator}${escapeFieldValue(value)}`).join(",");

/** The one value that the selector demands of a field, so that an index can serve the query. */
export const requiresExactField = (selector: FieldSelector, field: string): string | undefined =>
  selector.find((requirement) => requirement.field === field && requirement.operator === "=")?.value;

/** Makes any text usable as a value in a field selector. */
export const escapeFieldValue = (value: string) => value.replace(/[\\,=]/g, "\\$&");

function splitTerms(text: string): string[] {
  return text === "" ? [] : (text.match(/(?:^|,)(?:[^\\,]|\\[^]|\\$)*/g) ?? []).map((term) => (term.startsWith(",") ? term.slice(1) : term));
}

function readTerm(term: string, whole: string): FieldRequirement {
  const parts = /^(.*?)(!=|==|=)([^]*)$/.exec(term);
  if (parts === null) throw new FormatError(`invalid selector: '${whole}'; can't understand '${term}'`);
  return { field: parts[1] ?? "", operator: parts[2] === "!=" ? "!=" : "=", value: unescapeFieldValue(parts[3] ?? "") };
}

function unescapeFieldValue(text: string): string {
  return text.replace(/\\([^]?)|[,=]/gu, (sequence, escaped: string | undefined) => {
    if (escaped === undefined) throw new FormatError(`invalid field selector: unescaped character in value: ${sequence.codePointAt(0)}`);
    if (escaped === "" || !"\\,=".includes(escaped)) throw new FormatError(`invalid field selector: invalid escape sequence: ${sequence}`);
    return escaped;
  });
}
