import { FormatError } from "./format-error.ts";

/** A field that takes a number or text, such as a port or `25%`. */
export type IntOrString = number | string;

const percent = /^([+-]?\d+)%$/;

/** Whether the value is a percentage such as `25%`. */
export const isPercent = (value: IntOrString): value is string => typeof value === "string" && value.endsWith("%");

/** Reads text as kubectl reads an argument: a 32-bit number where it is one, else the text itself. */
export function parseIntOrString(text: string): IntOrString {
  const number = /^[+-]?\d+$/.test(text) ? Number(text) : Number.NaN;
  return number >= -(2 ** 31) && number < 2 ** 31 ? number : text;
}

/** The number it stands for; text that is no number counts as 0. */
export function intValue(value: IntOrString): number {
  if (typeof value === "number") return value;
  return /^[+-]?\d+$/.test(value) ? Number(value) : 0;
}

/** The number itself, or the percentage of `total` rounded up or down; throws a FormatError for other text. */
export function scaledValue(value: IntOrString, total: number, roundUp: boolean): number {
  if (typeof value === "number") return value;
  const share = percentOf(value);
  return roundUp ? Math.ceil((share * total) / 100) : Math.floor((share * total) / 100);
}

function percentOf(text: string): number {
  if (!text.endsWith("%")) throw new FormatError("invalid value for IntOrString: invalid type: string is not a percentage");
  const digits = percent.exec(text)?.[1];
  if (digits === undefined) {
    const quoted = JSON.stringify(text);
    throw new FormatError(
      `invalid value for IntOrString: invalid value ${quoted}: strconv.Atoi: parsing ${JSON.stringify(text.slice(0, -1))}: invalid syntax`,
    );
  }
  return Number(digits);
}
