import { FormatError } from "./format-error.ts";

/** How a quantity was written, and so how it is written back. */
export type QuantityFormat = "DecimalSI" | "BinarySI" | "DecimalExponent";

/** A resource amount, exact to one billionth; smaller fractions round up, as in Kubernetes. */
export interface Quantity {
  readonly nano: bigint;
  readonly format: QuantityFormat;
  /** The text it was read from, where that text counts as canonical already. */
  readonly text?: string;
}

/** A quantity as the API carries it (text, or a bare number), or one that was read before. */
export type QuantityLike = Quantity | string | number;

const one = 1_000_000_000n;
const milli = 1_000_000n;
const largestInt64 = 2n ** 63n - 1n;
const largestExponent = 1_000;

const shape = /^([+-]?)(\d*)(?:\.(\d*))?([eEinumkKMGTP]*[-+]?\d*)$/;
const wrongFormat = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
const wrongSuffix = "unable to parse quantity's suffix";

const decimalSuffixes: ReadonlyMap<string, number> = new Map([
  ["n", -9], ["u", -6], ["m", -3], ["", 0], ["k", 3], ["M", 6], ["G", 9], ["T", 12], ["P", 15], ["E", 18],
]);
const binarySuffixes: ReadonlyMap<string, number> = new Map([["Ki", 10], ["Mi", 20], ["Gi", 30], ["Ti", 40], ["Pi", 50], ["Ei", 60]]);
const suffixOfExponent: ReadonlyMap<number, string> = new Map([...decimalSuffixes].map(([suffix, exponent]) => [exponent, suffix]));
const binarySuffixOfExponent: ReadonlyMap<number, string> = new Map([...binarySuffixes].map(([suffix, exponent]) => [exponent, suffix]));

/** The same few amounts recur in every pod, so what was read once is kept, up to a bound. */
const known = new Map<string, Quantity>();
const mostKnown = 4096;

/** Reads a quantity such as `500m`, `1.5Gi` or `12e6`; throws a FormatError for anything else. */
export function parseQuantity(like: QuantityLike): Quantity {
  if (typeof like === "object") return like;
  const text = typeof like === "number" ? String(like) : like;
  const found = known.get(text);
  if (found !== undefined) return found;

  const quantity = Object.freeze(readQuantity(text));
  if (known.size >= mostKnown) known.clear();
  known.set(text, quantity);
  return quantity;
}

/** Whether the text is a quantity. */
export function isQuantity(text: string): boolean {
  const parts = shape.exec(text);
  return text !== "" && parts !== null && interpretSuffix(parts[4] ?? "") !== undefined;
}

/** Writes a quantity in its canonical form: no fraction, the largest suffix that loses nothing. */
export function formatQuantity(like: QuantityLike): string {
  const quantity = parseQuantity(like);
  return quantity.text ?? canonicalText(quantity);
}

/** -1, 0 or 1 as `a` is less than, equal to or greater than `b`. */
export function compareQuantity(a: QuantityLike, b: QuantityLike): -1 | 0 | 1 {
  const left = parseQuantity(a).nano;
  const right = parseQuantity(b).nano;
  return left === right ? 0 : left < right ? -1 : 1;
}

/** The sum, in the format of `a` unless `a` is zero. */
export function addQuantity(a: QuantityLike, b: QuantityLike): Quantity {
  return combine(parseQuantity(a), parseQuantity(b), 1n);
}

/** The difference, in the format of `a` unless `a` is zero. */
export function subtractQuantity(a: QuantityLike, b: QuantityLike): Quantity {
  return combine(parseQuantity(a), parseQuantity(b), -1n);
}

/** The quantity times a whole number. */
export function multiplyQuantity(like: QuantityLike, factor: number): Quantity {
  const { nano, format } = parseQuantity(like);
  return { nano: nano * BigInt(factor), format };
}

/** The larger of two quantities. */
export function maxQuantity(a: QuantityLike, b: QuantityLike): Quantity {
  return compareQuantity(a, b) >= 0 ? parseQuantity(a) : parseQuantity(b);
}

/** Whole units, fractions rounded away from zero. Exact up to 2^53. */
export function value(like: QuantityLike): number {
  return Number(divideAwayFromZero(parseQuantity(like).nano, one));
}

/** Thousandths, fractions rounded away from zero. Exact up to 2^53. */
export function milliValue(like: QuantityLike): number {
  return Number(divideAwayFromZero(parseQuantity(like).nano, milli));
}

/** The nearest floating point number. */
export function approximateFloat(like: QuantityLike): number {
  const { nano } = parseQuantity(like);
  return Number(nano / one) + Number(nano % one) / 1e9;
}

/** A quantity of so many whole units. */
export function quantityOf(units: number, format: QuantityFormat = "DecimalSI"): Quantity {
  return { nano: BigInt(units) * one, format };
}

/** A quantity of so many thousandths. */
export function milliQuantityOf(thousandths: number, format: QuantityFormat = "DecimalSI"): Quantity {
  return { nano: BigInt(thousandths) * milli, format };
}

/** -1, 0 or 1 by the sign of the quantity. */
export function quantitySign(like: QuantityLike): -1 | 0 | 1 {
  const { nano } = parseQuantity(like);
  return nano === 0n ? 0 : nano < 0n ? -1 : 1;
}

function readQuantity(text: string): Quantity {
  const parts = text === "" ? null : shape.exec(text);
  if (parts === null) throw new FormatError(wrongFormat);
  const suffix = interpretSuffix(parts[4] ?? "");
  if (suffix === undefined) throw new FormatError(wrongSuffix);

  const whole = (parts[2] ?? "").replace(/^0+/, "");
  const fraction = parts[3] ?? "";
  const digits = BigInt(whole + fraction || "0");
  const magnitude = suffix.base === 10 ? scaleDecimal(digits, suffix.exponent - fraction.length + 9) : scaleBinary(digits, suffix.exponent, fraction.length);
  const quantity = {
    nano: parts[1] === "-" ? -magnitude : magnitude,
    format: suffix.base === 2 && magnitude > 0n && magnitude < one ? ("DecimalSI" as const) : suffix.format,
  };
  return isWrittenCanonically(whole, fraction, suffix) ? { ...quantity, text } : quantity;
}

interface Suffix {
  readonly base: 2 | 10;
  readonly exponent: number;
  readonly format: QuantityFormat;
}

function interpretSuffix(suffix: string): Suffix | undefined {
  const decimal = decimalSuffixes.get(suffix);
  if (decimal !== undefined) return { base: 10, exponent: decimal, format: "DecimalSI" };
  const binary = binarySuffixes.get(suffix);
  if (binary !== undefined) return { base: 2, exponent: binary, format: "BinarySI" };
  if (!/^[eE][-+]?\d+$/.test(suffix)) return undefined;
  const exponent = Number(suffix.slice(1));
  return Math.abs(exponent) > largestExponent ? undefined : { base: 10, exponent, format: "DecimalExponent" };
}

const scaleDecimal = (digits: bigint, exponent: number) =>
  exponent >= 0 ? digits * 10n ** BigInt(exponent) : divideAwayFromZero(digits, 10n ** BigInt(-exponent));

/** Amounts in binary notation saturate at the largest 64-bit integer. */
function scaleBinary(digits: bigint, exponent: number, places: number): bigint {
  const nano = divideAwayFromZero((digits << BigInt(exponent)) * one, 10n ** BigInt(places));
  return nano > largestInt64 * one ? largestInt64 * one : nano;
}

function divideAwayFromZero(dividend: bigint, divisor: bigint): bigint {
  const quotient = dividend / divisor;
  if (quotient * divisor === dividend) return quotient;
  return dividend < 0n ? quotient - 1n : quotient + 1n;
}

/**
 * Kubernetes gives back the text it read where a quick look says that the text is canonical. The look is not exact
 * (`1.500` passes), and since people see its outcome, ours is the same.
 */
function isWrittenCanonically(whole: string, fraction: string, { base, exponent }: Suffix): boolean {
  const digits = (whole || "0") + fraction;
  if (base === 2) return fraction === "" && 15 - digits.length - Math.trunc((exponent * 3) / 10) - 1 >= 0 && (Number(digits) & 7) !== 0;
  const scale = exponent - fraction.length;
  return digits.length <= 18 && scale >= -9 && scale % 3 === 0 && !digits.endsWith("000") && !digits.startsWith("0");
}

function canonicalText({ nano, format }: Quantity): string {
  if (nano === 0n) return "0";
  const magnitude = nano < 0n ? -nano : nano;
  const binary = format === "BinarySI" && magnitude >= 1024n * one && nano % one === 0n;
  return binary ? binaryText(nano / one) : decimalText(nano, format === "DecimalExponent");
}

function binaryText(units: bigint): string {
  let amount = units;
  let exponent = 0;
  while (amount % 1024n === 0n) {
    amount /= 1024n;
    exponent += 10;
  }
  return `${amount}${binarySuffixOfExponent.get(exponent) ?? ""}`;
}

function decimalText(nano: bigint, asExponent: boolean): string {
  let amount = nano;
  let exponent = -9;
  while (amount % 1000n === 0n && (asExponent || exponent < 18)) {
    amount /= 1000n;
    exponent += 3;
  }
  if (!asExponent) return `${amount}${suffixOfExponent.get(exponent) ?? ""}`;
  return exponent === 0 ? String(amount) : `${amount}e${exponent}`;
}

/** Adding to zero keeps the format of what was added, so that a sum of memory reads as memory. */
const combine = (a: Quantity, b: Quantity, sign: bigint): Quantity => ({
  nano: a.nano + sign * b.nano,
  format: a.nano === 0n ? b.format : a.format,
});
